"""What the simulators' pages and API are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app

from okienko.simulators.store import Store


@dataclass(frozen=True)
class Simulated:
    account: str  #: "AC…"
    token: str
    number: str  #: the office's sender
    store: Store
    inbound_url: str  #: where SMS from phones are posted
    portal_url: str
    now: Callable[[], float]  #: seconds since 1970


def simulated() -> Simulated:
    """The parts of the application that answers this request."""
    return cast(Simulated, current_app.extensions["simulated"])
