"""What an attack has in its hands, and the list it enters with the reasons it may be refused for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from casework.trust.namespaces import ds
from casework.trust.receipt import ReceiptFacts
from casework.trust.seal import Seal
from tests.trust.centre import Centre


@dataclass(frozen=True)
class Story:
    receipt: bytes
    facts: ReceiptFacts
    seal: Seal  #: the office's, pinned
    centre: Centre  #: that issued it
    now: datetime
    wire: str = "http://127.0.0.1:9/"  #: where a listener waits for somebody to reach out


@dataclass(frozen=True)
class Attack:
    name: str
    make: Callable[[Story], bytes]
    reasons: frozenset[str]


ATTACKS: list[Attack] = []


def attack(*reasons: str) -> Callable[[Callable[[Story], bytes]], Callable[[Story], bytes]]:
    def keep(make: Callable[[Story], bytes]) -> Callable[[Story], bytes]:
        ATTACKS.append(Attack(make.__name__, make, frozenset(reasons)))
        return make

    return keep


def signature_of(root: etree._Element) -> etree._Element:
    return next(root.iter(ds("Signature")))


def reference_of(root: etree._Element, at: int = 0) -> etree._Element:
    return list(root.iter(ds("Reference")))[at]
