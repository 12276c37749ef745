"""What the law and the offices say (services.yaml beside this file) is what the forms ask and promise."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from tests.facts import rules
from tests.facts.asked import (
    Facts,
    Question,
    all_fields,
    asked_by_definition,
    asked_by_facts,
    is_compared,
    keeps,
    slot_required,
)

HERE = Path(__file__).parent
FACTS: dict[str, Any] = yaml.load(
    (HERE / "services.yaml").read_text("utf-8"), yaml.CSafeLoader
)  # as handed over
SERVICES: dict[str, Facts] = {service["code"]: service for service in FACTS["services"]}
DEVIATIONS: list[dict[str, Any]] = yaml.load((HERE / "deviations.yaml").read_text("utf-8"), yaml.CSafeLoader)[
    "deviations"
]
LEGAL_FORMS = {"legal_person", "unincorporated_unit", "partnership", "sole_trader"}


class Difference(NamedTuple):
    """One place where a definition says something else than the facts."""

    service: str
    where: str
    what: str
    facts: str
    ours: str


def _difference(service: str, where: str, what: str, facts: object, ours: object) -> Iterator[Difference]:
    if facts != ours:
        yield Difference(service, where, what, _said(facts), _said(ours))


def _said(value: object) -> str:
    if isinstance(value, frozenset | set):
        return "|".join(sorted(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else str(value)


def _questions(definition: Definition) -> Iterator[Difference]:
    service = SERVICES[definition.code]
    facts = {question.path: question for question in asked_by_facts(service["fields"], FACTS["field_blocks"])}
    ours = {
        question.path: (question, field) for question, field in asked_by_definition(all_fields(definition))
    }
    for path in sorted(facts.keys() | ours.keys()):
        if path not in ours or path not in facts:
            yield from _difference(definition.code, path, "asked", path in facts, path in ours)
            continue
        fact, (our, field) = facts[path], ours[path]
        yield from _question(definition.code, fact, our)
        if not keeps(field, fact.rule):
            yield Difference(definition.code, path, "rule", fact.rule, "not kept")


def _question(service: str, fact: Question, our: Question) -> Iterator[Difference]:
    for what in ("type", "required", "values", "repeat"):
        yield from _difference(service, fact.path, what, getattr(fact, what), getattr(our, what))


def _attachments(definition: Definition) -> Iterator[Difference]:
    facts, ours = SERVICES[definition.code]["attachments"], definition.attachments
    yield from _difference(definition.code, "attachments", "number", len(facts), len(ours))
    for fact, our in zip(facts, ours, strict=False):
        where = f"attachments.{our.name}"
        yield from _difference(definition.code, where, "name", fact["name_pl"], our.label.pl)
        required = {"optional": False, "always": True}.get(fact["required"], fact["required"])
        yield from _difference(definition.code, where, "required", required, slot_required(our))
        yield from _difference(
            definition.code, where, "formats", set(fact["formats"].split("|")), set(our.formats)
        )


def _particulars(definition: Definition) -> Iterator[Difference]:
    """Titles, basis, fee, term, result, plan of files, signature, appeal: word for word."""
    facts = SERVICES[definition.code]
    plain = (
        "group", "summary_pl", "form_symbol", "procedure", "applicants", "proxy_allowed", "filing_deadline",
        "filing_term_mode", "department", "local_resolution_required", "flags", "verification", "legal_basis",
        "fee", "office_deadline", "result", "signature", "appeal",
    )  # fmt: skip
    ours = definition.model_dump(mode="json")
    pairs = [(name, facts[name], ours[name]) for name in plain]
    pairs += [
        ("title_pl", facts["title_pl"], definition.title.pl),
        ("title_en", facts["title_en"], definition.title.en),
    ]
    pairs += [
        ("jrwa", facts["jrwa"], ours["file_plan"]),
        ("calculation", facts["calculation"], _main_sum(definition)),
    ]
    for name, fact, our in pairs:
        if isinstance(fact, dict):
            for key, value in fact.items():
                yield from _difference(
                    definition.code, f"{name}.{key}", "particulars", _number(value), _number(our[key])
                )
        else:
            yield from _difference(definition.code, name, "particulars", fact, our)


def _number(value: object) -> object:
    """Amounts are numbers in the facts and exact decimals in the definitions."""
    text = str(value)
    return Decimal(text) if text.replace(".", "", 1).isdigit() and not isinstance(value, bool) else value


def _main_sum(definition: Definition) -> str | None:
    duties = ("proxy_duty", "reporter_duty")  # told under the fee as proxy_duty_pln
    sums = [name.partition("@")[0] for name in definition.calculations]
    sums = [name for name in sums if name not in duties]
    return sums[0] if sums else None


def _differences(catalogue: Catalogue) -> set[Difference]:
    found: set[Difference] = set()
    for code in SERVICES:
        definition = catalogue.service(code)
        assert definition is not None, f"{code} has no definition"
        found.update(_questions(definition), _attachments(definition), _particulars(definition))
    for where, ours in rules.differences(catalogue):
        block, _, name = where.partition(".")
        found.update(_difference("*", where, "rule", _block_rules()[block, name], ours))
    forms = {entry.value for entry in catalogue.lists["legal_form"]}
    found.update(_difference("*", "lists.legal_form", "values", LEGAL_FORMS, forms))
    return found


def _block_rules() -> dict[tuple[str, str], str]:
    """Rules of the shared blocks by block and question."""

    def inside(block: str, fields: list[Facts]) -> Iterator[tuple[tuple[str, str], Question]]:
        for question in asked_by_facts(fields, dict.fromkeys(FACTS["field_blocks"], ())):
            yield (block, question.path.rpartition(".")[2]), question

    return {
        key: question.rule
        for block, fields in FACTS["field_blocks"].items()
        for key, question in inside(block, fields)
        if question.rule and not is_compared(question.type, question.rule)
    }


def _listed() -> set[Difference]:
    return {
        Difference(service, item["where"], item["what"], item["facts"], item["ours"])
        for item in DEVIATIONS
        for service in item["services"]
    }


def test_every_difference_from_the_facts_is_listed_with_its_reason(catalogue: Catalogue) -> None:
    assert sorted(_differences(catalogue) - _listed()) == []


def test_a_listed_difference_that_no_longer_occurs_is_taken_off_the_list(catalogue: Catalogue) -> None:
    assert sorted(_listed() - _differences(catalogue)) == []


def test_every_rule_of_the_shared_blocks_is_tried_or_its_difference_listed(catalogue: Catalogue) -> None:
    different = {tuple(where.split(".", 1)) for where, _ in rules.differences(catalogue)}
    assert set(_block_rules()) == rules.TRIED.keys() | rules.ELSEWHERE.keys() | different


@pytest.mark.parametrize("tried", rules.TRIED.values(), ids=[".".join(key) for key in rules.TRIED])
def test_a_rule_of_a_shared_block_is_kept(catalogue: Catalogue, tried: rules.Tried) -> None:
    assert rules.faults_of(catalogue, tried) == []


def test_an_address_begins_in_poland(catalogue: Catalogue) -> None:
    assert FACTS["field_blocks"]["address_fields"][0]["rule"] == f"default {rules.country_default(catalogue)}"


def test_a_reader_learns_why_a_form_differs() -> None:
    assert [item for item in DEVIATIONS if len(item["reason"].split()) < 5] == []


def test_every_service_has_its_facts(catalogue: Catalogue) -> None:
    assert {definition.code for definition in catalogue.services()} == SERVICES.keys()


YEAR = FACTS["calculations"]["property_tax"]["statutory_max"]


@pytest.mark.parametrize(
    ("year", "key", "value"),
    [
        (year["year"], f"{table.removesuffix('_m2')}.{key}{'_m2' if table == 'building_m2' else ''}", value)
        for year in YEAR
        for table in ("land", "building_m2")
        for key, value in year.get(table, {}).items()
    ]
    + [(year["year"], "structure_pct", year["structure_pct"]) for year in YEAR if "structure_pct" in year],
)
def test_a_cap_of_the_property_tax_is_the_one_of_the_facts(
    catalogue: Catalogue, year: int, key: str, value: str
) -> None:
    for day in (date(year, 1, 1), date(year, 12, 31)):
        rate = catalogue.rates.find("property_tax", key, office="zabrze", on=day)
        assert rate is not None
        assert rate.is_cap
        assert rate.value == Decimal(value)


@pytest.mark.parametrize(
    ("year", "key"),
    [
        (2027, "land.business_m2"),
        (2027, "structure_pct"),
        (2025, "land.other_m2"),
        (2024, "building.business_m2"),
    ],
)
def test_a_rate_nobody_has_seen_is_not_guessed(catalogue: Catalogue, year: int, key: str) -> None:
    assert catalogue.rates.find("property_tax", key, office="zabrze", on=date(year, 6, 1)) is None


def test_the_waste_rates_of_zabrze_are_those_of_the_facts_and_gliwice_has_none(catalogue: Catalogue) -> None:
    facts = FACTS["calculations"]["waste_fee_residential"]["rates"][0]
    first_day = date.fromisoformat(facts["valid_from"])
    for key in ("per_person", "raised"):
        rate = catalogue.rates.find("waste_fee_residential", key, office="zabrze", on=first_day)
        assert rate is not None
        assert (rate.value, rate.valid_from) == (Decimal(facts[key]), first_day)
        assert catalogue.rates.find("waste_fee_residential", key, office="gliwice", on=first_day) is None


def test_a_power_of_attorney_costs_what_the_facts_say(catalogue: Catalogue) -> None:
    rate = catalogue.rates.find("proxy_duty", "relation", office="gliwice", on=date(2026, 11, 22))
    assert rate is not None
    assert FACTS["calculations"]["proxy_duty"]["formula"].startswith(
        f"{rate.value} zł per power-of-attorney relation"
    )


VEHICLES = {
    "truck >3.5-5.5 t": "truck.over_3_5",
    "truck >5.5-9 t": "truck.over_5_5",
    "truck >9-<12 t": "truck.over_9",
    "truck >=12 t": "truck.from_12",
    "tractor unit 3.5-<12 t": "tractor_unit.under_12",
    "tractor unit >=12 t, set <=36 t": "tractor_unit.from_12",
    "tractor unit >=12 t, set >36 t": "tractor_unit.over_36",
    "trailer 7-<12 t": "trailer.under_12",
    "trailer >=12 t, set <=36 t": "trailer.from_12",
    "trailer >=12 t, set >36 t": "trailer.over_36",
    "bus <22 seats": "bus.under_22",
    "bus >=22 seats": "bus.from_22",
}


@pytest.mark.parametrize(
    "fact", FACTS["calculations"]["transport_tax"]["statutory_max_2026"], ids=lambda fact: fact["kind"]
)
def test_a_cap_of_the_transport_tax_is_the_one_of_the_facts_and_as_sure(
    catalogue: Catalogue, fact: Facts
) -> None:
    rate = catalogue.rates.find(
        "transport_tax", VEHICLES[fact["kind"]], office="gliwice", on=date(2026, 6, 1)
    )
    assert rate is not None
    assert (rate.value, rate.is_cap) == (Decimal(fact["max"]), True)
    assert rate.standing == ("derived" if fact["verified"] == "derived" else "verified")
    later = catalogue.rates.find(
        "transport_tax", VEHICLES[fact["kind"]], office="gliwice", on=date(2027, 1, 1)
    )
    assert later is None
