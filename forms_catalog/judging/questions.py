"""A definition as the judge needs it: every question with its conditions bound and its judge made, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from forms_catalog.kinds import KINDS, Judge
from forms_catalog.model import AnyField, AttachmentSlot, Definition, GroupField, RowsField, Section
from forms_catalog.scopes import Holds, Path, Scopes


@dataclass(frozen=True, slots=True)
class Question:
    """One field in its place."""

    field: AnyField
    shown: Holds | None  #: None: always
    required: Holds | None  #: None: never
    judge: Judge | None  #: None for groups and rows
    inner: "Level | None" = None  #: what a group or a row asks


@dataclass(frozen=True, slots=True)
class Level:
    """The questions asked beside each other, in the order of the form."""

    questions: tuple[Question, ...]
    by_name: dict[str, Question]


@dataclass(frozen=True, slots=True)
class Slot:
    """One attachment slot."""

    slot: AttachmentSlot
    shown: Holds | None
    required: Holds | None


@dataclass(frozen=True, slots=True)
class Form:
    """A whole definition."""

    definition: Definition
    scopes: Scopes
    top: Level
    sections: dict[str, Level]
    section_shown: dict[str, Holds | None]
    slots: tuple[Slot, ...]
    order: dict[str, int]  #: top-level names in the order of the form


def _level(fields: Sequence[AnyField], path: Path, scopes: Scopes) -> Level:
    questions = tuple(_question(field, (*path, field.name), scopes) for field in fields)
    return Level(questions, {question.field.name: question for question in questions})


def _question(field: AnyField, path: Path, scopes: Scopes) -> Question:
    shown, required = scopes.shown(path), scopes.required(path)
    if isinstance(field, GroupField | RowsField):
        return Question(field, shown, required, None, _level(field.fields, path, scopes))
    return Question(field, shown, required, KINDS[field.kind].judge(field))


def _form(definition: Definition) -> Form:
    scopes = Scopes(definition)
    sections = {section.name: _level(section.fields, (), scopes) for section in definition.sections}
    questions = tuple(question for level in sections.values() for question in level.questions)
    top = Level(questions, {question.field.name: question for question in questions})
    return Form(
        definition=definition,
        scopes=scopes,
        top=top,
        sections=sections,
        section_shown={section.name: _section_shown(section, scopes) for section in definition.sections},
        slots=tuple(
            Slot(slot, scopes.bind(slot.shown_when, ()), scopes.slot_required(slot))
            for slot in definition.attachments
        ),
        order={question.field.name: number for number, question in enumerate(questions)},
    )


def _section_shown(section: Section, scopes: Scopes) -> Holds | None:
    return scopes.bind(section.shown_when, ())


_MANY = 512
_forms: dict[int, Form] = {}
_lock = Lock()


def form_of(definition: Definition) -> Form:
    """The definition's questions, made at the first call and kept while the process lives."""
    # the form holds its definition, so that no other definition can get the same id
    form = _forms.get(id(definition))
    if form is None:
        form = _form(definition)
        with _lock:
            if len(_forms) >= _MANY:
                _forms.clear()
            _forms[id(definition)] = form
    return form
