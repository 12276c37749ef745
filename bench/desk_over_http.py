"""The desk's pages as a clerk's browser asks for them: the real desk process, a log-in, HTTP, whole pages.

CPU is that of the desk's processes and of their PostgreSQL backends; of this process, which asks, it is not.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import UUID

import psutil

from bench.cities import City
from bench.costs import Limit
from bench.measure import HOUSE, cpu_seconds
from casework.desk import desk_sessions
from casework.desk.desk_sessions import Limits
from pages.cookies import cookie_name
from tests.program import free_port, until

PAGES, WARM = 40, 12
_QUEUE, _SEARCH = Limit(10.0, growth=1.3), Limit(40.0)
LIMITS = {
    "queue, first page": _QUEUE,
    "queue, deep": _QUEUE,
    "queue, deep and back": _QUEUE,
    "queue, own cases": _QUEUE,
    "queue, own department": _QUEUE,
    "queue, overdue": _QUEUE,
    "queue, unassigned": _QUEUE,
    "queue, awaiting": _QUEUE,
    "queue, awaiting, own department": _QUEUE,
    "queue, one state": _QUEUE,
    "queue, one service": _QUEUE,
    "queue, new answers": Limit(10.0),  # fewer than a page at the smallest size
    "name": _SEARCH,
    "two names": _SEARCH,
    "beginning of a name": _SEARCH,
    "register number": _SEARCH,
}
#: some of them stand at the end of the queue, where no day is watched
_STATES = ("received", "in_progress", "awaiting_applicant", "paused", "done")
_CASE = re.compile(rb'href="(/sprawy/[0-9a-f-]{36})"')


@dataclass(frozen=True)
class Asked:
    """Pages that one person asks for in turn."""

    who: UUID
    addresses: Sequence[str]


def asks(city: City) -> dict[str, Asked]:
    """What a clerk asks for all day long; the names of LIMITS."""
    ewa, anna = city.supervisor, city.clerk
    deep = city.places[len(city.places) // 2 :]

    def queue(**words: str) -> str:
        return f"/sprawy?{urlencode(words)}"

    def found(*words: str) -> list[str]:
        return [f"/sprawy/szukaj?{urlencode({'q': each})}" for each in words]

    return {
        "queue, first page": Asked(ewa, [queue(widok="open")]),
        "queue, deep": Asked(ewa, [queue(widok="open", po=place) for place in deep]),
        "queue, deep and back": Asked(ewa, [queue(widok="open", przed=place) for place in deep]),
        "queue, own cases": Asked(anna, [queue(widok="mine")]),
        "queue, own department": Asked(anna, [queue(widok="open", po=place) for place in city.places[:-2]]),
        "queue, overdue": Asked(ewa, [queue(widok="overdue")]),
        "queue, unassigned": Asked(ewa, [queue(widok="unassigned")]),
        "queue, awaiting": Asked(ewa, [queue(widok="awaiting")]),
        "queue, awaiting, own department": Asked(anna, [queue(widok="awaiting")]),
        "queue, one state": Asked(ewa, [queue(widok="open", stan=state) for state in _STATES]),
        "queue, one service": Asked(ewa, [queue(widok="open", usluga="podatek-nieruchomosci-dn-1")]),
        "queue, new answers": Asked(anna, [queue(widok="answered")]),
        "name": Asked(ewa, found("zmyslowski", "fikcak", "wzorcuk", "testowny", "cwiczak")),
        "two names": Asked(ewa, found("anna zmysl", "jan fikc", "piotr wzorcer", "olga zrodl")),
        "beginning of a name": Asked(anna, found("zm", "pr", "an", "ma")),
        "register number": Asked(ewa, found("RPW/12/2026", "4711", "9999/2026")),
    }


class Browser:
    """One connection on which one person is logged in."""

    def __init__(self, port: int, city: City, who: UUID) -> None:
        with city.sessions.begin() as session:
            token = desk_sessions.begin(session, who, at=datetime.now(UTC), limits=Limits())
        self._headers = {"Cookie": f"{cookie_name('desk', plain_http=True)}={token}"}
        self._wire = HTTPConnection("127.0.0.1", port, timeout=30)

    def hang_up(self) -> None:
        """The next page comes on a fresh connection: the desk closes those that stand idle."""
        self._wire.close()

    def open(self, address: str) -> bytes:
        self._wire.request("GET", address, headers=self._headers)
        answer = self._wire.getresponse()
        page = answer.read()
        assert answer.status == 200, f"{address}: {answer.status}"
        return page


@contextmanager
def desk_of(city: City) -> Iterator[tuple[int, psutil.Process]]:
    """The desk over this city's database: its port, and its process."""
    with tempfile.TemporaryDirectory(prefix="okienko-bench-desk-") as folder:
        port = free_port() - 1  # of the portal; the desk stands on the next one
        settings = {
            "DEMO": "1", "DATA": folder, "PORT": str(port), "LOG_LEVEL": "WARNING",
            "DATABASE_URL": city.urls.application, "OWNER_DATABASE_URL": city.urls.owner,
        }  # fmt: skip
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
        process = subprocess.Popen(
            [sys.executable, "-m", "okienko", "desk"], cwd=HOUSE,
            env=kept | {f"OKIENKO_{name}": value for name, value in settings.items()},
        )  # fmt: skip
        try:
            until("the desk answers", lambda: _answers(process, port + 1))
            yield port + 1, psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _answers(process: "subprocess.Popen[bytes]", port: int) -> bool:
    assert process.poll() is None, "the desk ended"
    wire = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        wire.request("GET", "/healthz")
        return wire.getresponse().status == 200
    except OSError:
        return False
    finally:
        wire.close()


def one_round(city: City) -> dict[str, tuple[float, list[float]]]:
    """CPU ms a page, and ms of each page, for all that is asked."""
    with desk_of(city) as (port, desk):
        postmaster = psutil.Process(city.server.process.pid)

        def spent() -> float:
            return cpu_seconds([desk, *desk.children(recursive=True), *_backends(postmaster, city)])

        browsers = {who: Browser(port, city, who) for who in (city.supervisor, city.clerk)}
        _demand_real_pages(browsers, city)
        return {name: _measure(browsers[ask.who], ask, spent) for name, ask in asks(city).items()}


def _measure(browser: Browser, ask: Asked, spent: Callable[[], float]) -> tuple[float, list[float]]:
    browser.hang_up()
    for number in range(WARM):  # statements are prepared after some uses
        browser.open(ask.addresses[number % len(ask.addresses)])
    before, times = spent(), []
    for number in range(PAGES):
        began = time.perf_counter()
        browser.open(ask.addresses[number % len(ask.addresses)])
        times.append(1000 * (time.perf_counter() - began))
    return 1000 * (spent() - before) / PAGES, times


def _demand_real_pages(browsers: dict[UUID, Browser], city: City) -> None:
    """A page that shows no case, or the first page where a deep one is asked for, would be quick too."""
    first: set[bytes] = set()
    for name, ask in asks(city).items():
        shown = set(_CASE.findall(browsers[ask.who].open(ask.addresses[0])))
        assert shown, f"{name}: {ask.addresses[0]} shows no case"
        if name == "queue, first page":
            first = shown
        elif "deep" in name:
            assert not shown & first, f"{name}: the first page came instead"


def _backends(postmaster: psutil.Process, city: City) -> list[psutil.Process]:
    """PostgreSQL's processes for this city's database; their titles name it."""
    mark = f" cases_{city.cases} "
    return [each for each in postmaster.children() if mark in " ".join(each.cmdline())]
