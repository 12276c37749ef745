"""Letters of a case as kept: a step may name one only when it belongs to the case."""

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


_OF_CASE = select(_LETTER.c.id).where(
    _LETTER.c.id == bindparam("letter"), _LETTER.c.submission_id == bindparam("case")
)
