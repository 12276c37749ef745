"""ClamAV's daemon over INSTREAM: one connection a content, over its socket or TCP."""

import re
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from casework.scanning.scanner import NotScannable, ScannerAway

_CHUNK = 1 << 18
_LONGEST_ANSWER = 4096
_FOUND = re.compile(rb"stream: (.{1,300}) FOUND\0")
_CLEAN = b"stream: OK\0"
_TOO_BIG = b"size limit exceeded"
#: what it "finds" when a limit of its own kept it from looking (AlertExceedsMax yes)
_LIMITS = "Heuristics.Limits.Exceeded"


@dataclass(frozen=True)
class Clamd:
    """A Scanner. `place`: an absolute path of a socket, or host:port."""

    place: str
    connect_seconds: float = 3.0
    silent_seconds: float = 30.0  #: without a sign
    whole_seconds: float = 120.0  #: of one content

    def look(self, content: bytes) -> str | None:
        """None only for its whole answer "stream: OK"; the answer of a clamd that was killed is no answer."""
        answer = self._ask(b"zINSTREAM\0", content)
        if answer == _CLEAN:
            return None
        found = _FOUND.fullmatch(answer)
        if found is None:
            if _TOO_BIG in answer and answer.endswith(b"\0"):
                raise NotScannable("bigger than its StreamMaxLength")
            raise ScannerAway(f"answered {answer[:80]!r}")
        name = found[1].decode(errors="replace")
        if name.startswith(_LIMITS):
            raise NotScannable(name)
        return name

    def name(self) -> str:
        """ "ClamAV 1.4.6/27800/Sat Nov 21 09:00:00 2026"."""
        answer = self._ask(b"zVERSION\0")
        if not answer.endswith(b"\0"):
            raise ScannerAway("its answer was cut off")
        return answer[:-1].decode(errors="replace").strip()

    def _ask(self, command: bytes, content: bytes | None = None) -> bytes:
        ends = time.monotonic() + self.whole_seconds

        def patience() -> float:
            left = min(self.silent_seconds, ends - time.monotonic())
            if left <= 0:
                raise ScannerAway("took too long")
            return left

        try:
            with self._connected() as line:
                line.settimeout(patience())
                line.sendall(command)
                if content is not None:
                    _send(line, content, patience)
                return _answer(line, patience)
        except OSError as fault:
            raise ScannerAway(str(fault) or type(fault).__name__) from fault

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        if Path(self.place).is_absolute():
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(self.connect_seconds)
                line.connect(self.place)
                yield line
        else:
            host, _, port = self.place.rpartition(":")
            with socket.create_connection((host.strip("[]"), int(port)), self.connect_seconds) as line:
                yield line


def _send(line: socket.socket, content: bytes, patience: Callable[[], float]) -> None:
    """In chunks with their length before each, and an empty one at the end."""
    view = memoryview(content)
    try:
        for start in range(0, len(content), _CHUNK):
            chunk = view[start : start + _CHUNK]
            line.settimeout(patience())
            line.sendall(struct.pack(">I", len(chunk)))
            line.sendall(chunk)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it stops listening when a content is too big, and says so: the answer decides


def _answer(line: socket.socket, patience: Callable[[], float]) -> bytes:
    """Up to and with its closing zero; shorter when the other side went away."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        line.settimeout(patience())
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer
