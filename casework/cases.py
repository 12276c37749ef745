"""Cases: minimal rows in this part; the desk works them in the next."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.access import is_key, key_hash
from casework.register import register_number

#: what of the audit the applicant reads as the history of the case
SHOWN = (
    *("received", "taken", "opened", "called", "answered", "call_ended", "paused", "resumed"),
    *("letter", "prolonged", "payment_proof", "infected"),
    *("transferred", "done", "refused", "left", "closed", "reopened"),
)

_SUBMISSION = tables.table_of(tables.Submission)
_ITEM = tables.table_of(tables.IncomingItem)
_CASE = tables.table_of(tables.OfficeCase)
_ENTRY = tables.table_of(tables.AuditEntry)


@dataclass(frozen=True)
class CaseEvent:
    at: datetime
    what: str  #: received, …


@dataclass(frozen=True)
class CaseView:
    """What the access key shows."""

    submission: UUID
    office: str
    service: str
    version: int
    department: str
    state: str  #: received | in_progress | awaiting_applicant | paused | done | refused | left | closed
    case_sign: str | None  #: None until a clerk opens the case in the list of cases
    register_number: str
    handler: str | None
    filed_at: datetime
    due_on: date | None
    due_explained: str
    #: with these `deadlines.clock_of` tells how the case stands with time
    term_from: date
    not_counted_days: int
    paused_on: date | None
    waiting_for: str | None  #: None: nothing is awaited from the applicant
    signature: str
    #: the calculated lines as kept: `forms_catalog.calculation.Calculation` as JSON
    calculations: tuple[dict[str, object], ...]
    history: tuple[CaseEvent, ...]  #: the newest last


def find_by_key(session: Session, key: str) -> CaseView | None:
    """The case that an access key opens; None for any other text."""
    return _find(session, _SUBMISSION.c.access_key_hash == key_hash(key)) if is_key(key) else None


def find_case(session: Session, submission: UUID) -> CaseView | None:
    """The case of a submission; the caller has checked the token."""
    return _find(session, _SUBMISSION.c.id == submission)


def _find(session: Session, which: ColumnElement[bool]) -> CaseView | None:
    row = session.execute(_VIEW.where(which)).one_or_none()
    if row is None:
        return None
    history = session.execute(_HISTORY, {"case": row.id}).all()
    return CaseView(
        submission=row.id,
        office=row.office_id,
        service=row.service,
        version=row.version,
        department=row.department,
        state=row.state,
        case_sign=row.case_sign,
        register_number=register_number(row.number, row.year),
        handler=row.handler,
        filed_at=row.filed_at,
        due_on=row.due_on,
        due_explained=row.due_explained,
        term_from=row.term_from,
        not_counted_days=row.not_counted_days,
        paused_on=row.paused_on,
        waiting_for=row.waiting_for,
        signature=row.signature,
        calculations=tuple(row.calculations),
        history=tuple(CaseEvent(event.at, event.what) for event in history),
    )


_VIEW = select(
    _SUBMISSION.c.id,
    _SUBMISSION.c.office_id,
    _SUBMISSION.c.service,
    _SUBMISSION.c.version,
    _SUBMISSION.c.filed_at,
    _SUBMISSION.c.signature,
    _SUBMISSION.c.calculations,
    _ITEM.c.year,
    _ITEM.c.number,
    _CASE.c.department,
    _CASE.c.state,
    _CASE.c.case_sign,
    _CASE.c.handler,
    _CASE.c.waiting_for,
    _CASE.c.due_on,
    _CASE.c.due_explained,
    _CASE.c.term_from,
    _CASE.c.not_counted_days,
    _CASE.c.paused_on,
).select_from(
    _SUBMISSION.join(_ITEM, _ITEM.c.submission_id == _SUBMISSION.c.id).join(
        _CASE, _CASE.c.submission_id == _SUBMISSION.c.id
    )
)
_HISTORY = (
    select(_ENTRY.c.at, _ENTRY.c.what)
    .where(_ENTRY.c.submission_id == bindparam("case"), _ENTRY.c.what.in_(SHOWN))
    .order_by(_ENTRY.c.position)
)
