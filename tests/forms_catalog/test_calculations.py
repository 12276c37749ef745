"""What a resident owes is counted as the law says, line by line, and never guessed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.answers import Answers
from forms_catalog.calculate import calculate
from forms_catalog.calculation import Calculation
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.calculations.rounding import to_grosz, to_zloty
from forms_catalog.calculations.words import polish_plural
from forms_catalog.facts.rates import Rate, RateBook
from forms_catalog.texts import Text
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
SOURCE = Text(pl="próba", en="trial")


def rate(table: str, key: str, value: str, office: str | None = None, *, year: int | None = 2026) -> Rate:
    first = date(year or 2000, 1, 1)
    last = date(year, 12, 31) if year else None
    return Rate(table, key, Decimal(value), first, last, office, "verified", SOURCE)


CAPS = [
    rate("property_tax", key, value)
    for key, value in {
        "land.business_m2": "1.45",
        "land.water_ha": "7.15",
        "land.other_m2": "0.77",
        "building.residential_m2": "1.25",
        "building.business_m2": "35.53",
        "structure_pct": "2",
    }.items()
]
ZABRZE = [
    rate("waste_fee_residential", "per_person", "33.00", "zabrze", year=None),
    rate("proxy_duty", "relation", "17.00", year=None),
]


def counted(name: str, answers: Answers, *more: Rate, office: str = "zabrze") -> Calculation:
    book = RateBook([*CAPS, *ZABRZE, *more])
    calculation = CALCULATIONS[name](answers, Desk(book, office, TODAY))
    assert calculation is not None
    return calculation


def return_of(**answers: object) -> Answers:
    declaration = {"tax_year": 2026, "purpose": "annual"}
    return {"declaration": declaration, **answers}  # type: ignore[dict-item]  # plain JSON below


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


def test_a_proxy_costs_17_zloty_payable_to_the_principals_commune() -> None:
    answers: Answers = {"acts_by_proxy": True, "proxy": {"relation": "none", "duty_exemption": "none"}}
    duty = counted("proxy_duty@1", answers)
    assert duty.total == Decimal("17.00")
    assert duty.note is not None
    assert "urząd gminy mocodawcy" in duty.note.pl


@pytest.mark.parametrize(
    "proxy", [{"relation": "spouse"}, {"relation": "sibling"}, {"relation": "none", "duty_exemption": "upl1"}]
)
def test_family_and_exempt_proxies_cost_nothing(proxy: Answers) -> None:
    assert counted("proxy_duty@1", {"acts_by_proxy": True, "proxy": proxy}).total == Decimal(0)


def test_without_a_proxy_there_is_no_duty_to_speak_of() -> None:
    desk = Desk(RateBook(ZABRZE), "zabrze", TODAY)
    assert CALCULATIONS["proxy_duty@1"]({"acts_by_proxy": False}, desk) is None
    assert CALCULATIONS["proxy_duty@1"]({"acts_by_proxy": True, "proxy": {}}, desk) is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["1.5", "2026-11", "none"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["declaration", "land_items", "building_items", "structure_items", "persons", "valid_from", "proxy"]


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_no_answers_make_a_calculation_raise(answers: Answers) -> None:
    for count in CALCULATIONS.values():
        count(answers, Desk(RateBook([*CAPS, *ZABRZE]), "zabrze", TODAY))


@pytest.mark.parametrize(
    ("count", "word"), [(1, "osoba"), (2, "osoby"), (5, "osób"), (12, "osób"), (22, "osoby"), (112, "osób")]
)
def test_polish_counts_people_in_three_forms(count: int, word: str) -> None:
    assert polish_plural(count, "osoba", "osoby", "osób") == word


def transport(*vehicles: object, year: int = 2026, purpose: str = "1_annual") -> Calculation:
    answers: Answers = {"tax_year": year, "purpose": purpose, "vehicles": list(vehicles)}  # type: ignore[dict-item]  # plain JSON below
    tax = CALCULATIONS["transport_tax@1"](answers, Desk(SHIPPED.rates, "zabrze", TODAY))
    assert tax is not None
    return tax


TRUCK = {"plate": "SZ12345", "vehicle_kind": "truck", "gvw_t": "5", "months": 12}
BUS = {"plate": "SZ2222A", "vehicle_kind": "bus", "seats": 22, "months": 7}


def test_a_truck_for_a_year_and_a_bus_for_seven_months_cost_3454_zloty() -> None:
    tax = transport(TRUCK, BUS)
    assert [line.amount for line in tax.lines] == [Decimal("1259.09"), Decimal("2194.93")]
    assert tax.total == Decimal(3454)
    assert tax.computed["/vehicles/1/rate"] == Decimal("3762.73")
    assert tax.computed["/vehicles/1/tax"] == Decimal("2194.93")
    assert (tax.computed["/instalment_1"], tax.computed["/instalment_2"]) == (1727, 1727)
    assert tax.note is not None
    assert "maksymalna" in tax.note.pl


@pytest.mark.parametrize(
    ("vehicle", "value"),
    [
        ({"vehicle_kind": "truck", "gvw_t": "3.501"}, "1259.09"),
        ({"vehicle_kind": "truck", "gvw_t": "5.5"}, "1259.09"),
        ({"vehicle_kind": "truck", "gvw_t": "5.501"}, "2100.42"),
        ({"vehicle_kind": "truck", "gvw_t": "9"}, "2100.42"),
        ({"vehicle_kind": "truck", "gvw_t": "11.999"}, "2520.48"),
        ({"vehicle_kind": "truck", "gvw_t": "12", "axles": 2, "suspension": "other"}, "4809.70"),
        ({"vehicle_kind": "tractor_unit", "gcw_t": "3.5"}, "2940.51"),
        ({"vehicle_kind": "tractor_unit", "gcw_t": "11.999", "gvw_t": "40"}, "2940.51"),
        ({"vehicle_kind": "tractor_unit", "gcw_t": "12"}, "3717.57"),
        ({"vehicle_kind": "tractor_unit", "gcw_t": "36"}, "3717.57"),
        ({"vehicle_kind": "tractor_unit", "gcw_t": "36.001"}, "4809.70"),
        ({"vehicle_kind": "trailer", "gcw_t": "7"}, "2520.48"),
        ({"vehicle_kind": "trailer", "gcw_t": "12"}, "2940.51"),
        ({"vehicle_kind": "trailer", "gcw_t": "40"}, "3717.57"),
        ({"vehicle_kind": "bus", "seats": 21}, "2976.21"),
        ({"vehicle_kind": "bus", "seats": 22}, "3762.73"),
    ],
)
def test_a_vehicle_gets_the_rate_of_its_kind_and_mass(vehicle: dict[str, object], value: str) -> None:
    [line] = transport({**vehicle, "months": 12}).lines
    assert line.rate is not None
    assert line.rate.value == Decimal(value)
    assert line.amount == Decimal(value)


@pytest.mark.parametrize(
    "vehicle",
    [
        {"vehicle_kind": "truck", "gvw_t": "3.5", "months": 12},
        {"vehicle_kind": "trailer", "gcw_t": "6.999", "months": 12},
        {"vehicle_kind": "truck", "months": 12},
        {"vehicle_kind": "bus", "seats": 30},
        {"vehicle_kind": "bus", "seats": 30, "months": 13},
        {"vehicle_kind": "rower", "months": 1},
    ],
)
def test_an_unfinished_or_untaxed_vehicle_is_left_out(vehicle: dict[str, object]) -> None:
    assert len(transport(TRUCK, vehicle).lines) == 1


def test_a_council_may_set_rates_by_axles_and_suspension() -> None:
    own = [
        rate("transport_tax", "truck.from_12", "4000.00", "zabrze"),
        rate("transport_tax", "truck.from_12.axles_3", "3000.00", "zabrze"),
        rate("transport_tax", "truck.from_12.axles_3.other", "3500.00", "zabrze"),
    ]
    trucks = [
        {"vehicle_kind": "truck", "gvw_t": "20", "months": 12, "axles": axles, "suspension": suspension}
        for axles, suspension in ((2, "other"), (3, "pneumatic_or_equivalent"), (3, "other"))
    ]
    answers: Answers = {"tax_year": 2026, "vehicles": trucks}  # type: ignore[dict-item]  # plain JSON above
    tax = counted("transport_tax@1", answers, *own)
    assert [line.amount for line in tax.lines] == [4000, 3000, 3500]
    assert tax.note is None


def test_a_council_may_set_rates_by_bands_of_mass() -> None:
    own = [
        rate("transport_tax", "truck.from_12.axles_2", "1000.00", "zabrze"),
        rate("transport_tax", "truck.from_12.axles_2.t15", "1500.00", "zabrze"),
        rate("transport_tax", "truck.from_12.axles_2.t15.other", "1600.00", "zabrze"),
        rate("transport_tax", "truck.from_12.axles_2.t18", "1800.00", "zabrze"),
        rate("transport_tax", "truck.from_12.axles_4.t12", "2400.00", "zabrze"),
    ]
    trucks = [
        {"vehicle_kind": "truck", "gvw_t": mass, "months": 12, "axles": axles, "suspension": suspension}
        for mass, axles, suspension in (
            ("14.999", 2, "other"),
            ("15", 2, "pneumatic_or_equivalent"),
            ("17.999", 2, "other"),
            ("18", 2, "pneumatic_or_equivalent"),
            ("31", 5, "other"),
        )
    ]
    answers: Answers = {"tax_year": 2026, "vehicles": trucks}  # type: ignore[dict-item]  # plain JSON above
    tax = counted("transport_tax@1", answers, *own)
    assert [line.amount for line in tax.lines] == [1000, 1500, 1600, 1800, 2400]


def test_an_odd_total_has_the_larger_half_first() -> None:
    tax = transport({**TRUCK, "months": 12})
    assert tax.total == 1259
    assert (tax.computed["/instalment_1"], tax.computed["/instalment_2"]) == (630, 629)


def test_a_vehicle_bought_in_autumn_is_paid_at_once() -> None:
    bought = {**TRUCK, "months": 3, "first_registration": "2020-01-01", "acquired_on": "2026-09-10"}
    tax = transport(bought, purpose="2_obligation_arose")
    assert (tax.computed["/instalment_1"], tax.computed["/instalment_2"]) == (tax.total, 0)
    earlier = transport(bought, {**TRUCK, "first_registration": "2026-07-31"}, purpose="2_obligation_arose")
    assert earlier.computed["/instalment_2"] > 0


def test_a_year_whose_rates_nobody_has_seen_has_no_sum_of_vehicles() -> None:
    tax = transport(TRUCK, year=2027)
    assert tax.total is None
    assert tax.lines[0].missing is not None
    assert "/total_tax" not in tax.computed


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


def test_no_office_takes_more_than_the_cap_that_is_known() -> None:
    rows = [rate for rates in SHIPPED.rates._rates.values() for rate in rates]
    caps = {(one.table, one.key, one.valid_from): one.value for one in rows if one.is_cap}
    assert len(caps) > 20
    for one in rows:
        assert one.value <= caps.get((one.table, one.key, one.valid_from), one.value)
