"""When the simulated operator says no, and how: codes, statuses and words of Twilio's error dictionary."""

import re

import phonenumbers
from phonenumbers import PhoneNumberType

from okienko.simulators.store import Store

_MORE = "https://www.twilio.com/docs/errors/"
_SENDER = re.compile(r"\+[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|MG[0-9a-f]{32}")
_LONGEST_BODY = 1600
_REACHED = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_LANDLINES = {PhoneNumberType.FIXED_LINE}

WORDS = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "An internal server error has occurred",
    20503: "Service unavailable",
    21211: "Invalid 'To' Phone Number",
    21212: "Invalid 'From' Phone Number",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
    21602: "Message body is required",
    21603: "A 'From' phone number is required",
    21604: "A 'To' phone number is required",
    21606: "The 'From' phone number provided is not a valid message-capable number for this account",
    21610: "Attempt to send to unsubscribed recipient",
    21612: "Message cannot be sent with the current combination of 'To' and/or 'From' parameters",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
    30001: "Queue overflow",
    30002: "Account suspended",
}
_STATUSES = {20003: 401, 20404: 404, 20429: 429, 20500: 500, 20503: 503, 30001: 429, 30002: 403}


class Refusal(Exception):
    """An answer of the API that accepts nothing."""

    def __init__(self, code: int, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code, self.retry_after = code, retry_after

    @property
    def status(self) -> int:
        return _STATUSES.get(self.code, 400)

    def body(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": WORDS.get(self.code, "The request could not be processed"),
            "more_info": f"{_MORE}{self.code}",
            "status": self.status,
        }


def check_order(store: Store, *, sender: str, recipient: str, body: str, own_sender: str) -> None:
    """Refusal for the first rule of the operator that an order breaks."""
    if not recipient:
        raise Refusal(21604)
    if not sender:
        raise Refusal(21603)
    if not body:
        raise Refusal(21602)
    if not _SENDER.fullmatch(sender):
        raise Refusal(21212)
    if sender != own_sender:
        raise Refusal(21606)
    if len(body) > _LONGEST_BODY:
        raise Refusal(21617)
    _check_recipient(recipient)
    if store.one("SELECT 1 FROM opted_out WHERE phone = ?", recipient):
        raise Refusal(21610)


def _check_recipient(recipient: str) -> None:
    try:
        number = phonenumbers.parse(recipient)
    except phonenumbers.NumberParseException:
        raise Refusal(21211) from None
    if not recipient.startswith("+") or not phonenumbers.is_valid_number(number):
        raise Refusal(21211)
    if number.country_code != 48:
        raise Refusal(21408)  # the account of an office here sends to Poland only
    kind = phonenumbers.number_type(number)
    if kind in _LANDLINES:
        raise Refusal(21614)
    if kind not in _REACHED:
        raise Refusal(21612)
