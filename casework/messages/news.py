"""News for the applicant: the one place where a step of a case becomes a promise to tell them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.messages import promises

_CASE = tables.table_of(tables.OfficeCase)

#: what an applicant may hear of; each is also the `what` of an entry in the case's audit
EVENTS = (
    "taken",  # a clerk has it now
    "called",  # something is missing: answer by a day
    "answered",  # the answer has come in
    "call_ended",  # the office no longer waits for the answer
    "paused",
    "resumed",
    "prolonged",  # the office set a new term
    "done",
    "refused",
    "left",
    "closed",
    "reopened",  # a supervisor opened it again
    "infected",  # a virus was found in a file that came in
)


def tell(session: Session, case_id: UUID, event: str, at: datetime) -> None:
    """Promises the applicant news of a step, on the step's own transaction, after the step was audited."""
    length = session.execute(_AUDITED, {"case": case_id}).scalar_one_or_none()
    if length is not None:
        # the entry's place in the audit tells one "taken" from the next
        promises.promise(session, case_id, f"{event}/{length}", at=at)


_AUDITED = select(_CASE.c.audit_length).where(_CASE.c.submission_id == bindparam("case"))
