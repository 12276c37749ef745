"""Letters of a case as kept: found by who may read them, and named by a step of their own case only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.steps import WrongInput
from casework.tables import desk_tables
from forms_catalog.problems import N_

_LETTER = tables.table_of(desk_tables.Letter)


@dataclass(frozen=True)
class LetterShown:
    """A letter as its applicant is told of it."""

    id: UUID
    at: datetime
    kind: str
    title: str
    sha256: str
    size: int


def letters_of(session: Session, case_id: UUID) -> tuple[LetterShown, ...]:
    """The letters of a case, the newest first; the caller has checked who asks."""
    return tuple(LetterShown(*row) for row in session.execute(_OF_CASE, {"case": case_id}).all())


def find_letter(session: Session, case_id: UUID, letter: UUID) -> LetterShown | None:
    """A letter of this case; None for any other."""
    return next((shown for shown in letters_of(session, case_id) if shown.id == letter), None)


def demand(session: Session, case_id: UUID, letter: UUID | None) -> None:
    """WrongInput("letter") for a letter that is not of this case; None is no letter."""
    if letter is None:
        return
    if session.execute(_THIS_ONE, {"letter": letter, "case": case_id}).first() is None:
        raise WrongInput("letter", N_("This letter does not belong to the case."))


def find_public(session: Session, sha256: str) -> tuple[str, str, datetime] | None:
    """Office, title and time of the letter with these very bytes (SHA-256 hex), never a person.

    For /sprawdz-upo.
    """
    row = session.execute(_BY_DIGEST, {"digest": sha256}).first()
    return None if row is None else (row.office_id, row.title, row.at)


_BY_DIGEST = select(_LETTER.c.office_id, _LETTER.c.title, _LETTER.c.at).where(
    _LETTER.c.sha256 == bindparam("digest")
)
_THIS_ONE = select(_LETTER.c.id).where(
    _LETTER.c.id == bindparam("letter"), _LETTER.c.submission_id == bindparam("case")
)
_OF_CASE = (
    select(_LETTER.c.id, _LETTER.c.at, _LETTER.c.kind, _LETTER.c.title, _LETTER.c.sha256, _LETTER.c.size)
    .where(_LETTER.c.submission_id == bindparam("case"))
    .order_by(_LETTER.c.at.desc(), _LETTER.c.id)
)
