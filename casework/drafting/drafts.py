"""Drafts: what was typed so far, safe until it is filed, deleted or has run out.

The draft's id is a secret of 128 random bits made with the blank form: whoever holds the link holds the
draft. Every change raises `revision`. A filed draft can no longer change.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Row, ScalarSelect, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.orm import Session

from casework import tables
from casework.drafting.draft_answers import merge_section, place_rows, storable
from casework.drafting.draft_doubts import Looked, read_doubted, with_looked
from casework.messages import of_drafts
from casework.messages.of_drafts import Told
from forms_catalog.answers import Answers, at
from forms_catalog.model import Definition
from forms_catalog.places.register import Kept

DRAFT_DAYS = 30

_DRAFT = tables.table_of(tables.Draft)
_ROW = tables.table_of(tables.DraftRow)
_FILE = tables.table_of(tables.DraftFile)


@dataclass(frozen=True)
class DraftFile:
    id: UUID
    slot: str
    filename: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Draft:
    """A draft as read; `answers` holds the rows of repeating groups in their order."""

    id: UUID
    office: str
    service: str
    version: int
    revision: int
    language: str
    answers: Answers
    rows: Mapping[
        str, tuple[UUID, ...]
    ]  #: pointer of a repeating group ("/company/representatives") → ids of its rows
    files: tuple[DraftFile, ...]
    done: frozenset[str]  #: names of sections saved at least once without problems
    saved_at: datetime
    expires_at: datetime
    submission: UUID | None  #: the submission's id once it is filed
    moved_from: int | None = None  #: the version it was begun on, where a newer form took its place
    doubted: Kept = field(default_factory=dict)  #: addresses that the register of places does not know


class DraftNotFound(Exception):
    """There is no such draft (or not any more, or it belongs to another office or service)."""


class RowNotFound(DraftNotFound):
    """The draft is there, the row is not (any more)."""


class DraftExpired(Exception):
    """The draft ran out; its answers are gone."""

    def __init__(self, expired_at: datetime) -> None:
        super().__init__("draft expired")
        self.expired_at = expired_at


class DraftFiled(Exception):
    """The draft was filed meanwhile and cannot change."""

    def __init__(self, submission: UUID) -> None:
        super().__init__("draft filed")
        self.submission = submission


class TooMany(Exception):
    """No further row or file fits: the definition's limit is reached."""


def find(
    session: Session,
    draft_id: UUID,
    *,
    now: datetime,
    office: str | None = None,
    service: str | None = None,
) -> Draft:
    """The draft; DraftNotFound (also for another office or service, where named) or DraftExpired."""
    row = session.execute(_READ, {"draft": draft_id}).one_or_none()
    if row is None or office not in (None, row.office_id) or service not in (None, row.service):
        raise DraftNotFound
    if row.submission_id is None and row.expires_at <= now:
        raise DraftExpired(row.expires_at)
    return _draft(row)


def save_section(
    session: Session,
    draft_id: UUID,
    *,
    office: str,
    definition: Definition,
    section: str,
    answers: Answers,
    done: bool,
    language: str,
    now: datetime,
    draft_days: int = DRAFT_DAYS,
    looked: Looked | None = None,
) -> Draft:
    """Keeps a section's cleaned answers (groups merged, rows untouched); the first one makes the draft.

    Answers of the section's own fields that are absent in `answers` are removed, unless the new answers hide
    their question. The draft moves to the definition's version. Raises DraftFiled, DraftExpired, and
    DraftNotFound for the draft of another office or service.
    """
    blank = {
        "id": draft_id, "office_id": office, "service": definition.code, "version": definition.version,
        "revision": 0, "language": language, "answers": {}, "done": [],
        "saved_at": now, "expires_at": now + timedelta(days=draft_days),
    }  # fmt: skip
    session.execute(insert(_DRAFT).on_conflict_do_nothing(), blank)
    row = lock(session, draft_id, now)
    if (row.office_id, row.service) != (office, definition.code):
        raise DraftNotFound
    part = next(part for part in definition.sections if part.name == section)
    if row.moved_from is not None:
        _drop_answered_rows(session, draft_id, answers)
    _touch(
        session,
        draft_id,
        now,
        draft_days,
        version=definition.version,
        language=language,
        answers=storable(merge_section(definition, part, row.answers, answers)),
        done=sorted({*row.done, section} if done else set(row.done) - {section}),
        **_doubted(row, looked),
    )
    return find(session, draft_id, now=now)


