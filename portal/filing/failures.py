"""When a page of a form cannot be shown: what happened, what was kept, what to do."""

from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from casework.drafting.drafts import DraftExpired, DraftFiled, DraftNotFound, RowNotFound
from casework.files.storage import StorageFull
from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.wtf import to_raw
from pages.errors import on_away, on_database
from pages.filling.place import Place
from pages.filling.section_page import shown_again, typed_form
from portal.filing.blueprint import blueprint
from portal.filing.checking import not_sent, was_unsure
from portal.filing.later import address_again
from portal.filing.older_page import drawn_by
from portal.filing.place import fresh_place, receipt_address
from portal.filing.row_page import RowPlace, group_of, posted_form, row_page, shown_row_again
from portal.filing.showing import section_page
from portal.filing.started import carried_by_page, lost_by_page
from portal.handing_in import is_away


@blueprint.errorhandler(DraftExpired)
def expired(failure: DraftExpired) -> ResponseReturnValue:
    """When it ran out, and that nothing was sent."""
    return render_template("filing/expired.html", at=failure.expired_at, start=_start()), 410


@blueprint.errorhandler(DraftFiled)
def filed(failure: DraftFiled) -> ResponseReturnValue:
    """It was filed: here is its receipt."""
    return render_template(
        "filing/filed.html", receipt=receipt_address(failure.submission)
    ), 409 if _sent() else 200


@blueprint.errorhandler(DraftNotFound)
def unknown(_: DraftNotFound) -> ResponseReturnValue:
    """No such draft, or not of this service."""
    return render_template("filing/unknown.html", start=_start()), 404


@blueprint.errorhandler(RowNotFound)
def row_gone(gone: RowNotFound) -> ResponseReturnValue:
    """The row was removed meanwhile; what was typed into it is shown again as a new row."""
    said = gettext("This entry was removed in another window. Press the button to add it again.")
    return _typed_again(said, 409) or unknown(gone)


@blueprint.errorhandler(CSRFError)
def stale_form(_: CSRFError) -> ResponseReturnValue:
    """The page lay open too long or came from elsewhere: it is shown again with everything typed."""
    said = gettext("This page lay open for too long. Nothing is lost: press the button once more.")
    return _typed_again(said, 400) or _check_again(said)


@blueprint.errorhandler(DBAPIError)
@blueprint.errorhandler(NoFreeConnection)
@blueprint.errorhandler(StorageFull)
def away(failure: Exception) -> ResponseReturnValue:
    """The database or the store is away: what was typed stands in the form, to be sent again."""
    if isinstance(failure, DBAPIError) and not is_away(failure):
        return on_database(failure)
    said = gettext(
        "We could not save this right now. What you typed is still here: press the button again in a minute."
    )
    return _typed_again(said, 503) or on_away(failure)


@blueprint.errorhandler(413)
def too_big(failure: RequestEntityTooLarge) -> ResponseReturnValue:
    """More than one page may send: what to send instead."""
    return render_template("filing/too_big.html", back=request.path), 413


def _sent() -> bool:
    return request.method == "POST"


def _start() -> str:
    return f"/uslugi/{_view('code')}"


def _view(name: str) -> str:
    return str((request.view_args or {}).get(name, ""))


def _typed_again(said: str, status: int) -> ResponseReturnValue | None:
    """The page that was sent, with what was typed, made without the database; None where nothing is typed."""
    if not _sent() or request.endpoint is None:
        return None
    draft_id = (request.view_args or {}).get("draft_id")
    if not isinstance(draft_id, UUID):
        return None
    try:
        return _page_again(request.endpoint.rpartition(".")[2], draft_id, said, status)
    except HTTPException as refused:  # Flask does not look at what a handler raises
        return current_app.handle_http_exception(refused)


def _page_again(view: str, draft_id: UUID, said: str, status: int) -> ResponseReturnValue | None:
    place = drawn_by(fresh_place(_view("code"), draft_id, request.form.get("office", "")))
    if view == "send" and status == 503:
        return not_sent(place, unsure=was_unsure())
    if view == "leave_address" and status == 400:
        with suppress(DraftExpired, DraftFiled, DraftNotFound, DBAPIError, NoFreeConnection):
            return address_again(place.definition.code, draft_id, said), status
    if view == "save_section":
        return _section_again(place, said), status
    if view in ("add_row", "mend_row"):
        return _row_again(place, said), status
    return None


def _section_again(place: Place, said: str) -> str:
    section = place.section(_view("section"))
    posted = typed_form(place, section, request.form)
    # what is asked beside them, an attachment for one, hangs on the answers just typed
    place = carried_by_page(place)
    place = replace(place, typed=place.typed | clean_fields(section.fields, to_raw(posted)))
    form = shown_again(place, section, posted)
    lost, back = lost_by_page(place), request.form.get("wroc", "")
    page = section_page(place, section, form, refused=said, back=back, begun=lost)
    return render_template("filing/section.html", **page)


def _row_again(place: Place, said: str) -> str:
    section = place.section(_view("section"))
    pointer, rows = group_of(place, section, _view("group"))
    row_id = (request.view_args or {}).get("row_id") or _posted_row_id()
    row = RowPlace(place, section, pointer, rows, 0, row_id, new=True)
    form = shown_row_again(row, posted_form(row, request.form))
    return render_template("filing/row.html", **row_page(row, form, refused=said))


def _posted_row_id() -> UUID:
    try:
        return UUID(request.form.get("row_id", ""))
    except ValueError:
        return uuid4()


def _check_again(said: str) -> ResponseReturnValue:
    return render_template("filing/again.html", said=said, again=request.path, form=request.form), 400
