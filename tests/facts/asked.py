"""What a form asks, told the same way whether it is read from the facts or from a definition."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms_catalog.model import (
    AnyField,
    AttachmentSlot,
    ComputedField,
    DecimalField,
    Definition,
    EnumField,
    GroupField,
    ListField,
    MultiEnumField,
    RowsField,
)

Facts = Mapping[str, Any]  # YAML as handed over; its shape is what the test checks

#: how the definitions nest the blocks of the facts; a block not named here lies flat
NESTED = {
    "applicant_person": "person",
    "applicant_company": "company",
    "declaration_header": "declaration",
    "entrepreneur": "entrepreneur",
    "contact": "contact",
    "consents": "consents",
}
#: lists that the facts name but do not spell out in machine values
LISTS = {
    "countries": "enum:iso3166",
    "legal_form": "enum:legal_form",
    "local_units": "enum:local_units",
    "local_marketplaces": "enum:local_marketplaces",
}


@dataclass(frozen=True)
class Question:
    """One question of a form."""

    path: str  #: dotted, "company.nip"
    type: str
    required: bool | str  #: or "conditional"
    values: frozenset[str] = frozenset()
    repeat: str = ""
    rule: str = ""


def asked_by_facts(fields: Sequence[Facts], blocks: Facts, above: str = "") -> Iterator[Question]:
    """The questions of the facts, blocks nested as the definitions nest them."""
    for field in fields:
        if "ref" in field:
            name = NESTED.get(field["ref"])
            if name is not None:
                required: bool | str = "conditional" if "when" in field else True
                yield Question(above + name, "group", required, repeat="1..1")
            inside = f"{above}{name}." if name is not None else above
            yield from asked_by_facts(blocks[field["ref"]], blocks, inside)
        else:
            yield _fact(field, above)
            yield from asked_by_facts(field.get("fields", []), blocks, f"{above}{field['name']}.")


def _fact(field: Facts, above: str) -> Question:
    kind, _, values = str(field["type"]).partition(":")
    spelled = "|" in values
    repeat = field.get("repeat")
    return Question(
        above + field["name"],
        kind if spelled else str(field["type"]),
        field["required"],
        frozenset(values.split("|")) if spelled else frozenset(),
        f"{repeat['min']}..{repeat['max']}" if repeat else "",
        str(field.get("rule", "")),
    )


def asked_by_definition(fields: Sequence[AnyField], above: str = "") -> Iterator[tuple[Question, AnyField]]:
    """The questions of a definition with the fields they come from."""
    for field in fields:
        path = above + field.name
        yield Question(path, _type(field), _required(field), _values(field), _repeat(field)), field
        if isinstance(field, GroupField | RowsField):
            yield from asked_by_definition(field.fields, f"{path}.")


def all_fields(definition: Definition) -> tuple[AnyField, ...]:
    """The fields of every section."""
    return tuple(field for section in definition.sections for field in section.fields)


def _type(field: AnyField) -> str:
    if isinstance(field, ComputedField):
        return "money_int" if field.money == "zloty" else "money"
    if isinstance(field, DecimalField):
        return f"decimal({field.places})"
    if isinstance(field, ListField):
        return LISTS[field.list]
    renamed = {"statement": "bool", "rows": "group", "postal_code": "postal_code_pl", "plate": "plate_pl"}
    return renamed.get(field.kind, field.kind)


def _required(item: AnyField | AttachmentSlot) -> bool | str:
    if item.required_when is not None or (item.required and item.shown_when is not None):
        return "conditional"
    return item.required


def _values(field: AnyField) -> frozenset[str]:
    if isinstance(field, EnumField | MultiEnumField):
        return frozenset(choice.value for choice in field.choices)
    return frozenset()


def _repeat(field: AnyField) -> str:
    if isinstance(field, RowsField):
        return f"{field.min}..{field.max}"
    return "1..1" if isinstance(field, GroupField) else ""


def slot_required(slot: AttachmentSlot) -> bool | str:
    """How an attachment is required, in the words of the facts."""
    return _required(slot)


_LENGTH = re.compile(r"^(\d+)\.\.(\d+)\b(?!\+)")
_PATTERN = re.compile(r"\^.*?\$(?= |$|;)")
_LEAST = re.compile(r"^>(=?)(\d+)")


def is_compared(kind: str, rule: str) -> bool:
    """Whether `keeps` compares all of a rule of a question of this type."""
    left = [part.strip() for part in rule.split(";")]
    if kind == "string":
        left = [part for part in left if not (_LENGTH.fullmatch(part) or _PATTERN.fullmatch(part))]
    return left == [] or rule.startswith("must be true")


def keeps(field: AnyField, rule: str) -> bool:
    """Whether a field keeps the facts' rule as far as it can be compared: lengths, patterns, least."""
    checks: list[bool] = []
    if rule == "must be true":
        checks.append(field.kind == "statement")
    if (length := _LENGTH.match(rule)) is not None:
        low, high = ("minimum", "maximum") if field.kind == "int" else ("min_length", "max_length")
        lengths = (getattr(field, low, None), getattr(field, high, None))
        checks.append(lengths == (int(length[1]), int(length[2])))
    if (pattern := _PATTERN.match(rule)) is not None and field.kind == "string":
        checks.append(field.pattern == pattern[0][1:-1])
    if (least := _LEAST.match(rule)) is not None:
        bound = getattr(field, "minimum" if least[1] else "above", None)
        if field.kind == "money" and not least[1]:  # more than nothing is a grosz
            bound = field.minimum - Decimal("0.01")
        checks.append(bound is not None and Decimal(bound) == int(least[2]))
    return all(checks)
