"""Many people at once, in a process of their own: each keeps a line open, does something, waits, does more.

One JSON document on stdin, {"seconds", "seed", "people": [Person, …]}; one on stdout, {deed: Told}. A line
"ready" on stderr says that everybody is connected. SIGTERM ends it early. It knows nothing of the program.
"""

import asyncio
import base64
import json
import os
import random
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

_HOUSE = Path(__file__).parents[2]
_SILENT_SECONDS = 30.0


@dataclass
class Deed:
    """Something people do; `heads` are request lines with headers, one of which is chosen each time."""

    name: str
    weight: int
    heads: list[str]  #: {key} becomes another word each time
    body: tuple[str, str] | None = None  #: around twelve bytes in base64 that make each body another one
    good: int = 200


@dataclass
class Person:
    """Somebody at an address of their own."""

    port: int
    deeds: list[Deed]
    source: str = "127.0.0.1"
    name: str | None = None  #: TLS under this name; None: plain http
    pause: tuple[float, float] = (0.0, 0.0)  #: seconds between an answer and the next question


@dataclass
class Told:
    """What became of one kind of deed."""

    ms: list[float] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)  #: seconds since the epoch, one for each of `ms`
    wrong: list[tuple[float, float, str]] = field(default_factory=list)  #: sent at, seconds, what came
    refused: list[float] = field(default_factory=list)  #: nobody took the line: nothing was asked


class _Life:
    """One person's afternoon."""

    def __init__(self, person: Person, told: dict[str, Told], dice: random.Random, until: float) -> None:
        self.person, self.told, self.dice, self.until = person, told, dice, until
        self.line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def live(self) -> None:
        weights = [deed.weight for deed in self.person.deeds]
        while time.monotonic() < self.until:
            await asyncio.sleep(self.dice.uniform(*self.person.pause))
            deed = self.dice.choices(self.person.deeds, weights)[0]
            await self._do(deed)
        self._hang_up()

    async def _do(self, deed: Deed) -> None:
        told, sent_at, began = self.told[deed.name], time.time(), time.perf_counter()
        try:
            await self.connect()
        except OSError:
            told.refused.append(sent_at)
            await asyncio.sleep(0.1)
            return
        request = _request(deed)
        sent_at, began = time.time(), time.perf_counter()
        try:
            status, closes = await asyncio.wait_for(self._ask(request), _SILENT_SECONDS)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as fault:
            told.wrong.append((sent_at, time.perf_counter() - began, type(fault).__name__))
            self._hang_up()
            return
        took = time.perf_counter() - began
        if status == deed.good:
            told.ms.append(1000 * took)
            told.sent_at.append(sent_at)
        else:
            told.wrong.append((sent_at, took, str(status)))
        if closes:
            self._hang_up()

    async def connect(self) -> None:
        """A new line where there is none, or where the other side closed it."""
        if self.line is not None and not self.line[0].at_eof():
            return
        self._hang_up()
        context = None
        if self.person.name is not None:  # whose certificate it is does not matter to a load
            context = ssl._create_unverified_context()  # noqa: S323 – loopback
        self.line = await asyncio.open_connection(
            "127.0.0.1", self.person.port, ssl=context, local_addr=(self.person.source, 0),
            server_hostname=self.person.name, limit=2**22,
        )  # fmt: skip

    async def _ask(self, request: bytes) -> tuple[int, bool]:
        assert self.line is not None
        reader, writer = self.line
        writer.write(request)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        at = head.find(b"content-length:")
        if at < 0 and b" 304 " not in head[:16]:
            raise ValueError("an answer without its length")
        if at >= 0:
            await reader.readexactly(int(head[at + 15 :].split(b"\r\n", 1)[0]))
        return int(head[9:12]), b"connection: close" in head

    def _hang_up(self) -> None:
        if self.line is not None:
            self.line[1].close()
            self.line = None


def _request(deed: Deed) -> bytes:
    mark = os.urandom(9).hex()
    head = random.choice(deed.heads).replace("{key}", mark)  # noqa: S311 – a load, not a secret
    if deed.body is None:
        return f"{head}\r\n\r\n".encode()
    body = deed.body[0].encode() + base64.b64encode(mark[:12].encode()) + deed.body[1].encode()
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def _all(people: Sequence[Person], seconds: float, seed: int) -> dict[str, Told]:
    told = {deed.name: Told() for person in people for deed in person.deeds}
    until = time.monotonic() + seconds
    lives = [
        _Life(person, told, random.Random(seed * 1000 + number), until)  # noqa: S311 – a load, not a secret
        for number, person in enumerate(people)
    ]
    for life in lives:
        await life.connect()
    print("ready", file=sys.stderr, flush=True)
    tasks = [asyncio.ensure_future(life.live()) for life in lives]
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, _go_home, lives)
    await asyncio.gather(*tasks)
    return told


def _go_home(lives: list[_Life]) -> None:
    for life in lives:
        life.until = 0.0


@dataclass
class Crowd:
    """A crowd under way."""

    process: "subprocess.Popen[str]"

    def send_home(self) -> None:
        """Everybody finishes what they are at."""
        self.process.terminate()

    def told(self) -> dict[str, Told]:
        """Waits for the end."""
        said, _ = self.process.communicate()
        return {name: Told(**told) for name, told in json.loads(said).items()}


@contextmanager
def crowd(people: Sequence[Person], *, seconds: float, seed: int = 1) -> Iterator[Crowd]:
    """Everybody is connected when the block begins."""
    order = {"seconds": seconds, "seed": seed, "people": [asdict(person) for person in people]}
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.battery.crowd"], cwd=_HOUSE, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdin is not None and process.stderr is not None
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        first = process.stderr.readline()
        assert first == "ready\n", f"the crowd does not come: {first}{process.stderr.read()}"
        yield Crowd(process)
    finally:
        process.kill()
        process.wait()


def p95(milliseconds: Sequence[float]) -> float:
    """0 when there is none."""
    return round(sorted(milliseconds)[int(0.95 * (len(milliseconds) - 1))], 1) if milliseconds else 0.0


def _person(given: dict[str, object]) -> Person:
    deeds = [Deed(**each) for each in cast(list[dict[str, object]], given.pop("deeds"))]  # type: ignore[arg-type]  # as written by asdict
    return Person(deeds=deeds, **given)  # type: ignore[arg-type]  # the same


if __name__ == "__main__":
    order = json.loads(sys.stdin.readline())
    found = asyncio.run(_all([_person(each) for each in order["people"]], order["seconds"], order["seed"]))
    print(json.dumps({name: asdict(told) for name, told in found.items()}))
