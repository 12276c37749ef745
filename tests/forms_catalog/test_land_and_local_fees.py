"""Taxes on farm land and forests, the refund for farm diesel and small local fees are as the law says."""

from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.answers import Answers, Value
from forms_catalog.calculation import Calculation
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.facts.rates import RateBook
from forms_catalog.judging.judge import validate
from forms_catalog.rules import RULES
from forms_catalog.samples import samples
from tests.forms_catalog.counting import counted_as_shipped
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)


def _counted(
    name: str, answers: Answers, *, office: str = "zabrze", book: RateBook = SHIPPED.rates
) -> Calculation:
    counted = counted_as_shipped(name, answers, book, office=office)
    assert counted is not None
    return counted


def _year(purpose: str = "annual", month: str | None = None, year: int = 2026) -> Value:
    return {"tax_year": year, "purpose": purpose, **({"change_from": month} if month else {})}


def _field(area: str, converted: str | None = None, soil: str = "IIIa", use: str = "R") -> Value:
    row: dict[str, Value] = {"parcel_no": "118/4", "use": use, "soil_class": soil, "area_ha": area}
    return row | ({"conv_ha": converted} if converted is not None else {})


def _agricultural(*fields: Value, farm: bool = True, declaration: Value | None = None) -> Calculation:
    answers: Answers = {
        "declaration": declaration or _year(),
        "is_farm": farm,
        "agri_items": list(fields),
    }
    return _counted("agricultural_tax@1", answers)


def test_a_conversion_hectare_of_a_farm_costs_what_the_notice_says_and_the_line_says_why() -> None:
    tax = _agricultural(_field("1.2000", "1.0000"))
    [line] = tax.lines
    assert (line.amount, tax.exact, tax.total) == (Decimal("166.05"), Decimal("166.05"), Decimal(166))
    assert line.label.pl == "Działka 118/4, grunty orne, klasa IIIa"
    assert line.formula.pl.replace("\u00a0", " ") == "1,0000 ha przel. × 2,5 dt × 66,42 zł × 12 z 12 miesięcy"
    assert line.rate is not None
    assert (line.rate.value, line.rate.valid_to) == (Decimal("66.42"), date(2026, 12, 31))
    assert "M.P. 2025 poz. 1085" in line.rate.source.pl
    assert tax.note is not None, "a council may lower the price, so it is marked as a cap"
    assert tax.computed == {"/total_tax": Decimal(166)}


def test_a_hectare_that_is_no_farm_costs_five_times_the_rye_and_no_conversion_is_wanted() -> None:
    assert _agricultural(_field("1.0000"), farm=False).exact == Decimal("332.10")


@pytest.mark.parametrize("field", [_field("3", soil="V"), _field("3", soil="VIz"), _field("3", use="Lzr")])
def test_poor_soil_and_trees_are_exempt_and_said_so(field: Value) -> None:
    tax = _agricultural(field)
    assert (tax.total, tax.lines[0].amount) == (Decimal(0), Decimal("0.00"))
    assert tax.lines[0].formula.pl.endswith("zwolnione")


def test_a_tax_is_due_for_the_months_after_a_change_and_only_the_total_is_rounded() -> None:
    tax = _agricultural(
        _field("1", "1.0"), _field("1", "0.375"), declaration=_year("change", "2026-11")
    )  # 1.375 × 166.05 × 2 / 12
    assert [line.amount for line in tax.lines] == [Decimal("27.68"), Decimal("10.38")]
    assert (tax.exact, tax.total) == (Decimal("38.053125"), Decimal(38))


def test_a_farm_whose_conversion_is_not_known_is_asked_for_it_and_nothing_is_guessed() -> None:
    tax = _agricultural(_field("1.2"))
    assert tax.total is None
    assert tax.lines[0].missing is not None
    assert "hektary przeliczeniowe" in tax.lines[0].missing.pl


def test_a_year_whose_prices_nobody_has_seen_is_not_counted() -> None:
    assert _agricultural(_field("1", "1"), declaration=_year(year=2027)).total is None
    forest: Value = {"parcel_no": "5", "forest_kind": "ordinary", "area_ha": "1"}
    assert _counted("forest_tax@1", {"declaration": _year(year=2025), "forest_items": [forest]}).total is None


@pytest.mark.parametrize(
    ("kind", "exact", "formula"),
    [
        ("ordinary", "61.901400", "1,0000 ha × 0,220 m³ × 281,37 zł × 12 z 12 miesięcy"),
        ("protective", "30.950700", "1,0000 ha × 0,220 m³ × 281,37 zł × 50% × 12 z 12 miesięcy"),
        ("reserve", "30.950700", "1,0000 ha × 0,220 m³ × 281,37 zł × 50% × 12 z 12 miesięcy"),
    ],
)
def test_a_hectare_of_forest_costs_the_unrounded_rate(kind: str, exact: str, formula: str) -> None:
    row: dict[str, Value] = {"parcel_no": "5/1", "forest_kind": kind, "area_ha": "1.0000"}
    tax = _counted("forest_tax@1", {"declaration": _year(), "forest_items": [row]})
    assert tax.exact == Decimal(exact)
    assert tax.lines[0].formula.pl.replace("\u00a0", " ") == formula
    hundred = _counted("forest_tax@1", {"declaration": _year(), "forest_items": [{**row, "area_ha": "100"}]})
    assert hundred.total == (Decimal(exact) * 100).quantize(Decimal(1))


