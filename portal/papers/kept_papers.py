"""Papers that are the same for every visitor, pressed once per process; a press takes a moment of its own."""

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from casework.papers.blank import BlankSheet, blank_pdf, content

#: fresh papers of a process in a minute: whoever asks for all of them at once takes little of it
MOST_A_MINUTE = 12
_MOST_KEPT = 500

_K = TypeVar("_K", bound=Hashable)


class TooManyFresh(Exception):
    """No press is free for another fresh paper this minute."""


@dataclass
class KeptPapers:
    """Under the name of a day and by content: a new day with the same words costs no press."""

    clock: Callable[[], float] = time.monotonic
    named: dict[Hashable, bytes] = field(default_factory=dict)
    pressed: dict[str, bytes] = field(default_factory=dict)
    lately: deque[float] = field(default_factory=deque)

    def find(self, name: Hashable, sheet: Callable[[], BlankSheet]) -> bytes:
        """The paper of that name, made of what `sheet` gives where it is not there yet; TooManyFresh."""
        known = self.named.get(name)
        if known is not None:
            return known
        made = sheet()
        digest = hashlib.sha256(json.dumps(content(made), sort_keys=True).encode()).hexdigest()
        pdf = self.pressed.get(digest)
        if pdf is None:
            self._take_turn()
            pdf = blank_pdf(made)
            _keep(self.pressed, digest, pdf)
        _keep(self.named, name, pdf)
        return pdf

    def _take_turn(self) -> None:
        now = self.clock()
        while self.lately and self.lately[0] <= now - 60:
            self.lately.popleft()
        if len(self.lately) >= MOST_A_MINUTE:
            raise TooManyFresh
        self.lately.append(now)


def _keep(kept: dict[_K, bytes], key: _K, pdf: bytes) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = pdf
