"""The answers as a person reads them back: the same words for resident, clerk, PDF and receipt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from forms_catalog.addresses import say_address
from forms_catalog.answers import ReadAnswers, Value, at
from forms_catalog.calculation import Calculation
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.cleaning import asked_only
from forms_catalog.model import (
    AnyField,
    BoolField,
    ComputedField,
    DateField,
    DateTimeField,
    DecimalField,
    Definition,
    EnumField,
    GroupField,
    IntField,
    ListField,
    MoneyField,
    MonthField,
    MultiEnumField,
    NipField,
    NrbField,
    PhoneField,
    RowsField,
    Section,
    StatementField,
)
from forms_catalog.texts import Text
from forms_catalog.wording import HARD, say_date, say_hour, say_moment, say_money, say_month, say_number

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
    among: int = 0  #: how many rows the group has whose row this is


@dataclass(frozen=True)
class _Reader:
    """Walks the answers to asked questions alone, so that it need not ask again what is shown."""

    catalogue: Catalogue
    language: str
    computed: Mapping[str, Decimal]

    def section(self, section: Section, answers: ReadAnswers) -> Iterator[Part]:
        """The section's own answers, then its groups and rows; nothing for a section without any."""
        items = tuple(self._items(section.fields, answers, "", section.name))
        inner = tuple(self._inner(section.fields, answers, "", section.name))
        if items or inner:
            yield Part("", section.title.in_(self.language), 2, items, section.name)
        yield from inner

    def _inner(
        self, fields: Sequence[AnyField], answers: ReadAnswers, level: str, section: str
    ) -> Iterator[Part]:
        for field in fields:
            value = answers.get(field.name)
            pointer = f"{level}/{field.name}"
            if isinstance(field, GroupField) and isinstance(value, dict) and field.read_as == "fields":
                items = tuple(self._items(field.fields, value, pointer, section))
                if items:
                    yield Part(pointer, field.label.in_(self.language), 3, items, section)
                yield from self._inner(field.fields, value, pointer, section)
            elif isinstance(field, RowsField) and isinstance(value, list):
                yield from self._rows(field, value, pointer, section)

    def _rows(self, field: RowsField, rows: list[Value], pointer: str, section: str) -> Iterator[Part]:
        one = field.one.in_(self.language)
        for number, row in enumerate(rows):
            answers = row if isinstance(row, dict) else {}
            named = self.row_title(field, answers)
            title = f"{one[:1].upper()}{one[1:]} {number + 1}" + (f": {named}" if named else "")
            here = f"{pointer}/{number}"
            items = tuple(self._items(field.fields, answers, here, section, deep=True))
            yield Part(here, title, 3, items, section, among=len(rows))

    def row_title(self, field: RowsField, row: ReadAnswers) -> str:
        """The answers that name a row, in the row's own words where all are given, else after one another."""
        words = {
            inner.name: self._say(inner, row[inner.name])
            for inner in field.fields
            if inner.name in field.row_title and inner.name in row
        }
        if field.title is not None and len(words) == len(field.row_title):
            return field.title.in_(self.language).format_map(words)
        return ", ".join(words[name] for name in field.row_title if name in words)

    def _items(
        self,
        fields: Sequence[AnyField],
        answers: ReadAnswers,
        level: str,
        section: str,
        *,
        deep: bool = False,
        before: str = "",
    ) -> Iterator[Item]:
        for field in fields:
            pointer = f"{level}/{field.name}"
            value = answers.get(field.name)
            if isinstance(field, ComputedField):
                if pointer in self.computed:
                    words = say_money(self.computed[pointer], self.language, whole=field.money == "zloty")
                    yield Item(pointer, f"{before}{field.label.in_(self.language)}", words, section)
            elif value is None or isinstance(field, RowsField):
                continue
            elif isinstance(field, GroupField) and field.read_as == "address" and isinstance(value, dict):
                first = next((inner.name for inner in field.fields if inner.name in value), "")
                words = say_address(field, value, self._say, self.language)
                yield Item(f"{pointer}/{first}", f"{before}{field.label.in_(self.language)}", words, section)
            elif not isinstance(field, GroupField):
                label = f"{before}{field.label.in_(self.language)}"
                yield Item(pointer, label, self._say(field, value), section)
            elif deep and isinstance(value, dict):
                label = f"{before}{field.label.in_(self.language)}: "
                yield from self._items(field.fields, value, pointer, section, deep=True, before=label)

    def _say(self, field: AnyField, value: Value) -> str:
        return say(field, value, catalogue=self.catalogue, language=self.language)


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
    reader = _Reader(catalogue, language, computed)
    asked = asked_only(definition, answers)
    return tuple(part for section in definition.sections for part in reader.section(section, asked))


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
    row = at(answers, pointer)
    if not isinstance(found, RowsField) or not isinstance(row, dict):
        return ""
    return _Reader(catalogue, language, {}).row_title(found, row)


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
            label = next((choice.label for choice in field.choices if choice.value == value), None)
            return label.in_(language) if label is not None else str(value)
        case MultiEnumField():
            chosen = value if isinstance(value, list) else [value]
            names = {choice.value: choice.label.in_(language) for choice in field.choices}
            return ", ".join(names.get(str(one), str(one)) for one in chosen)
        case ListField():
            entry = catalogue.entry(field.list, str(value))
            return entry.label.in_(language) if entry is not None else str(value)
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
        case DateTimeField():
            return say_hour(datetime.fromisoformat(text), language)
        case NrbField() if len(text) == 26:
            return HARD.join([text[:2], *(text[at : at + 4] for at in range(2, 26, 4))])
        case NipField() if len(text) == 10:
            return f"{text[:3]}-{text[3:6]}-{text[6:8]}-{text[8:]}"
        case PhoneField() if text.startswith("+48") and len(text) == 12:
            return HARD.join((text[:3], text[3:6], text[6:9], text[9:]))
        case _:
            return text
