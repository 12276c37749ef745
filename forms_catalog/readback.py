"""The answers as a person reads them back: the same words for resident, clerk, PDF and receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from forms_catalog.answers import ReadAnswers, Value
from forms_catalog.calculation import Calculation
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import AnyField, Definition


@dataclass(frozen=True)
class Item:
    """One question and its answer, both in words."""

    pointer: str
    label: str
    value: str
    section: str


@dataclass(frozen=True)
class Part:
    """A headed run of items: a section, a group in it, or one row of a repeating group."""

    pointer: str
    title: str
    level: int  #: 2 section, 3 group or row
    items: tuple[Item, ...]
    section: str


def read_back(
    definition: Definition,
    answers: ReadAnswers,
    *,
    catalogue: Catalogue,
    language: str,
    calculations: Sequence[Calculation] = (),
) -> tuple[Part, ...]:
    """Every asked and answered question in the order of the form; an optional one left empty is left out."""
    raise NotImplementedError


def say(field: AnyField, value: Value, *, catalogue: Catalogue, language: str) -> str:
    """One answer in words: "640,50 m²", "22 listopada 2026", "tak", "Związany z firmą"."""
    raise NotImplementedError


def say_money(amount: Decimal, language: str, *, whole: bool = False) -> str:
    """ "1 812,50 zł" in Polish and Ukrainian, "PLN 1,812.50" in English; hard spaces."""
    raise NotImplementedError


def say_date(day: date, language: str, *, weekday: bool = False) -> str:
    """ "24 listopada 2026" or "1 grudnia 2026 (wtorek)"."""
    raise NotImplementedError


def say_moment(moment: datetime, language: str) -> str:
    """ "24 listopada 2026, 14:07:31", Warsaw time."""
    raise NotImplementedError


def row_title(
    definition: Definition, pointer: str, answers: ReadAnswers, *, catalogue: Catalogue, language: str
) -> str:
    """What names the row at `pointer` in tables and headings: "1204/56, obręb Zabrze"."""
    raise NotImplementedError
