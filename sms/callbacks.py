"""What the operator calls us for: reports of messages, SMS from phones; signed, harmless when repeated."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from casework.messages import asked_by_phone, consents, promises, reports
from sms.inbound import Heard, Wish, read
from sms.operators.twilio_webhooks import NotFromOperator, SmsHeard, Webhooks
from sms.reconciling import HEARD

__all__ = ["NotFromOperator", "Webhooks", "hear_sms", "hear_status"]

logger = logging.getLogger(__name__)
Fields = Mapping[str, Sequence[str]]
_OPERATOR = "twilio"
_ASK_AFTER = timedelta(minutes=5)
_ANSWERS = {
    Wish.STOP: "stopped",
    Wish.START: "started",
    Wish.HELP: "help",
    Wish.UNKNOWN: "help",
}


def hear_status(
    session: Session, webhooks: Webhooks, target: str, fields: Fields, signature: str | None, *, at: datetime
) -> bool:
    """Notes what became of a message; False where that is no news. NotFromOperator for a foreign call."""
    heard = webhooks.hear_status(target, fields, signature)
    changed = reports.note(
        session,
        message=_own_ref(target),
        operator=_OPERATOR,
        ref=heard.ref,
        heard=HEARD[heard.state],
        code=heard.code,
        at=at,
        ask_at=at + _ASK_AFTER,
    )
    logger.info("sms report", extra={"ref": heard.ref, "state": heard.state, "changed": changed})
    return changed


def hear_sms(
    session: Session,
    webhooks: Webhooks,
    target: str,
    fields: Fields,
    signature: str | None,
    *,
    office: str,
    at: datetime,
) -> Wish | None:
    """Does what a phone asks for and promises the answer; None for one that was told before.

    `office` answers where no case says whose the phone is. NotFromOperator for anybody else's call.
    """
    told = webhooks.hear_sms(target, fields, signature)
    heard = read(told.body)
    if not consents.heard_first(session, told.ref, heard.wish, at=at):
        return None
    if heard.wish is Wish.STOP:
        consents.stop(session, told.from_number, heard.wish, at=at)
    elif heard.wish is Wish.START:
        consents.start(session, told.from_number, at=at)
    _answer(session, told, heard, office, at)
    logger.info("sms heard", extra={"ref": told.ref, "wish": heard.wish})
    return heard.wish


def _answer(session: Session, told: SmsHeard, heard: Heard, office: str, at: datetime) -> None:
    about, case = _ANSWERS.get(heard.wish, "no_case"), None
    if heard.wish is Wish.STATUS:
        case = asked_by_phone.find(session, told.from_number, heard.about)
        about = "no_case" if case is None else case.state
    promises.promise_reply(
        session,
        told.from_number,
        told.ref,
        about,
        office=office if case is None else case.office,
        submission=None if case is None else case.id,
        at=at,
    )


def _own_ref(target: str) -> UUID | None:
    """Our own id of the message, from the signed address."""
    named = parse_qs(urlsplit(target).query).get("wiadomosc", [])
    try:
        return UUID(named[0]) if named else None
    except ValueError:
        return None
