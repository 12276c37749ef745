"""Messages that will not reach anybody by themselves: an office's people look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, func, literal, not_, or_, select, tuple_
from sqlalchemy.orm import Session

from casework import tables
from casework.access import NotYours
from casework.messages.of_case import masked
from casework.messages.sending import Channel
from casework.register import register_number
from casework.tables import message_tables

#: older ones are history: nobody waits for them any more
LOOKED_BACK = timedelta(days=30)
#: so long the operator's list is asked before a person is
_DOUBT_IS_FRESH = timedelta(minutes=10)

_MESSAGE = tables.table_of(message_tables.Message)
_CASE = tables.table_of(tables.OfficeCase)
_ITEM = tables.table_of(tables.IncomingItem)


class Watcher(Protocol):
    """Somebody at the desk (casework.desk.clerks.Clerk)."""

    @property
    def office(self) -> str | None: ...

    @property
    def roles(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Stuck:
    """One message that a person has to look at."""

    id: UUID
    changed_at: datetime
    channel: Channel
    event: str  #: as MessageShown's
    state: str  #: refused, failed, held or unknown
    recipient: str  #: masked
    last_code: str | None
    case: UUID | None  #: None: an answer to somebody whose case is not known
    sign: str | None  #: case sign, before there is one the register number
    asked: bool  #: we go on by ourselves: the limit passes, or the operator is asked again


@dataclass(frozen=True)
class StuckKind:
    """How many of a kind, and nothing of any case."""

    channel: Channel
    event: str
    state: str
    last_code: str | None
    messages: int
    newest: datetime  #: when the last of them came so far


def stuck(
    session: Session,
    watcher: Watcher,
    *,
    at: datetime,
    before: tuple[datetime, UUID] | None = None,
    size: int = 50,
) -> Sequence[Stuck]:
    """The office's messages of the last 30 days that need a person, the newest first; for supervisors alone.

    An SMS in whose place an e-mail was promised is none; the e-mail itself may be. NotYours for others.
    """
    asked = _STUCK.order_by(_MESSAGE.c.changed_at.desc(), _MESSAGE.c.id.desc()).limit(size)
    if before is not None:
        asked = asked.where(tuple_(_MESSAGE.c.changed_at, _MESSAGE.c.id) < before)
    rows = session.execute(asked, _place(watcher, "supervisor", at)).all()
    return [
        Stuck(
            id=row.id,
            changed_at=row.changed_at,
            channel=row.channel,
            event=row.event.split("/", 1)[0],
            state=row.state,
            recipient=masked(row.channel, row.recipient),
            last_code=row.last_code,
            case=row.submission_id,
            sign=row.case_sign or (register_number(row.number, row.year) if row.number is not None else None),
            asked=row.next_at is not None,
        )
        for row in rows
    ]


def stuck_kinds(session: Session, watcher: Watcher, *, at: datetime) -> Sequence[StuckKind]:
    """The same counted by kind, the most first; for an office's administrator. NotYours for others."""
    rows = session.execute(_KINDS, _place(watcher, "office_admin", at)).all()
    return [StuckKind(*row) for row in rows]


def _place(watcher: Watcher, role: str, at: datetime) -> dict[str, object]:
    if watcher.office is None or role not in watcher.roles:
        raise NotYours
    return {"office": watcher.office, "since": at - LOOKED_BACK, "doubted": at - _DOUBT_IS_FRESH}


_INSTEAD = _MESSAGE.alias()
_BY_EMAIL = exists(
    select(1).where(
        _INSTEAD.c.submission_id == _MESSAGE.c.submission_id,
        _INSTEAD.c.event == _MESSAGE.c.event,
        _INSTEAD.c.channel == "email",
    )
)
_NEEDS_SOMEBODY = and_(
    _MESSAGE.c.office_id == bindparam("office"),
    _MESSAGE.c.state.in_([literal(state, literal_execute=True) for state in message_tables.STUCK_STATES]),
    _MESSAGE.c.changed_at >= bindparam("since"),
    or_(
        _MESSAGE.c.state != "unknown",
        _MESSAGE.c.next_at.is_(None),
        _MESSAGE.c.changed_at < bindparam("doubted"),
    ),
    # nobody filed it: the office knows of no draft
    _MESSAGE.c.purpose != literal("draft", literal_execute=True),
    # a code that came too late is asked for again, an answer that did answers nothing
    or_(_MESSAGE.c.purpose == "news", func.coalesce(_MESSAGE.c.last_code, "") != "expired"),
    not_(and_(_MESSAGE.c.channel == "sms", _BY_EMAIL)),
)
_STUCK = (
    select(
        _MESSAGE.c.id,
        _MESSAGE.c.changed_at,
        _MESSAGE.c.channel,
        _MESSAGE.c.event,
        _MESSAGE.c.state,
        _MESSAGE.c.recipient,
        _MESSAGE.c.last_code,
        _MESSAGE.c.next_at,
        _MESSAGE.c.submission_id,
        _CASE.c.case_sign,
        _ITEM.c.number,
        _ITEM.c.year,
    )
    .select_from(
        _MESSAGE.outerjoin(_CASE, _CASE.c.submission_id == _MESSAGE.c.submission_id).outerjoin(
            _ITEM, _ITEM.c.submission_id == _MESSAGE.c.submission_id
        )
    )
    .where(_NEEDS_SOMEBODY)
)
_EVENT = func.split_part(
    _MESSAGE.c.event, literal("/", literal_execute=True), literal(1, literal_execute=True)
)
_KINDS = (
    select(
        _MESSAGE.c.channel,
        _EVENT,
        _MESSAGE.c.state,
        _MESSAGE.c.last_code,
        func.count(),
        func.max(_MESSAGE.c.changed_at),
    )
    .where(_NEEDS_SOMEBODY)
    .group_by(_MESSAGE.c.channel, _EVENT, _MESSAGE.c.state, _MESSAGE.c.last_code)
    .order_by(func.count().desc(), func.max(_MESSAGE.c.changed_at).desc())
)
