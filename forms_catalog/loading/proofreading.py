"""Reads a definition against itself and the rest of the catalogue: names, conditions, references."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms_catalog.conditions import AnyRow, AtLeast, Condition, In, Is, conditions_in
from forms_catalog.loading.faults import did_you_mean, said
from forms_catalog.loading.patterns import wrong_pattern
from forms_catalog.model import (
    AnyField,
    BoolField,
    Definition,
    EnumField,
    GroupField,
    IntField,
    ListField,
    MultiEnumField,
    RowsField,
    StatementField,
    StringField,
)
from forms_catalog.problems import N_
from forms_catalog.scopes import Path, Scopes, UnknownField

Finding = tuple[tuple[str | int, ...], str, str]  #: place in the definition, what is wrong, how to mend it


@dataclass(frozen=True)
class Known:
    """The names that a definition may use."""

    acts: Collection[str]
    lists: Mapping[str, Collection[str]]  #: name → values
    rules: Collection[str]
    calculations: Collection[str]


def proofread(definition: Definition, known: Known) -> Iterator[Finding]:
    """Everything in the definition that its shape alone does not forbid and that would fail later."""
    yield from _names(definition)
    places = _places(definition)
    scopes = Scopes(definition)
    for path, field in scopes.fields.items():
        for finding in (*_field(field, scopes.names[path[:-1]]), *_reference(field, known)):
            yield (*places[path], *finding[0]), finding[1], finding[2]
    yield from _conditions(definition, scopes, places)
    yield from _circles(scopes, places)
    yield from _references(definition, known)


def _places(definition: Definition) -> dict[Path, tuple[str | int, ...]]:
    places: dict[Path, tuple[str | int, ...]] = {}

    def enter(fields: Sequence[AnyField], path: Path, place: tuple[str | int, ...]) -> None:
        for number, field in enumerate(fields):
            here = (*place, "fields", number)
            places[(*path, field.name)] = here
            if isinstance(field, GroupField | RowsField):
                enter(field.fields, (*path, field.name), here)

    for number, section in enumerate(definition.sections):
        enter(section.fields, (), ("sections", number))
    return places


def _names(definition: Definition) -> Iterator[Finding]:
    yield from _doubled([(("sections", n), s.name) for n, s in enumerate(definition.sections)])
    yield from _doubled([(("attachments", n), slot.name) for n, slot in enumerate(definition.attachments)])
    top: list[tuple[tuple[str | int, ...], AnyField]] = [
        (("sections", n, "fields", m), field)
        for n, section in enumerate(definition.sections)
        for m, field in enumerate(section.fields)
    ]
    yield from _doubled_fields(top)


def _doubled_fields(level: list[tuple[tuple[str | int, ...], AnyField]]) -> Iterator[Finding]:
    yield from _doubled([(place, field.name) for place, field in level])
    for place, field in level:
        if isinstance(field, GroupField | RowsField):
            yield from _doubled_fields([((*place, "fields", n), f) for n, f in enumerate(field.fields)])


def _doubled(named: list[tuple[tuple[str | int, ...], str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, name in named:
        if name in seen:
            wrong = said(N_("the name “%(name)s” is taken at this level."), name=name)
            yield (*place, "name"), wrong, said(N_("Give it another name."))
        seen.add(name)


def _field(field: AnyField, beside: Mapping[str, AnyField]) -> Iterator[Finding]:
    if isinstance(field, StringField) and field.pattern is not None:
        told = wrong_pattern(field.pattern)
        if told is not None:
            yield ("pattern",), *told
    if isinstance(field, RowsField):
        yield from _rows(field)
    if isinstance(field, EnumField | MultiEnumField):
        for value, times in Counter(choice.value for choice in field.choices).items():
            if times > 1:
                wrong = said(
                    N_("the value “%(value)s” stands here %(times)s times."), value=value, times=times
                )
                yield ("choices",), wrong, said(N_("Keep one."))
    if isinstance(field, IntField) and field.at_least_field is not None:
        other = beside.get(field.at_least_field)
        if not isinstance(other, IntField):
            whole = [name for name, item in beside.items() if isinstance(item, IntField)]
            hint = did_you_mean(field.at_least_field, whole)
            wrong = said(N_("no whole number “%(name)s” beside this field."), name=field.at_least_field)
            yield ("at_least_field",), wrong, hint
    yield from _limits(field)


def _limits(field: AnyField) -> Iterator[Finding]:
    for low, high in (("minimum", "maximum"), ("min_length", "max_length"), ("min", "max")):
        least, most = vars(field).get(low), vars(field).get(high)
        if least is not None and most is not None and least > most:
            wrong = said(N_("%(least)s is more than %(key)s %(most)s."), least=least, key=high, most=most)
            yield (low,), wrong, said(N_("Turn them round."))


def _rows(field: RowsField) -> Iterator[Finding]:
    names = [inner.name for inner in field.fields]
    for key, used in (("row_title", field.row_title), ("columns", field.columns)):
        for number, name in enumerate(used):
            if name not in names:
                yield (
                    (key, number),
                    said(N_("a row has no field “%(name)s”."), name=name),
                    did_you_mean(name, names),
                )
    for language, words in (field.title.model_dump(exclude_none=True) if field.title else {}).items():
        for name in re.findall(r"[{]([^}]*)[}]?", words):
            if name not in field.row_title:
                hint = did_you_mean(name, field.row_title)
                yield ("title", language), said(N_("“{%(name)s}” is not one of row_title."), name=name), hint


def _reference(field: AnyField, known: Known) -> Iterator[Finding]:
    if not isinstance(field, ListField):
        return
    if field.list not in known.lists:
        wrong = said(N_("no list “%(name)s”."), name=field.list)
        yield ("list",), wrong, did_you_mean(field.list, known.lists)
    elif field.default is not None and field.default not in known.lists[field.list]:
        hint = did_you_mean(field.default, known.lists[field.list])
        wrong = said(N_("the list “%(name)s” has no “%(value)s”."), name=field.list, value=field.default)
        yield ("default",), wrong, hint


def _conditions(
    definition: Definition, scopes: Scopes, places: Mapping[Path, tuple[str | int, ...]]
) -> Iterator[Finding]:
    for path, _, key, condition in scopes.conditions():
        yield from _condition(condition, scopes, path[:-1], (*places[path], key))
    for number, section in enumerate(definition.sections):
        if section.shown_when is not None:
            yield from _condition(section.shown_when, scopes, (), ("sections", number, "shown_when"))
    for number, slot in enumerate(definition.attachments):
        for key, own in (("shown_when", slot.shown_when), ("required_when", slot.required_when)):
            if own is not None:
                yield from _condition(own, scopes, (), ("attachments", number, key))


def _condition(
    condition: Condition, scopes: Scopes, scope: Path, place: tuple[str | int, ...]
) -> Iterator[Finding]:
    for part in conditions_in(condition):
        if isinstance(part, AnyRow):
            yield from _any_row(part, scopes, scope, place)
            continue
        try:
            _, path = scopes.find(part.field, scope)
        except UnknownField as unknown:
            hint = did_you_mean(part.field, unknown.known)
            yield place, said(N_("no field “%(name)s” can be seen from here."), name=part.field), hint
        else:
            yield from _compared(part, scopes.fields[path], place)


def _any_row(part: AnyRow, scopes: Scopes, scope: Path, place: tuple[str | int, ...]) -> Iterator[Finding]:
    try:
        _, path = scopes.find_rows(part.any_row, scope)
    except UnknownField as unknown:
        hint = did_you_mean(part.any_row, unknown.known)
        yield place, said(N_("no list of rows “%(name)s” can be seen from here."), name=part.any_row), hint
    else:
        yield from _condition(part.where, scopes, path, place)


def _compared(part: Is | In | AtLeast, field: AnyField, place: tuple[str | int, ...]) -> Iterator[Finding]:
    if isinstance(part, AtLeast):
        if field.kind not in ("int", "decimal", "money", "year"):
            yield place, said(N_("“%(name)s” is no number."), name=part.field), said(N_("Use `is` or `in`."))
        return
    values = (part.is_,) if isinstance(part, Is) else part.in_
    for value in values:
        if isinstance(field, BoolField | StatementField) and not isinstance(value, bool):
            wrong = said(
                N_("“%(name)s” is answered with yes or no, never “%(value)s”."), name=part.field, value=value
            )
            yield place, wrong, said(N_("Use true or false."))
        if isinstance(field, EnumField | MultiEnumField):
            choices = [choice.value for choice in field.choices]
            if value not in choices:
                wrong = said(N_("“%(name)s” has no choice “%(value)s”."), name=part.field, value=value)
                yield place, wrong, did_you_mean(str(value), choices)


def _circles(scopes: Scopes, places: Mapping[Path, tuple[str | int, ...]]) -> Iterator[Finding]:
    leans_on = {path: set(_leans_on(scopes, path)) for path in scopes.fields}
    done: set[Path] = set()

    def walk(path: Path, road: tuple[Path, ...]) -> Iterator[Finding]:
        if path in road:
            circle = (*road[road.index(path) :], path)
            words = " → ".join(".".join(step) for step in circle)
            wrong = said(N_("conditions run in a circle: %(names)s."), names=words)
            yield places[path], wrong, said(N_("Take one of them away."))
        elif path not in done:
            for other in sorted(leans_on[path]):
                yield from walk(other, (*road, path))
            done.add(path)

    for path in scopes.fields:
        yield from walk(path, ())


def _leans_on(scopes: Scopes, path: Path) -> Iterator[Path]:
    """The fields whose answers decide whether this one is asked or required."""
    if len(path) > 1:
        yield path[:-1]
    field = scopes.fields[path]
    own = [(field.shown_when, path[:-1]), (field.required_when, path[:-1])]
    if len(path) == 1:
        own.append((scopes.section_of[path[0]].shown_when, ()))
    for condition, scope in own:
        if condition is not None:
            yield from _named(condition, scopes, scope)


def _named(condition: Condition, scopes: Scopes, scope: Path) -> Iterator[Path]:
    for part in conditions_in(condition):
        try:
            if isinstance(part, AnyRow):
                rows = scopes.find_rows(part.any_row, scope)[1]
                yield rows
                yield from _named(part.where, scopes, rows)
            else:
                yield scopes.find(part.field, scope)[1]
        except UnknownField:
            continue


def _references(definition: Definition, known: Known) -> Iterator[Finding]:
    for number, basis in enumerate(definition.legal_basis):
        if basis.act not in known.acts:
            hint = did_you_mean(basis.act, known.acts)
            wrong = said(N_("no act “%(name)s” in acts.yaml."), name=basis.act)
            yield ("legal_basis", number, "act"), wrong, hint
    for key, used, there, missing in (
        ("rules", definition.rules, known.rules, N_("no rule “%(name)s” in the code.")),
        (
            "calculations",
            definition.calculations,
            known.calculations,
            N_("no calculation “%(name)s” in the code."),
        ),
    ):
        for number, name in enumerate(used):
            if name not in there:
                yield (key, number), said(missing, name=name), did_you_mean(name, there)
