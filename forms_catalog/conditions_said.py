"""Conditions in plain words, for whoever has the whole form before them on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms_catalog.catalogue import Catalogue
from forms_catalog.conditions import All, AnyRow, AtLeast, Condition, In, Is, Not
from forms_catalog.model import AnyField, BoolField, EnumField, ListField, MultiEnumField, StatementField
from forms_catalog.scopes import Path, Scopes, is_box
from forms_catalog.texts import Text
from forms_catalog.wording import say_number

YES = Text(pl="tak", en="yes", uk="так")
NO = Text(pl="nie", en="no", uk="ні")

_ONLY = Text(pl="Tylko gdy {clause}.", en="Only if {clause}.", uk="Лише якщо {clause}.")
_NEEDED = Text(pl="Potrzebne, gdy {clause}.", en="Needed if {clause}.", uk="Потрібно, якщо {clause}.")
_AND = Text(pl="oraz", en="and", uk="і")
_OR = Text(pl="albo", en="or", uk="або")
_QUOTED = Text(pl="„{words}”", en="“{words}”", uk="«{words}»")
_TICKED = Text(pl="zaznaczysz {box}", en="you tick {box}", uk="Ви позначите {box}")
_NOT_TICKED = Text(pl="nie zaznaczysz {box}", en="you do not tick {box}", uk="Ви не позначите {box}")
_CHOSEN = Text(
    pl="w {question} zaznaczysz {answers}",
    en="in {question} you tick {answers}",
    uk="у {question} Ви позначите {answers}",
)
_NOT_CHOSEN = Text(
    pl="w {question} nie zaznaczysz {answers}",
    en="in {question} you do not tick {answers}",
    uk="у {question} Ви не позначите {answers}",
)
_AT_LEAST = Text(
    pl="w {question} wpiszesz co najmniej {number}",
    en="in {question} you write {number} or more",
    uk="у {question} Ви впишете щонайменше {number}",
)
_LESS = Text(
    pl="w {question} wpiszesz mniej niż {number}",
    en="in {question} you write less than {number}",
    uk="у {question} Ви впишете менше ніж {number}",
)
_SOME_ROW = Text(
    pl="przy choć jednym wpisie na liście {rows} {clause}",
    en="for at least one entry of {rows} {clause}",
    uk="хоча б в одному записі списку {rows} {clause}",
)
_NO_ROW = Text(
    pl="przy żadnym wpisie na liście {rows} nie jest tak, że {clause}",
    en="for no entry of {rows} {clause}",
    uk="у жодному записі списку {rows} не буде так, що {clause}",
)


@dataclass(frozen=True)
class Sayer:
    """Says the conditions of one form."""

    scopes: Scopes
    catalogue: Catalogue
    language: str

    def only(self, condition: Condition, scope: Path = ()) -> str:
        """When a question is to be answered at all: "Tylko gdy w „Kto składa” zaznaczysz „firma”."."""
        return self._in(_ONLY, clause=self._clause(condition, scope))

    def needed(self, condition: Condition, scope: Path = ()) -> str:
        """When an answer must not be left out."""
        return self._in(_NEEDED, clause=self._clause(condition, scope))

    def clause(self, condition: Condition, scope: Path = ()) -> str:
        """The condition as it stands after "when": "w „Kto składa” zaznaczysz „firma”"."""
        return self._clause(condition, scope)

    def _clause(self, condition: Condition, scope: Path, *, holds: bool = True, inner: bool = False) -> str:
        if isinstance(condition, Not):
            return self._clause(condition.not_, scope, holds=not holds, inner=inner)
        if isinstance(condition, Is):
            return self._compared(condition.field, (condition.is_,), scope, holds=holds)
        if isinstance(condition, In):
            return self._compared(condition.field, condition.in_, scope, holds=holds)
        if isinstance(condition, AtLeast):
            number = say_number(condition.at_least, self.language)
            question = self._quoted(self._field(condition.field, scope).label)
            return self._in(_AT_LEAST if holds else _LESS, question=question, number=number)
        if isinstance(condition, AnyRow):
            return self._row(condition, scope, holds=holds)
        every = isinstance(condition, All)
        parts = condition.all if isinstance(condition, All) else condition.any
        between = (_AND if every is holds else _OR).in_(self.language)
        said = f" {between} ".join(self._clause(part, scope, holds=holds, inner=True) for part in parts)
        return f"({said})" if inner and len(parts) > 1 else said

    def _row(self, condition: AnyRow, scope: Path, *, holds: bool) -> str:
        path = self.scopes.find_rows(condition.any_row, scope)[1]
        clause = self._clause(condition.where, path, inner=True)
        rows = self._quoted(self.scopes.fields[path].label)
        return self._in(_SOME_ROW if holds else _NO_ROW, rows=rows, clause=clause)

    def _compared(self, name: str, values: Sequence[str | int | bool], scope: Path, *, holds: bool) -> str:
        field = self._field(name, scope)
        question = self._quoted(field.label)
        if is_box(field):
            ticked = (True in values) is holds
            return self._in(_TICKED if ticked else _NOT_TICKED, box=question)
        answers = self._one_of([self._quoted(self._answer(field, value)) for value in values])
        return self._in(_CHOSEN if holds else _NOT_CHOSEN, question=question, answers=answers)

    def _one_of(self, answers: Sequence[str]) -> str:
        *first, last = answers
        return f"{', '.join(first)} {_OR.in_(self.language)} {last}" if first else last

    def _field(self, name: str, scope: Path) -> AnyField:
        return self.scopes.fields[self.scopes.find(name, scope)[1]]

    def _answer(self, field: AnyField, value: str | int | bool) -> Text:
        if isinstance(field, BoolField | StatementField):
            return YES if value else NO
        if isinstance(field, EnumField | MultiEnumField):
            return next(choice.label for choice in field.choices if choice.value == value)
        entry = self.catalogue.entry(field.list, str(value)) if isinstance(field, ListField) else None
        return entry.label if entry else Text(pl=str(value), en=str(value))

    def _quoted(self, words: Text) -> str:
        return self._in(_QUOTED, words=words.in_(self.language))

    def _in(self, pattern: Text, **values: str) -> str:
        return pattern.in_(self.language).format_map(values)
