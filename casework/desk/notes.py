"""Notes on a case: for colleagues, never for the applicant."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework import audit, tables
from casework.desk.clerks import Clerk
from casework.desk.steps import lock_for
from casework.desk.typed_words import typed
from casework.tables import desk_tables
from forms_catalog.problems import N_

_NOTE = tables.table_of(desk_tables.CaseNote)


def note(session: Session, clerk: Clerk, case_id: UUID, *, text: str, at: datetime) -> UUID:
    """Adds a note; it stays for good. No step of the case. WrongInput("text") when empty; NotYours."""
    case = lock_for(session, clerk, case_id, seen=None)
    row = {
        "id": uuid4(),
        "submission_id": case.id,
        "office_id": case.office,
        "clerk_id": clerk.id,
        "at": at,
        "text": typed("text", text, N_("Write the note.")),
    }
    session.execute(insert(_NOTE), row)
    audit.append(session, case.id, at=at, actor=str(clerk.id), what="noted", details={"note": str(row["id"])})
    return UUID(str(row["id"]))
