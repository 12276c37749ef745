"""The fee for waste is that of the month and the office, with the relief for a composter where known."""

from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.answers import Answers
from forms_catalog.calculate import calculate
from forms_catalog.facts.rates import Rate
from tests.forms_catalog.counting import SOURCE, TODAY, counted, rate
from tests.shipped import SHIPPED


def test_three_people_pay_99_zloty_a_month() -> None:
    fee = counted("waste_fee_residential@1", {"persons": 3, "valid_from": "2026-11-12"})
    assert fee.total == Decimal("99.00")
    assert fee.computed == {"/monthly_fee": Decimal("99.00")}
    assert fee.lines[0].formula.pl.replace("\xa0", " ") == "3 osoby × 33,00 zł"
    assert fee.rounding is None


def test_a_waste_fee_is_never_rounded_to_full_zloty() -> None:
    own = rate("waste_fee_residential", "per_person", "31.45", "gliwice")
    answers: Answers = {"persons": 3, "valid_from": "2026-11-12"}
    assert counted("waste_fee_residential@1", answers, own, office="gliwice").total == Decimal("94.35")


def test_the_rate_is_that_of_the_month_people_moved_in() -> None:
    old = Rate(
        "waste_fee_residential",
        "per_person",
        Decimal("20.00"),
        date(2025, 1, 1),
        date(2025, 6, 30),
        "gliwice",
        "demo",
        SOURCE,
    )
    new = Rate(
        "waste_fee_residential",
        "per_person",
        Decimal("30.00"),
        date(2025, 7, 1),
        None,
        "gliwice",
        "demo",
        SOURCE,
    )
    for day, fee in (("2025-06-30", "20.00"), ("2025-07-01", "30.00"), ("2026-11-30", "30.00")):
        answers: Answers = {"persons": 1, "valid_from": day}
        found = counted("waste_fee_residential@1", answers, old, new, office="gliwice")
        assert found.total == Decimal(fee)


def test_an_office_without_a_known_rate_gets_no_guess() -> None:
    fee = counted("waste_fee_residential@1", {"persons": 3, "valid_from": "2026-11-12"}, office="gliwice")
    assert fee.total is None
    assert fee.lines[0].missing is not None


def test_a_composter_whose_relief_is_not_known_is_said_and_the_fee_counted_without_it() -> None:
    answers: Answers = {"persons": 3, "valid_from": "2026-11-12", "composter": True}
    fee = counted("waste_fee_residential@1", answers)
    assert fee.total == Decimal("99.00")
    assert fee.lines[1].missing is not None
    assert fee.note is not None
    assert "bez ulgi" in fee.note.pl


def test_a_composter_ticked_before_the_house_became_a_block_does_not_count() -> None:
    catalogue = SHIPPED
    form = catalogue.service("odpady-deklaracja-zamieszkana")
    assert form is not None
    answers: Answers = {"persons": 3, "valid_from": "2026-11-12", "composter": True}
    for building, lines in (("single_family", 2), ("multi_family", 1)):
        answers["building_type"] = building
        (fee,) = calculate(form, answers, catalogue=catalogue, office="zabrze", today=TODAY)
        assert len(fee.lines) == lines


@pytest.mark.parametrize(
    ("key", "value", "total"), [("compost_relief_pct", "15", "84.15"), ("compost_relief", "5.00", "84.00")]
)
def test_a_composter_makes_it_cheaper(key: str, value: str, total: str) -> None:
    answers: Answers = {"persons": 3, "valid_from": "2026-11-12", "composter": True}
    relief = rate("waste_fee_residential", key, value, "zabrze")
    fee = counted("waste_fee_residential@1", answers, relief)
    assert fee.total == Decimal(total)
    assert sum(line.amount or 0 for line in fee.lines) == fee.total
