"""What the page of one row shows, and how a row is kept."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import MultiDict

from casework.drafting import drafts
from casework.drafting.draft_answers import place_rows
from casework.drafting.drafts import Draft, RowNotFound
from forms_catalog.answers import Answers, at, input_name
from forms_catalog.documents.readback import row_title
from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.judging.judge import is_shown, validate_row
from forms_catalog.model import AnyField, RowsField, Section
from forms_catalog.problems import Problem
from forms_catalog.wtf import (
    AnswerForm,
    drop_hidden,
    fill,
    put_doubts,
    put_problems,
    row_form,
    to_raw,
    touched,
)
from pages.filling.place import Place
from pages.filling.section_page import Context, preselect, shown_by
from pages.filling.spots import complaints, row_groups
from pages.filling.steps import steps
from pages.filling.sums import calculations, part_of
from pages.widgets.problems import say_problem
from portal.filing.looking_twice import doubtful
from portal.filing.places_known import look_up
from portal.parts import parts


@dataclass(frozen=True)
class RowPlace:
    """A row somebody is typing: `index` is where it stands, or will stand, in its group."""

    place: Place
    section: Section
    pointer: str  #: of the repeating group
    rows: RowsField
    index: int
    row_id: UUID
    new: bool

    @property
    def at(self) -> str:
        return f"{self.pointer}/{self.index}"

    @property
    def prefix(self) -> str:
        return f"{input_name(self.at)}-"

    @property
    def group(self) -> str:
        return input_name(self.pointer)

    def address(self, *steps: str) -> str:
        return self.place.address(self.section.name, self.group, *steps)


def group_of(place: Place, section: Section, group: str) -> tuple[str, RowsField]:
    """The repeating group of that HTML name; for one that went with an earlier form the draft's address, else
    404.
    """
    found = next((item for item in row_groups(section).items() if input_name(item[0]) == group), None)
    return found or place.no_such_page()


def kept_row(place: Place, section: Section, group: str, row_id: UUID) -> RowPlace:
    """A row that is in the draft; RowNotFound when it was removed meanwhile."""
    pointer, rows = group_of(place, section, group)
    ids = place.draft.rows.get(pointer, ()) if place.draft else ()
    if row_id not in ids:
        raise RowNotFound
    return RowPlace(place, section, pointer, rows, ids.index(row_id), row_id, new=False)


def new_row(place: Place, section: Section, group: str, row_id: UUID) -> RowPlace:
    """A further row; one that was kept before under the same id is that row."""
    pointer, rows = group_of(place, section, group)
    ids = place.draft.rows.get(pointer, ()) if place.draft else ()
    if row_id in ids:
        return kept_row(place, section, group, row_id)
    return RowPlace(place, section, pointer, rows, len(ids), row_id, new=True)


def is_full(row: RowPlace) -> bool:
    return row.new and row.index >= row.rows.max


def posted_form(row: RowPlace, formdata: MultiDict[str, str]) -> AnswerForm:
    """What was typed, read under the row's index now: another tab may have moved the row meanwhile."""
    names = re.compile(re.escape(f"{row.group}-") + r"\d{1,4}-")
    renamed = MultiDict(
        (names.sub(row.prefix, name, count=1) if names.match(name) else name, value)
        for name, value in formdata.items(multi=True)
    )
    return _form_class(row)(renamed, prefix=row.prefix)


def kept_row_form(row: RowPlace) -> AnswerForm:
    """The row's form with what is kept."""
    form = _form_class(row)(prefix=row.prefix)
    answers = at(row.place.answers, row.at)
    drop_hidden(form, _shown_with(row), row.at)
    preselect(form)
    fill(form, answers if isinstance(answers, dict) else {})
    return form


def save_row(row: RowPlace, form: AnswerForm) -> tuple[RowPlace, tuple[Problem, ...], bool]:
    """Keeps the row: the row as kept, what is wrong with it, and whether it brought up new questions."""
    place = row.place
    draft = keep_row(row, typed_row(row, form))
    after = kept_row(place.with_draft(draft), row.section, row.group, row.row_id)
    problems = validate_row(
        place.definition, after.at, after.place.asked, catalogue=place.catalogue, today=place.today
    )
    return after, problems, _brings_up(row, after)


def keep_row(row: RowPlace, typed: Answers) -> Draft:
    """The draft with these answers in the row. Raises RowNotFound and TooMany."""
    place, hands = row.place, parts()
    with hands.sessions.begin() as session:
        days = hands.options.draft_days
        looked = look_up(session, row.rows.fields, typed, place.catalogue)
        if row.new:
            drafts.add_row(
                session, place.draft_id, row.pointer, typed,
                limit=row.rows.max, now=place.now, draft_days=days, row_id=row.row_id, looked=looked,
            )  # fmt: skip
        else:
            drafts.save_row(
                session, place.draft_id, row.row_id, typed, now=place.now, draft_days=days, looked=looked
            )
        return drafts.find(session, place.draft_id, now=place.now)


def shown_row_again(row: RowPlace, form: AnswerForm) -> AnswerForm:
    """The posted row as it is shown again."""
    if row.place.draft:
        drop_hidden(form, _shown_with(row), row.at)
        return form
    typed = place_rows({}, [(row.pointer, clean_fields(row.rows.fields, to_raw(form)))])
    drop_hidden(form, shown_by(row.place, form, typed), row.at)
    return form


def row_page(row: RowPlace, form: AnswerForm, problems: Sequence[Problem] = (), **more: object) -> Context:
    """Everything `filing/row.html` needs."""
    place = row.place
    put_problems(form, problems, lambda problem: say_problem(problem, place.language))
    put_doubts(form, doubtful(place, row.section), lambda doubt: say_problem(doubt, place.language))
    return {
        "place": place,
        "section": row.section,
        "row": row,
        "form": form,
        "title": _title(row),
        "steps": steps(place, row.section.name),
        "complaints": complaints(place, problems, row.section, row=row.at),
        "sums": [] if row.new else [sum_ for made in calculations(place) for sum_ in part_of(made, [row.at])],
        "has_errors": bool(problems),
        **more,
    }


def _title(row: RowPlace) -> str:
    if row.new:
        return ""
    place = row.place
    return row_title(
        place.definition, row.at, place.answers, catalogue=place.catalogue, language=place.language
    )


def typed_row(row: RowPlace, form: AnswerForm) -> Answers:
    """The answers typed, and kept ones of questions that did not stand on the page."""
    typed = clean_fields(row.rows.fields, to_raw(form))
    kept = None if row.new else at(row.place.answers, row.at)
    if not isinstance(kept, dict):
        return typed
    known = {field.name for field in row.rows.fields}
    brought, shown = touched(form), _shown_with(row)
    hidden = {field.name for field in row.rows.fields if not shown(field, row.at)} - brought
    return {name: value for name, value in kept.items() if name in hidden or name not in known} | typed


def _shown_with(row: RowPlace) -> Callable[[AnyField, str], bool]:
    def shown(field: AnyField, level: str) -> bool:
        return is_shown(row.place.definition, field, row.place.asked, level)

    return shown


def _brings_up(before: RowPlace, after: RowPlace) -> bool:
    was, now = _shown_with(before), _shown_with(after)
    return any(not was(field, before.at) and now(field, after.at) for field in before.rows.fields)


def _form_class(row: RowPlace) -> type[AnswerForm]:
    return row_form(
        row.place.definition,
        row.pointer,
        row.rows,
        row.place.language,
        catalogue=row.place.catalogue,
        today=row.place.today,
    )
