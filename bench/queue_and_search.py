"""Queue and name search at 10,000, 100,000 and 1,000,000 cases, by the doors the desk uses.

python -m bench.queue_and_search [NUMBER …]

CPU is that of this process and of its PostgreSQL backend together, for a page; the network and the page's
HTML are not in it. All sizes stand in one cluster and take turns: a noisy neighbour hits all alike.
"""

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import psutil
import psycopg
from psycopg import sql
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bench.many_cases import Many, insert_many
from casework.desk import finding, queue
from casework.desk.clerks import Clerk
from casework.desk.queue import Filters
from casework.versions import record_versions
from forms_catalog.catalogue import load
from okienko.database import sessions as sessions_over
from okienko.jobs import prepare_queue
from okienko.migrating import migrate
from okienko.postgres import OWNER, EmbeddedPostgres

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, PAGES = 5, 60
TODAY = Many(0).today
#: CPU ms a page
QUEUE_MUST, SEARCH_MUST = 10.0, 40.0
#: a page at the largest size may cost so much more than at the smallest
GROWTH_MUST = 1.3

EWA = Clerk(uuid4(), "zabrze", "Ewa Zmyślona", frozenset({"supervisor"}), frozenset())
ANNA = Clerk(uuid4(), "zabrze", "Anna Fikcyjna", frozenset({"clerk"}), frozenset({"tax_assessment"}))

#: rows that fit together need no look at each reference: half the time
_TRUSTED = "?options=-csession_replication_role%3Dreplica"

Ask = Callable[[Session, int], object]  #: one page; the number tells this page from the last one


@dataclass(frozen=True)
class Cost:
    cpu_ms: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class City:
    """A database with so many cases."""

    cases: int
    sessions: sessionmaker[Session]
    places: tuple[str, ...]  #: where pages begin, from the first to the last of the queue


def asks(city: City) -> dict[str, Ask]:
    """What a clerk asks for all day long."""

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
        "figures beside it": lambda session, n: queue.counts(session, EWA, today=TODAY),
        "name": found(["zmyslowski", "fikcak", "wzorcuk", "testowny", "cwiczak"]),
        "two names": found(["anna zmysl", "jan fikc", "piotr wzorcer", "olga zrodl"]),
        "beginning of a name": found(["zm", "pr", "an", "ma"], ANNA),
        "register number": found(["RPW/12/2026", "4711", "9999/2026"]),
    }


def cost(city: City, ask: Ask, pages: int) -> list[tuple[float, float]]:
    """CPU ms and ms of each page; the CPU of the backend is known only for all of them together."""
    with city.sessions() as session:
        backend = psutil.Process(session.execute(text("SELECT pg_backend_pid()")).scalar_one())
        for number in range(8):  # warm: statements are prepared after some uses
            ask(session, number)
        session.rollback()
        before, own = _used(backend), time.process_time()
        times = []
        for number in range(pages):
            began = time.perf_counter()
            ask(session, number)
            session.rollback()
            times.append(1000 * (time.perf_counter() - began))
        cpu = 1000 * (_used(backend) - before + time.process_time() - own) / pages
    return [(cpu, each) for each in times]


def _used(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return spent.user + spent.system


@contextmanager
def cities(sizes: Sequence[int], console: Console) -> Iterator[list[City]]:
    """A cluster with a database for each size."""
    with tempfile.TemporaryDirectory(prefix="okienko-bench-") as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres", durable=False)  # only reads are measured
        server.start()
        try:
            yield [_city(server, size, console) for size in sizes]
        finally:
            server.stop()


def _city(server: EmbeddedPostgres, size: int, console: Console) -> City:
    name = f"cases_{size}"
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(OWNER)))
    urls = server.urls(name)
    prepare_queue(urls.owner)
    migrate(urls.owner)
    maker = sessions_over(urls.application)
    with maker.begin() as session:
        record_versions(session, load())
    began = time.monotonic()
    insert_many(server.superuser_url(name) + _TRUSTED, Many(size))
    console.print(f"{size:,} cases made in {time.monotonic() - began:.0f} s", style="dim")
    with maker() as session:
        return City(size, maker, _places(session))


def _places(session: Session) -> tuple[str, ...]:
    """Twenty places of the queue, evenly spread, as pages hand them on."""
    rows = session.execute(
        text(
            "SELECT queue_on, submission_id FROM (SELECT queue_on, submission_id,"
            " ntile(20) OVER w AS part, row_number() OVER w AS n FROM office_case WHERE open"
            " WINDOW w AS (ORDER BY queue_on, submission_id)) q WHERE n % 50 = 0 ORDER BY part, n"
        )
    ).all()
    step = max(len(rows) // 20, 1)
    places: list[tuple[object, UUID]] = [(row.queue_on, row.submission_id) for row in rows[::step]]
    return tuple(f"{day}_{case}" for day, case in places)


def measure(sizes: Sequence[int], console: Console) -> dict[str, dict[int, Cost]]:
    """Medians of the rounds for each ask and size."""
    pages: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    with cities(sizes, console) as made:
        for number in range(1, ROUNDS + 1):
            for city in made:
                for name, ask in asks(city).items():
                    pages[name, city.cases] += cost(city, ask, PAGES)
            console.print(f"round {number} of {ROUNDS}", style="dim")
    found: dict[str, dict[int, Cost]] = defaultdict(dict)
    for (name, size), each in pages.items():
        times = [ms for _, ms in each]
        cpu = statistics.median(cpu for cpu, _ in each)
        found[name][size] = Cost(cpu, statistics.median(times), statistics.quantiles(times, n=20)[-1])
    return found


def judge(found: dict[str, dict[int, Cost]], sizes: Sequence[int], console: Console) -> bool:
    """Prints the table; whether every limit holds."""
    table = Table(
        "a page of", *(f"{size:,}" for size in sizes), "limit", "", title="CPU ms · p50 ms · p95 ms"
    )
    verdicts = []
    for name, costs in found.items():
        must = QUEUE_MUST if name.startswith(("queue", "figures")) else SEARCH_MUST
        well = max(cost.cpu_ms for cost in costs.values()) <= must
        growth = costs[sizes[-1]].cpu_ms / costs[sizes[0]].cpu_ms
        limit = f"≤ {must:.0f} ms CPU"
        if name.startswith("queue,"):
            well, limit = well and growth <= GROWTH_MUST, f"{limit}, ≤ {GROWTH_MUST} ×"
        verdicts.append(well)
        cells = (f"{one.cpu_ms:.2f} · {one.p50_ms:.1f} · {one.p95_ms:.1f}" for one in costs.values())
        told = "[green]PASS[/]" if well else "[bold red]FAIL[/]"
        table.add_row(name, *cells, f"{limit} ({growth:.2f} ×)", told)
    console.print(table)
    return all(verdicts)


def main(sizes: Sequence[int]) -> int:
    console = Console(width=140)
    return 0 if judge(measure(sizes, console), sizes, console) else 1


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or SIZES))
