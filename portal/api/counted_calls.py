"""Calls counted in the memory of one process, without a thread for each of them."""

import time

from limits.storage import Storage


class CallsInMemory(Storage):
    """A storage of `limits` for fixed windows, for processes that answer one request at a time.

    What has run out is forgotten once a minute. The library's own storage starts a thread for that at nearly
    every call, which costs more than the counting.
    """

    STORAGE_SCHEME = ["okienko+memory"]  # noqa: RUF012  # as the library types it
    _FORGET_EVERY = 60.0

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._counts: dict[str, tuple[int, float]] = {}  #: key → how many, until when
        self._forget_at = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        if now >= self._forget_at:
            self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > now}
            self._forget_at = now + self._FORGET_EVERY
        count, until = self._counts.get(key, (0, 0.0))
        if until <= now:
            count, until = 0, now + expiry
        self._counts[key] = (count + amount, until)
        return count + amount

    def get(self, key: str) -> int:
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        forgotten = len(self._counts)
        self._counts = {}
        return forgotten

    def clear(self, key: str) -> None:
        self._counts.pop(key, None)
