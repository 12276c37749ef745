"""A draft moves to the form that took the place of the one it was begun on; nothing typed is lost."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import tables
from casework.drafts import Draft, find, lock
from forms_catalog.model import Definition

_DRAFT = tables.table_of(tables.Draft)


def move(
    session: Session, draft_id: UUID, *, old: Definition | None, new: Definition, now: datetime
) -> Draft:
    """The draft goes on with the form in force now. Every answer, row and file stays, also those that the new
    form does not ask for; pages that are not as they were in `old`, the draft's form as far as it is known,
    count as not done. Twice changes nothing.

    Raises DraftFiled, DraftExpired, DraftNotFound.
    """
    row = lock(session, draft_id, now)
    if row.version != new.version:
        same = {part.name for part in new.sections if old is not None and part in old.sections}
        if old is not None and old.attachments != new.attachments:
            same -= {part.name for part in new.sections if part.attachments}
        moved = update(_DRAFT).where(_DRAFT.c.id == draft_id)
        values = {
            "version": new.version,
            "moved_from": row.moved_from or row.version,
            "revision": _DRAFT.c.revision + 1,
            "done": sorted(same & set(row.done)),
        }
        session.execute(moved.values(**values))
    return find(session, draft_id, now=now)
