"""Audit: one hash chain per case. Whoever changes, drops or moves an entry breaks it.

The case row keeps the chain's length and last hash, so a cut tail is found too.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from casework import tables

GENESIS = bytes(32)

_ENTRY = tables.table_of(tables.AuditEntry)
_CASE = tables.table_of(tables.OfficeCase)


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a case."""

    submission: UUID
    office: str
    position: int  #: 1, 2, … within the case
    at: datetime
    actor: str  #: applicant, system, or a clerk's id; never a name
    what: str  #: received, …
    details: Mapping[str, str | int | bool]  #: ids and digests only, never people

    def hash_after(self, previous: bytes) -> bytes:
        """SHA-256 over the hash before and everything the entry says."""
        said = json.dumps(
            [
                str(self.submission),
                self.office,
                self.position,
                self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                self.actor,
                self.what,
                dict(self.details),
            ],
            sort_keys=True,
            separators=(",", ":"),
        )
        return hashlib.sha256(previous + said.encode()).digest()

    def row(self, previous: bytes) -> dict[str, object]:
        """The entry as the table keeps it, chained to the one before (GENESIS before the first)."""
        return {
            "submission_id": self.submission,
            "office_id": self.office,
            "position": self.position,
            "at": self.at,
            "actor": self.actor,
            "what": self.what,
            "details": dict(self.details),
            "previous": previous,
            "hash": self.hash_after(previous),
        }


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold."""

    submission: UUID
    position: int  #: the first entry that is wrong or missing
    reason: str  #: missing, changed, head


class CaseNotFound(Exception):
    """There is no such case."""


def append(
    session: Session,
    submission: UUID,
    *,
    at: datetime,
    actor: str,
    what: str,
    details: Mapping[str, str | int | bool],
) -> Entry:
    """The next entry of a case's chain, at the database's time; its row stays locked until COMMIT."""
    case = session.execute(_LOCK, {"case": submission}).one_or_none()
    if case is None:
        raise CaseNotFound
    entry = Entry(submission, case.office_id, case.audit_length + 1, at, actor, what, details)
    row = entry.row(case.audit_head)
    session.execute(insert(_ENTRY), row)
    session.execute(
        update(_CASE)
        .where(_CASE.c.submission_id == submission)
        .values(audit_length=entry.position, audit_head=row["hash"])
    )
    return entry


def verify_chain(session: Session, submission: UUID) -> Break | None:
    """The first place where a case's chain does not hold; None when all is as it was written."""
    case = session.execute(select(_CASE).where(_CASE.c.submission_id == submission)).one_or_none()
    if case is None:
        raise CaseNotFound
    entries = session.execute(_ENTRIES, {"case": submission}).all()
    previous = GENESIS
    for position, row in enumerate(entries, start=1):
        if row.position != position:
            return Break(submission, position, "missing")
        entry = Entry(
            row.submission_id, row.office_id, row.position, row.at, row.actor, row.what, row.details
        )
        if (row.previous, row.hash) != (previous, entry.hash_after(previous)):
            return Break(submission, position, "changed")
        previous = row.hash
    if len(entries) < case.audit_length:
        return Break(submission, len(entries) + 1, "missing")
    if (len(entries), previous) != (case.audit_length, case.audit_head):
        return Break(submission, len(entries), "head")
    return None


def verify_office(session: Session, office: str) -> Sequence[Break]:
    """Every broken chain of an office."""
    cases = session.execute(select(_CASE.c.submission_id).where(_CASE.c.office_id == office)).scalars().all()
    found = (verify_chain(session, submission) for submission in cases)
    return [broken for broken in found if broken is not None]


_LOCK = select(_CASE).where(_CASE.c.submission_id == bindparam("case")).with_for_update()
_ENTRIES = select(_ENTRY).where(_ENTRY.c.submission_id == bindparam("case")).order_by(_ENTRY.c.position)
