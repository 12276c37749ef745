"""What a permit to sell alcohol costs after its first year follows last year's sales, by dated numbers."""

from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.answers import Answers
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.calculations.alcohol_permit import yearly
from forms_catalog.facts.rates import RateBook
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
DESK = Desk(SHIPPED.rates, "zabrze", TODAY)


def _permits(*kinds: str) -> Answers:
    return {
        "permits": [{"kind": kind, "valid_from": "2027-03-01", "valid_to": "2029-02-28"} for kind in kinds]
    }


@pytest.mark.parametrize(
    ("kind", "sales", "fee"),
    [
        ("a", "37500.00", "525.00"),
        ("a", "37500.01", "525.00"),
        ("a", "50000.00", "700.00"),
        ("b", "50000.00", "700.00"),
        ("c", "60000.00", "2100.00"),
        ("c", "100000.00", "2700.00"),
        ("c", "77000.50", "2079.01"),
    ],
)
def test_the_fee_of_a_later_year_follows_the_sales(kind: str, sales: str, fee: str) -> None:
    known = yearly(kind, DESK, TODAY)
    assert known is not None
    assert known.fee(Decimal(sales)) == Decimal(fee)


def test_who_asks_for_permits_is_told_what_later_years_cost() -> None:
    counted = CALCULATIONS["alcohol_permit_fee@1"](
        _permits("A_up_to_4_5_and_beer", "B_4_5_to_18", "C_over_18"), DESK
    )
    assert counted is not None
    assert counted.note is not None
    said = counted.note.pl.replace("\u00a0", " ")
    assert "A i B: przy sprzedaży do 37 500 zł płacisz 525 zł." in said
    assert "1,4% sprzedaży, na przykład 1 050 zł od 75 000 zł" in said
    assert "C: przy sprzedaży do 77 000 zł płacisz 2 100 zł." in said
    assert "31 stycznia" in said


def test_numbers_nobody_has_seen_are_not_told() -> None:
    fee_alone = RateBook([rate for rate in SHIPPED.rates if rate.key == "a"])
    counted = CALCULATIONS["alcohol_permit_fee@1"](
        _permits("A_up_to_4_5_and_beer"), Desk(fee_alone, "zabrze", TODAY)
    )
    assert counted is not None
    assert counted.total == Decimal("440.14")
    assert counted.note is not None
    assert "%" not in counted.note.pl


def test_how_long_a_permit_lasts_is_data_that_says_how_sure_it_is() -> None:
    for key, years in (("to_take_away", 2), ("on_the_spot", 4)):
        rate = SHIPPED.rates.find("alcohol_permit", f"least_years.{key}", office="zabrze", on=TODAY)
        assert rate is not None
        assert (rate.value, rate.standing) == (years, "memory")
