"""Valid answer trees of any definition: its conditions, kinds, limits and cross-field rules kept.

The conditions are read here once more, apart from the program's own reading of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from forms_catalog.catalogue import Catalogue
from forms_catalog.conditions import All, Any_, AnyRow, AtLeast, Condition, In, Is, Not
from forms_catalog.model import (
    AnyField,
    ComputedField,
    Definition,
    GroupField,
    IntField,
    PostalCodeField,
    RowsField,
)
from tests.strategies.kinds import Setting, answer

Tree = dict[str, Any]  # answers of every type


@dataclass(frozen=True)
class Level:
    """The questions of one level and the answers drawn for them so far."""

    names: frozenset[str]
    answers: Tree = field(default_factory=dict)


Chain = tuple[Level, ...]


def holds(condition: Condition | None, chain: Chain) -> bool:
    """Whether a condition holds for the answers drawn; no condition always holds."""
    if condition is None:
        return True
    if isinstance(condition, Is):
        return _same(_given(condition.field, chain), condition.is_)
    if isinstance(condition, In):
        return any(_same(_given(condition.field, chain), value) for value in condition.in_)
    if isinstance(condition, AtLeast):
        given = _given(condition.field, chain)
        return given is not None and Decimal(str(given)) >= condition.at_least
    if isinstance(condition, AnyRow):
        rows = _given(condition.any_row, chain)
        below = [Level(frozenset(row), row) for row in rows] if isinstance(rows, list) else []
        return any(holds(condition.where, (*chain, row)) for row in below)
    if isinstance(condition, Not):
        return not holds(condition.not_, chain)
    parts = condition.all if isinstance(condition, All) else condition.any
    return (all if isinstance(condition, All) else any)(holds(part, chain) for part in parts)


def _same(answer: object, value: object) -> bool:
    if isinstance(answer, list):
        return value in answer
    return value is False if answer is None else type(answer) is type(value) and answer == value


def _given(name: str, chain: Chain) -> object:
    first, *rest = name.removeprefix("/").split(".")
    levels = chain[:1] if name.startswith("/") else chain
    # of a row that a condition looks into only the answers given are known: what is nowhere was not answered
    level = next((level for level in reversed(levels) if first in level.names), None)
    here: object = level.answers.get(first) if level else None
    for step in rest:
        here = here.get(step) if isinstance(here, dict) else None
    return here


def _looked_at(condition: Condition | None) -> Iterator[str]:
    if isinstance(condition, Is | In | AtLeast):
        yield condition.field.removeprefix("/").split(".")[0]
    elif isinstance(condition, AnyRow):
        yield condition.any_row.removeprefix("/").split(".")[0]
    elif isinstance(condition, Not):
        yield from _looked_at(condition.not_)
    elif isinstance(condition, All | Any_):
        for part in condition.all if isinstance(condition, All) else condition.any:
            yield from _looked_at(part)


def _needs(item: AnyField, section_of: dict[str, Condition | None]) -> Iterator[str]:
    """The names an answer depends on, its own parts' among them."""
    for condition in (item.shown_when, item.required_when, section_of.get(item.name)):
        yield from _looked_at(condition)
    if isinstance(item, IntField) and item.at_least_field:
        yield item.at_least_field
    if isinstance(item, PostalCodeField):
        yield "country"
    if isinstance(item, GroupField | RowsField):
        for inner in item.fields:
            yield from _needs(inner, {})


def _in_order(fields: Sequence[AnyField], section_of: dict[str, Condition | None]) -> list[AnyField]:
    """The fields of a level, each after those its answer depends on."""
    waiting = {item.name: item for item in fields if not isinstance(item, ComputedField)}
    needs = {name: set(_needs(item, section_of)) - {name} for name, item in waiting.items()}
    ordered: list[AnyField] = []
    while waiting:
        ready = [name for name in waiting if not needs[name] & waiting.keys()] or [next(iter(waiting))]
        ordered += [waiting.pop(name) for name in ready]
    return ordered


@dataclass(frozen=True)
class _Drawing:
    draw: DrawFn
    catalogue: Catalogue
    today: date
    rows: int  #: at most so many rows in a group

    def level(
        self, fields: Sequence[AnyField], chain: Chain, section_of: dict[str, Condition | None] | None = None
    ) -> Tree:
        here = Level(frozenset(item.name for item in fields))
        below = (*chain, here)
        for item in _in_order(fields, section_of or {}):
            shown = holds(item.shown_when, below) and holds((section_of or {}).get(item.name), below)
            if shown and (self._required(item, below) or self.draw(st.booleans())):
                value = self.value(item, below)
                if value not in ({}, []):
                    here.answers[item.name] = value
        # in the order of the form, as the document brings them back
        return {item.name: here.answers[item.name] for item in fields if item.name in here.answers}

    def _required(self, item: AnyField, chain: Chain) -> bool:
        return item.required or (item.required_when is not None and holds(item.required_when, chain))

    def value(self, item: AnyField, chain: Chain) -> Any:  # an answer of any type
        if isinstance(item, GroupField):
            return self.level(item.fields, chain)
        if isinstance(item, RowsField):
            least = max(item.min, 1 if self._required(item, chain) else 0)
            count = self.draw(st.integers(least, max(least, min(item.max, self.rows))))
            return [row for _ in range(count) if (row := self.level(item.fields, chain))]
        setting = Setting(self.catalogue, self.today, chain[-1].answers)
        return self.draw(answer(item, setting))


