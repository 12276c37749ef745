"""Vehicles are taxed for the months their dates allow, each once, from the mass the law names."""

import pytest

from forms_catalog.answers import Answers
from forms_catalog.duty_months import duty_months
from forms_catalog.problems import Problem
from forms_catalog.rules import RULES

FIRST = {"first_registration": "2015-05-14"}


@pytest.mark.parametrize(
    ("dates", "months"),
    [
        ({}, 12),
        (FIRST, 12),
        ({"first_registration": "2026-01-31"}, 11),
        ({"first_registration": "2026-12-01"}, 0),
        ({"first_registration": "2027-01-01"}, 0),
        ({**FIRST, "acquired_on": "2026-05-02"}, 7),
        ({**FIRST, "acquired_on": "2025-12-31"}, 12),
        ({**FIRST, "deregistered_on": "2026-05-02"}, 5),
        ({**FIRST, "deregistered_on": "2025-12-31"}, 0),
        ({**FIRST, "acquired_on": "2026-03-10", "deregistered_on": "2026-03-20"}, 0),
        ({**FIRST, "acquired_on": "2026-03-10", "deregistered_on": "2026-06-20"}, 3),
        ({**FIRST, "withdrawn_on": "2026-03-15"}, 3),
        ({**FIRST, "withdrawn_on": "2026-03-15", "readmitted_on": "2026-09-01"}, 6),
        ({**FIRST, "withdrawn_on": "2025-03-15", "readmitted_on": "2026-09-01"}, 3),
        ({**FIRST, "withdrawn_on": "2025-03-15"}, 0),
        ({**FIRST, "withdrawn_on": "2026-03-15", "readmitted_on": "2026-03-20"}, 12),
    ],
)
def test_the_duty_begins_the_month_after_and_ends_with_the_month(dates: dict[str, str], months: int) -> None:
    assert duty_months(dates, 2026) == months


def breaches(rule: str, *vehicles: dict[str, object], year: int = 2026) -> list[Problem]:
    answers: Answers = {"tax_year": year, "vehicles": list(vehicles)}  # type: ignore[dict-item]  # plain JSON
    return list(RULES[rule](answers))


def codes(rule: str, **vehicle: object) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in breaches(rule, vehicle)]


def test_nobody_pays_for_more_months_than_the_dates_allow() -> None:
    bought: dict[str, object] = {**FIRST, "acquired_on": "2026-05-02"}
    assert codes("months_of_duty@1", **bought, months=7) == []
    assert codes("months_of_duty@1", **bought, months=5) == []
    assert codes("months_of_duty@1", **bought, months=8) == [("/vehicles/0/months", "too_many_months")]
    sold: dict[str, object] = {**FIRST, "deregistered_on": "2025-01-02"}
    assert codes("months_of_duty@1", **sold, months=1) == [("/vehicles/0/months", "no_duty")]


@pytest.mark.parametrize(
    ("vehicle", "place"),
    [
        ({"production_year": 2016, **FIRST}, "production_year"),
        ({**FIRST, "deregistered_on": "2015-05-13"}, "deregistered_on"),
        ({"acquired_on": "2026-02-02", "deregistered_on": "2026-02-01"}, "deregistered_on"),
        ({"withdrawn_on": "2026-02-02", "readmitted_on": "2026-02-01"}, "readmitted_on"),
        ({"readmitted_on": "2026-02-01"}, "withdrawn_on"),
        ({"production_year": 2015, **FIRST, "withdrawn_on": "2026-02-02"}, None),
    ],
)
def test_dates_in_an_order_that_cannot_be_are_named(vehicle: dict[str, object], place: str | None) -> None:
    found = [problem.pointer for problem in breaches("vehicle_dates@1", vehicle)]
    assert found == ([f"/vehicles/0/{place}"] if place else [])


@pytest.mark.parametrize(
    ("vehicle", "taxed"),
    [
        ({"vehicle_kind": "truck", "gvw_t": "3.5"}, False),
        ({"vehicle_kind": "truck", "gvw_t": "3.501"}, True),
        ({"vehicle_kind": "tractor_unit", "gcw_t": "3.499"}, False),
        ({"vehicle_kind": "tractor_unit", "gcw_t": "3.5"}, True),
        ({"vehicle_kind": "trailer", "gcw_t": "6.999"}, False),
        ({"vehicle_kind": "trailer", "gcw_t": "7"}, True),
        ({"vehicle_kind": "bus"}, True),
    ],
)
def test_who_owes_nothing_for_a_light_vehicle_is_told(vehicle: dict[str, object], taxed: bool) -> None:
    assert (breaches("taxed_mass@1", vehicle) == []) is taxed


def test_a_vehicle_typed_twice_is_named_at_its_second_place() -> None:
    one, other = {"vin": "SUSAAA1KZAW000001"}, {"vin": "SUSBBB1KZAW000002"}
    [problem] = breaches("vehicle_once@1", one, other, one)
    assert (problem.pointer, problem.values["number"]) == ("/vehicles/2/vin", "1")
    assert breaches("vehicle_once@1", one, other, {}) == []
