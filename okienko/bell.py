"""The bell between portal and worker on one machine: who has filed rings, the drains wake at once.

It costs microseconds, where PostgreSQL's NOTIFY makes commits wait for each other. Nothing hangs on it: a
ring that nobody hears is made good by the next look a second later.
"""

import hashlib
import socket
from contextlib import suppress
from pathlib import Path


class Bell:
    """Rings for the worker of this data folder; one for each process."""

    def __init__(self, data: Path) -> None:
        self._place = _place(data)
        self._socket: socket.socket | None = None

    def ring(self) -> None:
        """Never waits and never fails."""
        if self._socket is None:  # not before: a process that was forked off has its own
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._socket.setblocking(False)
        with suppress(OSError):
            self._socket.sendto(b"", self._place)


def listener(data: Path) -> socket.socket | None:
    """What hears the bell; None where another worker of the folder does."""
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.setblocking(False)
    try:
        ear.bind(_place(data))
    except OSError:
        ear.close()
        return None
    return ear


def _place(data: Path) -> bytes:
    """Linux's abstract addresses leave nothing behind and are as long as any path."""
    return b"\0okienko-bell-" + hashlib.sha256(str(data.absolute()).encode()).hexdigest()[:32].encode()
