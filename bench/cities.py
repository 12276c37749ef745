"""Databases with so many cases, side by side in one cluster: sizes take turns in a bench."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import sql
from rich.console import Console
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bench.many_cases import FIRST, SURNAMES, Many, insert_many
from casework.catalogue.versions import record_versions
from casework.desk.accounts import add_clerk
from forms_catalog.catalogue import load
from okienko.store.database import sessions as sessions_over
from okienko.store.migrating import migrate
from okienko.store.postgres import OWNER, DatabaseUrls, EmbeddedPostgres
from okienko.work.jobs import prepare_queue

TODAY = Many(0).today
#: who handle the open cases: a clerk's own queue is longer than a page at every size
CLERKS = 40
_DEPARTMENTS = ("tax_assessment", "waste_management", "organisation_chancellery")

#: rows that fit together need no look at each reference: half the time
_TRUSTED = "?options=-csession_replication_role%3Dreplica"


@dataclass(frozen=True)
class City:
    """A database with so many cases."""

    cases: int
    server: EmbeddedPostgres
    urls: DatabaseUrls
    sessions: sessionmaker[Session]
    places: tuple[str, ...]  #: where pages begin, from the first to the last of the queue
    supervisor: UUID
    clerk: UUID  #: of the tax department


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
        supervisor = _person(session, "Ewa Zmyślona", "supervisor", ())
        people = [(_person(session, who, "clerk", (unit,)), who) for who, unit in _clerks()]
    began = time.monotonic()
    insert_many(server.superuser_url(name) + _TRUSTED, Many(size, handlers=tuple(people)))
    console.print(f"{size:,} cases made in {time.monotonic() - began:.0f} s", style="dim")
    with maker() as session:
        return City(size, server, urls, maker, _places(session), supervisor, people[0][0])


def _clerks() -> Iterator[tuple[str, str]]:
    for number in range(CLERKS):
        yield f"{FIRST[number]} {SURNAMES[number]}", _DEPARTMENTS[number % len(_DEPARTMENTS)]


def _person(session: Session, name: str, role: str, departments: tuple[str, ...]) -> UUID:
    login = f"{name.encode('ascii', 'ignore').decode().replace(' ', '.').lower()}.{role}@urzad.example"
    return add_clerk(
        session, login=login, name=name, office="zabrze", roles=[role], departments=list(departments),
        at=datetime.now(UTC),
    )  # fmt: skip


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
