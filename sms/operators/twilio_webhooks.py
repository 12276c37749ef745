"""What Twilio posts to us: reports of messages and SMS from phones, believed only when they are signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twilio.request_validator import RequestValidator

from sms.operators.port import DeliveryState
from sms.operators.twilio_account import Account
from sms.operators.twilio_codes import STATES


class NotFromOperator(Exception):
    """A call of a webhook without a signature that holds, answered with 403; nothing of it is believed."""


@dataclass(frozen=True)
class StatusHeard:
    """A signed report; it may come late, twice and out of order."""

    ref: str
    state: DeliveryState
    code: str | None


@dataclass(frozen=True)
class SmsHeard:
    """A signed SMS from a phone; the same `ref` may come twice."""

    ref: str
    from_number: str
    body: str


class _Fields:
    """Form fields as the vendor's validator reads them: every value of a name, blank ones too."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self._fields = fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def getlist(self, name: str) -> Sequence[str]:
        return self._fields[name]


class Webhooks:
    """Hears what the operator posts to us and believes only what its signature covers."""

    def __init__(self, account: Account, public_url: str) -> None:
        """`public_url`: the configured address; what a request says of its own host is never believed."""
        self._account, self._public_url = account, public_url.rstrip("/")
        self._validator = RequestValidator(account.token)

    def hear_status(
        self, target: str, fields: Mapping[str, Sequence[str]], signature: str | None
    ) -> StatusHeard:
        """A status callback; `target` is path and query as they came, `fields` keep blank values."""
        said = self._believed(target, fields, signature)
        state = STATES.get(said.get("MessageStatus", ""))
        if state is None or not said.get("MessageSid"):
            raise NotFromOperator("not a status callback")
        return StatusHeard(said["MessageSid"], state, said.get("ErrorCode") or None)

    def hear_sms(self, target: str, fields: Mapping[str, Sequence[str]], signature: str | None) -> SmsHeard:
        """An SMS that somebody sent to our number."""
        said = self._believed(target, fields, signature)
        if not said.get("MessageSid") or not said.get("From") or said.get("To") != self._account.sender:
            raise NotFromOperator("not an SMS to our number")
        return SmsHeard(said["MessageSid"], said["From"], said.get("Body", ""))

    def _believed(
        self, target: str, fields: Mapping[str, Sequence[str]], signature: str | None
    ) -> dict[str, str]:
        if not signature:
            raise NotFromOperator("unsigned")  # the vendor's validator would raise TypeError
        try:
            holds = self._validator.validate(self._public_url + target, _Fields(fields), signature)
        except ValueError:  # an address or text that nobody can sign
            holds = False
        if not holds:
            raise NotFromOperator("wrong signature")
        said = {name: values[0] for name, values in fields.items() if values}
        if said.get("AccountSid") != self._account.sid:
            raise NotFromOperator("another account")
        return said
