"""The tax on vehicles is that of kind, mass and months, in two instalments."""

from decimal import Decimal

import pytest

from forms_catalog.answers import Answers
from forms_catalog.calculation import Calculation
from forms_catalog.calculations import CALCULATIONS, Desk
from tests.forms_catalog.counting import TODAY, counted, rate
from tests.shipped import SHIPPED


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
