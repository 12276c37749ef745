"""Answers that are right one by one may still contradict each other: the rules name it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.judging.judge import validate, validate_section
from forms_catalog.rules import RULES
from forms_catalog.samples import samples
from tests.forms_catalog.conftest import TODAY
from tests.forms_catalog.jsons import JSON
from tests.shipped import SHIPPED


def broken(name: str, answers: dict[str, Any]) -> list[tuple[str, str]]:  # a plain tree
    return [(problem.pointer, problem.code) for problem in RULES[name](answers)]


@pytest.mark.parametrize(
    ("name", "answers", "breaches"),
    [
        ("period_in_tax_year@1", {"tax_year": 2026, "change_from": "2026-12"}, []),
        ("period_in_tax_year@1", {"tax_year": 2026, "change_from": "2025-12"}, ["/declaration/change_from"]),
        ("period_in_tax_year@1", {"tax_year": 2026}, []),
        ("share_within_whole@1", {"share_num": 1, "share_den": 2}, []),
        ("share_within_whole@1", {"share_num": 2, "share_den": 2}, []),
        ("share_within_whole@1", {"share_num": 3, "share_den": 2}, ["/declaration/share_den"]),
        ("something_to_declare@1", {"purpose": "annual"}, [""]),
        ("something_to_declare@1", {"purpose": "expiry"}, []),
    ],
)
def test_rules_about_the_head_of_a_return(
    name: str, answers: dict[str, Any], breaches: list[str]
) -> None:  # a plain tree
    assert [pointer for pointer, _ in broken(name, {"declaration": answers})] == breaches


@pytest.mark.parametrize("items", ["land_items", "building_items", "structure_items", "exempt_items"])
def test_one_object_of_any_kind_is_enough_to_declare(items: str) -> None:
    assert broken("something_to_declare@1", {items: [{"name": "x"}]}) == []


@pytest.mark.parametrize(
    ("land", "area", "breaches"),
    [
        ("water", "0.1250", []),
        ("water", "1000.5", [("/land_items/0/area", "not_hectares")]),
        ("other", "640.50", []),
        ("other", "640.505", [("/land_items/0/area", "too_many_places")]),
        ("water", "x", []),
    ],
)
def test_water_is_stated_in_hectares(land: str, area: str, breaches: list[tuple[str, str]]) -> None:
    assert (
        broken("water_area_in_hectares@1", {"land_items": [{"land_class": land, "area": area}]}) == breaches
    )


def test_a_composter_belongs_to_a_single_family_house() -> None:
    assert broken("compost_single_family@1", {"composter": True, "building_type": "single_family"}) == []
    breach = ("/composter", "compost_not_single_family")
    assert broken("compost_single_family@1", {"composter": True, "building_type": "multi_family"}) == [breach]
    assert broken("compost_single_family@1", {"building_type": "multi_family"}) == []


@given(st.dictionaries(st.sampled_from(["declaration", "land_items", "composter", "building_type"]), JSON))
def test_no_answers_make_a_rule_raise(answers: dict[str, Any]) -> None:  # a plain tree
    for rule in RULES.values():
        list(rule(answers))


def test_breaches_stand_at_their_place_in_the_form_and_in_their_section() -> None:
    form = SHIPPED.service("podatek-nieruchomosci-dn-1")
    assert form is not None
    answers: Any = samples(form, catalogue=SHIPPED, today=TODAY)[
        "correction"
    ].answers  # a plain tree to spoil
    answers["declaration"]["change_from"] = "2020-01"
    answers["contact"]["email"] = "x"
    places = [problem.pointer for problem in validate(form, answers, catalogue=SHIPPED, today=TODAY)]
    assert places == ["/declaration/change_from", "/contact/email"]
    for section in form.sections:
        own = validate_section(form, section, answers, catalogue=SHIPPED, today=TODAY)
        names = {field.name for field in section.fields}
        assert [p.pointer for p in own] == [place for place in places if place.split("/")[1] in names]


def test_a_place_already_named_is_not_named_again_by_a_rule() -> None:
    form = SHIPPED.service("podatek-nieruchomosci-dn-1")
    assert form is not None
    answers: Any = samples(form, catalogue=SHIPPED, today=TODAY)["default"].answers  # a plain tree to spoil
    answers["land_items"][1]["area"] = "99999999999999.123"
    problems = validate(form, answers, catalogue=SHIPPED, today=TODAY)
    assert [(problem.pointer, problem.code) for problem in problems] == [("/land_items/1/area", "too_large")]
