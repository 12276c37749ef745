"""A case for another unit of the office."""

from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS, WORKERS, Faults, at_case, back, seen, typed
from backoffice.steps.pressing import Written, press
from casework.desk.clerks import NotYours
from casework.desk.steps import read_case
from casework.desk.transferring import transfer, was_transferred
from forms_catalog.texts import Text

blueprint = Blueprint("units", __name__)


@blueprint.get("/sprawy/<uuid:case_id>/inna-komorka")
@for_roles(*READERS)
def ask(case_id: UUID) -> str:
    return _form(case_id, ())


@blueprint.post("/sprawy/<uuid:case_id>/inna-komorka")
@for_roles(*WORKERS)
def send(case_id: UUID) -> ResponseReturnValue:
    """The other unit has it; whoever no longer reads it comes back to the queue."""
    clerk, now, to, reason = current_clerk(), parts().now(), typed("to"), typed("reason")
    try:
        answer = press(
            case_id,
            lambda session: transfer(
                session, clerk, case_id, to=to, units=_units().keys(), reason=reason, at=now, seen=seen()
            ),
            Written(("transferred",), {"to": to}),
            lambda faults: _form(case_id, faults),
        )
    except NotYours:
        with parts().sessions() as session:
            if not was_transferred(session, clerk, case_id, to):
                raise
        return redirect(_queue(), 303)
    return answer if _still_reads(case_id) else redirect(_queue(), 303)


def _still_reads(case_id: UUID) -> bool:
    with parts().sessions() as session:
        case = read_case(session, case_id)
    return current_clerk().reads(case.office, case.department)


def _queue() -> str:
    return "/sprawy?zrobiono=1"


def _units() -> dict[str, Text]:
    """Every unit of the clerk's office, by its key."""
    return dict(parts().catalogue.offices[current_clerk().office or ""].units)


def _form(case_id: UUID, faults: Faults) -> str:
    opened = at_case(case_id, "transfer")
    units = {key: unit for key, unit in _units().items() if key != opened.file.case.department}
    return render_template(
        "step_transfer.html", opened=opened, faults=faults, units=units, back=back(case_id)
    )
