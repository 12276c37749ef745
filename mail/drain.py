"""Empties the ledger of e-mail: one letter at a time, written down first, handed over outside of any session.

A letter whose answer was lost is asked for where the server keeps a list. SMTP itself cannot be asked: then
the letter goes out once more after a quarter of an hour under the same Message-ID, for news that never come
are worse than a copy that mailboxes know for one; a second loss is left as it is.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from urllib.parse import urlsplit

from sqlalchemy.orm import Session, sessionmaker

from casework.messages import codes, ledger, of_drafts, sending
from casework.messages.ledger import Begun, Due
from forms_catalog.texts import Text
from mail import texts
from mail.port import AccountRefused, AnswerLost, Letter, MailRefused, MailServer, MailUnavailable
from mail.texts import Written

logger = logging.getLogger(__name__)

#: who asks has that long, then somebody else may
_ASKING = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=5)
_MOST_DOUBTS = 2


@dataclass(frozen=True)
class Sender:
    """An office as its letters name it."""

    name: Text
    address: str


@dataclass(frozen=True)
class Office:
    """What the drain needs besides the ledger."""

    sessions: sessionmaker[Session]
    senders: Mapping[str, Sender]  #: office code → whose letters
    secret: bytes
    public_url: str
    lease: timedelta = timedelta(seconds=90)  #: longer than all waits of one talk together
    ask_lost_after: timedelta = timedelta(seconds=5)  #: where the server has a list
    once_more_after: timedelta = timedelta(minutes=15)  #: where it has none


def drain(office: Office, server: MailServer, dice: Random) -> int:
    """One round, one letter: 1 when it was handed over or ended; 0 when there is nothing to do now."""
    with office.sessions.begin() as session:
        begun, ended = _begin(session, office)
    if begun is not None:
        answer = _call(server, letter_of(office, begun))
        with office.sessions.begin() as session:
            _write_down(session, office, server, begun, answer, dice)
        logger.info("mail", extra={"message_id": str(begun.message.id), "outcome": type(answer).__name__})
    return ended + (begun is not None)


def letter_of(office: Office, begun: Begun) -> Letter:
    sender = office.senders[begun.message.office]
    return Letter(
        message_id=message_id(office, begun.message),
        sender=sender.address,
        sender_name=sender.name.in_(begun.message.language),
        to=begun.message.recipient,
        subject=begun.subject or "",
        body=begun.body,
        language=begun.message.language,
    )


def message_id(office: Office, message: Due) -> str:
    """The same at every try."""
    return f"<{message.id}@{urlsplit(office.public_url).hostname}>"


def written(office: Office, message: Due) -> Written:
    """Of one that was begun the very words, else number, state and where to read."""
    if message.body is not None and message.subject is not None:
        return Written(message.subject, message.body)
    tongue = message.language
    if message.purpose == "code":
        return texts.one_time_code(
            codes.digits(office.secret, codes.of_event(message.event)), language=tongue
        )
    name, address = office.senders[message.office].name.in_(tongue), f"{office.public_url}/sprawy"
    if message.event.startswith("received/"):
        return texts.received(name, message.sign or "", address, language=tongue)
    if message.event.startswith("infected/"):
        return texts.file_infected(name, message.sign or "", address, language=tongue)
    return texts.case_moved(name, message.sign or "", message.about, address, language=tongue)


def _begin(session: Session, office: Office) -> tuple[Begun | None, int]:
    gate, due = ledger.take(session, "email", 1)
    if not due:
        return None, 0
    (message,) = due
    if message.expires_at is not None and message.expires_at <= gate.at:
        ledger.drop(session, message, "failed", "expired", at=gate.at)
        return None, 1
    if message.office not in office.senders:  # one message shall not keep all the others back
        ledger.put_off(session, message, ledger.OFFICE_CLOSED, at=gate.at, until=gate.at + ledger.LOOK_AGAIN)
        return None, 1
    if message.purpose == "draft" and not of_drafts.still_wanted(
        session, message.event, message.about, at=gate.at
    ):
        ledger.drop(session, message, "failed", of_drafts.GONE, at=gate.at)
        return None, 1
    if gate.hold is not None:
        sending.one_tries(session, "email", gate.at + office.lease)
    words = written(office, message)
    # a subject with a code in it is not kept either
    subject = None if message.purpose == "code" else words.subject
    begun = ledger.begin(session, message, subject=subject, body=words.body, at=gate.at, lease=office.lease)
    return Begun(message, begun.number, begun.at, words.subject, words.body), 0


Answer = None | MailRefused | MailUnavailable | AnswerLost


def _call(server: MailServer, letter: Letter) -> Answer:
    try:
        server.send(letter)
    except (MailRefused, MailUnavailable, AnswerLost) as failure:
        return failure
    return None


def _write_down(
    session: Session, office: Office, server: MailServer, begun: Begun, answer: Answer, dice: Random
) -> None:
    if answer is None:
        ref = message_id(office, begun.message)
        ledger.accepted(session, begun, ref, server.name, channel="email", ask_after=None)
        return
    at = ledger.clock(session)
    if isinstance(answer, MailRefused):
        ledger.refused(session, begun, answer.code, at=at)
        sending.well(session, "email")
    elif isinstance(answer, AnswerLost):
        ledger.lost(session, begun, answer.code, at=at, ask_at=at + office.ask_lost_after)
        sending.rest(session, "email", "away", answer.code, tried_at=begun.at, at=at)
    else:
        account = isinstance(answer, AccountRefused)
        ledger.later(session, begun, answer.code, at=at, jitter=dice.random(), counts=not account)
        kind: sending.HoldKind = "account" if account else "away"
        sending.rest(session, "email", kind, answer.code, tried_at=begun.at, at=at)


def end_leases(office: Office) -> int:
    """Letters whose sender died in the middle become `unknown`; how many."""
    with office.sessions.begin() as session:
        return ledger.end_leases(session, "email")


def settle_one(office: Office, server: MailServer) -> bool:
    """Finds out about one letter whose answer was lost; False when there is none to ask about now."""
    with office.sessions.begin() as session:
        taken = ledger.take_one(session, "email", "unknown", again_in=_ASKING)
        if taken is None:
            return False
        at, message = taken
        _, last = ledger.tried_since(session, message)
        doubts = ledger.doubts(session, message)
    try:
        known = server.knows(message_id(office, message))
    except MailUnavailable:
        pause = max((at - message.changed_at) / 2, office.ask_lost_after)
        with office.sessions.begin() as session:
            ledger.ask_again(session, message, at + min(pause, _LONGEST_PAUSE))
        return True
    wait = office.once_more_after if known is None else office.ask_lost_after
    with office.sessions.begin() as session:
        if known:
            ledger.found(session, message, message_id(office, message), server.name, at=at)
        elif known is None and doubts >= _MOST_DOUBTS:
            ledger.ask_again(session, message, None)
        elif at - last < wait:
            ledger.ask_again(session, message, last + wait)
        else:
            ledger.never_taken(session, message, at=at)
    return True
