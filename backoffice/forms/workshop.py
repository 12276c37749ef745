"""The whole form in the making: what is to be mended, what differs, and the way to a published version."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.preview import preview_of
from backoffice.forms.tree import tree
from backoffice.forms.typing import clean
from backoffice.forms.work import Work, names_of, open_work, opened, own_office
from backoffice.parts import parts
from casework.desk import form_edits
from casework.desk.form_edits import NotNow, SamePerson, Stale
from casework.desk.reads import note_read
from forms_catalog.designing.form_files import to_yaml
from forms_catalog.offices.own_rows import NO_SHIPPED
from pages.downloads import download
from pages.widgets.phrases import say_difference

_PLACE = "/formularze/w-toku/<uuid:edit_id>"


@blueprint.get(_PLACE)
@for_editors
def show_work(edit_id: UUID) -> str:
    return _page(opened(edit_id))


@blueprint.get(f"{_PLACE}/roznice")
@for_editors
def show_differences(edit_id: UUID) -> str:
    """What differs from the version in force, in words."""
    work = opened(edit_id)
    return render_template(
        "forms/compared.html", old=work.base, new=None, code=work.edit.code, work=work,
        lines=[say_difference(one, "pl") for one in work.differences],
    )  # fmt: skip


@blueprint.get(f"{_PLACE}/plik.yaml")
@for_editors
def take_work(edit_id: UUID) -> Response:
    """The form as it is now, as a file; with mistakes in it the program refuses it."""
    work = opened(edit_id)
    with parts().sessions.begin() as session:
        details = {"form": work.edit.code, "edit": str(edit_id), "revision": work.edit.revision}
        note_read(session, current_clerk(), "form_taken", details=details)
    return download(to_yaml(work.document).encode(), f"{work.edit.code}.yaml", "application/yaml")


@blueprint.post(f"{_PLACE}/wyslij")
@for_editors
def send(edit_id: UUID) -> ResponseReturnValue:
    """To be approved by somebody else; a form with mistakes stays here."""
    work = opened(edit_id)
    first = _typed_day(work)
    if first is None:
        return _page(work, wrong="day"), 422
    if not work.checked.good:
        return _page(work, wrong="faults"), 422
    is_offered = work.catalogue.service(work.edit.code) is not None  # a withdrawn one comes back as it was
    if work.base is not None and not work.differences and is_offered:
        return _page(work, wrong="same"), 422
    return _step(
        work,
        lambda session: form_edits.send(
            session, current_clerk(), edit_id, revision=_revision(), valid_from=first
        ),
    )


@blueprint.post(f"{_PLACE}/cofnij")
@for_editors
def take_back(edit_id: UUID) -> ResponseReturnValue:
    """A writer takes it back, or whoever should approve it says what to mend."""
    work, note = opened(edit_id), clean(request.form.get("note", ""))
    if not work.own and not note:
        return _page(work, wrong="note"), 422
    return _step(work, lambda session: form_edits.take_back(session, current_clerk(), edit_id, note=note))


@blueprint.post(f"{_PLACE}/zatwierdz")
@for_editors
def approve(edit_id: UUID) -> ResponseReturnValue:
    """The second person publishes it: from its first day on residents get it."""
    with parts().sessions.begin() as session:
        work = open_work(session, edit_id, to_change=True)
        definition = work.checked.definition
        if not work.checked.good or definition is None:
            return _page(work, wrong="faults"), 422
        try:
            form_edits.publish(
                session, current_clerk(), edit_id, definition, revision=_revision(), today=work.today
            )
        except SamePerson:
            return _page(work, wrong="same-person"), 403
        except (NotNow, Stale):
            return _page(work, wrong="overtaken"), 409
    parts().look_soon()
    known = work.edit.code in own_office().services or work.edit.grew_from != NO_SHIPPED
    return redirect(f"/formularze/{work.edit.code}?opublikowano=1" if known else "/formularze", 303)


@blueprint.post(f"{_PLACE}/wyrzuc")
@for_editors
def discard(edit_id: UUID) -> ResponseReturnValue:
    """The work ends; the form in force stays as it is."""
    work = opened(edit_id)
    try:
        with parts().sessions.begin() as session:
            form_edits.discard(session, current_clerk(), edit_id)
    except NotNow:
        return _page(work, wrong="overtaken"), 409
    return redirect(f"/formularze/{work.edit.code}" if work.base else "/formularze", 303)


def _step(work: Work, take: Callable[[Session], None]) -> ResponseReturnValue:
    try:
        with parts().sessions.begin() as session:
            take(session)
    except (NotNow, Stale):
        return _page(opened(work.edit.id), wrong="overtaken"), 409
    return redirect(work.address(), 303)


def _revision() -> int:
    return request.form.get("revision", 0, type=int)


def _typed_day(work: Work) -> date | None:
    """The first day, today at the earliest; None for no such day."""
    typed = [clean(request.form.get(f"first-{part}", "")) for part in ("year", "month", "day")]
    try:
        first = date(*(int(part) for part in typed))
    except (ValueError, OverflowError):
        return None
    return first if work.today <= first and first.year <= work.today.year + 5 else None


def _page(work: Work, *, wrong: str = "") -> str:
    with parts().sessions() as session:
        names = names_of(session, work.edit.office)
    return render_template(
        "forms/work.html", work=work, tree=tree(work), preview=preview_of(work, 0), names=names, wrong=wrong,
        lines=[say_difference(one, "pl") for one in work.differences],
        there=request.args.get("juz") == "1", typed=request.form,
    )  # fmt: skip
