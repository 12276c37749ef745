"""Reading everything back, and handing it in."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from casework.drafting.drafts import Draft, DraftFiled
from casework.intake.filing import FileToFile, Filing, KeyReused, NotFileable, StaleRevision
from casework.intake.handed_in import contact_in
from forms_catalog.answers import input_name
from forms_catalog.documents.readback import Item, read_back
from forms_catalog.judging.judge import validate
from forms_catalog.model import ComputedField
from forms_catalog.problems import Problem
from forms_catalog.transfers import PROOF_SLOT
from pages.filling.moving import moved_note
from pages.filling.place import Place
from pages.filling.section_page import Context
from pages.filling.slots import file_problems, slot_views
from pages.filling.spots import address_of, complaints, spot
from pages.filling.steps import CHECK, steps
from pages.filling.sums import calculations
from portal.filing.blueprint import blueprint
from portal.filing.looking_twice import doubts
from portal.filing.place import receipt_address, saved_place
from portal.filing.what_was_read import READ, Sums
from portal.handing_in import NothingSent, Unknown, hand_in
from portal.parts import parts
from portal.paying import payments


@blueprint.get(f"/<uuid:draft_id>/{CHECK}")
def check(code: str, draft_id: UUID) -> ResponseReturnValue:
    """Everything read back; the button only where nothing is left to mend."""
    place = saved_place(code, draft_id)
    return render_template("filing/check.html", **check_page(place))


@blueprint.get("/<uuid:draft_id>/zloz")
def back_to_check(code: str, draft_id: UUID) -> ResponseReturnValue:
    """Somebody reloads, or changes the language of, a page that came of sending."""
    return redirect(f"/uslugi/{code}/formularz/{draft_id}/{CHECK}", 303)


@blueprint.post("/<uuid:draft_id>/zloz")
def send(code: str, draft_id: UUID) -> ResponseReturnValue:
    """Hands the form in once, however often the button is pressed; then on to the receipt."""
    try:
        # a form that changed since it was read back is read once more before it is sent
        place = saved_place(code, draft_id, move=True)
    except DraftFiled as filed:
        return redirect(receipt_address(filed.submission), 303)
    revision = request.form.get("revision", "")
    draft = place.draft
    if draft is None or not revision.isdecimal():
        return _stale(place)
    if not _sums(place).are_as_read(request.form.get(READ)):
        said = gettext("The office changed a rate or an account. Read the amounts once more, then send.")
        return _stale(place, said)
    try:
        filed_now = hand_in(parts(), _filing(place, draft, int(revision)))
    except (StaleRevision, KeyReused):
        return _stale(saved_place(code, draft_id))
    except NotFileable as judged:
        return render_template("filing/check.html", **check_page(place, judged.problems)), 422
    except NothingSent:
        return not_sent(place, unsure=was_unsure())
    except Unknown:
        return not_sent(place, unsure=True)
    return redirect(f"/upo/{filed_now.id}?t={filed_now.receipt_token}", 303)


def not_sent(place: Place, *, unsure: bool) -> ResponseReturnValue:
    """What is known of a press of the button that met no database, and the button again."""
    page = render_template(
        "filing/not_sent.html",
        place=place,
        unsure=unsure,
        revision=request.form.get("revision", ""),
        read=request.form.get(READ),
    )
    return page, 503, {"Retry-After": "10" if unsure else "60"}


def was_unsure() -> bool:
    """An earlier press may have come through: it is not called "not filed" before somebody could look."""
    return "unsure" in request.form


def check_page(place: Place, judged: tuple[Problem, ...] = (), **more: object) -> Context:
    """Everything `filing/check.html` needs."""
    made = calculations(place)
    problems = judged or all_problems(place)
    definition = place.definition
    files = place.draft.files if place.draft else ()
    return {
        "place": place,
        "parts": read_back(
            definition,
            place.asked,
            catalogue=place.catalogue,
            language=place.language,
            calculations=made,
        ),
        "change": lambda item: _change(place, item),
        "read": replace(_sums(place), made=lambda: made).read_as(),
        "sums": [calculation for calculation in made if calculation.lines],
        "payments": payments(made, place.office, on=place.today, about=definition.short_title.in_("pl")),
        "slots": [view for view in slot_views(place, ()) if view.files],
        "files": files,
        "proven": any(file.slot == PROOF_SLOT for file in files),
        "attachments_at": address_of(place, "/attachments"),
        "steps": steps(place, CHECK),
        "previous": place.sections[-1],
        "complaints": complaints(place, problems),
        "doubts": doubts(place),
        "moved": moved_note(place),
        "signature_needed": "none" not in definition.signature.levels,
        "contact": contact_in(place.asked),
        "unit": place.office.units.get(definition.department),
        "has_errors": bool(problems),
        **more,
    }


def all_problems(place: Place) -> tuple[Problem, ...]:
    """Everything that keeps the form from being filed."""
    return (
        *validate(place.definition, place.asked, catalogue=place.catalogue, today=place.today),
        *file_problems(place, place.asked),
    )


def _filing(place: Place, draft: Draft, revision: int) -> Filing:
    return Filing(
        key=str(place.draft_id),
        office=draft.office,
        definition=place.definition,
        answers=place.asked,
        files=tuple(
            FileToFile(file.slot, file.filename, file.content_type, file.size, file.sha256)
            for file in draft.files
            if any(slot.name == file.slot for slot in place.slots)
        ),
        language=place.language,
        channel="web",
        draft=place.draft_id,
        revision=revision,
    )


def _sums(place: Place) -> Sums:
    return Sums(place.catalogue.change, place.today, place.office, partial(calculations, place))


def _stale(place: Place, said: str = "") -> ResponseReturnValue:
    said = said or gettext("Your answers changed in another window. Read them once more, then send.")
    return render_template("filing/check.html", **check_page(place, refused=said)), 409


def _change(place: Place, item: Item) -> str | None:
    """Where the answer is changed; None for an amount that nobody typed."""
    if isinstance(spot(place.definition, item.pointer).asked, ComputedField):
        return None
    address = address_of(place, item.pointer) or place.address(item.section) + f"#{input_name(item.pointer)}"
    path, _, anchor = address.partition("#")
    return f"{path}?wroc={CHECK}#{anchor}"
