"""Asks the operator what became of messages whose answer or report was lost, before any second sending."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from casework.messages import ledger, reports
from casework.messages.ledger import Due
from sms.drain import Office, body_of, outgoing
from sms.operators.port import DeliveryState, Known, OperatorUnavailable, SmsOperator

logger = logging.getLogger(__name__)

_LONGEST_PAUSE = timedelta(minutes=5)
_NO_REPORT_AFTER = timedelta(days=3)
HEARD: dict[DeliveryState, reports.Heard] = {
    DeliveryState.ON_ITS_WAY: "sent",
    DeliveryState.SENT: "sent",
    DeliveryState.DELIVERED: "delivered",
    DeliveryState.FAILED: "failed",
}


def end_leases(office: Office) -> int:
    """Messages whose sender died in the middle become `unknown`; how many."""
    with office.sessions.begin() as session:
        return ledger.end_leases(session, "sms")


def settle_one(office: Office, operator: SmsOperator) -> bool:
    """Asks the operator's list about one `unknown` message; False when there is none to ask about now.

    Found: it was sent, and is as far as the list says. Not found, long enough after the try: it may be sent.
    No answer: it stays `unknown` and is asked about again.
    """
    with office.sessions.begin() as session:
        taken = ledger.take_one(session, "sms", "unknown", again_in=office.rules.lease)
        if taken is None:
            return False
        at, message = taken
        first, last = ledger.tried_since(session, message)
    try:
        found = operator.find(outgoing(office, message, body_of(office, message)), first)
    except OperatorUnavailable as away:
        _ask_later(office, message, at, away.code)
        return True
    _decide(office, operator.name, message, found, last, at)
    return True


def _decide(
    office: Office, operator: str, message: Due, found: Sequence[Known], last: datetime, at: datetime
) -> None:
    with office.sessions.begin() as session:
        ours = ledger.refs_taken(session, [known.ref for known in found], but=message.id)
        open_ones = [known for known in found if known.ref not in ours]
        if len(open_ones) > 1:
            logger.error("sms sent more than once", extra={"message_id": str(message.id)})
        if open_ones:
            known = open_ones[0]
            reports.note(
                session, message=message.id, operator=operator, ref=known.ref, heard=HEARD[known.state],
                code=known.code, at=at, ask_at=at + office.rules.ask_sent_after,
            )  # fmt: skip
        elif at - last < office.rules.ask_lost_after:
            ledger.ask_again(session, message, last + office.rules.ask_lost_after)
        else:
            ledger.never_taken(session, message, at=at)
    logger.info("sms settled", extra={"message_id": str(message.id), "found": len(open_ones)})


def ask_one(office: Office, operator: SmsOperator) -> bool:
    """Asks what became of one message that was taken and never reported on; False when there is none."""
    with office.sessions.begin() as session:
        taken = ledger.take_one(session, "sms", "sent", again_in=office.rules.lease)
    if taken is None:
        return False
    at, message = taken
    try:
        known = operator.status(message.operator_ref or "")
    except OperatorUnavailable as away:
        _ask_later(office, message, at, away.code)
        return True
    heard = "sent" if known is None else HEARD[known.state]
    with office.sessions.begin() as session:
        if known is None or heard == "sent":
            ledger.ask_again(session, message, _next_question(office, message, at))
        else:
            reports.note(
                session, message=message.id, operator=operator.name, ref=known.ref, heard=heard,
                code=known.code, at=at, ask_at=None,
            )  # fmt: skip
    return True


def _next_question(office: Office, message: Due, at: datetime) -> datetime | None:
    """Twice as late each time; after three days nobody knows more than that it was sent."""
    waited = at - message.changed_at
    return None if waited > _NO_REPORT_AFTER else at + max(waited, office.rules.ask_sent_after)


def _ask_later(office: Office, message: Due, at: datetime, code: str) -> None:
    """Half as long again as it has waited, at most five minutes, without end: only the operator knows."""
    pause = min(max((at - message.changed_at) / 2, office.rules.ask_lost_after), _LONGEST_PAUSE)
    with office.sessions.begin() as session:
        ledger.ask_again(session, message, at + pause)
    logger.warning("sms operator cannot be asked", extra={"message_id": str(message.id), "code": code})
