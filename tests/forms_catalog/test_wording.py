"""Numbers, money and dates stand on pages, papers and receipts in the same words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from forms_catalog.wording import say_date, say_moment, say_money, say_month, say_number


@pytest.mark.parametrize(
    ("amount", "language", "words"),
    [
        ("1812.5", "pl", "1\u00a0812,50\u00a0zł"),
        ("1812.5", "en", "PLN\u00a01,812.50"),
        ("0.005", "pl", "0,00\u00a0zł"),
        ("1234567.89", "uk", "1\u00a0234\u00a0567,89\u00a0zł"),
    ],
)
def test_money_is_said_as_people_of_the_language_write_it(amount: str, language: str, words: str) -> None:
    assert say_money(Decimal(amount), language) == words


def test_a_rounded_tax_is_said_in_full_zloty() -> None:
    assert say_money(Decimal("13273.00"), "pl", whole=True) == "13\u00a0273\u00a0zł"


def test_an_area_keeps_every_digit_that_was_given() -> None:
    assert say_number(Decimal("1.2345"), "pl", places=2) == "1,2345"
    assert say_number(Decimal("640.5"), "pl", places=2) == "640,50"


def test_a_deadline_names_its_weekday() -> None:
    assert say_date(date(2026, 12, 1), "pl", weekday=True) == "1 grudnia 2026 (wtorek)"
    assert say_date(date(2026, 12, 1), "en", weekday=True) == "1 December 2026 (Tuesday)"
    assert say_month(2026, 11, "pl") == "listopad 2026"


def test_a_moment_is_said_in_warsaw_time_also_in_the_doubled_hour_of_october() -> None:
    assert say_moment(datetime(2026, 11, 24, 13, 7, 31, tzinfo=UTC), "pl") == "24 listopada 2026, 14:07:31"
    assert say_moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "pl") == "25 października 2026, 02:30:00"
    assert say_moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "pl") == "25 października 2026, 02:30:00"
