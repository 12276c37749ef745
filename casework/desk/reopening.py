"""A case that was settled is worked again: by a supervisor's word, with a reason, its term where it stood."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.clock.deadlines import SETTLED
from casework.desk import notes
from casework.desk.clerks import Clerk
from casework.desk.steps import Case, NotSupervisor, StepNotAllowed, lock_for, move
from casework.desk.typed_words import typed
from casework.messages import news
from forms_catalog.problems import N_


def reopen(
    session: Session, clerk: Clerk, case_id: UUID, *, reason: str, at: datetime, seen: int | None = None
) -> Case:
    """The case is in progress again, in the hands it was in; the reason is kept as a note.

    The term does not move: the days since it was settled are no waiting for the applicant. What the office
    decided stays in force and among the letters. WrongInput("reason") when empty; NotYours, NotSupervisor,
    Changed; StepNotAllowed when the case has not been settled.
    """
    case = lock_for(session, clerk, case_id, seen=seen)
    if "supervisor" not in clerk.roles:
        raise NotSupervisor
    if case.state not in SETTLED:
        raise StepNotAllowed
    why = typed("reason", reason, N_("Say why the case is opened again."))
    moved = move(session, case, "in_progress", clerk=clerk, at=at, what="reopened", closed_at=None)
    notes.note(session, clerk, case_id, text=why, at=at)
    news.tell(session, case.id, "reopened", at)
    return moved