@st.composite
def valid_answers(
    draw: DrawFn, definition: Definition, *, catalogue: Catalogue, today: date, rows: int = 3
) -> Tree:
    """A tree of answers to the definition that may be filed as it is."""
    fields = [item for section in definition.sections for item in section.fields]
    section_of = {item.name: section.shown_when for section in definition.sections for item in section.fields}
    answers = _Drawing(draw, catalogue, today, rows).level(fields, (), section_of)
    for name in definition.rules:
        KEPT[name](answers)
    return answers


def _change_in_tax_year(answers: Tree) -> None:
    header = answers.get("declaration", {})
    if "change_from" in header:
        header["change_from"] = f"{header['tax_year']}{header['change_from'][4:]}"


def _share_within_whole(answers: Tree) -> None:
    header = answers.get("declaration", {})
    if "share_num" in header:
        header["share_num"], header["share_den"] = sorted((header["share_num"], header["share_den"]))


def _something_declared(answers: Tree) -> None:
    kinds = ("land_items", "building_items", "structure_items", "exempt_items")
    if answers["declaration"]["purpose"] != "expiry" and not any(answers.get(kind) for kind in kinds):
        answers["structure_items"] = [{"name": "Plac", "value": "85000"}]


def _areas_in_their_units(answers: Tree) -> None:
    for row in answers.get("land_items", []):
        area = Decimal(row["area"])
        if row["land_class"] == "water":
            row["area"] = str(area) if area <= 1000 else "0.6405"
        elif -int(area.as_tuple().exponent) > 2:
            row["area"] = format(max(area.quantize(Decimal("0.01")), Decimal("0.01")), "f")


def _composter_of_a_house(answers: Tree) -> None:
    if answers["building_type"] == "multi_family":
        answers.pop("composter", None)


def _taxed_vehicles(answers: Tree) -> None:
    for row in answers["vehicles"]:
        if row["vehicle_kind"] == "truck" and Decimal(row["gvw_t"]) <= Decimal("3.5"):
            row["gvw_t"] = "3.501"
        if row["vehicle_kind"] in ("tractor_unit", "trailer") and Decimal(row["gcw_t"]) < 7:
            row["gcw_t"] = "7"


def _vehicles_taxed_all_year(answers: Tree) -> None:
    for row in answers["vehicles"]:
        row |= {"production_year": 2009, "first_registration": "2010-05-04"}
        for name in ("acquired_on", "withdrawn_on", "readmitted_on", "deregistered_on"):
            row.pop(name, None)


def _each_vehicle_once(answers: Tree) -> None:
    for number, row in enumerate(answers["vehicles"]):
        row["vin"] = f"{row['vin'][:14]}{number:03d}"


def _stay_in_order(answers: Tree) -> None:
    days = sorted((answers["period_from"], answers["period_to"]))
    if days[0] == days[1]:
        days[0] = (date.fromisoformat(days[0]) - timedelta(days=1)).isoformat()
    answers["period_from"], answers["period_to"] = days


def _permits_long_enough(answers: Tree) -> None:
    for row in answers["permits"]:
        row["valid_to"] = f"{int(row['valid_from'][:4]) + 5}-12-31"


def _one_permit_of_a_kind(answers: Tree) -> None:
    answers["permits"] = list({row["kind"]: row for row in answers["permits"]}.values())


def _paid_by_account(answers: Tree) -> None:
    if answers["applicant_kind"] == "company" and answers.get("refund_method") in (
        "cash_desk",
        "postal_order",
    ):
        answers |= {"refund_method": "bank_account"}
        answers.setdefault("nrb", "30000000000000000000000017")
        answers.setdefault("account_holder", "Anna")


def _write_off_within_debt(answers: Tree) -> None:
    if answers["scope"] == "interest_only" and "interest" in answers:
        answers["interest"] = answers["amount"]
    answers["principal"] = answers["amount"]


def _two_situations(answers: Tree) -> None:
    if answers["event_kind"] == "both":
        answers["situations"] = max(2, answers["situations"])


def _attorney_period(answers: Tree) -> None:
    if "valid_to" in answers:
        answers["valid_from"], answers["valid_to"] = sorted((answers["valid_from"], answers["valid_to"]))


def _decision_before_delivery(answers: Tree) -> None:
    days = sorted((answers["decision_date"], answers["delivered_on"]))
    answers["decision_date"], answers["delivered_on"] = days


