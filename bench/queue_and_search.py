"""Queue and name search at 10,000, 100,000 and 1,000,000 cases: by the doors the desk uses, and over HTTP.

python -m bench.queue_and_search [NUMBER …]

All sizes stand in one cluster and take turns: a noisy neighbour hits all alike. By the doors, CPU is that of
this process and of its PostgreSQL backend together; over HTTP see bench/desk_over_http.py.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from uuid import uuid4

import psutil
from rich.console import Console
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench import desk_over_http
from bench.cities import TODAY, City, cities
from bench.costs import Limit, Rounds, judge
from casework.desk import finding, queue
from casework.desk.clerks import Clerk
from casework.desk.queue import Filters

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, PAGES, WARM = 5, 60, 12
SERVICE = "podatek-nieruchomosci-dn-1"

EWA = Clerk(uuid4(), "zabrze", "Ewa Zmyślona", frozenset({"supervisor"}), frozenset())
ANNA = Clerk(uuid4(), "zabrze", "Anna Fikcyjna", frozenset({"clerk"}), frozenset({"tax_assessment"}))

_QUEUE, _FIGURES, _SEARCH = Limit(10.0, growth=1.3), Limit(10.0), Limit(40.0)
LIMITS = {
    "queue, first page": _QUEUE,
    "queue, deep": _QUEUE,
    "queue, own department": _QUEUE,
    "queue, overdue": _QUEUE,
    "queue, awaiting": _QUEUE,
    "queue, awaiting, own department": _QUEUE,
    "queue, paused": _QUEUE,
    "queue, done, one service": _QUEUE,
    "figures beside it": _FIGURES,
    "figures of a department": _FIGURES,
    "name": _SEARCH,
    "two names": _SEARCH,
    "beginning of a name": _SEARCH,
    "register number": _SEARCH,
}

Ask = Callable[[Session, int], object]  #: one page; the number tells this page from the last one


def asks(city: City) -> dict[str, Ask]:
    """What a clerk asks for all day long; the names of LIMITS."""

    def paged(clerk: Clerk, wanted: Filters, places: Sequence[str | None]) -> Ask:
        return lambda session, n: queue.page(
            session, clerk, filters=wanted, after=places[n % len(places)], today=TODAY
        )

    def found(words: Sequence[str], clerk: Clerk = EWA) -> Ask:
        return lambda session, n: finding.find(session, clerk, words[n % len(words)], None, today=TODAY)

    deep = city.places[len(city.places) // 2 :]
    return {
        "queue, first page": paged(EWA, Filters(), [None]),
        "queue, deep": paged(EWA, Filters(), deep),
        "queue, own department": paged(ANNA, Filters(), [None, *city.places]),
        "queue, overdue": paged(EWA, Filters(overdue=True), [None]),
        "queue, awaiting": paged(EWA, Filters(state="awaiting_applicant"), [None]),
        "queue, awaiting, own department": paged(ANNA, Filters(state="awaiting_applicant"), [None]),
        "queue, paused": paged(EWA, Filters(state="paused"), [None]),
        "queue, done, one service": paged(EWA, Filters(state="done", service=SERVICE), [None]),
        "figures beside it": lambda session, n: queue.counts(session, EWA, today=TODAY),
        "figures of a department": lambda session, n: queue.counts(session, ANNA, today=TODAY),
        "name": found(["zmyslowski", "fikcak", "wzorcuk", "testowny", "cwiczak"]),
        "two names": found(["anna zmysl", "jan fikc", "piotr wzorcer", "olga zrodl"]),
        "beginning of a name": found(["zm", "pr", "an", "ma"], ANNA),
        "register number": found(["RPW/12/2026", "4711", "9999/2026"]),
    }


def cost(city: City, ask: Ask) -> tuple[float, list[float]]:
    """CPU ms a page, and ms of each page."""
    with city.sessions() as session:
        backend = psutil.Process(session.execute(text("SELECT pg_backend_pid()")).scalar_one())
        for number in range(WARM):  # statements are prepared after some uses
            ask(session, number)
        session.rollback()
        before, own, times = _used(backend), time.process_time(), []
        for number in range(PAGES):
            began = time.perf_counter()
            ask(session, number)
            session.rollback()
            times.append(1000 * (time.perf_counter() - began))
        return 1000 * (_used(backend) - before + time.process_time() - own) / PAGES, times


def _used(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return spent.user + spent.system


def measure(made: Sequence[City], console: Console) -> tuple[Rounds, Rounds]:
    """By the doors, and over HTTP."""
    doors: Rounds = defaultdict(lambda: defaultdict(list))
    pages: Rounds = defaultdict(lambda: defaultdict(list))
    for number in range(1, ROUNDS + 1):
        for city in made:
            for name, ask in asks(city).items():
                doors[name][city.cases].append(cost(city, ask))
            for name, each in desk_over_http.one_round(city).items():
                pages[name][city.cases].append(each)
        console.print(f"round {number} of {ROUNDS}", style="dim")
    return doors, pages


def main(sizes: Sequence[int]) -> int:
    console = Console(width=140)
    with cities(sizes, console) as made:
        doors, pages = measure(made, console)
    well = judge("By the desk's doors", doors, LIMITS, sizes, console)
    return 0 if judge("Over HTTP", pages, desk_over_http.LIMITS, sizes, console) and well else 1


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or SIZES))
