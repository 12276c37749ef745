"""Conditions: when a field is shown, when it is required. Data, not a programming language."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

FROM_TOP = "/"  #: before a dotted name: from the top of the form


class _Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Is(_Condition):
    """The named answer equals the value; a box left unticked equals `is: false`, nothing else not given does.

    Of several answers chosen, one that equals the value is enough.
    A yes-or-no question that must be answered (`required`) is no such box: not answered yet, it is neither.

    `field` is a dotted name. Its first part is looked for beside the field that carries the condition, then
    one level up, and so on to the top of the form. `/name` is looked for at the top alone: so a nearer
    question of the same name does not hide it.
    """

    field: str
    is_: str | int | bool = Field(alias="is")


class In(_Condition):
    """The named answer is one of the values."""

    field: str
    in_: tuple[str | int | bool, ...] = Field(alias="in", min_length=1)


class AtLeast(_Condition):
    """The named whole number, decimal or amount is given and at least so much."""

    field: str
    at_least: Decimal


class AnyRow(_Condition):
    """At least one row of a repeating group has answers for which the condition holds.

    `any_row` is a dotted name, looked for as `field` is; names in `where` are looked for in the row first,
    then further up from it. No rows: it does not hold.
    """

    any_row: str
    where: "Condition"


class All(_Condition):
    all: tuple["Condition", ...] = Field(min_length=1)


class Any_(_Condition):
    any: tuple["Condition", ...] = Field(min_length=1)


class Not(_Condition):
    not_: "Condition" = Field(alias="not")


ConditionKind = Literal["is", "in", "at_least", "any_row", "all", "any", "not"]


def _kind_of(value: object) -> str:
    names = (
        value.keys()
        if isinstance(value, dict)
        else type(value).model_fields.keys()
        if isinstance(value, BaseModel)
        else ()
    )
    for kind in ("any_row", "all", "any", "not", "at_least", "in", "is"):
        if kind in names or f"{kind}_" in names:
            return kind
    return "is"


Condition = Annotated[
    Annotated[Is, Tag("is")]
    | Annotated[In, Tag("in")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[AnyRow, Tag("any_row")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(_kind_of),
]
AnyRow.model_rebuild()
All.model_rebuild()
Any_.model_rebuild()
Not.model_rebuild()


def conditions_in(condition: Condition) -> Iterator[Is | In | AtLeast | AnyRow]:
    """The comparisons and looks into rows that a condition is made of, without what it asks of a row."""
    if isinstance(condition, Is | In | AtLeast | AnyRow):
        yield condition
    elif isinstance(condition, Not):
        yield from conditions_in(condition.not_)
    else:
        for part in condition.all if isinstance(condition, All) else condition.any:
            yield from conditions_in(part)


_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


def reaches(answer: object, least: Decimal) -> bool:
    """Whether a given answer is a number and at least so much; true and false are none."""
    if isinstance(answer, int) and not isinstance(answer, bool):
        return answer >= least
    return isinstance(answer, str) and _NUMBER.fullmatch(answer) is not None and Decimal(answer) >= least


def equals(answer: object, value: str | int | bool) -> bool:
    """Whether a given answer is the value: types count, 1 is not true."""
    return type(answer) is type(value) and answer == value
