"""F3: files at the limit, one byte over it, under a false length, and without any."""

import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil

from bench.battery.ground import hidden, house
from bench.battery.row import Attempt, Result, judged
from tests.program import Program

_LIMIT = 10_000_000  # bytes of one file
_MORE_MEMORY = 150_000_000  # bytes, for each process that answers
_PAGE = "/sprawdz-upo"


def big_uploads(attempt: Attempt) -> Result:
    """Ten people at once send five files of 10 MB each, beside the fields of their page."""
    with house(attempt) as program:
        before = _memory(program)
        with ThreadPoolExecutor(10) as people:
            sent = list(people.map(lambda _: _send(program, 5 * [_LIMIT - 1000]), range(10)))
        grown = {pid: now - before.get(pid, now) for pid, now in _memory(program).items()}
        over = _send(program, [_LIMIT * 6 + 1])
        lying, silent = _cut_off(program, length=1_000_000), _chunked(program, 61_000_000)
        alive = program.answers()
    figures = {
        "at the limit": [one.status_code for one in sent],
        "over the limit": over.status_code,
        "over the limit says": "Nic nie trafiło do urzędu" in over.text,
        "less than was promised": lying,
        "without a length": silent,
        "memory_mb": {pid: round(grown[pid] / 1e6, 1) for pid in grown},
    }
    return judged(
        figures,
        {
            "files at the limit are read": all(one.status_code in (200, 422) for one in sent),
            "more is refused in words": over.status_code in (413, 422)
            and bool(figures["over the limit says"]),
            "a line that breaks off harms nobody": alive,
            "without a length it is refused": silent in (400, 411, 413),
            "memory": max(grown.values(), default=0) < _MORE_MEMORY,
        },
    )


def _memory(program: Program) -> dict[int, int]:
    return {worker.pid: psutil.Process(worker.pid).memory_info().rss for worker in program.web_workers()}


def _send(program: Program, sizes: list[int]) -> httpx.Response:
    with httpx.Client(base_url=program.address, timeout=120) as wire:
        carried = hidden(wire.get(_PAGE).text)
        files = [
            ("pliki" if number else "upo", (f"{number}.pdf", b"%PDF-" + b"x" * size, "application/pdf"))
            for number, size in enumerate(sizes)
        ]
        return wire.post(_PAGE, data=carried, files=files)


def _cut_off(program: Program, *, length: int) -> str:
    """Promises more than it sends, then hangs up."""
    with socket.create_connection(("127.0.0.1", program.port), 10) as wire:
        head = f"POST {_PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{program.port}\r\nContent-Length: {length}\r\n\r\n"
        wire.sendall(head.encode() + b"x" * 1000)
        wire.shutdown(socket.SHUT_WR)
        wire.settimeout(10)
        try:
            return wire.recv(200).decode(errors="replace").partition("\r\n")[0] or "hung up"
        except (ConnectionResetError, TimeoutError) as cut:
            return type(cut).__name__


def _chunked(program: Program, size: int) -> int:
    """Never says how much there is."""

    def pieces() -> object:
        for _ in range(size // 100_000):
            yield b"x" * 100_000

    with httpx.Client(base_url=program.address, timeout=60) as wire:
        try:
            return wire.post(_PAGE, content=pieces()).status_code  # type: ignore[arg-type]  # an iterator of bytes
        except (httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):
            return 413  # hung up while we were still sending
