"""Submissions begun from the answers of earlier ones: noted with the draft, told at the desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, bindparam, cast, delete, exists, literal, select, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from casework.register import register_number
from casework.tables.begun_tables import BegunFrom

_FROM = tables.table_of(BegunFrom)
_DRAFT = tables.table_of(tables.Draft)
_SUBMISSION = tables.table_of(tables.Submission)
_ITEM = tables.table_of(tables.IncomingItem)


@dataclass(frozen=True)
class Kin:
    """Another submission that one was begun from, or that was begun from it."""

    submission: UUID
    register_number: str
    corrects: bool  #: the later one is a correction
    later: bool  #: it came after the one that was asked about


def note_origin(
    session: Session, draft_id: UUID, earlier: UUID, *, office: str, corrects: bool, at: datetime
) -> None:
    """What the draft was begun from; the first word counts."""
    row = {"key": str(draft_id), "office_id": office, "earlier_id": earlier, "corrects": corrects, "at": at}
    session.execute(insert(_FROM).on_conflict_do_nothing(), row)


def forget_unfiled(session: Session) -> int:
    """Forgets what drafts were begun from that are gone and were never filed; how many. What a submission was
    begun from stays with it.
    """
    draft, filed = _FROM.c.key == cast(_DRAFT.c.id, Text), _FROM.c.key == _SUBMISSION.c.key
    gone = delete(_FROM).where(~exists().where(draft), ~exists().where(filed)).returning(_FROM.c.key)
    return len(session.execute(gone).all())


def kin_of(session: Session, submission: UUID) -> tuple[Kin, ...]:
    """What it was begun from, and what was filed from it, in the order of the register. The caller has let
    the clerk in; opening another one is asked for anew.
    """
    rows = session.execute(_KIN, {"submission": submission}).all()
    return tuple(
        Kin(row.id, register_number(row.number, row.year), row.corrects, row.later)
        for row in sorted(rows, key=lambda row: (row.year, row.number))
    )


_ASKED = bindparam("submission", type_=_SUBMISSION.c.id.type)
_told = (_ITEM.c.submission_id.label("id"), _ITEM.c.year, _ITEM.c.number, _FROM.c.corrects)
_KIN = union_all(
    select(*_told, literal(False).label("later"))
    .select_from(_SUBMISSION)
    .join(_FROM, _FROM.c.key == _SUBMISSION.c.key)
    .join(_ITEM, _ITEM.c.submission_id == _FROM.c.earlier_id)
    .where(_SUBMISSION.c.id == _ASKED, _FROM.c.office_id == _SUBMISSION.c.office_id),
    select(*_told, literal(True))
    .select_from(_FROM)
    .join(_SUBMISSION, _SUBMISSION.c.key == _FROM.c.key)
    .join(_ITEM, _ITEM.c.submission_id == _SUBMISSION.c.id)
    .where(_FROM.c.earlier_id == _ASKED, _FROM.c.office_id == _SUBMISSION.c.office_id),
)
