"""Fees of permits, licences and places for businesses come out as the law and the price lists say."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from forms_catalog.answers import Answers, Value
from forms_catalog.calculate import calculate
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.facts.rates import RateBook
from forms_catalog.samples import samples
from tests.forms_catalog.counting import counted_as_shipped
from tests.shipped import SHIPPED

TODAY = date(2027, 1, 10)
_counted = partial(counted_as_shipped, today=TODAY)


def _amounts(name: str, answers: Answers, *, today: date = TODAY) -> list[str]:
    """Each line's amount, then the total."""
    counted = _counted(name, answers, today=today)
    assert counted is not None
    return [str(line.amount) for line in counted.lines] + [str(counted.total)]


def _sold(*rows: tuple[str, str], **more: str | int) -> Answers:
    sales: list[Value] = [{"kind": kind, "value": value, "permit_no": "1"} for kind, value in rows]
    return {"year": 2026, "payment_plan": "single", "sales": sales, **more}


@pytest.mark.parametrize(
    ("kinds", "amounts"),
    [
        (["A"], ["43.75", "43.75"]),
        (["B"], ["43.75", "43.75"]),
        (["C"], ["175.00", "175.00"]),
        (["A", "B", "C"], ["43.75", "43.75", "175.00", "262.50"]),
    ],
)
def test_an_event_costs_a_twelfth_of_the_year_for_each_kind(kinds: list[str], amounts: list[str]) -> None:
    assert _amounts("alcohol_oneoff_fee@1", {"kinds": [*kinds]}) == amounts
    counted = _counted("alcohol_oneoff_fee@1", {"kinds": [*kinds]})
    assert counted is not None
    assert counted.payable is None, "the permit may be refused: nothing is paid with the application"


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ([("A", "50000")], ["700.00", "700.00"]),
        ([("C", "60000")], ["2100.00", "2100.00"]),
        ([("C", "100000")], ["2700.00", "2700.00"]),
        ([("A", "37500")], ["525.00", "525.00"]),
        ([("B", "0")], ["525.00", "525.00"]),
        ([("C", "77000.01")], ["2079.00", "2079.00"]),
        ([("A", "50000"), ("B", "10000"), ("C", "100000")], ["700.00", "525.00", "2700.00", "3925.00"]),
    ],
)
def test_a_later_year_of_a_permit_costs_by_last_years_sales(
    rows: list[tuple[str, str]], amounts: list[str]
) -> None:
    assert _amounts("alcohol_annual_fee@1", _sold(*rows)) == amounts


def test_a_permit_that_ends_within_the_year_pays_by_days() -> None:
    answers = _sold()
    answers["sales"] = [{"kind": "A", "value": "50000", "ends_on": "2027-03-31"}]
    assert _amounts("alcohol_annual_fee@1", answers) == ["172.60", "172.60"]  # 700 × 90 / 365
    answers["sales"] = [{"kind": "A", "value": "50000", "ends_on": "2027-12-31"}]
    assert _amounts("alcohol_annual_fee@1", answers) == ["700.00", "700.00"]
    leap = _sold()
    leap["year"], leap["sales"] = 2027, [{"kind": "C", "value": "0", "ends_on": "2028-02-29"}]
    assert _amounts("alcohol_annual_fee@1", leap) == ["344.26", "344.26"]  # 2100 × 60 / 366


def test_a_fee_is_paid_by_the_last_of_january_at_once_or_in_three_parts_that_add_up() -> None:
    once = _counted("alcohol_annual_fee@1", _sold(("A", "50000")))
    assert once is not None
    assert once.payable == "permit_fee"
    assert once.computed == {"/fee_total": Decimal("700.00")}
    assert once.note is not None
    assert "31 stycznia 2027" in once.note.pl
    parts = _counted("alcohol_annual_fee@1", _sold(("A", "50000"), payment_plan="three_instalments"))
    assert parts is not None
    assert parts.payable is None, "a transfer of the whole would be wrong"
    assert parts.note is not None
    said = parts.note.pl.replace("\u00a0", " ")
    assert "31 stycznia 2027 – 233,33 zł; 31 maja 2027 – 233,33 zł; 30 września 2027 – 233,34 zł" in said


