"""R1 and R14: fifty people for five minutes, twenty for an hour, through the shipped nginx with TLS."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil

from bench.battery.crowd import Deed, Person, Told, crowd, p95
from bench.battery.ground import SET, clerk, count, house_behind_nginx
from bench.battery.people import browse, queue, some_cases, status, submit
from bench.battery.row import Attempt, Result, Row, judged
from tests.deploy.front import DESK, PORTAL, Front
from tests.program import Program

_GET_P95_MS, _SUBMIT_P95_MS, _RATE, _GROWTH = 200.0, 800.0, 60.0, 0.05
#: people think: fifty of them ask about eighty times a second
_PAUSE = (0.3, 0.9)


@dataclass
class _Watched:
    """What the program's own processes hold, each few seconds; PostgreSQL's shared memory is not theirs."""

    at: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    connections: list[int] = field(default_factory=list)

    def look(self, program: Program) -> None:
        held, files = 0, 0
        for process in program.tree():
            with suppress(psutil.Error):
                if "postgres" not in process.name():
                    held += process.memory_info().rss
                    files += process.num_fds()
        self.at.append(time.monotonic())
        self.megabytes.append(held / 1e6)
        self.files.append(files)
        self.connections.append(
            count(program, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'okienko_app'")
        )

    def growth(self, share: float) -> float:
        """From the mean of the first tenth after the `share` that warms up to that of the last tenth."""
        kept = self.megabytes[int(share * len(self.megabytes)) :]
        tenth = max(1, len(kept) // 10)
        first, last = sum(kept[:tenth]) / tenth, sum(kept[-tenth:]) / tenth
        return round(last / first - 1, 4)


@contextmanager
def _watching(program: Program, every: float) -> Iterator[_Watched]:
    over, seen = threading.Event(), _Watched()

    def watch() -> None:
        while not over.wait(every):
            seen.look(program)

    thread = threading.Thread(target=watch)
    thread.start()
    yield seen
    over.set()
    thread.join()


def _people(program: Program, front: Front, number: int) -> list[Person]:
    """One in twenty is a clerk at the queue; each resident comes from an address of their own."""
    desk = clerk(program, "kierownik@zabrze", front)
    cookie = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
    cases = some_cases(program)
    asked = [browse(PORTAL), submit(PORTAL), status(PORTAL, cases)]
    clerks = max(1, round(number / 20))

    def person(deeds: list[Deed], name: str, source: str) -> Person:
        return Person(front.tls, deeds, source=source, name=name, pause=_PAUSE)

    at_the_desk = [person([queue(DESK, cookie)], DESK, "127.0.0.1") for _ in range(clerks)]
    residents = [person(asked, PORTAL, f"127.0.1.{each + 1}") for each in range(number - clerks)]
    return at_the_desk + residents


def _figures(told: dict[str, Told], seconds: float) -> dict[str, object]:
    read = [ms for name, one in told.items() if name != "submit" for ms in one.ms]
    done = sum(len(one.ms) for one in told.values())
    return {
        "answered": {name: len(one.ms) for name, one in told.items()},
        "a_second": round(done / seconds, 1),
        "get_p95_ms": p95(read),
        "p95_ms": {name: p95(one.ms) for name, one in told.items()},
        "longest_ms": round(max((max(one.ms, default=0.0) for one in told.values()), default=0.0)),
        "errors": [f"{name}: {what}" for name, one in told.items() for _, _, what in one.wrong]
        + [f"{name}: not let in" for name, one in told.items() for _ in one.refused],
    }


def _many(attempt: Attempt, people: int, seconds: float) -> tuple[dict[str, object], _Watched]:
    with house_behind_nginx(attempt) as (program, front):
        there = _people(program, front, people)
        attempt.say(f"{people} people for {seconds:g} s")
        with crowd(there, seconds=seconds, seed=attempt.seed) as them, _watching(program, 5.0) as seen:
            told = them.told()
        figures = _figures(told, seconds)
        kept = count(program, "SELECT count(*) FROM submission WHERE key LIKE 'battery-%'")
        stuck = count(program, "SELECT count(*) FROM message WHERE state = 'sending'")
    figures |= {
        "people": people, "seconds": seconds, "think_s": _PAUSE, "receipts": len(told["submit"].ms),
        "kept": kept, "stuck_in_sending": stuck, "set": SET,
        "megabytes_first_last": [round(seen.megabytes[0]), round(seen.megabytes[-1])],
        "most_connections": max(seen.connections),
    }  # fmt: skip
    return figures, seen


def _load(attempt: Attempt) -> Result:
    figures, seen = _many(attempt, attempt.size(50, 10), attempt.size(300.0, 30.0))
    p95s = figures["p95_ms"]
    assert isinstance(p95s, dict)
    growth = seen.growth(0.2)
    met = {
        "0 errors": not figures["errors"],
        "GET p95 at most 200 ms": float(str(figures["get_p95_ms"])) <= _GET_P95_MS,
        "submit p95 at most 800 ms": p95s["submit"] <= _SUBMIT_P95_MS,
        "memory grows less than 5 % after the first minute": growth < _GROWTH,
        "every receipt is kept": figures["receipts"] == figures["kept"],
    }
    if not attempt.short:
        met["at least 60 a second"] = float(str(figures["a_second"])) >= _RATE
    return judged({**figures, "memory_growth": growth}, met)


def _soak(attempt: Attempt) -> Result:
    figures, seen = _many(attempt, attempt.size(20, 8), attempt.size(3600.0, 60.0))
    growth = seen.growth(0.1)
    files = seen.files[len(seen.files) // 10 :]
    met = {
        "0 errors": not figures["errors"],
        "memory stands": abs(growth) < _GROWTH,
        "open files stand": max(files) - min(files) <= 0.2 * max(files),
        "every receipt is kept": figures["receipts"] == figures["kept"],
        "nothing stuck in sending": int(str(figures["stuck_in_sending"])) <= 20,
    }
    held = {"open_files_least_most": [min(files), max(files)], "memory_growth": growth}
    return judged({**figures, **held}, met)


R1 = (Row("R1", "50 people for 5 minutes through nginx: browse, file 200 KB, ask, queue", _load, 7),)
R14 = (Row("R14", "20 people for an hour: memory, files, connections stand", _soak, 65, long=True),)