def add_row(
    session: Session,
    draft_id: UUID,
    pointer: str,
    answers: Answers,
    *,
    limit: int,
    now: datetime,
    draft_days: int = DRAFT_DAYS,
    row_id: UUID | None = None,
    looked: Looked | None = None,
) -> UUID:
    """A further row of the repeating group at `pointer`; TooMany beyond the limit.

    With a `row_id` made with the blank page a second click changes that row instead of adding another.
    """
    draft = lock(session, draft_id, now)
    known = session.execute(
        select(_ROW.c.id, _ROW.c.position)
        .where(_ROW.c.draft_id == draft_id, _ROW.c.pointer == pointer)
        .order_by(_ROW.c.position)
    ).all()
    if row_id is not None and any(row.id == row_id for row in known):
        save_row(session, draft_id, row_id, answers, now=now, draft_days=draft_days, looked=looked)
        return row_id
    if len(known) >= limit:
        raise TooMany
    added = row_id or uuid4()
    row = {
        "id": added, "draft_id": draft_id, "office_id": draft.office_id, "pointer": pointer,
        "position": known[-1].position + 1 if known else 1, "answers": storable(answers),
    }  # fmt: skip
    session.execute(insert(_ROW), row)
    _touch(session, draft_id, now, draft_days, **_doubted(draft, looked))
    return added


def add_rows(
    session: Session,
    draft_id: UUID,
    pointer: str,
    rows: Mapping[UUID, Answers],
    *,
    limit: int,
    now: datetime,
    draft_days: int = DRAFT_DAYS,
    looked: Looked | None = None,
) -> int:
    """Many rows at the end of their group, in one step; how many are new. TooMany when not all of them fit.

    Those whose id is in the draft already stay as they are: a second click adds nothing.
    """
    draft = lock(session, draft_id, now)
    mine = (_ROW.c.draft_id == draft_id, _ROW.c.pointer == pointer)
    known = session.execute(select(_ROW.c.id, _ROW.c.position).where(*mine)).all()
    there = {row.id for row in known}
    fresh = {row_id: answers for row_id, answers in rows.items() if row_id not in there}
    if len(known) + len(fresh) > limit:
        raise TooMany
    last = max((row.position for row in known), default=0)
    place = {"draft_id": draft_id, "office_id": draft.office_id, "pointer": pointer}
    if fresh:
        added = [
            {**place, "id": row_id, "position": last + number, "answers": storable(answers)}
            for number, (row_id, answers) in enumerate(fresh.items(), 1)
        ]
        session.execute(insert(_ROW), added)
        _touch(session, draft_id, now, draft_days, **_doubted(draft, looked))
    return len(fresh)


def save_row(
    session: Session,
    draft_id: UUID,
    row_id: UUID,
    answers: Answers,
    *,
    now: datetime,
    draft_days: int = DRAFT_DAYS,
    looked: Looked | None = None,
) -> None:
    """Replaces the row's answers; RowNotFound when it was removed meanwhile."""
    draft = lock(session, draft_id, now)
    mine = (_ROW.c.draft_id == draft_id, _ROW.c.id == row_id)
    saved = update(_ROW).where(*mine).values(answers=storable(answers)).returning(_ROW.c.id)
    if session.execute(saved).one_or_none() is None:
        raise RowNotFound
    _touch(session, draft_id, now, draft_days, **_doubted(draft, looked))


def remove_row(
    session: Session, draft_id: UUID, row_id: UUID, *, now: datetime, draft_days: int = DRAFT_DAYS
) -> None:
    """Silent when the row is gone already."""
    _remove(session, draft_id, _ROW, row_id, now, draft_days)


def attach(
    session: Session,
    draft_id: UUID,
    file: DraftFile,
    *,
    limit: int,
    now: datetime,
    draft_days: int = DRAFT_DAYS,
) -> None:
    """Adds a stored file to the draft, once however often it is sent; TooMany beyond the slot's limit."""
    draft = lock(session, draft_id, now)
    known = session.execute(
        select(_FILE).where(_FILE.c.draft_id == draft_id).order_by(_FILE.c.position)
    ).all()
    in_slot = [row for row in known if row.slot == file.slot]
    if any(
        row.id == file.id or (row.sha256, row.filename) == (file.sha256, file.filename) for row in in_slot
    ):
        return
    if len(in_slot) >= limit:
        raise TooMany
    position = known[-1].position + 1 if known else 1
    place = {"draft_id": draft_id, "office_id": draft.office_id, "position": position}
    session.execute(insert(_FILE), asdict(file) | place)
    _touch(session, draft_id, now, draft_days)


def detach(
    session: Session, draft_id: UUID, file_id: UUID, *, now: datetime, draft_days: int = DRAFT_DAYS
) -> None:
    """Silent when the file is gone already; its bytes stay in the store until nobody names them."""
    _remove(session, draft_id, _FILE, file_id, now, draft_days)


