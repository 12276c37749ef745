"""The answers as a person reads them back: the same words for resident, clerk, PDF and receipt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from forms_catalog.answers import ReadAnswers, Value, at
from forms_catalog.calculation import Calculation
from forms_catalog.catalogue import Catalogue
from forms_catalog.judge import is_shown
from forms_catalog.model import (
    AnyField,
    BoolField,
    ComputedField,
    DateField,
    DecimalField,
    Definition,
    EnumField,
    GroupField,
    IntField,
    ListField,
    MoneyField,
    MonthField,
    NipField,
    PhoneField,
    RowsField,
    StatementField,
)
from forms_catalog.texts import Text
from forms_catalog.wording import HARD, say_date, say_moment, say_money, say_month, say_number

__all__ = ["Item", "Part", "read_back", "row_title", "say", "say_date", "say_moment", "say_money"]

_YES = Text(pl="tak", en="yes", uk="так")
_NO = Text(pl="nie", en="no", uk="ні")


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


@dataclass(frozen=True)
class _Reader:
    definition: Definition
    answers: ReadAnswers
    catalogue: Catalogue
    language: str
    computed: Mapping[str, Decimal]

    def section(self, name: str, title: Text, fields: Sequence[AnyField]) -> Iterator[Part]:
        """The section's own answers, then its groups and rows; nothing for a section without any."""
        items = tuple(self._items(fields, "", name))
        inner = tuple(self._inner(fields, "", name))
        if items or inner:
            yield Part("", title.in_(self.language), 2, items, name)
        yield from inner

    def _inner(self, fields: Sequence[AnyField], level: str, section: str) -> Iterator[Part]:
        for field in self._asked(fields, level):
            pointer = f"{level}/{field.name}"
            if isinstance(field, GroupField):
                items = tuple(self._items(field.fields, pointer, section))
                if items:
                    yield Part(pointer, field.label.in_(self.language), 3, items, section)
                yield from self._inner(field.fields, pointer, section)
            elif isinstance(field, RowsField):
                yield from self._rows(field, pointer, section)

    def _rows(self, field: RowsField, pointer: str, section: str) -> Iterator[Part]:
        rows = at(self.answers, pointer)
        for number in range(len(rows) if isinstance(rows, list) else 0):
            row = f"{pointer}/{number}"
            named = self.row_title(field, row)
            one = field.one.in_(self.language)
            title = f"{one[:1].upper()}{one[1:]} {number + 1}" + (f": {named}" if named else "")
            yield Part(row, title, 3, tuple(self._items(field.fields, row, section, deep=True)), section)

    def row_title(self, field: RowsField, row: str) -> str:
        """The answers that name a row, after one another."""
        by_name = {inner.name: inner for inner in field.fields}
        named = ((by_name[name], at(self.answers, f"{row}/{name}")) for name in field.row_title)
        return ", ".join(
            say(inner, value, catalogue=self.catalogue, language=self.language)
            for inner, value in named
            if value is not None
        )

    def _items(
        self, fields: Sequence[AnyField], level: str, section: str, *, deep: bool = False, before: str = ""
    ) -> Iterator[Item]:
        for field in self._asked(fields, level):
            pointer = f"{level}/{field.name}"
            label = f"{before}{field.label.in_(self.language)}"
            if isinstance(field, GroupField) and deep:
                yield from self._items(field.fields, pointer, section, deep=True, before=f"{label}: ")
            elif isinstance(field, ComputedField) and pointer in self.computed:
                whole = field.money == "zloty"
                yield Item(
                    pointer, label, say_money(self.computed[pointer], self.language, whole=whole), section
                )
            elif not isinstance(field, GroupField | RowsField | ComputedField):
                value = at(self.answers, pointer)
                if value is not None:
                    words = say(field, value, catalogue=self.catalogue, language=self.language)
                    yield Item(pointer, label, words, section)

    def _asked(self, fields: Sequence[AnyField], level: str) -> Iterator[AnyField]:
        return (field for field in fields if is_shown(self.definition, field, self.answers, level))


def read_back(
    definition: Definition,
    answers: ReadAnswers,
    *,
    catalogue: Catalogue,
    language: str,
    calculations: Sequence[Calculation] = (),
) -> tuple[Part, ...]:
    """Every asked and answered question in the order of the form; an optional one left empty is left out."""
    computed = {pointer: amount for sum_ in calculations for pointer, amount in sum_.computed.items()}
    reader = _Reader(definition, answers, catalogue, language, computed)
    return tuple(
        part
        for section in definition.sections
        if is_shown(definition, section, answers)
        for part in reader.section(section.name, section.title, section.fields)
    )


def row_title(
    definition: Definition, pointer: str, answers: ReadAnswers, *, catalogue: Catalogue, language: str
) -> str:
    """What names the row at `pointer` in tables and headings: "1204/56, obręb Zabrze"."""
    names = [step for step in pointer.split("/")[1:] if not step.isdigit()]
    fields: Sequence[AnyField] = [field for section in definition.sections for field in section.fields]
    found: AnyField | None = None
    for name in names:
        found = next((field for field in fields if field.name == name), None)
        fields = found.fields if isinstance(found, GroupField | RowsField) else ()
    if not isinstance(found, RowsField):
        return ""
    return _Reader(definition, answers, catalogue, language, {}).row_title(found, pointer)


def say(field: AnyField, value: Value, *, catalogue: Catalogue, language: str) -> str:
    """One answer in words: "640,50 m²", "22 listopada 2026", "tak", "Związany z firmą".

    An answer the judge would refuse is said as it was typed.
    """
    try:
        return _say(field, value, catalogue, language)
    except (ValueError, InvalidOperation):
        return str(value)


def _say(field: AnyField, value: Value, catalogue: Catalogue, language: str) -> str:
    match field:
        case BoolField() | StatementField():
            return (_YES if value is True else _NO).in_(language)
        case EnumField():
            labels = {choice.value: choice.label for choice in field.choices}
            return labels[str(value)].in_(language) if str(value) in labels else str(value)
        case ListField():
            entries = {entry.value: entry.label for entry in catalogue.lists[field.list]}
            return entries[str(value)].in_(language) if str(value) in entries else str(value)
        case DecimalField() | IntField():
            places = min(field.places, 2) if isinstance(field, DecimalField) else 0
            number = say_number(Decimal(str(value)), language, places=places)
            return f"{number}{HARD}{field.suffix.in_(language)}" if field.suffix else number
        case _:
            return _say_other(field, value, language)


def _say_other(field: AnyField, value: Value, language: str) -> str:
    text = str(value)
    match field:
        case MoneyField():
            return say_money(Decimal(text), language, whole=field.whole)
        case DateField():
            return say_date(date.fromisoformat(text), language)
        case MonthField():
            year, _, month = text.partition("-")
            return say_month(int(year), int(month), language)
        case NipField() if len(text) == 10:
            return f"{text[:3]}-{text[3:6]}-{text[6:8]}-{text[8:]}"
        case PhoneField() if text.startswith("+48") and len(text) == 12:
            return HARD.join((text[:3], text[3:6], text[6:9], text[9:]))
        case _:
            return text
