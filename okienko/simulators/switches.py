"""How the simulators behave: what a click or a test sets, kept with the rest."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeVar

from okienko.simulators.store import Store

EVERY = -1

#: "list" is the operator's list and fetch of SMS, which has its own good and bad days
Channel = Literal["sms", "list", "mail"]
_Kind = TypeVar("_Kind", bound=StrEnum)


class SmsAnswer(StrEnum):
    NORMAL = "normal"
    REFUSE = "refuse"  #: 4xx with the chosen code
    BUSY = "busy"  #: 429 with Retry-After, nothing accepted
    UNAVAILABLE = "unavailable"  #: 503 before anything is accepted
    BROKEN = "broken"  #: 500 before anything is accepted
    STALL = "stall"  #: accepted, answered after so many seconds
    LOSE = "lose"  #: accepted, the connection breaks inside the answer


class MailAnswer(StrEnum):
    NORMAL = "normal"
    REFUSE = "refuse"  #: 550 for the recipient
    LATER = "later"  #: 451 for the recipient
    STALL = "stall"  #: accepted, answered after so many seconds
    DROP = "drop"  #: accepted, the connection breaks instead of the answer


class Callbacks(StrEnum):
    SEND = "send"
    WITHHOLD = "withhold"
    DUPLICATE = "duplicate"
    REORDER = "reorder"  #: delivered first, sent after it


class Fate(StrEnum):
    """What becomes of an accepted SMS; a code stands for undelivered with that code."""

    DELIVERED = "delivered"
    SENT = "sent"  #: no word from the phone ever comes
    FAILED = "failed"
    UNREACHABLE = "30003"
    BLOCKED = "30004"
    UNKNOWN_PHONE = "30005"
    LANDLINE = "30006"
    FILTERED = "30007"


@dataclass(frozen=True)
class Behaviour:
    """How the next calls of a channel are answered."""

    answer: str = "normal"
    code: int = 21211
    seconds: float = 15.0  #: of stalling, or in Retry-After
    times: int = EVERY  #: calls left, EVERY: until it is changed


def behaviour(store: Store, channel: Channel) -> Behaviour:
    kept = _kept(store)
    return Behaviour(
        answer=kept.get(f"{channel}.answer", "normal"),
        code=int(kept.get(f"{channel}.code", "21211")),
        seconds=float(kept.get(f"{channel}.seconds", "15")),
        times=int(kept.get(f"{channel}.times", str(EVERY))),
    )


def take(store: Store, channel: Channel) -> Behaviour:
    """The behaviour of one call; one that was set for so many calls is used up by them."""
    now = behaviour(store, channel)
    if now.times == EVERY:
        return now
    with store.writing() as connection:
        left = connection.execute(
            "UPDATE switch SET value = value - 1 WHERE name = ? AND value > 0", (f"{channel}.times",)
        ).rowcount
    return now if left else Behaviour()


def behave(store: Store, channel: Channel, wanted: Behaviour) -> None:
    """From the next call on."""
    kinds: type[StrEnum] = MailAnswer if channel == "mail" else SmsAnswer
    _set(store, f"{channel}.answer", kinds(wanted.answer))
    for name in ("code", "seconds", "times"):
        _set(store, f"{channel}.{name}", getattr(wanted, name))


def fate(store: Store) -> Fate:
    return Fate(_kept(store).get("fate", Fate.DELIVERED))


def callbacks(store: Store) -> Callbacks:
    return Callbacks(_kept(store).get("callbacks", Callbacks.SEND))


def pace(store: Store) -> float | None:
    """Seconds between two states of an SMS; None: only by click."""
    kept = _kept(store).get("pace", "1")
    return None if kept == "hand" else float(kept)


def set_course(store: Store, *, fate: Fate, callbacks: Callbacks, pace: float | None) -> None:
    """What becomes of accepted SMS and how we are told, from the next state on."""
    _set(store, "fate", fate)
    _set(store, "callbacks", callbacks)
    _set(store, "pace", "hand" if pace is None else pace)


def _kept(store: Store) -> dict[str, str]:
    return {row["name"]: str(row["value"]) for row in store.rows("SELECT name, value FROM switch")}


def _set(store: Store, name: str, value: object) -> None:
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO switch VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, str(value)),
        )