def leave_address(session: Session, draft_id: UUID, email: str, *, place: str, now: datetime) -> Told | None:
    """Keeps where its owner wants to hear of the draft, no change of it; None where it is kept already.

    Raises of_drafts.TooManyLetters. Whoever gets a Told promises the letter with the link.
    """
    lock(session, draft_id, now)
    return of_drafts.leave(session, draft_id, email, place=place, at=now)


def forget_address(session: Session, draft_id: UUID, *, now: datetime) -> None:
    """No more letters about the draft; silent when no address was left."""
    lock(session, draft_id, now)
    of_drafts.forget(session, [draft_id])


def discard(session: Session, draft_id: UUID) -> None:
    """Deletes a draft at its owner's wish; silent when it is gone already, DraftFiled for a filed one."""
    row = session.execute(_LOCK, {"draft": draft_id}).one_or_none()
    if row is not None and row.submission_id is not None:
        raise DraftFiled(row.submission_id)
    of_drafts.forget(session, [draft_id])
    session.execute(delete(_DRAFT).where(_DRAFT.c.id == draft_id))


def lock(session: Session, draft_id: UUID, now: datetime) -> Row[tuple[object, ...]]:
    """The draft's row, locked until the transaction ends: two tabs write one after the other."""
    row = session.execute(_LOCK, {"draft": draft_id}).one_or_none()
    if row is None:
        raise DraftNotFound
    if row.submission_id is not None:
        raise DraftFiled(row.submission_id)
    if row.expires_at <= now:
        raise DraftExpired(row.expires_at)
    return row


def _touch(session: Session, draft_id: UUID, now: datetime, draft_days: int, **changes: object) -> None:
    session.execute(
        update(_DRAFT)
        .where(_DRAFT.c.id == draft_id)
        .values(
            revision=_DRAFT.c.revision + 1,
            saved_at=now,
            expires_at=now + timedelta(days=draft_days),
            **changes,
        )
    )


def _doubted(draft: Row[tuple[object, ...]], looked: Looked | None) -> dict[str, object]:
    """What changes in the draft's doubts; nothing where no address was looked up."""
    return {"doubted": with_looked(draft.doubted, looked)} if looked else {}


def _drop_answered_rows(session: Session, draft_id: UUID, answers: Answers) -> None:
    """Rows of an earlier form would hide the answer to a question that has their name now."""
    pointers = session.scalars(select(_ROW.c.pointer).where(_ROW.c.draft_id == draft_id).distinct())
    answered = [one for one in pointers if at(answers, one) is not None]
    session.execute(delete(_ROW).where(_ROW.c.draft_id == draft_id, _ROW.c.pointer.in_(answered)))


def _remove(
    session: Session, draft_id: UUID, table: Table, member: UUID, now: datetime, draft_days: int
) -> None:
    lock(session, draft_id, now)
    mine = delete(table).where(table.c.draft_id == draft_id, table.c.id == member).returning(table.c.id)
    if session.execute(mine).one_or_none() is not None:
        _touch(session, draft_id, now, draft_days)


def _draft(row: Row[tuple[object, ...]]) -> Draft:
    rows: dict[str, tuple[UUID, ...]] = {}
    for row_id, pointer, _ in row.rows or ():
        rows[pointer] = (*rows.get(pointer, ()), UUID(row_id))
    return Draft(
        id=row.id,
        office=row.office_id,
        service=row.service,
        version=row.version,
        revision=row.revision,
        language=row.language,
        answers=place_rows(row.answers, ((pointer, answers) for _, pointer, answers in row.rows or ())),
        rows=rows,
        files=tuple(DraftFile(UUID(file_id), *facts) for file_id, *facts in row.files or ()),
        done=frozenset(row.done),
        saved_at=row.saved_at,
        expires_at=row.expires_at,
        submission=row.submission_id,
        moved_from=row.moved_from,
        doubted=read_doubted(row.doubted),
    )


def _gathered(table: Table, *columns: str) -> ScalarSelect[object]:
    """A draft's rows or files as one JSON list, in their order: the whole draft comes in one round trip."""
    facts = func.jsonb_build_array(*(table.c[column] for column in columns))
    ordered = func.jsonb_agg(aggregate_order_by(facts, table.c.position))
    return select(ordered).where(table.c.draft_id == _DRAFT.c.id).scalar_subquery()


_MINE = _DRAFT.c.id == bindparam("draft")
_LOCK = select(_DRAFT).where(_MINE).with_for_update()
_READ = select(
    _DRAFT,
    _gathered(_ROW, "id", "pointer", "answers").label("rows"),
    _gathered(_FILE, "id", "slot", "filename", "content_type", "size", "sha256").label("files"),
).where(_MINE)
