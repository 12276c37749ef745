"""From definition to WTForms classes, built once per version, place, language and day."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from wtforms import Form

from forms_catalog.catalogue import Catalogue
from forms_catalog.model import (
    AnyField,
    Asked,
    BoolField,
    ComputedField,
    Definition,
    EnumField,
    GroupField,
    ListField,
    MultiEnumField,
    RowsField,
    Section,
)
from forms_catalog.reference import ListEntry
from forms_catalog.texts import Text
from forms_catalog.typesetting import typeset
from forms_catalog.wtf.fields import (
    GROUP,
    TITLED,
    AnswerField,
    DecimalField,
    FormData,
    Group,
    MomentField,
    MonthField,
    Option,
    PartsField,
    RowsPlace,
    SeveralField,
    TickField,
    YesNoField,
)
from forms_catalog.wtf.looks import has_radios, look_of

#: Form classes carry the fields under `field_<name>`, so that a question may be called `data` or `errors`.
ATTRIBUTE = "field_"

CLASSES: dict[str, type[AnswerField]] = {
    "decimal": DecimalField,
    "money": DecimalField,
    "statement": TickField,
    "date": PartsField,
    "datetime": MomentField,
    "multi_enum": SeveralField,
    "month": MonthField,
    "rows": RowsPlace,
}


class AnswerForm(Form):
    """The questions of one section, group or row."""

    asked: ClassVar[tuple[AnyField, ...]] = ()

    def __init__(self, formdata: FormData | None = None, prefix: str = "", **_: object) -> None:
        super().__init__(formdata, prefix=prefix)  # type: ignore[arg-type]  # our fields need two methods only


Key = tuple[str, int, str, str, str, date, str | None]
_built: dict[Key, type[AnswerForm]] = {}
_KEEP = 2000
#: the entries are kept beside what was made of them, so that no other list takes their id
_offered: dict[tuple[int, str, date], tuple[tuple[ListEntry, ...], tuple[Option, ...]]] = {}


def form_of(
    fields: Sequence[AnyField], language: str, *, catalogue: Catalogue, today: date, title: Text | None = None
) -> type[AnswerForm]:
    """A form class with one field per question, in their order; computed fields have no input.

    `title` is what the page is called: a group of that name need not say it again.
    """
    attributes: dict[str, object] = {"asked": tuple(fields)}
    for asked in fields:
        if isinstance(asked, ComputedField):
            continue
        if isinstance(asked, GroupField):
            inner = form_of(asked.fields, language, catalogue=catalogue, today=today)
            look = TITLED if title and asked.label.in_(language) == title.in_(language) else GROUP
            attributes[ATTRIBUTE + asked.name] = Group(inner, asked, language, look, name=asked.name)
            continue
        attributes[ATTRIBUTE + asked.name] = _class_of(asked)(
            asked,
            language,
            look_of(asked, language),
            _options(asked, language, catalogue, today),
            name=asked.name,
        )
    return type("AnswerFormOfOnePlace", (AnswerForm,), attributes)


def section_form(
    definition: Definition, section: Section, language: str, *, catalogue: Catalogue, today: date
) -> type[AnswerForm]:
    """The class of a section's page."""
    return _once(definition, section.name, section.fields, language, catalogue, today, section.title)


def row_form(
    definition: Definition, pointer: str, rows: RowsField, language: str, *, catalogue: Catalogue, today: date
) -> type[AnswerForm]:
    """The class of the page of one row; bind it with the prefix `<name>-<index>-`."""
    return _once(definition, pointer, rows.fields, language, catalogue, today)


def _once(
    definition: Definition,
    place: str,
    fields: Sequence[AnyField],
    language: str,
    catalogue: Catalogue,
    today: date,
    title: Text | None = None,
) -> type[AnswerForm]:
    key = (definition.code, definition.version, definition.digest, place, language, today, catalogue.office)
    found = _built.get(key)
    if found is None:
        if len(_built) >= _KEEP:  # yesterday's classes go with all others: they come back as they are needed
            _built.clear()
        found = _built[key] = form_of(fields, language, catalogue=catalogue, today=today, title=title)
    return found


def _class_of(asked: Asked) -> type[AnswerField]:
    if isinstance(asked, BoolField):
        return YesNoField if has_radios(asked) else TickField
    kind: str = getattr(asked, "kind", "")
    return CLASSES.get(kind, AnswerField)


def _options(asked: AnyField, language: str, catalogue: Catalogue, today: date) -> tuple[Option, ...]:
    if isinstance(asked, EnumField | MultiEnumField):
        return tuple(
            Option(
                choice.value,
                typeset(choice.label, language),
                typeset(choice.hint, language) if choice.hint else None,
            )
            for choice in asked.choices
        )
    if isinstance(asked, ListField):
        return _of_list(catalogue.lists.get(asked.list, ()), language, today)
    return ()


def _of_list(entries: tuple[ListEntry, ...], language: str, today: date) -> tuple[Option, ...]:
    """The same tuple for every place that asks from this list: 249 countries stand in each address."""
    key = (id(entries), language, today)
    kept = _offered.get(key)
    if kept is None:
        if len(_offered) >= _KEEP:
            _offered.clear()
        options = tuple(
            Option(entry.value, typeset(entry.label, language))
            for entry in entries
            if entry.offered_on(today)
        )
        kept = _offered[key] = (entries, options)
    return kept[1]
