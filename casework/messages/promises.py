"""Messages promised on the transaction that makes them true; a drain performs the promise later."""

import hashlib
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from casework.messages.sending import Channel
from casework.tables import message_tables

#: PostgreSQL's name of the bell that wakes the drains; it carries the channel
BELL = "okienko_messages"
Purpose = Literal["news", "code", "reply", "draft"]

#: an answer that comes later than that answers nothing
_REPLY_LIVES = timedelta(hours=1)

_MESSAGE = tables.table_of(message_tables.Message)
_CONTACT = tables.table_of(message_tables.ContactRow)
_CONSENT = tables.table_of(message_tables.ConsentRow)
_OPT_OUT = tables.table_of(message_tables.OptOut)
_CASE = tables.table_of(tables.OfficeCase)
_SUBMISSION = tables.table_of(tables.Submission)


def recipient_hash(channel: Channel, address: str) -> bytes:
    """What stands for an address where the address itself need not be read."""
    return hashlib.sha256(f"{channel}\0{address}".encode()).digest()


def promise(session: Session, submission: UUID, event: str, *, at: datetime) -> Channel | None:
    """News of a case, by SMS where a confirmed consent stands and no STOP, else by e-mail; None: no address.

    One message for each event and address, however often it is promised; gone when the caller rolls back. The
    event of a step names the step ("taken/2"), so that the same step taken again is told again.
    """
    known = session.execute(_REACH, {"case": submission}).one_or_none()
    if known is None:
        return None
    channel: Channel = "sms" if known.sms is not None and not known.stopped else "email"
    address = known.sms if channel == "sms" else known.email
    if address is None:
        return None
    _put(
        session,
        channel=channel,
        address=address,
        office=known.office_id,
        submission=submission,
        event=event,
        purpose="news",
        language=known.language,
        about=known.state,
        at=at,
    )
    return channel


def promise_code(
    session: Session,
    submission: UUID,
    event: str,
    *,
    channel: Channel,
    address: str,
    at: datetime,
    expires_at: datetime,
) -> None:
    """A one-time code; what it says is worked out when it is sent, so the code is kept nowhere.

    Rings no bell: who promises one that somebody waits for rings it.
    """
    known = session.execute(_LANGUAGE, {"case": submission}).one()
    _put(
        session,
        channel=channel,
        address=address,
        office=known.office_id,
        submission=submission,
        event=event,
        purpose="code",
        language=known.language,
        about="",
        at=at,
        expires_at=expires_at,
        bell=False,
    )


def promise_reply(
    session: Session, phone: str, ref: str, about: str, *, office: str, submission: UUID | None, at: datetime
) -> None:
    """The answer to an SMS that came in; `about`: what is answered, or the state of the case asked about."""
    language = "pl"
    if submission is not None:
        language = session.execute(_LANGUAGE, {"case": submission}).one().language
    _put(
        session,
        channel="sms",
        address=phone,
        office=office,
        submission=submission,
        event=f"reply/{ref}",
        purpose="reply",
        language=language,
        about=about,
        at=at,
        expires_at=at + _REPLY_LIVES,
    )


def promise_about_draft(
    session: Session,
    event: str,
    *,
    address: str,
    office: str,
    language: str,
    about: str,
    subject: str,
    body: str,
    at: datetime,
    expires_at: datetime,
) -> None:
    """A letter about a draft, in its very words: nothing but the draft itself could tell them again."""
    _put(
        session,
        channel="email",
        address=address,
        office=office,
        submission=None,
        event=event,
        purpose="draft",
        language=language,
        about=about,
        at=at,
        expires_at=expires_at,
        subject=subject,
        body=body,
    )


def promise_by_email(session: Session, message: UUID, *, at: datetime) -> bool:
    """The same news by e-mail, for an SMS that cannot be sent; False where no e-mail address is known."""
    row = session.execute(_INSTEAD, {"message": message}).one_or_none()
    if row is None:
        return False
    _put(
        session,
        channel="email",
        address=row.email,
        office=row.office_id,
        submission=row.submission_id,
        event=row.event,
        purpose="news",
        language=row.language,
        about=row.about,
        at=at,
    )
    return True


def _put(
    session: Session,
    *,
    channel: Channel,
    address: str,
    office: str,
    submission: UUID | None,
    event: str,
    purpose: Purpose,
    language: str,
    about: str,
    at: datetime,
    expires_at: datetime | None = None,
    subject: str | None = None,
    body: str | None = None,
    bell: bool = True,
) -> None:
    row = {
        "id": uuid4(),
        "office_id": office,
        "submission_id": submission,
        "event": event,
        "purpose": purpose,
        "recipient_hash": recipient_hash(channel, address),
        "channel": channel,
        "recipient": address,
        "language": language,
        "about": about,
        "state": "promised",
        "next_at": func.clock_timestamp(),  # at once, by the clock that the drains go by
        "expires_at": expires_at,
        "subject": subject,
        "body": body,
        "made_at": at,
        "changed_at": at,
    }
    session.execute(insert(_MESSAGE).values(row).on_conflict_do_nothing())
    if bell:
        ring(session, channel)


def ring(session: Session, channel: Channel) -> None:
    """Wakes the channel's drains once this transaction is committed."""
    session.execute(select(func.pg_notify(BELL, channel)))


#: the newest consent that stands
_PHONE = (
    select(_CONSENT.c.phone)
    .where(
        _CONSENT.c.submission_id == bindparam("case"),
        _CONSENT.c.confirmed_at.is_not(None),
        _CONSENT.c.withdrawn_at.is_(None),
    )
    .order_by(_CONSENT.c.confirmed_at.desc())
    .limit(1)
    .scalar_subquery()
)
#: as `recipient_hash` writes it
_HASH = func.sha256(func.convert_to("sms", "UTF8").concat(b"\0").concat(func.convert_to(_PHONE, "UTF8")))
_REACH = (
    select(
        _CASE.c.office_id,
        _CASE.c.state,
        _SUBMISSION.c.language,
        _CONTACT.c.email,
        _PHONE.label("sms"),
        exists(select(1).where(_OPT_OUT.c.phone_hash == _HASH, _OPT_OUT.c.ended_at.is_(None))).label(
            "stopped"
        ),
    )
    .select_from(
        _CASE.join(_SUBMISSION, _SUBMISSION.c.id == _CASE.c.submission_id).outerjoin(
            _CONTACT, _CONTACT.c.submission_id == _CASE.c.submission_id
        )
    )
    .where(_CASE.c.submission_id == bindparam("case"))
)
_LANGUAGE = select(_SUBMISSION.c.office_id, _SUBMISSION.c.language).where(
    _SUBMISSION.c.id == bindparam("case")
)
_INSTEAD = (
    select(
        _CONTACT.c.email,
        _MESSAGE.c.office_id,
        _MESSAGE.c.submission_id,
        _MESSAGE.c.event,
        _MESSAGE.c.language,
        _MESSAGE.c.about,
    )
    .select_from(_MESSAGE.join(_CONTACT, _CONTACT.c.submission_id == _MESSAGE.c.submission_id))
    .where(
        _MESSAGE.c.id == bindparam("message"),
        _MESSAGE.c.channel == "sms",
        _MESSAGE.c.purpose == "news",
        _CONTACT.c.email.is_not(None),
    )
)
