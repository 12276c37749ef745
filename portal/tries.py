"""A coarse shield against guessing keys; the tables with the final counters come with the desk."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from threading import Lock


class Tries:
    """Counts wrong tries of each address within a sliding window, in this process."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most, self._within = most, within
        self._seen: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._lock = Lock()

    def used_up(self, address: str, now: datetime) -> bool:
        """Whether this address has to wait; other addresses never do because of it."""
        with self._lock:
            return len(self._recent(address, now)) >= self._most

    def count(self, address: str, now: datetime) -> None:
        """Notes one wrong try."""
        with self._lock:
            self._recent(address, now).append(now)
            for other in [one for one in self._seen if not self._recent(one, now)]:
                del self._seen[other]

    def _recent(self, address: str, now: datetime) -> deque[datetime]:
        seen = self._seen[address]
        while seen and seen[0] <= now - self._within:
            seen.popleft()
        return seen
