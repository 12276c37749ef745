"""News for the applicant: the one place where a step of a case becomes a promise to tell them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

#: what an applicant may hear of; each is also the `what` of an entry in the case's audit
EVENTS = (
    "taken",  # a clerk has it now
    "called",  # something is missing: answer by a day
    "answered",  # the answer has come in
    "call_ended",  # the office no longer waits for the answer
    "paused",
    "resumed",
    "done",
    "refused",
    "left",
    "closed",
)


def tell(session: Session, case_id: UUID, event: str, at: datetime) -> None:
    """Promises the applicant news of a step, on the step's own transaction."""
