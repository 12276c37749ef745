"""Conditions put together from choices in words: some lines, and whether all of them or any one is enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from forms_catalog.catalogue import Catalogue
from forms_catalog.conditions import Condition
from forms_catalog.conditions_said import NO, YES, Sayer
from forms_catalog.model import (
    AnyField,
    BoolField,
    Definition,
    EnumField,
    ListField,
    MultiEnumField,
    RowsField,
)
from forms_catalog.model import StatementField as Statement
from forms_catalog.scopes import Path, Scopes, UnknownField
from forms_catalog.texts import LANGUAGES, Text

Join = Literal["all", "any"]
_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
_NUMBERS = ("int", "decimal", "money", "year")
#: lists longer than this are too long to tick answers in
_LONGEST_LIST = 60


@dataclass(frozen=True)
class Choosable:
    """A question that a condition may lean on."""

    name: str  #: as conditions name it from that place: "company.nip"
    label: Text
    answers: tuple[tuple[str, Text], ...]  #: value → words; empty for a number
    yes_no: bool = False
    number: bool = False
    rows: str = ""  #: the list in whose rows it is asked, as conditions name it; then `name` is "list[].name"


def choosable(definition: Definition, scope: Path, itself: str, catalogue: Catalogue) -> list[Choosable]:
    """The questions that a condition inside `scope` may lean on, in the order of the form: also those in the
    rows of lists that it is not in itself.
    """
    scopes, me = Scopes(definition), (*scope, itself)
    seen: dict[Path, str] = {}
    lists: dict[Path, str] = {}
    for name in sorted(scopes.visible(scope), key=len, reverse=True):  # the shortest of several names stays
        path = scopes.find(name, scope)[1]
        if path != me:
            seen[path] = name
        if isinstance(scopes.fields[path], RowsField) and me[: len(path)] != path:
            lists[path] = name
    found: list[Choosable | None] = []
    for path, field in scopes.fields.items():
        if path in seen:
            found.append(_choosable(seen[path], field, catalogue))
        elif (rows := _rows_of(path, scopes)) in lists:
            inside = _choosable(".".join(path[len(rows) :]), field, catalogue)
            found.append(inside and _of_rows(inside, lists[rows], scopes.fields[rows].label))
    return [one for one in found if one is not None]


def _rows_of(path: Path, scopes: Scopes) -> Path:
    """The list in whose rows a question stands, the innermost; () for none."""
    above = (path[:end] for end in range(len(path) - 1, 0, -1))
    return next((one for one in above if isinstance(scopes.fields[one], RowsField)), ())


def _of_rows(question: Choosable, rows: str, label: Text) -> Choosable:
    said = {tongue: f"{label.in_(tongue)}: {question.label.in_(tongue)}" for tongue in LANGUAGES}
    return replace(question, name=f"{rows}[].{question.name}", label=Text(**said), rows=rows)


def _choosable(name: str, field: AnyField, catalogue: Catalogue) -> Choosable | None:
    if isinstance(field, BoolField | Statement):
        return Choosable(name, field.label, (("true", YES), ("false", NO)), yes_no=True)
    if isinstance(field, EnumField | MultiEnumField):
        return Choosable(name, field.label, tuple((one.value, one.label) for one in field.choices))
    if isinstance(field, ListField):
        entries = catalogue.lists.get(field.list, ())
        if len(entries) <= _LONGEST_LIST:
            return Choosable(name, field.label, tuple((one.value, one.label) for one in entries))
    return Choosable(name, field.label, (), number=True) if field.kind in _NUMBERS else None


def lines_of(condition: object) -> tuple[Join, list[object]]:
    """A condition as its lines and how they are joined."""
    if isinstance(condition, dict):
        for join in ("all", "any"):
            if isinstance(condition.get(join), list):
                return join, list(condition[join])
        return "all", [condition]
    return "all", []


def joined(join: Join, lines: Sequence[object]) -> object | None:
    """The lines as one condition; None for none."""
    if len(lines) < 2:
        return lines[0] if lines else None
    return {join: list(lines)}


def line(question: Choosable, answers: Sequence[str], least: str, *, holds: bool = True) -> object | None:
    """A line of a condition: the question has one of these answers or is at least so much; None: nothing."""
    name = question.name.removeprefix(f"{question.rows}[].")
    if question.number:
        made: dict[str, object] | None = {"field": name, "at_least": least} if least else None
    else:
        known = [value for value, _ in question.answers if value in answers]
        values: list[object] = [value == "true" for value in known] if question.yes_no else [*known]
        if not values:
            return None
        key, said = ("is", values[0]) if len(values) == 1 else ("in", values)
        made = {"field": name, key: said}
    if made is not None and not holds:
        made = {"not": made}
    return {"any_row": question.rows, "where": made} if made is not None and question.rows else made


def say_line(
    raw: object, scope: Path, definition: Definition, catalogue: Catalogue, language: str
) -> str | None:
    """A condition in words: "w „Kto składa” zaznaczysz „firma”"; None where it leans on what is not there."""
    try:
        condition = _CONDITION.validate_python(raw)
        return Sayer(Scopes(definition), catalogue, language).clause(condition, scope)
    except (ValidationError, UnknownField, StopIteration):
        return None


def say_condition(raw: object, scope: Path, definition: Definition, catalogue: Catalogue) -> Text | None:
    """A whole condition in words of every language."""
    said = {language: say_line(raw, scope, definition, catalogue, language) for language in LANGUAGES}
    pl, en, uk = (said[language] for language in LANGUAGES)
    return Text(pl=pl, en=en, uk=uk) if pl is not None and en is not None else None


def fields_named(condition: object) -> Iterator[str]:
    """The names that a condition, right or wrong, leans on."""
    if isinstance(condition, dict):
        for key in ("field", "any_row"):
            if isinstance(condition.get(key), str):
                yield condition[key]
        for value in condition.values():
            yield from fields_named(value)
    elif isinstance(condition, list):
        for value in condition:
            yield from fields_named(value)
