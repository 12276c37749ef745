"""The case that somebody asks about by SMS: only the holder of its confirmed phone is told anything."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.access import is_key, key_hash
from casework.register import register_number
from casework.tables import message_tables

_CONSENT = tables.table_of(message_tables.ConsentRow)
_CASE = tables.table_of(tables.OfficeCase)
_ITEM = tables.table_of(tables.IncomingItem)
_SUBMISSION = tables.table_of(tables.Submission)


@dataclass(frozen=True)
class AskedAbout:
    id: UUID
    office: str
    state: str


def find(session: Session, phone: str, named: str) -> AskedAbout | None:
    """The phone's case with that sign, register number or access key; its only one where none is named.

    None alike for no such case and for somebody else's.
    """
    rows = session.execute(_OF_PHONE, {"phone": phone}).all()
    wanted = _plain(named)
    key = key_hash(named) if is_key(named) else None
    if not wanted:
        rows = rows if len(rows) == 1 else []
    else:
        rows = [
            row
            for row in rows
            if wanted in (_plain(row.case_sign or ""), _plain(register_number(row.number, row.year)))
            or row.access_key_hash == key
        ]
    return AskedAbout(rows[0].submission_id, rows[0].office_id, rows[0].state) if rows else None


def _plain(named: str) -> str:
    return "".join(named.upper().split())


_OF_PHONE = (
    select(
        _CASE.c.submission_id,
        _CASE.c.office_id,
        _CASE.c.state,
        _CASE.c.case_sign,
        _ITEM.c.number,
        _ITEM.c.year,
        _SUBMISSION.c.access_key_hash,
    )
    .distinct()
    .select_from(
        _CONSENT.join(_CASE, _CASE.c.submission_id == _CONSENT.c.submission_id)
        .join(_ITEM, _ITEM.c.submission_id == _CASE.c.submission_id)
        .join(_SUBMISSION, _SUBMISSION.c.id == _CASE.c.submission_id)
    )
    .where(
        _CONSENT.c.phone == bindparam("phone"),
        _CONSENT.c.confirmed_at.is_not(None),
        _CONSENT.c.withdrawn_at.is_(None),
    )
)
