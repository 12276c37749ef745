"""The property tax is counted as the law says, line by line, and never guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.answers import Answers
from forms_catalog.calculations.rounding import to_grosz, to_zloty
from forms_catalog.texts import Text
from tests.forms_catalog.counting import counted, rate, return_of


def test_a_flat_with_its_share_of_land_costs_94_zloty() -> None:
    answers = return_of(
        land_items=[{"land_class": "other", "area": "25.00", "parcel_no": "7"}],
        building_items=[{"building_class": "residential", "area_full": "60.00", "area_half": "0"}],
    )
    tax = counted("property_tax@1", answers)
    assert [line.amount for line in tax.lines] == [Decimal("19.25"), Decimal("75.00")]
    assert tax.exact == Decimal("94.25")
    assert tax.total == Decimal(94)
    assert tax.computed["/total_tax"] == Decimal(94)
    assert tax.computed["/land_items/0/rate"] == Decimal("0.77")
    assert tax.computed["/building_items/0/tax"] == Decimal("75.00")


def test_the_bakery_of_the_design_pays_what_its_page_shows() -> None:
    answers = return_of(
        land_items=[
            {"land_class": "business", "area": "1250.00", "parcel_no": "1204/56"},
            {"land_class": "other", "area": "640.50", "parcel_no": "1205/3", "months": 1},
        ],
        building_items=[
            {"building_class": "business", "area_full": "312.40", "area_half": "18.00", "building_no": "4"}
        ],
    )
    tax = counted("property_tax@1", answers)
    assert [str(line.amount) for line in tax.lines] == ["1812.50", "41.10", "11099.57", "319.77"]
    assert [line.formula.pl.replace("\xa0", " ") for line in tax.lines] == [
        "1 250,00 m² × 1,45 zł × 12 z 12 miesięcy",
        "640,50 m² × 0,77 zł × 1 z 12 miesięcy",
        "312,40 m² × 35,53 zł × 12 z 12 miesięcy",
        "18,00 m² liczone w połowie: 9,00 m² × 35,53 zł × 12 z 12 miesięcy",
    ]
    assert tax.total == Decimal(13273)
    assert to_grosz(Fraction(tax.exact)) == Decimal("13272.94")


def test_the_sum_is_rounded_once_not_line_by_line() -> None:
    # twelve parcels of 0.04 zł each month: rounded one by one they would come to nothing
    rows = [{"land_class": "other", "area": "0.60", "months": 1} for _ in range(13)]
    tax = counted("property_tax@1", return_of(land_items=rows))
    assert {line.amount for line in tax.lines} == {Decimal("0.04")}
    assert tax.exact == Decimal("0.500500")
    assert tax.total == Decimal(1)


@pytest.mark.parametrize(("amount", "zloty"), [("0.49", 0), ("0.50", 1), ("94.4999", 94), ("94.5", 95)])
def test_half_a_zloty_goes_up(amount: str, zloty: int) -> None:
    assert to_zloty(Fraction(amount)) == Decimal(zloty)


@given(st.integers(0, 10**12))
def test_rounding_never_moves_an_amount_by_more_than_half(grosze: int) -> None:
    amount = Fraction(grosze, 100)
    assert abs(Fraction(to_zloty(amount)) - amount) <= Fraction(1, 2)


def test_the_value_of_a_structure_is_rounded_to_full_zloty_first() -> None:
    answers = return_of(structure_items=[{"name": "Plac", "value": "85000.50"}])
    tax = counted("property_tax@1", answers)
    assert tax.lines[0].formula.pl.replace("\xa0", " ") == "85 001 zł × 2% × 12 z 12 miesięcy"
    assert tax.lines[0].amount == Decimal("1700.02")
    assert tax.computed == {"/structure_items/0/tax": Decimal("1700.02"), "/total_tax": Decimal(1700)}


def test_land_under_water_is_counted_in_hectares() -> None:
    tax = counted("property_tax@1", return_of(land_items=[{"land_class": "water", "area": "0.1250"}]))
    assert tax.lines[0].formula.en.replace("\xa0", " ") == "0.1250 ha × PLN 7.15 × 12 of 12 months"


@pytest.mark.parametrize(
    ("purpose", "months"), [("first", 2), ("change", 2), ("correction", 2), ("expiry", 10), ("annual", 12)]
)
def test_a_change_counts_from_its_month_and_the_end_of_the_duty_to_it(purpose: str, months: int) -> None:
    answers: Answers = {
        "declaration": {"tax_year": 2026, "purpose": purpose, "change_from": "2026-11"},
        "land_items": [{"land_class": "business", "area": "1200"}],
    }
    tax = counted("property_tax@1", answers)
    assert f"{months} z 12" in tax.lines[0].formula.pl
    assert tax.lines[0].amount == Decimal("145.00") * months


def test_a_year_without_rates_is_said_and_nothing_is_guessed() -> None:
    answers: Answers = {
        "declaration": {"tax_year": 2027, "purpose": "annual"},
        "land_items": [{"land_class": "business", "area": "1200"}],
    }
    tax = counted("property_tax@1", answers)
    assert tax.total is None
    assert tax.computed == {}
    assert tax.lines[0].amount is None
    assert tax.lines[0].missing == Text(
        pl="Nie znamy stawki na 2027 rok dla tej pozycji.",
        en="We do not know the 2027 rate for this item.",
        uk="Ми не знаємо ставки за 2027 рік для цього рядка.",
    )


def test_one_missing_rate_leaves_the_total_open_but_counts_the_rest() -> None:
    rows = [{"land_class": "revitalisation", "area": "10"}, {"land_class": "business", "area": "100"}]
    tax = counted("property_tax@1", return_of(land_items=rows))
    assert tax.total is None
    assert [line.amount for line in tax.lines] == [None, Decimal("145.00")]
    assert "/land_items/1/tax" in tax.computed
    assert "/total_tax" not in tax.computed


def test_an_offices_own_rate_goes_before_the_statutory_cap() -> None:
    rows = [{"land_class": "business", "area": "100"}]
    capped = counted("property_tax@1", return_of(land_items=rows))
    assert capped.lines[0].rate is not None
    assert capped.lines[0].rate.is_cap
    assert capped.note is not None
    assert "do potwierdzenia" in capped.note.pl
    own = rate("property_tax", "land.business_m2", "1.20", "gliwice")
    ours = counted("property_tax@1", return_of(land_items=rows), own, office="gliwice")
    assert ours.total == Decimal(120)
    assert ours.note is None
    assert counted("property_tax@1", return_of(land_items=rows), own).total == Decimal(145)


def test_a_row_not_finished_yet_is_left_out() -> None:
    rows: list[object] = [
        {"land_class": "business"},
        {"area": "100"},
        {"land_class": "business", "area": "sto"},
        {"land_class": "business", "area": "100", "months": 13},
        "działka",
        {"land_class": "business", "area": "100"},
    ]
    tax = counted("property_tax@1", return_of(land_items=rows))
    assert [line.pointer for line in tax.lines] == ["/land_items/5"]


def test_a_person_sees_a_preview_and_learns_that_a_decision_will_come() -> None:
    answers = return_of(
        land_items=[{"land_class": "other", "area": "25.00", "parcel_no": "7"}],
        building_items=[{"building_class": "residential", "area_full": "60.00", "area_half": "0"}],
    )
    preview, due = counted("property_tax@2", answers), counted("property_tax@1", answers)
    assert preview.total == due.total == Decimal(94)
    assert preview.lines == due.lines
    assert preview.note is not None
    assert "decyzji" in preview.note.pl
