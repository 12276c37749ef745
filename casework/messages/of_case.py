"""What the applicant of a case was told, by which channel, and what became of it: for the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.access import NotYours
from casework.messages.quiet import WAITS
from casework.messages.sending import Channel
from casework.tables import message_tables

_MESSAGE = tables.table_of(message_tables.Message)
_CASE = tables.table_of(tables.OfficeCase)
_SHOWN_DIGITS = 3


class Reader(Protocol):
    """Somebody at the desk (casework.desk.clerks.Clerk)."""

    def reads(self, office: str, department: str) -> bool:
        """May read a case there."""
        ...


@dataclass(frozen=True)
class MessageShown:
    """A message as the desk may see it; codes are in it as codes, never their digits."""

    at: datetime  #: of the promise
    changed_at: datetime
    channel: Channel
    event: str  #: what happened: received, taken, called … (news.EVENTS); code; reply
    state: str  #: promised, held, sending, sent, delivered, refused, failed, unknown
    recipient: str  #: "•••• 321", "a•••@przyklad.pl"
    last_code: str | None  #: what the operator or we last said of it
    waits_until: datetime | None = None  #: the end of the office's quiet hours


def messages_of(session: Session, clerk: Reader, case_id: UUID) -> tuple[MessageShown, ...]:
    """The messages of a case, the oldest first, for a clerk who may read it; NotYours otherwise."""
    place = session.execute(_PLACE, {"case": case_id}).one_or_none()
    if place is None or not clerk.reads(place.office_id, place.department):
        raise NotYours
    return tuple(
        MessageShown(
            at=row.made_at,
            changed_at=row.changed_at,
            channel=row.channel,
            event=row.event.split("/", 1)[0],
            state=row.state,
            recipient=masked(row.channel, row.recipient),
            last_code=row.last_code,
            waits_until=row.next_at if row.state == "promised" and row.last_code == WAITS else None,
        )
        for row in session.execute(_OF_CASE, {"case": case_id}).all()
    )


def masked(channel: Channel, recipient: str) -> str:
    """Enough of an address to know it again, too little to use it."""
    if channel == "sms":
        return f"•••• {recipient[-_SHOWN_DIGITS:]}"
    local, _, domain = recipient.rpartition("@")
    return f"{local[:1]}•••@{domain}"


_of_case = bindparam("case", type_=Uuid())
_PLACE = select(_CASE.c.office_id, _CASE.c.department).where(_CASE.c.submission_id == _of_case)
_OF_CASE = (
    select(
        _MESSAGE.c.made_at,
        _MESSAGE.c.changed_at,
        _MESSAGE.c.channel,
        _MESSAGE.c.event,
        _MESSAGE.c.state,
        _MESSAGE.c.recipient,
        _MESSAGE.c.last_code,
        _MESSAGE.c.next_at,
    )
    .where(_MESSAGE.c.submission_id == _of_case)
    .order_by(_MESSAGE.c.made_at, _MESSAGE.c.id)
)
