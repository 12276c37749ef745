"""Papers that are the same for every visitor, pressed once per process; a press takes a moment of its own."""

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from casework.papers.blank import BlankSheet, blank_pdf, content

#: fresh papers of a process in a minute: whoever asks for all of them at once takes little of it
MOST_A_MINUTE = 12
#: bytes of them that a process keeps: some sixty papers
MOST_KEPT = 6_000_000
_MOST_NAMES = 5_000


class TooManyFresh(Exception):
    """No press is free for another fresh paper this minute."""


@dataclass
class KeptPapers:
    """Under the name of a day and by content: a new day with the same words costs no press."""

    clock: Callable[[], float] = time.monotonic
    named: dict[Hashable, str] = field(default_factory=dict)  #: digest of its content
    pressed: dict[str, bytes] = field(default_factory=dict)
    lately: deque[float] = field(default_factory=deque)

    def find(self, name: Hashable, sheet: Callable[[], BlankSheet]) -> bytes:
        """The paper of that name, made of what `sheet` gives where it is not there yet; TooManyFresh."""
        known = self.named.get(name)
        if known is not None and known in self.pressed:
            return self._once_more(known)
        made = sheet()
        digest = hashlib.sha256(json.dumps(content(made), sort_keys=True).encode()).hexdigest()
        if digest not in self.pressed:
            self._take_turn()
            self.pressed[digest] = blank_pdf(made)
            self._make_room()
        if len(self.named) >= _MOST_NAMES:
            self.named.clear()
        self.named[name] = digest
        return self._once_more(digest)

    def _once_more(self, digest: str) -> bytes:
        """The one asked for last goes last."""
        self.pressed[digest] = self.pressed.pop(digest)
        return self.pressed[digest]

    def _make_room(self) -> None:
        while len(self.pressed) > 1 and sum(map(len, self.pressed.values())) > MOST_KEPT:
            del self.pressed[next(iter(self.pressed))]
        self.named = {name: digest for name, digest in self.named.items() if digest in self.pressed}

    def _take_turn(self) -> None:
        now = self.clock()
        while self.lately and self.lately[0] <= now - 60:
            self.lately.popleft()
        if len(self.lately) >= MOST_A_MINUTE:
            raise TooManyFresh
        self.lately.append(now)
