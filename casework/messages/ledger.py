"""The ledger of messages as its drains see it: taken in batches, each try written before it begins.

States only go forward: promised → sending → sent → delivered, refused or failed; a lost answer makes
`unknown` until the operator was asked. No transaction of these is open while an operator is called.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    and_,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from casework import tables
from casework.messages import statements
from casework.messages.sending import Channel, Gate, gate
from casework.register import register_number
from casework.tables import message_tables

#: tries that end with "later" before a message is given up
MOST_FAILURES = 48
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(hours=1)
_LOCKS = {"sms": 0x6F6B736D73, "email": 0x6F6B6D61696C}

_MESSAGE = tables.table_of(message_tables.Message)
_TRY = tables.table_of(message_tables.MessageTry)

FINAL = ("delivered", "refused", "failed")
#: why a message of an office that is not open here waits, and for how long at a time
OFFICE_CLOSED, LOOK_AGAIN = "office_closed", timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """A message whose time has come, as its row stands."""

    id: UUID
    office: str
    submission: UUID | None
    event: str
    purpose: str
    recipient: str
    language: str
    about: str
    sign: str | None  #: case sign, before there is one the register number
    subject: str | None
    body: str | None
    state: str
    tries: int
    failures: int
    expires_at: datetime | None
    operator_ref: str | None
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Begun:
    """A try that is written down: from now on nobody else sends this message."""

    message: Due
    number: int  #: of the try
    at: datetime  #: when it began, by the database's clock
    subject: str | None
    body: str


def at_work(session: Session) -> frozenset[Channel]:
    """The channels with something that may be sent now: a cheap look, for a session that begins nothing."""
    return frozenset(session.execute(statements.WORK).scalars())


def take(session: Session, channel: Channel, most: int) -> tuple[Gate, Sequence[Due]]:
    """What may be sent now, locked for this transaction; the caller begins, holds or ends each one of them.

    A phone gets one message of a kind at a time and in order: while the fate of one is open, the next waits,
    so that what an operator's list shows can be told apart by number and text.
    """
    door = gate(session, channel)
    limit = door.opens_for(most)
    if not limit or not session.execute(statements.ANY, {"channel": channel, "at": door.at}).scalar_one():
        return door, ()
    session.execute(statements.IN_TURN, {"lock": _LOCKS[channel]})
    rows = session.execute(statements.DUE, {"channel": channel, "at": door.at, "most": limit}).all()
    return door, [_due(row) for row in rows]


def begin(
    session: Session, message: Due, *, subject: str | None, body: str, at: datetime, lease: timedelta
) -> Begun:
    """Writes the try down. The body of a code is not kept."""
    number = message.tries + 1
    kept = None if message.purpose == "code" else body
    tried = {"message": message.id, "try": number, "begins": at, "ends": at + lease}
    session.execute(statements.BEGIN, tried | {"said": subject, "in_words": kept})
    return Begun(message, number, at, subject, body)


def accepted(
    session: Session, begun: Begun, ref: str, operator: str, *, channel: Channel, ask_after: timedelta | None
) -> None:
    """The operator has it, so the channel is well; a report that came in faster stays. One statement.

    `ask_after`: how long to wait for a report before the operator is asked what became of it.
    """
    given = {"message": begun.message.id, "try": begun.number, "ref": ref, "by": operator}
    session.execute(statements.ACCEPTED, given | {"well": channel, "ask_after": ask_after})


def refused(session: Session, begun: Begun, code: str, *, at: datetime) -> None:
    """Final: this message will never be taken."""
    _move(session, begun, at, state="refused", next_at=None, last_code=code)
    _end_try(session, begun, "refused", code, at)


def later(
    session: Session, begun: Begun, code: str, *, at: datetime, jitter: float, counts: bool = True
) -> bool:
    """It was certainly not taken: again after a pause, twice as long each time (`jitter` 0–1 spreads it).

    True when that was the last of 48 tries and it is given up. `counts` False: no fault of this message.
    """
    failures = begun.message.failures + counts
    ended = failures >= MOST_FAILURES
    pause = min(_FIRST_PAUSE * 2 ** min(max(failures - 1, 0), 20), _LONGEST_PAUSE) * (0.5 + jitter)
    _move(
        session,
        begun,
        at,
        state="failed" if ended else "promised",
        next_at=None if ended else at + (pause if counts else timedelta(0)),
        failures=failures,
        last_code=code,
    )
    _end_try(session, begun, "later", code, at)
    return ended


def lost(session: Session, begun: Begun, code: str, *, at: datetime, ask_at: datetime) -> None:
    """Nobody knows whether it was taken: the operator is asked before anything else happens."""
    _move(session, begun, at, state="unknown", next_at=ask_at, last_code=code)
    _end_try(session, begun, "lost", code, at)


def give_back(session: Session, begun: Begun, *, at: datetime) -> None:
    """It was begun and never handed over."""
    _move(session, begun, at, state="promised", next_at=at)
    _end_try(session, begun, "given_back", None, at)


def clock(session: Session) -> datetime:
    """The database's time: the only one that the ledger knows."""
    now: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return now


def put_off(
    session: Session, message: Due, code: str, *, at: datetime, until: datetime, state: str = "held"
) -> None:
    """Held by a limit of ours, or (`promised`) until a better hour; tried again then."""
    values = {"state": state, "next_at": until, "changed_at": at, "last_code": code}
    session.execute(update(_MESSAGE).where(_MESSAGE.c.id == message.id).values(values))