@pytest.mark.parametrize(
    ("today", "amounts"),
    [
        (date(2027, 1, 31), None),
        (date(2027, 2, 1), ["157.50", "630.00", "787.50"]),  # 31 January 2027 is a Sunday and does not move
        (date(2027, 3, 2), ["157.50", "630.00", "787.50"]),
        (date(2027, 3, 3), None),
    ],
)
def test_a_statement_costs_more_for_thirty_days_after_january(today: date, amounts: list[str] | None) -> None:
    answers = _sold(("A", "50000"), ("C", "100000"))
    if amounts is None:
        assert _counted("alcohol_late_statement@1", answers, today=today) is None
    else:
        assert _amounts("alcohol_late_statement@1", answers, today=today) == amounts
    counted = _counted("alcohol_annual_fee@1", answers, today=today)
    assert counted is not None
    assert (counted.payable is None) == (today > date(2027, 1, 31)), "a late payment is told by the office"


def test_a_stock_costs_a_percentage_of_its_value() -> None:
    stock: Answers = {"stock": [{"kind": "A", "value": "1250"}, {"kind": "B", "value": "900"}]}
    assert _amounts("alcohol_stock_fee@1", stock) == ["17.50", "12.60", "30.10"]
    assert _amounts("alcohol_stock_fee@1", {"stock": [{"kind": "C", "value": "4800.50"}]})[-1] == "129.61"


@pytest.mark.parametrize(
    ("request_kind", "years", "area", "amounts"),
    [
        ("data_change", 15, "commune", ["20.00", "20.00"]),
        ("vehicle_change", 30, "commune", ["25.00", "25.00"]),
        ("data_change", 50, "commune", ["30.00", "30.00"]),
        ("duplicate_lost_no_fault", 15, "commune", ["20.00", "20.00"]),
        ("duplicate_other", 15, "commune", ["50.00", "50.00"]),
        ("duplicate_other", 50, "neighbouring_communes", ["100.00", "100.00"]),
        ("extra_extract", 30, "commune", ["27.50", "27.50", "55.00"]),
        ("waive", 15, "commune", None),
    ],
)
def test_a_change_of_a_taxi_licence_costs_a_part_of_it(
    request_kind: str, years: int, area: str, amounts: list[str] | None
) -> None:
    answers: Answers = {"request": request_kind, "licence_years": years, "licence_area": area}
    answers["vehicles"] = [{"plate": "SZ1"}, {"plate": "SZ2"}]
    if amounts is None:
        assert _counted("taxi_change_fee@1", answers) is None
    else:
        assert _amounts("taxi_change_fee@1", answers) == amounts


@pytest.mark.parametrize(
    ("name", "vehicles", "total"),
    [
        ("operator_authorisation_fee@1", 0, "1000.00"),
        ("operator_authorisation_fee@1", 1, "1100.00"),
        ("operator_authorisation_fee@1", 300, "31000.00"),
        ("own_account_fee@1", 0, "500.00"),
        ("own_account_fee@1", 3, "800.00"),
    ],
)
def test_each_vehicle_of_a_carrier_costs_an_extract(name: str, vehicles: int, total: str) -> None:
    rows: Answers = {"vehicles": [{"plate": f"SZ{number}"} for number in range(vehicles)]}
    assert _amounts(name, rows)[-1] == total


