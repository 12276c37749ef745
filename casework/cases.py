"""Cases: minimal rows in this part; the desk works them in the next."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session


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
    waiting_for: str | None  #: None: nothing is awaited from the applicant
    signature: str
    history: tuple[CaseEvent, ...]


def find_by_key(session: Session, key: str) -> CaseView | None:
    """The case that an access key opens; None for any other text."""
    raise NotImplementedError


def find_case(session: Session, submission: UUID) -> CaseView | None:
    """The case of a submission; the caller has checked the token."""
    raise NotImplementedError
