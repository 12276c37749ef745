"""A blank form on A4 sheets, to be filled in with a pen."""

from dataclasses import asdict, dataclass
from typing import Literal

from casework.papers.press import mark, press
from casework.papers.writing import bound

#: line: one to write on; lines: several; cells: a box a sign; choices: boxes to tick
Shape = Literal["line", "lines", "cells", "choices"]


@dataclass(frozen=True)
class BlankItem:
    """One question and the room for its answer."""

    label: str
    shape: Shape
    hint: str = ""
    when: str = ""  #: when it is to be answered
    optional: bool = False
    wide: bool = False  #: takes the whole width; others stand two beside each other
    lines: int = 1
    cells: tuple[int, ...] = ()  #: how many signs between two gaps: (2, 2, 4) for a day
    options: tuple[tuple[str, str], ...] = ()  #: what stands beside each box, and its hint
    unit: str = ""  #: behind the line: "m²", "zł"


@dataclass(frozen=True)
class BlankTable:
    """Rows of short answers."""

    columns: tuple[tuple[str, str], ...]  #: label, hint
    rows: int


@dataclass(frozen=True)
class BlankPart:
    """A headed run of questions: a section, a group in it, or the room for one row of a repeating group."""

    title: str
    level: int  #: 2 section, 3 and more for what stands inside
    help: str = ""
    when: str = ""
    items: tuple[BlankItem, ...] = ()
    table: BlankTable | None = None
    note: str = ""  #: below it: where more rows go


@dataclass(frozen=True)
class BlankSheet:
    """Everything on the sheets, already in words of their language."""

    language: str
    demo: bool
    office_name: str
    office_address: str
    title: str  #: of the form
    version: str  #: at the foot: which form this is
    intro: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]  #: label, value: to whom, official form, fee
    parts: tuple[BlankPart, ...]
    files: tuple[BlankItem, ...]  #: what is attached, a box each
    hand_in: tuple[str, ...]  #: where to bring or send it
    labels: dict[
        str, str
    ]  #: the sheet's own words: files, sign, date, signature, hand_in, stamp, optional, number, page


def blank_pdf(sheet: BlankSheet) -> bytes:
    """A tagged PDF/A-2a and PDF/UA-1, read out in the order of the form."""
    return press("blank", content(sheet))


def content(sheet: BlankSheet) -> dict[str, object]:
    """All that stands on the sheets: the same content is the same paper."""
    plain: dict[str, object] = {name: _bound(value) for name, value in asdict(sheet).items()}
    return {**plain, "mark": mark()}


def _bound(value: object) -> object:
    if isinstance(value, str):
        return bound(value)
    if isinstance(value, dict):
        return {name: _bound(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_bound(inner) for inner in value]
    return value
