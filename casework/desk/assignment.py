"""Who handles a case (dekretacja): taken, given back, handed over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.clock.deadlines import SETTLED
from casework.desk.clerks import Clerk, find_clerk
from casework.desk.steps import (
    Case,
    Changed,
    NotHandler,
    StepNotAllowed,
    WrongInput,
    lock_for,
    lock_handled,
    write,
)
from casework.messages import news
from forms_catalog.problems import N_


class Taken(Changed):
    """A colleague was first."""

    def __init__(self, handler: str) -> None:
        super().__init__(N_("%(handler)s already handles this case."), {"handler": handler})


def take(session: Session, clerk: Clerk, case_id: UUID, *, at: datetime, seen: int | None = None) -> Case:
    """The clerk handles the case from now on; once more changes nothing.

    Taken when a colleague was first, StepNotAllowed when it is settled, NotYours, Changed.
    """
    case = lock_for(session, clerk, case_id, seen=None)
    if case.handler_id == clerk.id:
        return case
    if case.handler_id is not None:
        raise Taken(case.handler or "")
    if seen is not None and seen != case.revision:
        raise Changed
    return _assign(session, case, clerk, by=clerk, at=at, what="taken")


def give_back(
    session: Session, clerk: Clerk, case_id: UUID, *, at: datetime, seen: int | None = None
) -> Case:
    """Nobody handles the case from now on; it stays in its state.

    NotYours, NotHandler, Changed; StepNotAllowed when it is settled.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    if case.state in SETTLED:
        raise StepNotAllowed
    details = {"handler": str(case.handler_id)}
    return write(
        session, case, clerk=clerk, at=at, what="given_back", details=details, handler_id=None, handler=None
    )


def hand_over(
    session: Session, clerk: Clerk, case_id: UUID, *, to: UUID, at: datetime, seen: int | None = None
) -> Case:
    """A colleague handles the case from now on. A supervisor may hand over what nobody has taken.

    WrongInput("to") for somebody who may not work it; NotYours, NotHandler, Changed, StepNotAllowed.
    """
    case = lock_for(session, clerk, case_id, seen=seen)
    if clerk.id != case.handler_id and "supervisor" not in clerk.roles:
        raise NotHandler
    colleague = find_clerk(session, to)
    if colleague is None or not colleague.changes(case.office, case.department):
        raise WrongInput("to", N_("Choose somebody who works the cases of this department."))
    return (
        case
        if colleague.id == case.handler_id
        else _assign(session, case, colleague, by=clerk, at=at, what="handed_over")
    )


def _assign(session: Session, case: Case, to: Clerk, *, by: Clerk, at: datetime, what: str) -> Case:
    if case.state in SETTLED:
        raise StepNotAllowed
    state = "in_progress" if case.state == "received" else case.state
    assigned = write(
        session,
        case,
        clerk=by,
        at=at,
        what=what,
        details={"from": case.state, "to": state, "handler": str(to.id)},
        state=state,
        handler_id=to.id,
        handler=to.name,
    )
    if state != case.state:
        news.tell(session, case.id, "taken", at)
    return assigned
