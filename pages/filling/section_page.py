"""What the page of a section shows."""

from collections.abc import Callable, Sequence

from forms_catalog.answers import Answers, input_name
from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.judging.judge import is_shown
from forms_catalog.model import AnyField, ListField, Section
from forms_catalog.problems import Problem
from forms_catalog.wtf import (
    AnswerField,
    AnswerForm,
    RowsPlace,
    drop_hidden,
    every_field,
    fill,
    put_problems,
    section_form,
    to_raw,
)
from forms_catalog.wtf.fields import FormData
from pages.filling.moving import moved_note
from pages.filling.place import Place
from pages.filling.row_tables import row_tables
from pages.filling.slots import slot_views
from pages.filling.spots import complaints
from pages.filling.steps import steps
from pages.filling.sums import calculations, section_sums
from pages.widgets.problems import say_problem

Context = dict[str, object]


def typed_form(place: Place, section: Section, formdata: FormData) -> AnswerForm:
    """The section's form with what was posted; every question is read, also those hidden so far."""
    return _form_class(place, section)(formdata)


def kept_form(place: Place, section: Section) -> AnswerForm:
    """The section's form with what is kept, right or wrong."""
    form = _form_class(place, section)()
    drop_hidden(form, place.is_shown)
    preselect(form)
    fill(form, place.answers)
    return form


blank_form = kept_form


def preselect(form: AnswerForm) -> None:
    """Where nothing was chosen yet, lists stand at what most people choose."""
    for field in every_field(form):
        if isinstance(field, AnswerField) and isinstance(field.asked, ListField) and field.asked.default:
            field.text = field.text or field.asked.default


def shown_again(place: Place, section: Section, form: AnswerForm) -> AnswerForm:
    """The posted form as it is shown again: what was typed stays as typed, the rest is what is kept."""
    typed = clean_fields(section.fields, to_raw(form))
    drop_hidden(form, place.is_shown if place.draft else shown_by(place, form, typed))
    preselect(form)
    fill(form, place.answers)
    return form


def shown_by(place: Place, form: AnswerForm, typed: Answers) -> Callable[[AnyField, str], bool]:
    """Where the draft cannot be read: what the typed answers ask for, and what was just answered."""
    posted = tuple(field.name for field in every_field(form) if getattr(field, "posted", False))

    def shown(asked: AnyField, level: str) -> bool:
        name = input_name(f"{level}/{asked.name}")
        was_posted = any(other == name or other.startswith(f"{name}-") for other in posted)
        return was_posted or is_shown(place.definition, asked, typed, level)

    return shown


def section_page(
    place: Place, section: Section, form: AnswerForm, problems: Sequence[Problem] = (), **more: object
) -> Context:
    """Everything `filing/section.html` needs."""
    made = calculations(place)
    elsewhere = put_problems(form, problems, lambda problem: say_problem(problem, place.language))
    return {
        "place": place,
        "section": section,
        "form": form,
        "steps": steps(place, section.name),
        "complaints": complaints(place, problems, section),
        "doubts": (),
        "moved": moved_note(place),
        "tables": row_tables(place, section, made, problems),
        "table_problems": {problem.pointer: say_problem(problem, place.language) for problem in elsewhere},
        "sums": section_sums(made, section),
        "slots": slot_views(place, problems) if section.attachments else [],
        "following": place.after(section),
        "previous": place.before(section),
        "mixed": place.draft is None or any(not isinstance(field, RowsPlace) for field in every_field(form)),
        "has_errors": bool(problems),
        **more,
    }


def _form_class(place: Place, section: Section) -> type[AnswerForm]:
    return section_form(
        place.definition, section, place.language, catalogue=place.catalogue, today=place.today
    )
