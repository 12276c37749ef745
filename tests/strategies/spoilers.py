"""A valid tree with one answer spoiled, and where the judge must name it."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from forms_catalog import model
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import AnyField, ComputedField, Definition, GroupField, RowsField
from tests.strategies.trees import Tree, valid_answers


@dataclass(frozen=True)
class Spoiled:
    answers: Tree
    pointer: str  #: the judge names this place or one that it lies in
    how: str


@dataclass(frozen=True)
class _Place:
    """A question and the level of answers it stands in."""

    field: AnyField
    level: Tree
    pointer: str

    @property
    def given(self) -> bool:
        return self.field.name in self.level


def places(fields: tuple[AnyField, ...], level: Tree, pointer: str = "") -> Iterator[_Place]:
    """Every question of the levels that a tree holds, answered or not."""
    for field in fields:
        place = _Place(field, level, f"{pointer}/{field.name}")
        yield place
        value = level.get(field.name)
        if isinstance(field, GroupField) and isinstance(value, dict):
            yield from places(field.fields, value, place.pointer)
        if isinstance(field, RowsField) and isinstance(value, list):
            for number, row in enumerate(value):
                yield from places(field.fields, row, f"{place.pointer}/{number}")


#: values that no question of the kind takes, whatever its limits
_NEVER: dict[str, list[Any]] = {  # answers of wrong types
    "bool": ["true", "tak", 1, 0, [], {}],
    "statement": [False, "true", 1],
    "int": ["x", True, 1.5, [], 10**30],
    "year": ["x", True, 26, 99999, -1],
    "month": ["2026-13", "2026-00", "11-2026", "2026", 202611],
    "date": ["2026-02-30", "30-31-32", "2026-11", "jutro", 20261122],
    "decimal": ["x", "1,2,3", "1e5", "NaN", "Infinity", "--1", "1" * 40, 1.5, True],
    "money": ["x", "12.345", "-1", "1e3", "NaN", "1" * 40, True],
    "enum": ["", "no such choice", 1, True, []],
    "multi_enum": ["p q", ["no such choice"], [1], {"a": 1}, 1, True],
    "datetime": ["2026-11-22", "2026-02-30T10:00", "2026-11-22T24:00", "2026-11-22T1", "jutro", 20261122],
    "nrb": ["1", "61109010140000071219812875", "x" * 26, 5],
    "vin": ["WVWZZZ1JZXW00000", "WVWZZZ1JZXWO00001", "Ż" * 17, 17],
    "plate": ["S", "SZ 12345 67890", "ŻÓŁW", 12345, ""],
    "case_sign": ["BA", "BA.3120.5", "3120.5.2026", "BA/3120/5/2026", 3120],
    "list": ["no such entry", 1, True],
    "pesel": ["00000000000", "1234", "x" * 11, 44051401359],
    "nip": ["0000000000", "1234", "526025027x"],
    "regon": ["1234", "x" * 9, "1234567890"],
    "krs": ["1234567890123", "x", 26438],
    "kw": ["GL1Z", "GL1Z/00000001", "XXXX/00000001/0"],
    "email": ["x", "a@", "@b.pl", "a b@c.pl", "a@b@c.pl", f"{'x' * 260}@poczta.example", 5],
    "phone": ["12", "+48", "x", "+481234567890123456"],
    "ade": ["x", "AE:PL-1", "AE:PL-12345-67890-ABCDE"],
    "postal_code": ["", "x" * 13, [], 41800],
    "string": [5, True, [], {}, "a\x00b", "x" * 20_000],
    "text": [5, True, [], {}, "a\x0bb", "x" * 20_000],
    "group": ["x", [], 5, True],
    "rows": ["x", {}, 5, True, ["x"], [5]],
}


def _wrong_values(field: AnyField) -> list[Any]:  # answers of wrong types
    wrong = list(_NEVER[field.kind])
    if isinstance(field, model.IntField):
        wrong += [field.minimum - 1] if field.minimum is not None else []
        wrong += [field.maximum + 1] if field.maximum is not None else []
    if isinstance(field, model.StringField | model.TextField):
        wrong += ["x" * (field.max_length + 1)] + (["x"] if field.min_length > 1 else [])
    if isinstance(field, model.RowsField) and field.max <= 20:
        wrong.append([{} for _ in range(field.max + 1)])
    return wrong


def _replaced(chance: Random, place: _Place) -> str:
    wrong = chance.choice(_wrong_values(place.field))
    place.level[place.field.name] = wrong
    return f"{place.field.kind} := {wrong!r:.60}"


def _misdialled(_: Random, place: _Place) -> str:
    """The last digit of a number with a check digit, off by one."""
    value = str(place.level[place.field.name])
    place.level[place.field.name] = f"{value[:-1]}{(int(value[-1]) + 1) % 10}"
    return "check digit off by one"


def _removed(_: Random, place: _Place) -> str:
    del place.level[place.field.name]
    return "required answer removed"


def _typed_where_nothing_is_asked(_: Random, place: _Place) -> str:
    place.level[place.field.name] = "12.00"
    return "a computed amount typed"


def _choices(
    answers: Tree, definition: Definition
) -> dict[str, list[tuple[_Place, Callable[[Random, _Place], str]]]]:
    """What can be spoiled in a tree, by the way of spoiling."""
    fields = tuple(field for section in definition.sections for field in section.fields)
    all_places = list(places(fields, answers))
    given = [place for place in all_places if place.given]
    checked = [place for place in given if place.field.kind in ("pesel", "nip", "regon", "kw", "nrb")]
    required = [place for place in given if place.field.required]
    computed = [place for place in all_places if isinstance(place.field, ComputedField)]
    found = {
        "replaced": [(place, _replaced) for place in given],
        "misdialled": [(place, _misdialled) for place in checked],
        "removed": [(place, _removed) for place in required],
        "computed": [(place, _typed_where_nothing_is_asked) for place in computed],
    }
    return {way: options for way, options in found.items() if options}


@st.composite
def spoiled_answers(draw: DrawFn, definition: Definition, *, catalogue: Catalogue, today: date) -> Spoiled:
    """A valid tree in which exactly one answer was spoiled."""
    answers = copy.deepcopy(draw(valid_answers(definition, catalogue=catalogue, today=today, rows=2)))
    # hypothesis prefers what stands first in a list; every question and every way is to have its turn
    chance = Random(f"{draw(st.integers(0, 2**64))} {answers}")  # noqa: S311 - a repeatable draw, no secret
    way = chance.choice(["replaced", "replaced", "misdialled", "removed", "computed", "unknown"])
    choices = _choices(answers, definition)
    if way not in choices:
        return _with_an_unknown_name(chance, definition, answers)
    place, spoil = chance.choice(choices[way])
    return Spoiled(answers, place.pointer, spoil(chance, place))


def _with_an_unknown_name(chance: Random, definition: Definition, answers: Tree) -> Spoiled:
    fields = tuple(field for section in definition.sections for field in section.fields)
    inside = [
        place for place in places(fields, answers) if isinstance(place.field, GroupField) and place.given
    ]
    levels = [("", answers)] + [(place.pointer, place.level[place.field.name]) for place in inside]
    pointer, level = chance.choice(levels)
    name = chance.choice(["unknown", "Ż", "a/b", "~", "x" * 50, "__proto__"])
    level[name] = "x"
    return Spoiled(answers, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}", f"unknown name {name}")