@pytest.mark.parametrize("name", ["agricultural_tax@2", "forest_tax@2"])
def test_a_person_sees_a_preview_because_a_decision_sets_the_tax(name: str) -> None:
    rows: Answers = {
        "agri_items": [_field("1", "1")],
        "forest_items": [{"parcel_no": "5", "forest_kind": "ordinary", "area_ha": "1"}],
    }
    tax = _counted(name, {"declaration": _year(), "is_farm": True, **rows})
    assert tax.name == name
    assert tax.note is not None
    assert tax.note.pl.startswith("To podgląd.")
    assert tax.note.uk is not None


def _diesel(**answers: Value) -> Calculation:
    invoices: Value = [{"number": "1", "litres": "1200.00"}]
    return _counted("farm_diesel_refund@1", {"period": "august", "invoices": invoices, **answers})


@pytest.mark.parametrize(
    ("answers", "limit", "refund"),
    [
        ({"area_ha": "10"}, "1628.00", "1628.00"),  # the facts' example
        ({"area_ha": "20"}, "3256.00", "1776.00"),
        ({"area_ha": "1", "djp": "2.5", "pigs": "10"}, "370.00", "370.00"),  # 162.80 + 148.00 + 59.20
        ({"area_ha": "10", "refunded_before": "1000.00"}, "628.00", "628.00"),
        ({"area_ha": "10", "refunded_before": "2000.00"}, "0.00", "0.00"),
    ],
)
def test_diesel_is_refunded_up_to_the_limit_of_the_year(
    answers: dict[str, Value], limit: str, refund: str
) -> None:
    sum_ = _diesel(**answers)
    asked, over = sum_.lines
    assert (asked.amount, sum_.total) == (Decimal("1776.00"), Decimal(refund))
    assert over.amount == Decimal(refund) - Decimal("1776.00")
    said = f"{limit[:-3]},{limit[-2:]} zł".replace("1628", "1 628").replace("3256", "3 256")
    assert over.formula.pl.replace("\u00a0", " ").endswith(f"= {said}")
    assert "  " not in over.formula.pl
    assert (" − " in over.formula.pl) == ("refunded_before" in answers)
    assert sum_.computed == {"/refund_amount": Decimal(refund)}


def test_a_refund_of_a_year_without_a_rate_is_not_guessed() -> None:
    counted = CALCULATIONS["farm_diesel_refund@1"](
        {"area_ha": "10", "invoices": [{"litres": "5"}]}, Desk(SHIPPED.rates, "zabrze", date(2027, 2, 3))
    )
    assert counted is not None
    assert counted.total is None
    assert counted.lines[0].missing is not None


def test_containers_cost_what_zabrze_resolved_and_an_office_without_rates_says_so() -> None:
    bins: Answers = {
        "valid_from": "2026-11-12",
        "containers": [
            {"capacity": "240", "count": 2, "pickups": 4},
            {"capacity": "bag60", "count": 3, "pickups": 2},
        ],
    }
    fee = _counted("waste_fee_containers@1", bins)
    assert [line.amount for line in fee.lines] == [Decimal("283.60"), Decimal("53.16")]
    assert (fee.total, fee.note) == (Decimal("336.76"), None)
    assert fee.lines[0].formula.pl.replace("\u00a0", " ") == "2 szt. × 4 odbiory × 35,45 zł"
    assert _counted("waste_fee_containers@1", bins, office="gliwice").total is None


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 день"), (22, "22 дні"), (12, "12 днів"), (111, "111 днів"), (301, "301 день")]
)
def test_a_number_of_days_is_said_as_ukrainians_say_it(days: int, said: str) -> None:
    board: Value = {"kind": "board", "area_m2": "1", "days": days}
    fee = _counted("advertising_fee@1", {"declaration": _year(), "carriers": [board]})
    formula = fee.lines[0].formula.uk
    assert formula is not None
    assert formula.replace("\u00a0", " ").startswith(f"{said} × ")


def test_a_dog_costs_the_rate_and_an_exempt_dog_nothing() -> None:
    dogs: Value = [{"name": "Azor", "exemption": "none"}, {"name": "Figa", "exemption": "assistance_dog"}]
    fee = _counted("dog_fee@1", {"purpose": "first", "dogs": dogs})
    assert ([line.amount for line in fee.lines], fee.total) == ([Decimal("60.00"), Decimal(0)], Decimal(60))
    assert fee.note is not None
    assert fee.note.pl == "Stawki przykładowe."
    elsewhere = _counted("dog_fee@1", {"purpose": "first", "dogs": dogs}, office="katowice")
    assert elsewhere.total == Decimal("186.29"), "the cap stands in, and is marked as one"
    assert elsewhere.note is not None
    over = CALCULATIONS["dog_fee@1"]({"purpose": "end", "dogs": dogs}, Desk(SHIPPED.rates, "zabrze", TODAY))
    assert over is None


