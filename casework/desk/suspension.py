"""Suspension (KPA art. 97–98, 103; from memory): the case stands still, and where it may its clock too."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.clock.deadlines import resumed, stops, warsaw_date
from casework.desk import notes
from casework.desk.clerks import Clerk
from casework.desk.steps import Case, StepNotAllowed, lock_handled, move
from casework.desk.typed_words import typed
from casework.messages import news
from forms_catalog.problems import N_


def pause(
    session: Session, clerk: Clerk, case_id: UUID, *, reason: str, at: datetime, seen: int | None = None
) -> Case:
    """The case stands from tomorrow; the reason is kept as a note.

    WrongInput("reason") when empty; NotYours, NotHandler, Changed, StepNotAllowed.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    why = typed("reason", reason, N_("Say why the case is paused."))
    stopped = warsaw_date(at) if stops(case.due_explained) else None
    moved = move(session, case, "paused", clerk=clerk, at=at, paused_on=stopped, new_answer=False)
    notes.note(session, clerk, case_id, text=why, at=at)
    news.tell(session, case.id, "paused", at)
    return moved


def resume(session: Session, clerk: Clerk, case_id: UUID, *, at: datetime, seen: int | None = None) -> Case:
    """The case goes on, and its clock from tomorrow. NotYours, NotHandler, Changed, StepNotAllowed."""
    case = lock_handled(session, clerk, case_id, seen=seen)
    if case.state != "paused":
        raise StepNotAllowed
    due_on, not_counted = resumed(case, warsaw_date(at))
    moved = move(
        session,
        case,
        "in_progress",
        clerk=clerk,
        at=at,
        what="resumed",
        due_on=due_on,
        not_counted_days=not_counted,
        paused_on=None,
    )
    news.tell(session, case.id, "resumed", at)
    return moved