def _person_named(answers: Tree) -> None:
    person = answers.setdefault("searched_person", {})
    person |= {"last_known_address": "ul. Zmyślona 3, Zabrze"}


def _long_trip(answers: Tree) -> None:
    if "expected_return" in answers and answers["departure_kind"] == "temporary_over_6_months":
        answers["departure_date"], answers["expected_return"] = "2026-05-31", "2026-12-01"


def _some_farm_land(answers: Tree) -> None:
    named = answers.get("agri_items") or answers.get("exempt_items")
    if answers.get("declaration", {}).get("purpose") != "expiry" and not named:
        place = {"postal_code": "41-800", "city": "Zabrze", "country": "PL"}
        land = {"use": "R", "soil_class": "II", "area_ha": "1.5"}
        answers["agri_items"] = [{"precinct": "1", "parcel_no": "2", "location": place, **land}]


def _exempt_dogs_within_limit(answers: Tree) -> None:
    for row in answers["dogs"]:
        row["exemption"] = "none"


def _invoices_of_the_window(answers: Tree) -> None:
    for row in answers["invoices"]:
        row["issued_on"] = "2025-09-10" if answers["period"] == "february" else "2026-04-02"


def _party_permits_short(answers: Tree) -> None:
    for row in answers["permits"]:
        row["valid_to"] = row["valid_from"]


def _event_of_one_day(answers: Tree) -> None:
    day = answers["date_from"][:10]
    answers |= {"date_from": f"{day}T10:00", "date_to": f"{day}T20:00"}


def _cleared_at_once(answers: Tree) -> None:
    answers["clearance_until"] = answers["expired_on"]


def _stock_kinds_once(answers: Tree) -> None:
    answers["stock"] = list({row["kind"]: row for row in answers["stock"]}.values())


def _sales_kinds_once(answers: Tree) -> None:
    answers["sales"] = list({row["kind"]: row for row in answers["sales"]}.values())


def _permits_without_end(answers: Tree) -> None:
    for row in answers["sales"]:
        row.pop("ends_on", None)


def _rich_enough(answers: Tree) -> None:
    answers["financial_capacity_eur"] = "9000000"


def _days_in_order(answers: Tree) -> None:
    answers["date_from"], answers["date_to"] = sorted((answers["date_from"], answers["date_to"]))


#: named rule → what makes a drawn tree keep it; a new rule needs a line here
KEPT: dict[str, Callable[[Tree], None]] = {
    "person_can_be_found@1": _person_named,
    "return_after_half_a_year@1": _long_trip,
    "period_in_tax_year@1": _change_in_tax_year,
    "share_within_whole@1": _share_within_whole,
    "something_to_declare@1": _something_declared,
    "water_area_in_hectares@1": _areas_in_their_units,
    "compost_single_family@1": _composter_of_a_house,
    "stay_in_order@1": _stay_in_order,
    "permits_long_enough@1": _permits_long_enough,
    "one_permit_of_a_kind@1": _one_permit_of_a_kind,
    "on_the_spot_long_enough@1": _permits_long_enough,
    "catering_not_too_long@1": _party_permits_short,
    "event_not_too_long@1": _event_of_one_day,
    "clearance_in_time@1": _cleared_at_once,
    "stock_kinds_once@1": _stock_kinds_once,
    "sales_kinds_once@1": _sales_kinds_once,
    "permits_not_over@1": _permits_without_end,
    "instalments_for_whole_years@1": _permits_without_end,
    "financial_standing@1": _rich_enough,
    "days_in_order@1": _days_in_order,
    "taxed_mass@1": _taxed_vehicles,
    "vehicle_dates@1": _vehicles_taxed_all_year,
    "months_of_duty@1": _vehicles_taxed_all_year,
    "vehicle_once@1": _each_vehicle_once,
    "companies_paid_by_account@1": _paid_by_account,
    "write_off_within_debt@1": _write_off_within_debt,
    "both_are_two_situations@1": _two_situations,
    "attorney_period_in_order@1": _attorney_period,
    "decision_before_delivery@1": _decision_before_delivery,
    "some_farm_land@1": _some_farm_land,
    "exempt_dogs_within_limit@1": _exempt_dogs_within_limit,
    "invoices_of_the_window@1": _invoices_of_the_window,
}


def forms_with_trees(catalogue: Catalogue, today: date) -> list[tuple[Definition, SearchStrategy[Tree]]]:
    """Every shipped form with its strategy."""
    return [(form, valid_answers(form, catalogue=catalogue, today=today)) for form in catalogue.services()]


def drawn_on(definition: Definition, old: date, today: date) -> date:
    """The day to make answers up for: `old`, so that every run draws the same, but today where an answer may
    lie back only so many days.
    """
    return today if any(_looks_back(section.fields) for section in definition.sections) else old


def _looks_back(fields: Sequence[AnyField]) -> bool:
    return any(
        _looks_back(item.fields)
        if isinstance(item, GroupField | RowsField)
        else getattr(item, "days_back", None) is not None
        for item in fields
    )
