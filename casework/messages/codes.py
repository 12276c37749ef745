"""One-time codes: six digits that prove who holds the phone or mailbox given at filing."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from casework import tables, tries
from casework.messages import consents, promises
from casework.messages.promises import recipient_hash
from casework.messages.sending import Channel
from casework.tables import message_tables
from casework.tries import Limit

CodePurpose = Literal["phone", "answer", "files"]

DIGITS = 6
LIVES = timedelta(minutes=10)
MOST_TRIES = 5
A_CASE = Limit("codes of a case", 3, timedelta(minutes=15))
#: of SMS and e-mail alike: nobody's phone rings more often because of us
A_RECIPIENT = Limit("codes to an address", 5, timedelta(days=1))

#: what a message "is about" whose code nobody asked for yet: filing by API promised it
BY_FILING = "filed"

_CODE = tables.table_of(message_tables.CodeRow)


@dataclass(frozen=True)
class Answered:
    """The answer to a wish for a code: the same whether one was sent or a limit held it back."""

    via: Channel | None  #: None: no address was given at filing


def send_code(
    session: Session,
    secret: bytes,
    submission: UUID,
    purpose: CodePurpose,
    *,
    at: datetime,
    by_email: bool = False,
) -> Answered:
    """Promises a fresh code, which ends earlier ones of its purpose; silent where a limit is reached.

    To the phone while no STOP stands, else, or where that is wished (`by_email`), to the e-mail address; to
    confirm a phone, to that phone alone.
    """
    place = _place(session, submission, purpose, by_email=by_email)
    if place is None:
        return Answered(None)
    channel, address = place
    if within_limits(session, submission, channel, address, at=at):
        code = _make(session, secret, submission, purpose, channel, address, at)
        promises.promise_code(
            session, submission, code, channel=channel, address=address, at=at, expires_at=at + LIVES
        )
        promises.ring(session, channel)
    return Answered(channel)


@dataclass(frozen=True)
class FirstCode:
    """The code that confirms the phone given by API, and its message; filing writes both down."""

    id: UUID
    message: UUID
    event: str
    code_hash: bytes
    recipient_hash: bytes
    expires_at: datetime


def first_code(secret: bytes, phone: str, *, at: datetime) -> FirstCode:
    """Made on the road of a filing, which asks no limits: they are asked when it is about to be sent, so that
    filings of one phone do not wait for each other."""
    code = uuid4()
    return FirstCode(
        id=code,
        message=uuid4(),
        event=_event(code),
        code_hash=_hash(secret, code, digits(secret, code)),
        recipient_hash=recipient_hash("sms", phone),
        expires_at=at + LIVES,
    )


def within_limits(
    session: Session, submission: UUID, channel: Channel, address: str, *, at: datetime
) -> bool:
    """Counts one code for the case and for the address; False where either had its share."""
    subject = recipient_hash(channel, address).hex()
    # the narrower limit is asked first, so that a refusal by the wider one costs the case nothing but a try
    return tries.take(session, A_CASE, str(submission), at=at) and tries.take(
        session, A_RECIPIENT, subject, at=at
    )


def _make(
    session: Session,
    secret: bytes,
    submission: UUID,
    purpose: CodePurpose,
    channel: Channel,
    address: str,
    at: datetime,
) -> str:
    """A fresh code; the event of its message."""
    code = uuid4()
    session.execute(
        insert(_CODE).values(
            id=code,
            submission_id=submission,
            purpose=purpose,
            code_hash=_hash(secret, code, digits(secret, code)),
            sent_via=channel,
            recipient_hash=recipient_hash(channel, address),
            made_at=at,
            expires_at=at + LIVES,
        )
    )
    return _event(code)


def _event(code: UUID) -> str:
    """The event of a code's message."""
    return f"code/{code}"


def check_code(
    session: Session, secret: bytes, submission: UUID, purpose: CodePurpose, typed: str, *, at: datetime
) -> bool:
    """Whether these are the digits of the newest code; once only, within 10 minutes, at most 5 tries.

    The caller commits after a wrong try too: it counts. A right code for a phone confirms the consent.
    """
    row = session.execute(_NEWEST, {"case": submission, "purpose": purpose}).first()
    given = "".join(typed.split())
    fits = row is not None and hmac.compare_digest(row.code_hash, _hash(secret, row.id, given))
    if row is None or row.used_at is not None or row.expires_at <= at or row.tries >= MOST_TRIES:
        return False
    used = at if fits else None
    session.execute(update(_CODE).where(_CODE.c.id == row.id).values(tries=_CODE.c.tries + 1, used_at=used))
    if fits and purpose == "phone":
        return _confirm(session, submission, row.recipient_hash, at)
    return fits


def digits(secret: bytes, code: UUID) -> str:
    """The digits of a code, worked out from its id: they are kept nowhere."""
    derived = hmac.digest(secret, b"okienko code digits 1\0" + code.bytes, "sha256")
    return f"{int.from_bytes(derived[:8]) % 10**DIGITS:0{DIGITS}}"


def of_event(event: str) -> UUID:
    """The code that a message of its kind brings."""
    return UUID(event.removeprefix("code/"))


def _hash(secret: bytes, code: UUID, typed: str) -> bytes:
    return hmac.digest(
        secret, b"okienko code hash 1\0" + code.bytes + typed.encode(errors="replace"), "sha256"
    )


def _place(
    session: Session, submission: UUID, purpose: CodePurpose, *, by_email: bool
) -> tuple[Channel, str] | None:
    if purpose == "phone":
        wish = consents.find(session, submission)
        return None if wish is None else ("sms", wish.phone)
    given = consents.reach(session, submission)
    phone = None if by_email and given.email is not None else given.phone
    if phone is not None and not consents.is_stopped(session, phone):
        return "sms", phone
    return None if given.email is None else ("email", given.email)


def _confirm(session: Session, submission: UUID, sent_to: bytes, at: datetime) -> bool:
    """Only the phone that the code went to is confirmed, not one typed since."""
    wish = consents.find(session, submission)
    if wish is None or recipient_hash("sms", wish.phone) != sent_to:
        return False
    return consents.confirm(session, submission, at=at)


_NEWEST = (
    select(_CODE)
    .where(_CODE.c.submission_id == bindparam("case"), _CODE.c.purpose == bindparam("purpose"))
    .order_by(_CODE.c.made_at.desc())
    .limit(1)
    .with_for_update()
)
