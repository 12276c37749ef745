"""Whether messages may leave at all: a restored system waits until released, a sick channel rests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Delete, and_, bindparam, delete, exists, func, not_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from casework.tables import message_tables

Channel = Literal["sms", "email"]
CHANNELS: tuple[Channel, ...] = ("sms", "email")
HoldKind = Literal["account", "away"]

_SENDING = tables.table_of(message_tables.Sending)
_HOLD = tables.table_of(message_tables.ChannelHold)

FIRST_REST = timedelta(seconds=0.5)
LONGEST_REST = timedelta(seconds=60)


@dataclass(frozen=True)
class Hold:
    """Why a channel waits."""

    kind: HoldKind
    code: str
    until: datetime
    failures: int


@dataclass(frozen=True)
class Gate:
    """What the sending of a channel finds before it."""

    at: datetime  #: by the database's clock
    released: bool
    hold: Hold | None

    def opens_for(self, most: int) -> int:
        """How many messages may go now: none, one to try a rested channel, or as many as asked."""
        if not self.released or (self.hold is not None and self.hold.until > self.at):
            return 0
        return min(most, 1) if self.hold is not None else most


def released(session: Session) -> bool:
    """Whether this system writes to people."""
    return bool(session.execute(select(_SENDING.c.released)).scalar_one_or_none())


def withhold(session: Session) -> None:
    """Nothing leaves until somebody releases it: for a restored copy, which may have a living twin."""
    session.execute(update(_SENDING).values(released=False, changed_at=func.now()))


def release(session: Session) -> None:
    """Messages leave again, with everything promised meanwhile."""
    session.execute(update(_SENDING).values(released=True, changed_at=func.now()))


def gate(session: Session, channel: Channel) -> Gate:
    """How the channel stands now."""
    row = session.execute(_GATE, {"channel": channel}).one_or_none()
    if row is None:  # no row at all says nothing of a release
        return Gate(session.execute(select(func.clock_timestamp())).scalar_one(), False, None)
    hold = None if row.kind is None else Hold(row.kind, row.code, row.until, row.failures)
    return Gate(row.at, row.released, hold)


def rest(
    session: Session,
    channel: Channel,
    kind: HoldKind,
    code: str,
    *,
    tried_at: datetime,
    at: datetime,
    least: float | None = None,
) -> None:
    """The channel rests: half a second after a first failure, then twice as long each time, up to a minute.

    `least`: seconds the operator asked for. Tries that began before the last failure prolong nothing.
    """
    known = session.execute(select(_HOLD).where(_HOLD.c.channel == channel).with_for_update()).one_or_none()
    if known is not None and known.since >= tried_at and known.kind == kind:
        return
    failures = 1 if known is None else known.failures + 1
    length = min(FIRST_REST * 2 ** min(failures - 1, 10), LONGEST_REST)
    length = max(length, timedelta(seconds=min(least or 0, LONGEST_REST.total_seconds())))
    row = {
        "channel": channel,
        "kind": kind,
        "code": code,
        "since": at,
        "until": at + length,
        "failures": failures,
    }
    session.execute(insert(_HOLD).values(row).on_conflict_do_update(index_elements=["channel"], set_=row))


def one_tries(session: Session, channel: Channel, until: datetime) -> None:
    """One message finds out whether the channel is well; until then the others wait."""
    session.execute(update(_HOLD).where(_HOLD.c.channel == channel).values(until=until))


def well(session: Session, channel: Channel) -> None:
    """The operator took a message: the rest is over."""
    session.execute(well_again(channel))


def well_again(channel: str | ColumnElement[str]) -> Delete:
    """The same as a statement."""
    return delete(_HOLD).where(_HOLD.c.channel == channel)


def is_open(channel: ColumnElement[str], at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether anything of the channel may leave, as part of a greater question."""
    resting = exists(select(1).where(_HOLD.c.channel == channel, _HOLD.c.until > at))
    return and_(exists(select(1).where(_SENDING.c.released)), not_(resting))


_GATE = (
    select(
        func.clock_timestamp().label("at"),
        _SENDING.c.released,
        _HOLD.c.kind,
        _HOLD.c.code,
        _HOLD.c.until,
        _HOLD.c.failures,
    )
    .select_from(_SENDING.outerjoin(_HOLD, _HOLD.c.channel == bindparam("channel")))
    .limit(1)
)
