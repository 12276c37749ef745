"""What every SMS operator can be asked, in our words.

Two families of failure, refused and unavailable, and one doubt: the answer was lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class Outgoing:
    """One message to one phone."""

    own_ref: str  #: our own name of it; operators that keep one give it back in `find`
    to: str  #: E.164: "+48600100200"
    body: str
    status_url: str | None = None  #: where the operator reports what became of it


class DeliveryState(StrEnum):
    ON_ITS_WAY = "on_its_way"  #: the operator has it
    SENT = "sent"  #: the operator gave it to the network
    DELIVERED = "delivered"
    FAILED = "failed"  #: it will not reach the phone

    @property
    def final(self) -> bool:
        return self in (DeliveryState.DELIVERED, DeliveryState.FAILED)


def further(known: DeliveryState, heard: DeliveryState) -> DeliveryState:
    """The later of two states of a message: a late "sent" after "delivered" changes nothing."""
    order = list(DeliveryState)
    return known if known.final or order.index(heard) < order.index(known) else heard


@dataclass(frozen=True)
class Accepted:
    """The operator has it and answers for it."""

    ref: str


@dataclass(frozen=True)
class Known:
    """What the operator says of one message."""

    ref: str
    state: DeliveryState
    code: str | None  #: the operator's own, where it failed
    made_at: datetime


class Reason(StrEnum):
    """Why a message is final without having been sent."""

    NO_SUCH_NUMBER = "no_such_number"
    CANNOT_RECEIVE = "cannot_receive"  #: a landline, another country, unreachable for our sender
    OPTED_OUT = "opted_out"
    TEXT = "text"  #: empty, too long or filtered


class OperatorRefused(Exception):
    """This message will never be taken; the caller writes down code and reason."""

    def __init__(self, code: str, reason: Reason) -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, reason


class OperatorUnavailable(Exception):
    """It was certainly not taken; later it may be. `retry_after` seconds where the operator says when."""

    def __init__(self, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code, self.retry_after = code, retry_after


class AccountRefused(OperatorUnavailable):
    """No message of ours is taken until an administrator mends account, sender or balance."""


class AnswerLost(Exception):
    """Nobody knows whether it was taken: ask `find` before any second send."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SmsOperator(Protocol):
    """Every wait has its time-out, no call is repeated by itself; errors name codes, never a person."""

    name: str

    def send(self, message: Outgoing) -> Accepted:
        """Hands one message over; OperatorRefused, OperatorUnavailable or AnswerLost."""
        ...

    def find(self, message: Outgoing, since: datetime) -> Sequence[Known]:
        """What it took since then that may be this message, the oldest first; OperatorUnavailable."""
        ...

    def status(self, ref: str) -> Known | None:
        """What became of it; None when the operator does not know it. OperatorUnavailable."""
        ...
