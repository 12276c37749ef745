"""The platform's administrator sees all offices that are open here and opens further ones."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.office.office_typed import new_office
from backoffice.parts import parts
from casework.catalogue.office_changes import OfficeKnown, OfficeUnfit, add_office
from casework.desk.reads import note_read
from forms_catalog.folding import fold
from forms_catalog.problems import N_

blueprint = Blueprint("offices", __name__)
#: how sure the facts of an office are, as files and pages say it; the test asks for each of those shipped
STANDINGS = (
    N_("entered by the platform's administrator: to_be_confirmed by the office"),
    N_("entered by whoever runs the program: to_be_confirmed by the office"),
    N_("name of the office: to_be_confirmed; authority (village head, mayor or president): to_be_confirmed"),
    N_("name of the office: to_be_confirmed; authority: memory (Act on county self-government, art. 92)"),
    N_("name of the office and seat: to_be_confirmed; authority: memory"),
    N_("name and units: to_be_confirmed; symbols of units: demo"),
    N_("name: verified (list of the regional platform); seat and authority: memory"),
    N_("address: verified (miastozabrze.pl); names of units: to_be_confirmed; symbols of units: demo"),
)


@blueprint.get("/urzedy")
@for_roles("platform_admin")
def list_offices() -> str:
    catalogue = parts().catalogue
    offices = sorted(catalogue.offices.values(), key=lambda facts: (fold(facts.city), fold(facts.name.pl)))
    waiting = [out for out in catalogue.left_out if out.what == "seal"]
    return render_template(
        "offices.html", offices=offices, kinds=catalogue.office_kinds.kinds, waiting=waiting,
        standings=STANDINGS, added=request.args.get("dodany", "")[:40],
    )  # fmt: skip


@blueprint.get("/urzedy/nowy")
@for_roles("platform_admin")
def ask_new() -> str:
    return _form({})


@blueprint.post("/urzedy/nowy")
@for_roles("platform_admin")
def add() -> ResponseReturnValue:
    """It has what its kind has and is open within two seconds, where there is a seal."""
    said, clerk = new_office(request.form), current_clerk()
    if not said.faults:
        try:
            with parts().sessions.begin() as session:
                row = add_office(session, parts().catalogue, said.said, by=clerk.id)
                note_read(session, clerk, "office_added", details={"office": row.code})
        except OfficeKnown:
            said.faults["code"] = N_("There is an office with this code.")
        except OfficeUnfit as unfit:
            said.faults["code"] = str(unfit)
    if said.faults:
        return _form(said.faults), 422
    return redirect(f"/urzedy?dodany={row.code}", 303)


def _form(faults: dict[str, str]) -> str:
    kinds = parts().catalogue.office_kinds.kinds
    return render_template("new_office.html", faults=faults, kinds=kinds, typed=request.form)
