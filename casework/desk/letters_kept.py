"""Letters of a case as kept: a step may name one only when it belongs to the case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.steps import WrongInput
from casework.tables import desk_tables
from forms_catalog.problems import N_

_LETTER = tables.table_of(desk_tables.Letter)


def demand(session: Session, case_id: UUID, letter: UUID | None) -> None:
    """WrongInput("letter") for a letter that is not of this case; None is no letter."""
    if letter is None:
        return
    if session.execute(_OF_CASE, {"letter": letter, "case": case_id}).first() is None:
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
_OF_CASE = select(_LETTER.c.id).where(
    _LETTER.c.id == bindparam("letter"), _LETTER.c.submission_id == bindparam("case")
)
