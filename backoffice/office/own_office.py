"""An office's administrator says what the office is: contact and hours, senders, services, units."""

from collections.abc import Iterable, Mapping
from typing import get_args

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.office.office_typed import Part, Typed, departments, typed
from backoffice.parts import parts
from casework.catalogue import catalogue_changes
from casework.catalogue.office_changes import ChangedMeanwhile, OfficeUnfit, change_office, stage
from casework.desk.reads import note_read
from forms_catalog.model import Definition
from forms_catalog.offices.office_rows import OfficeRow
from forms_catalog.offices.own_rows import OwnFacts
from forms_catalog.own import laid_over
from forms_catalog.problems import N_

blueprint = Blueprint("own_office", __name__)
_PARTS: tuple[Part, ...] = get_args(Part)
_MEANWHILE = N_("Somebody else changed the office meanwhile. Look at it again and save once more.")


@blueprint.get("/urzad")
@for_roles("office_admin")
def show() -> str:
    with parts().sessions() as session:
        row, at = _row(session), stage(session, _office())
    return _page(row, at, saved=request.args.get("zapisane", ""))


@blueprint.post("/urzad/<part>")
@for_roles("office_admin")
def save(part: Part) -> ResponseReturnValue:
    """One part of the page; running programs take it up within two seconds."""
    if part not in _PARTS:
        abort(404)
    with parts().sessions() as session:
        row, at = _row(session), stage(session, _office())
    form, kinds = request.form, parts().catalogue.office_kinds
    shown = [one.code for one in _may_have(row)]
    said = typed(part, form, row, kinds, chosen=form.getlist("services"), shown=shown)
    if not said.faults:
        _write(part, said)
    if said.faults:
        return _page(row, at, part=part, faults=said.faults), 422
    return redirect(f"/urzad?zapisane={part}#{part}", 303)


def _write(part: Part, said: Typed) -> None:
    """Adds a fault where nothing was written."""
    catalogue, office, clerk = parts().catalogue, _office(), current_clerk()
    seen = request.form.get("seen", type=int)
    try:
        with parts().sessions.begin() as session:
            change_office(session, catalogue, office, said.said, by=clerk.id, seen=seen)
            details = {"part": part, "keys": sorted(said.said), "stage": stage(session, office)}
            note_read(session, clerk, "office_changed", details=details)
    except ChangedMeanwhile:
        said.faults[part] = _MEANWHILE
    except OfficeUnfit as unfit:
        said.faults[part] = str(unfit)


def _row(session: Session) -> OfficeRow:
    """What the office says now, also where this process has not taken it up yet."""
    office = _office()
    own = OwnFacts(0, office, catalogue_changes.facts_of(session, office))
    return laid_over(parts().catalogue.office_rows.get(office), own)


def _office() -> str:
    return current_clerk().office or abort(404)


def _may_have(row: OfficeRow) -> tuple[Definition, ...]:
    """Services that an office of its kind handles, offered or not, and those that it has made itself."""
    catalogue, own = parts().catalogue, _own_services()
    shipped = (form for form in catalogue.services() if form.code not in own)
    return (
        *(form for form in shipped if catalogue.office_kinds.may_have(row.kind, form.code)),
        *own.values(),
    )


def _own_services() -> Mapping[str, Definition]:
    """Services that the office alone has, in force today, by code."""
    catalogue, office = parts().catalogue, _office()
    return {
        code: form
        for (whose, code), form in catalogue.own_in_force().items()
        if whose == office and catalogue.variants[form.code, form.version].own_service
    }


def _page(
    row: OfficeRow, at: int, *, part: str = "", faults: dict[str, str] | None = None, saved: str = ""
) -> str:
    """As it is kept; the part that was just typed stays as typed."""
    kinds, forms = parts().catalogue.office_kinds, _may_have(row)
    codes = [form.code for form in forms]
    own = [code for code in _own_services() if code not in row.off]
    on: Iterable[str] = [*kinds.services(row, codes, demo=parts().options.demo), *own]
    if part == "uslugi":
        on = request.form.getlist("services")
    why = {one.service: one.why for one in kinds.off_by_default}
    usual = kinds.kinds[row.kind].units if row.kind in kinds.kinds else {}
    return render_template(
        "own_office.html", row=row, stage=at, part=part, faults=faults or {}, saved=saved, forms=forms,
        on=set(on), why=why, usual=usual, departments=departments(row, kinds),
        typed=request.form if part else {}, quiet=row.sms_quiet or kinds.sms_quiet,
    )  # fmt: skip
