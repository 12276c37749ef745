"""Empties the ledger of SMS: in small batches, written down before, handed over outside of any session."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session, sessionmaker

from casework import tries
from casework.messages import codes, consents, ledger, promises, sending
from casework.messages.ledger import Begun, Due
from casework.messages.quiet import WAITS, quiet_until
from casework.state_words import STATES
from casework.tries import Limit
from forms_catalog.reference import QuietHours
from forms_catalog.texts import Text
from sms import texts
from sms.addresses import status_url
from sms.operators.port import (
    Accepted,
    AccountRefused,
    AnswerLost,
    OperatorRefused,
    OperatorUnavailable,
    Outgoing,
    Reason,
    SmsOperator,
)
from sms.segments import count

logger = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
#: a limit of ours that is reached is asked again after that
_HELD_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Rules:
    """What may be sent at all, and how patiently."""

    prefixes: tuple[str, ...] = ("+48",)  #: numbers that an SMS may go to
    a_number_a_day: int = 5
    segments_a_day: int = 10_000  #: of each office
    lease: timedelta = timedelta(seconds=25)  #: longer than the longest call of the operator
    call: timedelta = timedelta(seconds=14)  #: the longest call of the operator
    ask_lost_after: timedelta = timedelta(seconds=30)  #: the operator's list needs a moment
    ask_sent_after: timedelta = timedelta(minutes=5)  #: without a report
    batch: int = 5


@dataclass(frozen=True)
class Office:
    """What the drain needs besides the ledger."""

    sessions: sessionmaker[Session]
    names: Mapping[str, Text]  #: office code → how it calls itself in an SMS
    secret: bytes
    public_url: str | None  #: where the operator reports; None: nowhere, it is asked
    rules: Rules = Rules()
    #: office code → when its news wait; an office that is not there has no such hours
    quiet: Mapping[str, QuietHours] = field(default_factory=dict)


def drain(office: Office, operator: SmsOperator, dice: Random) -> int:
    """One round: how many messages were handed over or ended; 0 when there is nothing to do now."""
    # our own stopwatch: no clock of another machine says how much of a lease is left
    last_start = time.monotonic() + (office.rules.lease - office.rules.call).total_seconds()
    with office.sessions.begin() as session:
        begun, ended = _begin(session, office)
    for place, message in enumerate(begun):
        if time.monotonic() > last_start:
            _give_back(office, begun[place:])
            break
        _hand_over(office, operator, message, dice)
    return len(begun) + ended


def outgoing(office: Office, message: Due, body: str) -> Outgoing:
    """The message as operators know it."""
    reports_to = status_url(office.public_url, str(message.id)) if office.public_url else None
    return Outgoing(str(message.id), message.recipient, body, reports_to)


def body_of(office: Office, message: Due) -> str:
    """What it says: of one that was begun, the very words; sign or register number and state, never more."""
    if message.body is not None:
        return message.body
    name, tongue = office.names[message.office].in_(message.language), message.language
    if message.purpose == "code":
        digits = codes.digits(office.secret, codes.of_event(message.event))
        return texts.one_time_code(digits, language=tongue).body
    if message.event.startswith("infected/"):
        return texts.file_infected(name, message.sign or "", language=tongue).body
    if message.purpose == "news":
        return texts.case_moved(name, message.sign or "", message.about, language=tongue).body
    if message.about in STATES:
        return texts.case_state(name, message.sign or "", message.about, language=tongue).body
    return _REPLIES[message.about](language=tongue).body


_REPLIES: Mapping[str, Callable[..., texts.Sms]] = {
    "stopped": texts.stopped,
    "started": texts.started,
    "help": texts.words_we_know,
    "no_case": texts.no_such_case,
}


def _begin(session: Session, office: Office) -> tuple[Sequence[Begun], int]:
    """Writes the tries of a batch down; what may not be sent is held or ended on the way."""
    gate, due = ledger.take(session, "sms", office.rules.batch)
    if gate.hold is not None and due:
        sending.one_tries(session, "sms", gate.at + office.rules.lease)
    begun = []
    for message in due:
        if message.office not in office.names:  # one message shall not keep all the others back
            until = gate.at + ledger.LOOK_AGAIN
            ledger.put_off(session, message, ledger.OFFICE_CLOSED, at=gate.at, until=until)
            continue
        body = body_of(office, message)
        if _may_go(session, office, message, body, gate.at):
            begun.append(
                ledger.begin(session, message, subject=None, body=body, at=gate.at, lease=office.rules.lease)
            )
    return begun, len(due) - len(begun)


def _may_go(session: Session, office: Office, message: Due, body: str, at: datetime) -> bool:
    """Asked once more at the very moment of sending: STOP and limits may have come in between."""
    rules = office.rules
    if message.expires_at is not None and message.expires_at <= at:
        ledger.drop(session, message, "failed", "expired", at=at)
        return False
    if not message.recipient.startswith(rules.prefixes):
        return _not_by_sms(session, message, "prefix", at)
    farewell = message.purpose == "reply" and message.about == "stopped"
    if not farewell and consents.is_stopped(session, message.recipient):
        return _not_by_sms(session, message, "stopped", at)
    if _waits_for_the_morning(session, office, message, at):
        return False
    if message.tries:
        return True  # it was counted at its first try
    if message.about == codes.BY_FILING and not _code_is_due(session, message, at):
        return False
    number = Limit("SMS to a number", rules.a_number_a_day, A_DAY)
    budget = Limit("segments of an office", rules.segments_a_day, A_DAY)
    if tries.used_up(session, budget, message.office, at=at):
        return _put_off(session, message, "budget", at)
    if not tries.take(session, number, message.recipient, at=at):
        return _put_off(session, message, "daily_limit", at)
    tries.take(session, budget, message.office, at=at, cost=count(body).segments)
    return True


def _waits_for_the_morning(session: Session, office: Office, message: Due, at: datetime) -> bool:
    """News in the quiet hours; codes and answers were asked for in that moment and go at once."""
    until = quiet_until(office.quiet.get(message.office), at) if message.purpose == "news" else None
    if until is not None:
        ledger.put_off(session, message, WAITS, at=at, until=until, state="promised")
    return until is not None


def _code_is_due(session: Session, message: Due, at: datetime) -> bool:
    """A code that filing promised counts among those that were asked for; beyond the limits it ends."""
    assert message.submission is not None  # noqa: S101 – filing names its submission
    if codes.within_limits(session, message.submission, "sms", message.recipient, at=at):
        return True
    ledger.drop(session, message, "refused", "daily_limit", at=at)
    return False


def _not_by_sms(session: Session, message: Due, code: str, at: datetime) -> bool:
    ledger.drop(session, message, "refused", code, at=at)
    promises.promise_by_email(session, message.id, at=at)
    return False


def _put_off(session: Session, message: Due, code: str, at: datetime) -> bool:
    """By e-mail where there is one, else held until the limit lets it through."""
    if promises.promise_by_email(session, message.id, at=at):
        ledger.drop(session, message, "refused", code, at=at)
    else:
        ledger.put_off(session, message, code, at=at, until=at + _HELD_FOR)
    logger.warning("sms held back", extra={"message_id": str(message.id), "why": code})
    return False


def _hand_over(office: Office, operator: SmsOperator, begun: Begun, dice: Random) -> None:
    """One call, then one transaction for what came of it."""
    answer = _call(operator, outgoing(office, begun.message, begun.body))
    with office.sessions.begin() as session:
        _write_down(session, office, operator.name, begun, answer, dice)
    logger.info("sms", extra={"message_id": str(begun.message.id), "outcome": type(answer).__name__})


Answer = Accepted | OperatorRefused | OperatorUnavailable | AnswerLost


def _call(operator: SmsOperator, message: Outgoing) -> Answer:
    try:
        return operator.send(message)
    except (OperatorRefused, OperatorUnavailable, AnswerLost) as failure:
        return failure


def _write_down(
    session: Session, office: Office, operator: str, begun: Begun, answer: Answer, dice: Random
) -> None:
    rules, message = office.rules, begun.message
    if isinstance(answer, Accepted):
        wait = rules.ask_sent_after
        ledger.accepted(session, begun, answer.ref, operator, channel="sms", ask_after=wait)
        return
    at = ledger.clock(session)
    if isinstance(answer, OperatorRefused):
        ledger.refused(session, begun, answer.code, at=at)
        sending.well(session, "sms")
        if answer.reason is Reason.OPTED_OUT:
            consents.stop(session, message.recipient, answer.code, at=at)
        promises.promise_by_email(session, message.id, at=at)
    elif isinstance(answer, AnswerLost):
        ledger.lost(session, begun, answer.code, at=at, ask_at=at + rules.ask_lost_after)
        sending.rest(session, "sms", "away", answer.code, tried_at=begun.at, at=at)
    else:
        account = isinstance(answer, AccountRefused)
        given_up = ledger.later(session, begun, answer.code, at=at, jitter=dice.random(), counts=not account)
        kind: sending.HoldKind = "account" if account else "away"
        least = answer.retry_after
        sending.rest(session, "sms", kind, answer.code, tried_at=begun.at, at=at, least=least)
        if given_up:
            promises.promise_by_email(session, message.id, at=at)


def _give_back(office: Office, rest: Sequence[Begun]) -> None:
    with office.sessions.begin() as session:
        at = ledger.clock(session)
        for message in rest:
            ledger.give_back(session, message, at=at)
