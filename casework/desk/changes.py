"""What happened to a case since a page of it was read: whoever was second is told who was first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.clerks import Clerk, NotYours
from casework.tables import desk_tables

_CASE = tables.table_of(tables.OfficeCase)
_ENTRY = tables.table_of(tables.AuditEntry)
_CLERK = tables.table_of(desk_tables.ClerkRow)

#: entries of the audit that raise no revision: they change nothing that a page decides by
_NO_STEP = ("received", "noted")


@dataclass(frozen=True)
class Change:
    """A step that somebody took meanwhile."""

    at: datetime
    actor: str  #: a clerk's name; else applicant, system
    own: bool  #: the clerk who asks did it
    what: str  #: taken, called, letter …
    details: Mapping[str, object]


def changes_since(session: Session, clerk: Clerk, case_id: UUID, *, seen: int) -> tuple[Change, ...]:
    """The steps after the revision that a page showed, the oldest first; NotYours for who may not read it."""
    row = session.execute(_PLACE, {"case": case_id}).one_or_none()
    if row is None or not clerk.reads(row.office_id, row.department):
        raise NotYours
    missed = max(row.revision - seen, 0) if seen >= 0 else 0
    entries = session.execute(_LAST, {"case": case_id}).all()[:missed]
    return tuple(
        Change(entry.at, entry.name or entry.actor, entry.actor == str(clerk.id), entry.what, entry.details)
        for entry in reversed(entries)
    )


_PLACE = select(_CASE.c.office_id, _CASE.c.department, _CASE.c.revision).where(
    _CASE.c.submission_id == bindparam("case")
)
_LAST = (
    select(_ENTRY.c.at, _ENTRY.c.actor, _ENTRY.c.what, _ENTRY.c.details, _CLERK.c.name)
    .select_from(_ENTRY.outerjoin(_CLERK, _CLERK.c.id.cast(_ENTRY.c.actor.type) == _ENTRY.c.actor))
    .where(_ENTRY.c.submission_id == bindparam("case"), _ENTRY.c.what.not_in(_NO_STEP))
    .order_by(_ENTRY.c.position.desc())
    .limit(100)
)
