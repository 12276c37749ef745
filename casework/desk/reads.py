"""Who read what: entries that are only added, chained in batches per office by a job.

A case's own chain would lock the case at every look; an entry here locks nothing.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from casework import tables
from casework.audit import GENESIS
from casework.desk.clerks import Clerk
from casework.tables import desk_tables

#: what the platform's own people do belongs to no office
PLATFORM = ""

_ENTRY = tables.table_of(desk_tables.ReadEntry)
_BATCH = tables.table_of(desk_tables.ReadBatch)
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ReadBreak:
    """A batch that no longer holds what it held."""

    office: str
    until: datetime
    reason: str  #: entries: something was added, dropped or changed; chain: a batch is missing or changed


def note_read(
    session: Session,
    clerk: Clerk,
    what: str,
    *,
    case: UUID | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Enters that the clerk read a case, a file or a list – or did something that is no case's (log-in,
    settings). Ids and digests only, never people; the moment is the database's.
    """
    row = {
        "office_id": clerk.office or PLATFORM,
        "actor": str(clerk.id),
        "what": what,
        "submission_id": case,
        "details": dict(details or {}),
    }
    session.execute(insert(_ENTRY), row)


def let_in(session: Session, clerk: UUID, *, office: str, by: Collection[UUID], since: datetime) -> bool:
    """Whether one of these people made that account since then, gave it a link or changed what it may do."""
    asked = select(_ENTRY.c.id).where(
        _ENTRY.c.office_id == office,
        _ENTRY.c.at >= since,
        _ENTRY.c.what.in_(("clerk_added", "link_handed_out", "rights_changed")),
        _ENTRY.c.actor.in_([str(one) for one in by]),
        _ENTRY.c.details["clerk"].astext == str(clerk),
    )
    return session.execute(asked.limit(1)).one_or_none() is not None


def chain_reads(session: Session, office: str, *, until: datetime) -> int:
    """Chains the office's entries up to a moment; the number of them. Twice changes nothing.

    Run it with a moment so far back that no transaction begun before it is still open (a minute is plenty:
    idle ones are ended after half of it).
    """
    last = session.execute(_LAST, {"office": office}).one_or_none()
    since, previous = (last.until, last.hash) if last is not None else (_NEVER, GENESIS)
    if until <= since:
        return 0
    entries, found = _digest(session, office, since, until, previous)
    if entries == 0:
        return 0
    row = {"office_id": office, "until": until, "entries": entries, "previous": previous, "hash": found}
    put = upsert(_BATCH).on_conflict_do_nothing().returning(_BATCH.c.entries)
    return session.execute(put, row).scalar_one_or_none() or 0


def verify_reads(session: Session, office: str) -> Sequence[ReadBreak]:
    """Every batch of an office that does not hold."""
    broken: list[ReadBreak] = []
    since, previous = _NEVER, GENESIS
    for batch in session.execute(_BATCHES, {"office": office}).all():
        if batch.previous != previous:
            broken.append(ReadBreak(office, batch.until, "chain"))
        elif _digest(session, office, since, batch.until, previous) != (batch.entries, batch.hash):
            broken.append(ReadBreak(office, batch.until, "entries"))
        since, previous = batch.until, batch.hash
    return broken


def _digest(
    session: Session, office: str, since: datetime, until: datetime, previous: bytes
) -> tuple[int, bytes]:
    """How many entries there are since and before, and the hash over them chained to the batch before."""
    chain, entries = hashlib.sha256(previous), 0
    place = {"office": office, "since": since, "until": until}
    for row in session.execute(_STRETCH, place, execution_options={"yield_per": 1000}):
        said = [row.id, office, row.at.astimezone(UTC).isoformat(timespec="microseconds"), row.actor]
        said += [row.what, None if row.submission_id is None else str(row.submission_id), row.details]
        chain.update(json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n")
        entries += 1
    return entries, chain.digest()


_LAST = (
    select(_BATCH.c.until, _BATCH.c.hash)
    .where(_BATCH.c.office_id == bindparam("office"))
    .order_by(_BATCH.c.until.desc())
    .limit(1)
)
_BATCHES = select(_BATCH).where(_BATCH.c.office_id == bindparam("office")).order_by(_BATCH.c.until)
_STRETCH = (
    select(_ENTRY)
    .where(
        _ENTRY.c.office_id == bindparam("office"),
        _ENTRY.c.at >= bindparam("since"),
        _ENTRY.c.at < bindparam("until"),
    )
    .order_by(_ENTRY.c.at, _ENTRY.c.id)
)