def test_advertising_is_a_fixed_and_a_variable_part_less_the_property_tax() -> None:
    board: dict[str, Value] = {
        "kind": "board",
        "area_m2": "12.00",
        "days": 30,
        "property_tax_credit": "20.00",
    }
    fee = _counted("advertising_fee@1", {"declaration": _year(), "carriers": [board]})
    assert [line.amount for line in fee.lines] == [Decimal("45.00"), Decimal("54.00"), Decimal("-20.00")]
    assert fee.total == Decimal("79.00")
    paid: Value = {**board, "property_tax_credit": "500.00"}
    assert _counted("advertising_fee@1", {"declaration": _year(), "carriers": [paid]}).total == Decimal(0)
    caps = _counted("advertising_fee@1", {"declaration": _year(), "carriers": [board]}, office="katowice")
    assert caps.lines[0].amount == Decimal("116.70"), "30 × 3.89"


@pytest.mark.parametrize(
    ("kind", "area", "fee"),
    [("hand", None, "5.00"), ("stand", "6.00", "21.00"), ("stand", "1000", "1176.67"), ("car", "9", "20.00")],
)
def test_a_day_at_the_market_costs_the_councils_rate_and_never_more_than_the_cap(
    kind: str, area: str | None, fee: str
) -> None:
    answers: Answers = {"sale_date": "2026-11-22", "sale_kind": kind}
    counted = _counted("market_fee@1", answers | ({"area_m2": area} if area else {}))
    assert (counted.total, counted.payable) == (Decimal(fee), "market_fee")
    assert sum(line.amount or 0 for line in counted.lines) == Decimal(fee)


def test_the_cap_is_nobodys_rate_at_the_market() -> None:
    day: Answers = {"sale_date": "2026-11-22", "sale_kind": "hand"}
    assert _counted("market_fee@1", day, office="katowice").total is None


def test_the_fee_at_the_market_may_be_paid_by_transfer_in_both_demo_offices() -> None:
    for code in ("zabrze", "gliwice"):
        payee = SHIPPED.offices[code].payee("market_fee", TODAY)
        assert payee is not None
        assert payee.standing == "demo"


def _breaches(rule: str, answers: Answers) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in RULES[rule](answers)]


def test_an_invoice_belongs_to_the_half_year_of_its_window() -> None:
    def days(period: str, *issued: str) -> Answers:
        return {"period": period, "invoices": [{"issued_on": day} for day in issued]}

    rule = "invoices_of_the_window@1"
    assert _breaches(rule, days("february", "2025-08-01", "2026-01-31")) == []
    assert _breaches(rule, days("august", "2026-02-01", "2026-07-31")) == []
    assert _breaches(rule, days("february", "2026-02-01")) == [("/invoices/0/issued_on", "outside_window")]
    assert _breaches(rule, days("august", "2026-08-01")) == [("/invoices/0/issued_on", "outside_window")]
    assert _breaches(rule, days("february", "2025-12-31", "2026-08-01")) == [
        ("/invoices/1/issued_on", "another_half_year")
    ]


def test_only_so_many_dogs_are_free_for_one_reason() -> None:
    def dogs(*reasons: str) -> Answers:
        return {"dogs": [{"exemption": reason} for reason in reasons]}

    rule = "exempt_dogs_within_limit@1"
    assert _breaches(rule, dogs("farmer_2dogs", "farmer_2dogs", "none", "none")) == []
    assert _breaches(rule, dogs("age65_alone", "age65_alone")) == [("/dogs/1/exemption", "too_many_exempt")]


def test_farm_land_is_named_unless_the_duty_ends() -> None:
    assert _breaches("some_farm_land@1", {"declaration": {"purpose": "annual"}}) == [("", "nothing_declared")]
    assert _breaches("some_farm_land@1", {"declaration": {"purpose": "expiry"}}) == []
    assert _breaches("some_farm_land@1", {"exempt_items": [{}]}) == []


def test_the_market_takes_a_day_of_the_last_week_and_no_older_one() -> None:
    form = SHIPPED.service("oplata-targowa-zgloszenie")
    assert form is not None
    answers = samples(form, catalogue=SHIPPED, today=TODAY)["default"].answers
    for day, codes in (("2026-11-15", []), ("2026-11-14", ["too_long_ago"]), ("2026-11-29", [])):
        found = validate(form, {**answers, "sale_date": day}, catalogue=SHIPPED, today=TODAY)
        assert [problem.code for problem in found] == codes, day