def drop(session: Session, message: Due, state: str, code: str, *, at: datetime) -> None:
    """Ends a message before any try: `refused` or `failed`."""
    values = {"state": state, "next_at": None, "changed_at": at, "last_code": code}
    session.execute(update(_MESSAGE).where(_MESSAGE.c.id == message.id).values(values))


def has_questions(session: Session, channel: Channel) -> bool:
    """Whether a lease has run out or the operator has to be asked about something: one cheap look."""
    return bool(session.execute(statements.QUESTIONS, {"channel": channel}).scalar_one())


def end_leases(session: Session, channel: Channel) -> int:
    """Who began these died or hangs: nobody knows whether they were taken. How many there were."""
    ran_out = (
        update(_MESSAGE)
        .where(
            _MESSAGE.c.channel == channel,
            _MESSAGE.c.state == "sending",
            _MESSAGE.c.next_at <= func.clock_timestamp(),
        )
        .values(state="unknown", last_code="lease", changed_at=func.clock_timestamp())
        .returning(_MESSAGE.c.id)
    )
    ended = session.execute(ran_out).scalars().all()
    if ended:
        silent = update(_TRY).where(_TRY.c.message_id.in_(ended), _TRY.c.ended_at.is_(None))
        session.execute(silent.values(ended_at=func.clock_timestamp(), outcome="silent"))
    return len(ended)


def take_one(
    session: Session, channel: Channel, state: str, *, again_in: timedelta
) -> tuple[datetime, Due] | None:
    """One message in that state that has to be asked about, and the time; nobody else asks for `again_in`."""
    at = clock(session)
    row = session.execute(statements.ONE, {"channel": channel, "state": state, "at": at}).one_or_none()
    if row is None:
        return None
    session.execute(update(_MESSAGE).where(_MESSAGE.c.id == row.id).values(next_at=at + again_in))
    return at, _due(row)


def tried_since(session: Session, message: Due) -> tuple[datetime, datetime]:
    """When its first and its last try began."""
    started = select(func.min(_TRY.c.started_at), func.max(_TRY.c.started_at)).where(
        _TRY.c.message_id == message.id
    )
    first, last = session.execute(started).one()
    return first, last


def doubts(session: Session, message: Due) -> int:
    """How many of its tries ended without an answer."""
    without = select(func.count()).where(
        _TRY.c.message_id == message.id, _TRY.c.outcome.in_(("lost", "silent"))
    )
    return int(session.execute(without).scalar_one())


def found(session: Session, message: Due, ref: str, operator: str, *, at: datetime) -> None:
    """The operator was asked and has it: it was sent."""
    values = {"state": "sent", "operator": operator, "operator_ref": ref, "next_at": None, "changed_at": at}
    open_one = and_(_MESSAGE.c.id == message.id, _MESSAGE.c.state == "unknown")
    session.execute(update(_MESSAGE).where(open_one).values(values))


def refs_taken(session: Session, refs: Sequence[str], *, but: UUID) -> set[str]:
    """Those of an operator's ids that stand for other messages of ours."""
    known = select(_MESSAGE.c.operator_ref).where(_MESSAGE.c.operator_ref.in_(refs), _MESSAGE.c.id != but)
    return {ref for ref in session.execute(known).scalars() if ref is not None}


def never_taken(session: Session, message: Due, *, at: datetime) -> None:
    """The operator was asked and does not know it: it may be sent, for this is no second time."""
    ended = message.failures + 1 >= MOST_FAILURES
    session.execute(
        update(_MESSAGE)
        .where(_MESSAGE.c.id == message.id, _MESSAGE.c.state == "unknown", _MESSAGE.c.tries == message.tries)
        .values(
            state="failed" if ended else "promised",
            next_at=None if ended else at,
            failures=message.failures + 1,
            changed_at=at,
        )
    )


def ask_again(session: Session, message: Due, at: datetime | None) -> None:
    """When the operator is to be asked next; None: never."""
    unchanged = and_(_MESSAGE.c.id == message.id, _MESSAGE.c.state == message.state)
    session.execute(update(_MESSAGE).where(unchanged).values(next_at=at))


def _move(session: Session, begun: Begun, at: datetime, **values: object) -> None:
    """Only while it is still this try's: a report or a lease that ran out may have been faster."""
    mine = and_(
        _MESSAGE.c.id == begun.message.id, _MESSAGE.c.state == "sending", _MESSAGE.c.tries == begun.number
    )
    session.execute(update(_MESSAGE).where(mine).values(changed_at=at, **values))


def _end_try(session: Session, begun: Begun, outcome: str, code: str | None, at: datetime) -> None:
    mine = and_(_TRY.c.message_id == begun.message.id, _TRY.c.number == begun.number)
    session.execute(update(_TRY).where(mine).values(ended_at=at, outcome=outcome, code=code))


def _due(row: Row[Any]) -> Due:  # Any: of the types of its columns
    sign = row.case_sign or (register_number(row.number, row.year) if row.number is not None else None)
    return Due(
        id=row.id,
        office=row.office_id,
        submission=row.submission_id,
        event=row.event,
        purpose=row.purpose,
        recipient=row.recipient,
        language=row.language,
        about=row.about,
        sign=sign,
        subject=row.subject,
        body=row.body,
        state=row.state,
        tries=row.tries,
        failures=row.failures,
        expires_at=row.expires_at,
        operator_ref=row.operator_ref,
        made_at=row.made_at,
        changed_at=row.changed_at,
    )
