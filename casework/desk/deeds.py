"""Who did what at the desk, read back from the entries of casework.desk.reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.clerks import Clerk
from casework.desk.reads import PLATFORM
from casework.tables import desk_tables

_ENTRY = tables.table_of(desk_tables.ReadEntry)
_CLERK = tables.table_of(desk_tables.ClerkRow)
_WHOM = _CLERK.alias("whom")
_LAST_NUMBER = 2**63 - 1  #: the database counts no further


@dataclass(frozen=True)
class Deed:
    number: int
    at: datetime
    who: str  #: name; the id where there is no such clerk
    what: str
    whom: str | None  #: name of the clerk it was done to
    case: UUID | None
    details: Mapping[str, object]


def deeds(session: Session, reader: Clerk, *, before: int | None = None, size: int = 50) -> Sequence[Deed]:
    """The newest first: an auditor reads all of the office, an administrator what is of no case."""
    asked = (
        select(_ENTRY, _CLERK.c.name.label("who"), _WHOM.c.name.label("whom"))
        .select_from(
            _ENTRY.outerjoin(_CLERK, cast(_CLERK.c.id, Text) == _ENTRY.c.actor).outerjoin(
                _WHOM, cast(_WHOM.c.id, Text) == _ENTRY.c.details["clerk"].astext
            )
        )
        .where(_ENTRY.c.office_id == (reader.office or PLATFORM))
        .order_by(_ENTRY.c.id.desc())
        .limit(size)
    )
    if "auditor" not in reader.roles:
        asked = asked.where(_ENTRY.c.submission_id.is_(None), _ENTRY.c.what != "search")
    if before is not None and abs(before) <= _LAST_NUMBER:
        asked = asked.where(_ENTRY.c.id < before)
    return [
        Deed(row.id, row.at, row.who or row.actor, row.what, row.whom, row.submission_id, row.details)
        for row in session.execute(asked).all()
    ]