def test_a_market_stall_costs_area_times_days_and_electricity_by_the_sample_list() -> None:
    answers: Answers = {"area_m2": "6.5", "date_from": "2027-03-01", "date_to": "2027-03-10", "power": True}
    assert _amounts("market_stall_price@1", answers) == ["195.00", "50.00", "245.00"]
    counted = _counted("market_stall_price@1", answers)
    assert counted is not None
    assert counted.note is not None, "made-up prices are called so"
    elsewhere = CALCULATIONS["market_stall_price@1"](answers, Desk(SHIPPED.rates, "tychy", TODAY))
    assert elsewhere is not None
    assert elsewhere.total is None, "a price list nobody has seen is not guessed"


def test_a_road_lane_costs_area_times_days_begun_at_the_cap_where_the_councils_rate_is_not_known() -> None:
    answers: Answers = {"purpose": "restaurant_garden", "area_m2": "12.5", "date_from": "2027-05-01"}
    answers |= {"date_to": "2027-05-30", "lane_part": "sidewalk"}
    assert _amounts("road_lane_fee@1", answers) == ["3750.00", "3750.00"]
    assert _amounts("road_lane_fee@1", {**answers, "date_to": "2027-05-01"}) == ["125.00", "125.00"]
    counted = _counted("road_lane_fee@1", answers)
    assert counted is not None
    assert counted.note is not None
    assert counted.note.pl.startswith("Stawka maksymalna")
    assert counted.computed == {"/fee": Decimal("3750.00")}


def test_a_fee_nobody_has_told_us_is_no_guess() -> None:
    none = RateBook([])
    cases: list[tuple[str, Answers]] = [
        ("alcohol_oneoff_fee@1", {"kinds": ["A"]}),
        ("alcohol_annual_fee@1", _sold(("A", "1"))),
        ("alcohol_stock_fee@1", {"stock": [{"kind": "A", "value": "1"}]}),
        ("taxi_change_fee@1", {"request": "data_change", "licence_years": 5, "licence_area": "commune"}),
        ("operator_authorisation_fee@1", {"vehicles": [{"plate": "SZ1"}]}),
        ("own_account_fee@1", {}),
    ]
    for name, answers in cases:
        counted = _counted(name, answers, book=none)
        assert counted is not None, name
        assert counted.total is None, name
        assert all(line.missing is not None for line in counted.lines), name


@pytest.mark.parametrize("name", [*CALCULATIONS])
def test_unfinished_answers_break_no_calculation(name: str) -> None:
    half: list[Answers] = [
        {},
        {"kinds": [], "year": 2026, "sales": [{}], "stock": [{}], "vehicles": [{}], "purpose": "works"},
        {"year": 99999, "area_m2": "-1", "date_from": "2027-05-02", "date_to": "2027-05-01"},
    ]
    for answers in half:
        CALCULATIONS[name](answers, Desk(SHIPPED.rates, "zabrze", TODAY))


def test_the_samples_of_businesses_show_what_is_owed() -> None:
    owed = {
        ("alkohol-zezwolenie-jednorazowe", "default"): "218.75",
        ("alkohol-oswiadczenie-sprzedaz", "company"): "3225.00",
        ("alkohol-wyprzedaz-zapasow", "default"): "147.11",
        ("taxi-licencja-zmiana", "default"): "25.00",
        ("przewoznik-zezwolenie", "default"): "1200.00",
        ("przewozy-wlasne-zaswiadczenie", "default"): "800.00",
        ("edg-zaswiadczenie-archiwalne", "default"): "0.00",
        ("edg-zaswiadczenie-archiwalne", "paid"): "34.00",
        ("targowisko-rezerwacja-stanowiska", "default"): "245.00",
        ("pas-drogowy-handel-ogrodki", "default"): "3750.00",
    }
    for (code, name), total in owed.items():
        definition = SHIPPED.service(code)
        assert definition is not None
        answers = samples(definition, catalogue=SHIPPED, today=TODAY)[name].answers
        first = calculate(definition, answers, catalogue=SHIPPED, office="zabrze", today=TODAY)[0]
        assert str(first.total) == total, code
