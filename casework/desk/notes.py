"""Notes on a case: for colleagues, never for the applicant."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from casework import audit, tables
from casework.desk.clerks import Clerk
from casework.desk.steps import lock_for
from casework.desk.typed_words import typed
from casework.tables import desk_tables
from forms_catalog.problems import N_

_NOTE = tables.table_of(desk_tables.CaseNote)


def note(
    session: Session, clerk: Clerk, case_id: UUID, *, text: str, at: datetime, note_id: UUID | None = None
) -> UUID:
    """Adds a note; it stays for good. No step of the case. WrongInput("text") when empty; NotYours.

    A form's own `note_id` is entered once, however often the form is sent.
    """
    case = lock_for(session, clerk, case_id, seen=None)
    if note_id is not None and session.execute(_ENTERED, {"note": note_id}).first() is not None:
        return note_id
    row = {
        "id": note_id or uuid4(),
        "submission_id": case.id,
        "office_id": case.office,
        "clerk_id": clerk.id,
        "at": at,
        "text": typed("text", text, N_("Write the note.")),
    }
    session.execute(insert(_NOTE), row)
    audit.append(session, case.id, at=at, actor=str(clerk.id), what="noted", details={"note": str(row["id"])})
    return UUID(str(row["id"]))


_ENTERED = select(_NOTE.c.id).where(_NOTE.c.id == bindparam("note"))
