"""The steps of a case: a table of what may follow what, one lock, one move."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from casework import audit, tables
from casework.desk.clerks import Clerk, NotYours
from forms_catalog.problems import N_

_CASE = tables.table_of(tables.OfficeCase)

#: state → the states that may follow it
STEPS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "received": frozenset({"in_progress"}),
        "in_progress": frozenset({"awaiting_applicant", "paused", "done", "refused"}),
        "awaiting_applicant": frozenset({"in_progress", "left"}),
        "paused": frozenset({"in_progress"}),
        # what was settled is worked again by a supervisor's word alone (casework.desk.reopening)
        "done": frozenset({"closed", "in_progress"}),
        "refused": frozenset({"closed", "in_progress"}),
        "left": frozenset({"closed", "in_progress"}),
        "closed": frozenset({"in_progress"}),
    }
)

Details = Mapping[str, str | int | bool]


@dataclass(frozen=True)
class Case:
    """A case as its row stands."""

    id: UUID  #: of the submission: they share it
    office: str
    service: str
    department: str
    state: str
    revision: int  #: raised by every step; hand it in as `seen` with the next one
    sender: str | None
    filed_at: datetime
    case_sign: str | None
    handler_id: UUID | None
    handler: str | None
    due_on: date | None
    due_explained: str
    term_from: date
    not_counted_days: int
    paused_on: date | None
    waiting_for: str | None
    new_answer: bool
    opened_at: datetime | None
    closed_at: datetime | None


class StepRefused(Exception):
    """A step that was not taken; nothing was written."""

    def __init__(self, message: str, values: Mapping[str, str | date] | None = None) -> None:
        super().__init__(message)
        self.message = message  #: English message id with %(name)s places
        self.values = values or {}


class StepNotAllowed(StepRefused):
    """The case is not in a state from which this step leads on."""

    def __init__(
        self, message: str = N_("This step is not possible now. Look at the state of the case.")
    ) -> None:
        super().__init__(message)


class Changed(StepRefused):
    """Somebody else was first: the page that was read no longer tells how the case stands."""

    def __init__(
        self,
        message: str = N_("Somebody changed this case while you were reading. Read it again, then decide."),
        values: Mapping[str, str | date] | None = None,
    ) -> None:
        super().__init__(message, values)


class NotHandler(StepRefused):
    """Only who handles the case, or a supervisor, takes its steps."""

    def __init__(self) -> None:
        super().__init__(N_("Take the case first. Only its handler or a supervisor can do this."))


class NotSupervisor(StepRefused):
    """A step that takes a supervisor."""

    def __init__(self) -> None:
        super().__init__(N_("Only a supervisor can do this."))


class WrongInput(StepRefused):
    """Something typed is missing or wrong; `field` says which."""

    def __init__(self, field: str, message: str, values: Mapping[str, str | date] | None = None) -> None:
        super().__init__(message, values)
        self.field = field  #: reason, due_on, outcome, letter, to, text …


def lock(session: Session, case_id: UUID) -> Case:
    """The case, which nobody else changes until the transaction ends; NotYours when there is none."""
    row = session.execute(_LOCK, {"case": case_id}).one_or_none()
    if row is None:
        raise NotYours
    return case_of(row)


def read_case(session: Session, case_id: UUID) -> Case:
    """The case as it stands now, without holding it; the caller has checked who asks. NotYours: none."""
    row = session.execute(_READ, {"case": case_id}).one_or_none()
    if row is None:
        raise NotYours
    return case_of(row)


def lock_for(session: Session, clerk: Clerk, case_id: UUID, *, seen: int | None) -> Case:
    """The case for a clerk who may work it. NotYours; Changed when it is no longer as seen."""
    case = lock(session, case_id)
    if not clerk.changes(case.office, case.department):
        raise NotYours
    if seen is not None and seen != case.revision:
        raise Changed
    return case


def lock_handled(session: Session, clerk: Clerk, case_id: UUID, *, seen: int | None) -> Case:
    """The case for its handler or a supervisor. NotYours, Changed; NotHandler for anybody else."""
    case = lock_for(session, clerk, case_id, seen=seen)
    if case.handler_id != clerk.id and "supervisor" not in clerk.roles:
        raise NotHandler
    return case


def move(
    session: Session,
    case: Case,
    to: str,
    *,
    clerk: Clerk | None,
    at: datetime,
    what: str | None = None,
    details: Details | None = None,
    **changes: object,
) -> Case:
    """The case in another state, audited as `what` (else the state's name). StepNotAllowed by the table.

    `clerk` None: the applicant's own doing. `changes` are further columns of the row.
    """
    if to not in STEPS[case.state]:
        raise StepNotAllowed
    said = {"from": case.state, "to": to, **(details or {})}
    return write(session, case, clerk=clerk, at=at, what=what or to, details=said, state=to, **changes)


def write(
    session: Session,
    case: Case,
    *,
    clerk: Clerk | None,
    at: datetime,
    what: str,
    details: Details | None = None,
    **changes: object,
) -> Case:
    """Enters a step in the audit and changes the row; a new answer stays marked unless `changes` say else."""
    actor = "applicant" if clerk is None else str(clerk.id)
    audit.append(session, case.id, at=at, actor=actor, what=what, details=details or {})
    values = {**changes, "revision": _CASE.c.revision + 1}
    written = update(_CASE).where(_CASE.c.submission_id == case.id).values(values).returning(*COLUMNS)
    return case_of(session.execute(written).one())


def case_of(row: Iterable[Any]) -> Case:  # Any: a row's values, of the types of their columns
    """The case of a row of `COLUMNS`."""
    return Case(*row)


#: the columns of a `Case`, in its order
COLUMNS = (
    _CASE.c.submission_id,
    _CASE.c.office_id,
    _CASE.c.service,
    _CASE.c.department,
    _CASE.c.state,
    _CASE.c.revision,
    _CASE.c.sender,
    _CASE.c.filed_at,
    _CASE.c.case_sign,
    _CASE.c.handler_id,
    _CASE.c.handler,
    _CASE.c.due_on,
    _CASE.c.due_explained,
    _CASE.c.term_from,
    _CASE.c.not_counted_days,
    _CASE.c.paused_on,
    _CASE.c.waiting_for,
    _CASE.c.new_answer,
    _CASE.c.opened_at,
    _CASE.c.closed_at,
)
_READ = select(*COLUMNS).where(_CASE.c.submission_id == bindparam("case"))
_LOCK = _READ.with_for_update()
