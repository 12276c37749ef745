"""A page that was drawn by a form which another took the place of: read by the form it was drawn by, kept,
and told. Nothing that was typed there is lost, also where its question is gone.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.drafting import draft_moves, drafts
from casework.drafting.draft_answers import place_rows
from casework.drafting.draft_moves import OlderPage
from forms_catalog.answers import at
from forms_catalog.documents.readback import Item
from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.judging.fitting import spared
from forms_catalog.kinds import Around
from forms_catalog.model import RowsField, Section
from forms_catalog.problems import Problem
from forms_catalog.wtf import to_raw
from pages.filling.moving import moved_note, typed_there
from pages.filling.place import VERSION, Place
from pages.filling.section_page import kept_form, typed_form
from pages.filling.spots import row_groups
from portal.filing.attaching import put_files, take_files
from portal.filing.row_page import RowPlace, keep_row, posted_form, typed_row
from portal.filing.saving import carried
from portal.filing.showing import section_page
from portal.parts import parts

READ_AGAIN = 409
_LONGEST = 9  #: digits of a version


def drawn_by(place: Place) -> Place:
    """The place with the form that drew the posted page: the very place for a page of its form, of no form we
    know here, and for one that does not say.
    """
    said = request.form.get(VERSION, "")
    if said == str(place.definition.version) or not said.isdecimal() or len(said) > _LONGEST:
        return place
    form = place.catalogue.service(place.definition.code, int(said))
    return replace(place, definition=form) if form else place


def take_section(place: Place, page: Place, name: str) -> ResponseReturnValue:
    """Keeps what was typed on a section of another form, its files too; then the form as it is now."""
    section = page.section(name)
    form = typed_form(page, section, request.form)
    typed = carried(page, section.fields, form, clean_fields(section.fields, to_raw(form)), page.answers)
    brought = take_files(page)
    hands = parts()
    days = hands.options.draft_days
    with hands.sessions.begin() as session:
        draft_moves.take_in(
            session,
            place.draft_id,
            OlderPage(page.definition, section, typed),
            current=place.definition,
            around=_around(place),
            now=place.now,
            draft_days=days,
        )
        problems = (*brought.problems, *put_files(session, page, brought))
        draft = drafts.find(session, place.draft_id, now=place.now)
    sent = typed_there(page, page.answers | typed, [f"/{field.name}" for field in section.fields])
    return _told(place.with_draft(draft), page, sent, _same_section(place, name), problems)


def take_row(place: Place, row: RowPlace) -> ResponseReturnValue:
    """Keeps a row that was typed on a page of another form, the one that `row` is read by; TooMany as for any
    row of that form.
    """
    page = row.place
    typed = typed_row(row, posted_form(row, request.form))
    before = None if row.new else at(place.answers, row.at)
    now = _rows_now(place, row)
    after = spared(
        row.rows.fields,
        now[1].fields if now else (),
        before if isinstance(before, dict) else {},
        typed,
        _around(place),
    )
    draft = keep_row(row, after)
    whole = deepcopy(page.answers)
    group = at(whole, row.pointer)
    if isinstance(group, list) and not row.new:
        group[row.index] = typed
    else:
        place_rows(whole, [(row.pointer, typed)])
    section = now[0] if now else _same_section(place, row.section.name)
    return _told(place.with_draft(draft), page, typed_there(page, whole, [row.at]), section)


def _told(
    place: Place,
    page: Place,
    sent: Mapping[Item, object],
    section: Section,
    problems: Sequence[Problem] = (),
) -> ResponseReturnValue:
    """A section of the form as it is now, with what changed and what of the page has no place in it."""
    note = moved_note(place, page=page.definition, sent=sent)
    facts = section_page(
        place,
        section,
        kept_form(place, section),
        problems,
        moved=note,
        back=request.form.get("wroc", ""),
    )
    return render_template("filing/section.html", **facts), READ_AGAIN


def _same_section(place: Place, name: str) -> Section:
    """The section of that name, else the first that is not done."""
    same = next((part for part in place.definition.sections if part.name == name), None)
    done = place.draft.done if place.draft else frozenset[str]()
    left = (part for part in place.sections if part.name not in done)
    return same or next(left, place.sections[0])


def _rows_now(place: Place, row: RowPlace) -> tuple[Section, RowsField] | None:
    """The repeating group in the form as it is now, and its section."""
    found = ((part, row_groups(part).get(row.pointer)) for part in place.definition.sections)
    return next(((part, rows) for part, rows in found if rows is not None), None)


def _around(place: Place) -> Around:
    return Around(place.today, place.catalogue, {})
