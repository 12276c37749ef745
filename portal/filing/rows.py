"""Rows of repeating groups: each is added and mended on a page of its own."""

from uuid import UUID, uuid4

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from casework.drafting.drafts import TooMany
from pages.filling.section_page import kept_form
from portal.filing.blueprint import blueprint
from portal.filing.older_page import drawn_by, take_row
from portal.filing.place import saved_place
from portal.filing.row_page import (
    RowPlace,
    is_full,
    kept_row,
    kept_row_form,
    new_row,
    posted_form,
    row_page,
    save_row,
    shown_row_again,
)
from portal.filing.sections import WRONG
from portal.filing.showing import section_page
from portal.filing.tongue import asked_language, nothing_typed


@blueprint.get("/<uuid:draft_id>/<section>/<group>/nowy")
def blank_row(code: str, draft_id: UUID, section: str, group: str) -> ResponseReturnValue:
    """A blank row with an id of its own, so that two presses of the button make one row."""
    place = saved_place(code, draft_id)
    row = new_row(place, place.section(section), group, uuid4())
    if is_full(row):
        return _full(row)
    return render_template("filing/row.html", **row_page(row, kept_row_form(row)))


@blueprint.post("/<uuid:draft_id>/<section>/<group>/nowy")
def add_row(code: str, draft_id: UUID, section: str, group: str) -> ResponseReturnValue:
    """Keeps a further row under the id of its page."""
    place = saved_place(code, draft_id)
    page = drawn_by(place)
    row = new_row(page, page.section(section), group, _posted_id())
    try:
        return _save(row) if page is place else take_row(place, row)
    except TooMany:  # another tab took the last place: what was typed stays on the page
        form = shown_row_again(row, posted_form(row, request.form))
        return render_template("filing/row.html", **row_page(row, form, refused=_no_room(row))), WRONG


@blueprint.get("/<uuid:draft_id>/<section>/<group>/<uuid:row_id>")
def show_row(code: str, draft_id: UUID, section: str, group: str, row_id: UUID) -> ResponseReturnValue:
    """A kept row with what is counted from it."""
    place = saved_place(code, draft_id)
    row = kept_row(place, place.section(section), group, row_id)
    return render_template("filing/row.html", **row_page(row, kept_row_form(row)))


@blueprint.post("/<uuid:draft_id>/<section>/<group>/<uuid:row_id>")
def mend_row(code: str, draft_id: UUID, section: str, group: str, row_id: UUID) -> ResponseReturnValue:
    """Keeps the row's answers, right or wrong."""
    place = saved_place(code, draft_id)
    page = drawn_by(place)
    row = kept_row(page, page.section(section), group, row_id)
    return _save(row) if page is place else take_row(place, row)


def _posted_id() -> UUID:
    try:
        return UUID(request.form.get("row_id", ""))
    except ValueError:
        return uuid4()


def _save(row: RowPlace) -> ResponseReturnValue:
    typed, tongue = posted_form(row, request.form), asked_language()
    if tongue and row.new and nothing_typed(row.rows.fields, typed, kept_row_form(row)):
        return redirect(f"{row.address('nowy')}?lang={tongue}", 303)
    after, problems, news = save_row(row, typed)
    if tongue:
        return redirect(f"{after.address(str(after.row_id))}?lang={tongue}", 303)
    if problems or news:
        form = shown_row_again(after, posted_form(after, request.form))
        said = gettext("Your answers brought up more questions. Answer them below.")
        page = row_page(after, form, (), news=said) if news else row_page(after, form, problems)
        return render_template("filing/row.html", **page), WRONG if problems and not news else 200
    return redirect(after.place.address(after.section.name) + f"#{after.group}--rows", 303)


def _no_room(row: RowPlace) -> str:
    return str(
        gettext("No further entry fits here: the limit is %(limit)s. Remove one first.", limit=row.rows.max)
    )


def _full(row: RowPlace) -> ResponseReturnValue:
    page = section_page(row.place, row.section, kept_form(row.place, row.section), (), refused=_no_room(row))
    return render_template("filing/section.html", **page), WRONG
