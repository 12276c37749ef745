"""Drafts that ran out: what was typed goes at once, the link says so for a while."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework import tables
from casework.messages import of_drafts

#: how long the link of a draft that ran out still says so
AFTERLIFE = timedelta(days=30)

_DRAFT = tables.table_of(tables.Draft)
_ROW = tables.table_of(tables.DraftRow)
_FILE = tables.table_of(tables.DraftFile)


def remove_expired(session: Session, *, now: datetime) -> int:
    """Deletes drafts that ran out more than 30 days ago (until then the link says when it ran out); how many.

    Of unfiled drafts that ran out since, everything typed and attached goes at once, and the e-mail address.
    """
    # revision 0: nothing typed, or emptied before
    out = select(_DRAFT.c.id).where(
        _DRAFT.c.expires_at <= now, _DRAFT.c.submission_id.is_(None), _DRAFT.c.revision > 0
    )
    emptied = [row.id for row in session.execute(out.with_for_update(skip_locked=True))]
    for table in (_ROW, _FILE):
        session.execute(delete(table).where(table.c.draft_id.in_(emptied)))
    of_drafts.forget(session, emptied)
    session.execute(
        update(_DRAFT).where(_DRAFT.c.id.in_(emptied)).values(answers={}, done=[], doubted=None, revision=0)
    )
    gone = delete(_DRAFT).where(_DRAFT.c.expires_at < now - AFTERLIFE).returning(_DRAFT.c.id)
    return len(session.execute(gone).all())
