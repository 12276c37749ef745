"""A case goes to another unit of the same office: it came to the wrong one, or is worked there now."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from casework import tables
from casework.clock.deadlines import SETTLED
from casework.desk import notes
from casework.desk.clerks import Clerk
from casework.desk.steps import Case, NotHandler, StepNotAllowed, WrongInput, lock_for, write
from casework.desk.typed_words import typed
from casework.tables import desk_tables
from forms_catalog.problems import N_

_WORD = tables.table_of(desk_tables.CaseWord)
_ENTRY = tables.table_of(tables.AuditEntry)


def transfer(
    session: Session,
    clerk: Clerk,
    case_id: UUID,
    *,
    to: str,
    units: Collection[str],
    reason: str,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """The case is the other unit's, in nobody's hands; state, term and sign stay. The reason is a note.

    What nobody handles any clerk of the unit sends on, anything else its handler or a supervisor. `units`:
    the office's. WrongInput("to") and ("reason"); NotYours, NotHandler, Changed; StepNotAllowed once settled.
    """
    case = lock_for(session, clerk, case_id, seen=seen)
    if case.handler_id not in (None, clerk.id) and "supervisor" not in clerk.roles:
        raise NotHandler
    if case.state in SETTLED:
        raise StepNotAllowed
    if to not in units or to == case.department:
        raise WrongInput("to", N_("Choose the unit that gets the case."))
    why = typed("reason", reason, N_("Say why the case goes to another unit."))
    notes.note(session, clerk, case_id, text=why, at=at)
    session.execute(update(_WORD).where(_WORD.c.submission_id == case.id).values(department=to))
    details = {"from": case.department, "to": to}
    gone = {"department": to, "handler_id": None, "handler": None}
    return write(session, case, clerk=clerk, at=at, what="transferred", details=details, **gone)


def was_transferred(session: Session, clerk: Clerk, case_id: UUID, to: str) -> bool:
    """Whether the last step of the case is this clerk's own transfer there: so a second press of the button
    is known, also from somebody who may no longer read the case.
    """
    last = session.execute(_LAST, {"case": case_id}).one_or_none()
    if last is None or last.what != "transferred":
        return False
    return bool(last.actor == str(clerk.id) and last.details.get("to") == to)


_LAST = (
    select(_ENTRY.c.actor, _ENTRY.c.what, _ENTRY.c.details)
    .where(_ENTRY.c.submission_id == bindparam("case"))
    .order_by(_ENTRY.c.position.desc())
    .limit(1)
)
