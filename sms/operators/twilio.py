"""Twilio behind the port: what we send and ask. Its client is big: whoever only listens does not load it."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from requests import exceptions as wire
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance
from urllib3.exceptions import MaxRetryError, NewConnectionError

from sms.operators.port import (
    Accepted,
    AnswerLost,
    DeliveryState,
    Known,
    OperatorUnavailable,
    Outgoing,
)
from sms.operators.twilio_account import VENDOR, Account
from sms.operators.twilio_codes import STATES, asking_failed, failure

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
#: the list is asked for one number at a time; an office writes ≤ 5 SMS a day to it
_MOST_FOUND = 200
_CLOCKS_DIFFER_BY = timedelta(minutes=2)

#: what the client does with a 2xx that is not the API's own JSON, a proxy's page for one
_UNREADABLE = (TwilioException, ValueError, AttributeError, KeyError, TypeError)
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Patience:
    """Seconds."""

    connect: float = 3.0
    answer: float = 10.0  #: between two bytes of an answer


class _Answered(Exception):
    """An answer other than 2xx."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.status: int = response.status_code
        self.code = _code_in(response.text)
        self.retry_after = _seconds((response.headers or {}).get("Retry-After"))


class _Wire(TwilioHttpClient):  # type: ignore[misc]  # twilio ships no types
    """The client's own HTTP with time-outs, another address, and no log: addresses and texts are people's."""

    def __init__(self, base: str, patience: Patience) -> None:
        super().__init__()
        self._base = base.rstrip("/")
        # a proxy of the environment stands between us and the world, never between us and this machine
        self.session.trust_env = urlsplit(self._base).hostname not in _LOOPBACK
        self._patience = (patience.connect, patience.answer)

    def request(self, method: str, url: str, *args: object, **named: object) -> Response:
        self.timeout = self._patience  # a pair is more than the client's constructor takes
        named["timeout"] = None
        response = super().request(method, self._base + url.removeprefix(VENDOR), *args, **named)
        if not 200 <= response.status_code < 300:
            raise _Answered(response)
        return response

    def log_request(self, kwargs: object) -> None:
        """Says nothing: the address holds a phone number."""

    def log_response(self, status_code: int, response: object) -> None:
        """Says nothing."""


class Twilio:
    """SmsOperator over Twilio's Messages API of 2010-04-01, client 9.13. Threads do not share one."""

    name = "twilio"

    def __init__(self, account: Account, *, base: str = VENDOR, patience: Patience | None = None) -> None:
        # it writes paths at DEBUG, and the path of a list holds a phone number
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self._account = account
        wire_ = _Wire(base, patience or Patience())
        # an environment of its own: TWILIO_… variables of the machine change nothing here
        alone = {"TWILIO_EDGE": ""}
        self._messages = Client(account.sid, account.token, http_client=wire_, environment=alone).messages

    def send(self, message: Outgoing) -> Accepted:
        """Asked once: the API knows no idempotency key, so whatever is in doubt is AnswerLost."""
        named = {"to": message.to, "body": message.body}
        service = self._account.sender.startswith("MG")
        named["messaging_service_sid" if service else "from_"] = self._account.sender
        if message.status_url:
            named["status_callback"] = message.status_url
        try:
            made = self._messages.create(**named)
        except _Answered as answered:
            raise failure(answered.status, answered.code, answered.retry_after) from None
        except wire.RequestException as broken:
            if _never_left(broken):
                raise OperatorUnavailable("unreachable") from None
            raise AnswerLost("timeout" if isinstance(broken, wire.Timeout) else "broken") from None
        except _UNREADABLE as strange:
            raise AnswerLost("unreadable") from strange
        if not made.sid:
            raise AnswerLost("unreadable")
        return Accepted(made.sid)

    def find(self, message: Outgoing, since: datetime) -> Sequence[Known]:
        """By number and text: the API keeps no reference of ours.

        Its filter by date is not used: it leaves out what is still queued, and that is what we look for.
        """
        rows = self._ask(lambda: list(self._messages.stream(to=message.to, limit=_MOST_FOUND)))
        earliest = since - _CLOCKS_DIFFER_BY
        same = [row for row in rows if row.body == message.body]
        # the list has the newest first, in times of whole seconds: its own order decides within one
        found = [known for known in map(_known, reversed(same)) if known.made_at >= earliest]
        return sorted(found, key=lambda known: known.made_at)

    def status(self, ref: str) -> Known | None:
        try:
            return _known(self._ask(lambda: self._messages(ref).fetch()))
        except OperatorUnavailable as failed:
            if isinstance(failed.__context__, _Answered) and failed.__context__.status == 404:
                return None
            raise

    def _ask(self, question: Callable[[], _Answer]) -> _Answer:
        try:
            return question()
        except _Answered as answered:
            raise asking_failed(answered.status, answered.code, answered.retry_after) from answered
        except wire.RequestException as broken:
            raise OperatorUnavailable("unreachable") from broken
        except _UNREADABLE as strange:
            raise OperatorUnavailable("unreadable") from strange


def _known(row: MessageInstance) -> Known:
    return Known(
        ref=row.sid,
        state=STATES.get(row.status, DeliveryState.ON_ITS_WAY),
        code=str(row.error_code) if row.error_code else None,
        made_at=row.date_created or datetime.now(UTC),
    )


def _never_left(broken: wire.RequestException) -> bool:
    """Whether no byte of the request can have reached the operator."""
    if isinstance(broken, wire.ConnectTimeout | wire.SSLError | wire.ProxyError | wire.InvalidURL):
        return True
    cause = broken.args[0] if broken.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _code_in(text: str) -> int | None:
    try:
        code = json.loads(text).get("code")
    except (ValueError, AttributeError):
        return None
    return code if isinstance(code, int) else None


def _seconds(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and retry_after.isdecimal() else None
