"""What every room's tests stand on: one PostgreSQL for the run, a fresh migrated database for each test."""

import gc
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from casework.adapters.disk import DiskStore
from casework.catalogue.versions import record_versions
from casework.intake.filing import Counter
from casework.trust.demo_centre import make_demo_seal
from forms_catalog.catalogue import Catalogue
from forms_catalog.search import SearchIndex
from okienko.store.database import engine as engine_for
from okienko.store.database import sessions as sessionmaker_over
from okienko.store.migrating import migrate
from okienko.store.postgres import OWNER, DatabaseUrls, EmbeddedPostgres
from okienko.work.jobs import prepare_queue
from portal.application import create_portal
from portal.parts import Parts, PortalOptions
from tests.browsing import chromium
from tests.compiled import compile_once
from tests.memory import folder_in_memory
from tests.shipped import SHIPPED

TEMPLATE = "template_okienko"
#: fixed, so that keys, tokens and cookies are the same in every run
SECRET = b"0123456789abcdef0123456789abcdef"

compile_once()
# thousands of tests and all forms stay until the end: looking through them for rubbish was an eighth of a run
gc.set_threshold(10_000, 20, 20)
# made-up cases are the same in every run and on every machine, however slow
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")

#: the longest tests of `make test`, the longest first: begun last they would leave a core without work
LONGEST = (
    "tests/crash/",
    "tests/journey/",
    "tests/okienko/backups/test_backup_while_filing.py",
    "tests/okienko/processes/test_the_program_as_a_whole.py",
    "tests/portal/api/test_schemathesis.py",
    "tests/portal/filing/test_whatever_is_typed.py",
    "tests/portal/api/test_api_any_answers.py",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of nothing but slow tests is not even read where they are not asked for."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return True if "\npytestmark = pytest.mark.slow\n" in collection_path.read_text("utf-8") else None


def pytest_collection_finish() -> None:
    """What is there now is no rubbish before the end."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, then what else is slow, then the rest; each in the order of its file."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("slow") is None:
        return len(LONGEST) + 1
    return next((turn for turn, place in enumerate(LONGEST) if item.nodeid.startswith(place)), len(LONGEST))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL that does not wait for the disk: in memory, where there is enough of it."""
    with ExitStack() as until_the_end:
        folder = until_the_end.enter_context(folder_in_memory()) or tmp_path_factory.mktemp("cluster")
        server = EmbeddedPostgres(folder, durable=False)
        server.start()
        until_the_end.callback(server.stop, within=5)
        _make_quick(server)
        yield server


def _make_quick(server: EmbeddedPostgres) -> None:
    """Passwords are not stretched, nobody tidies up in between, the log stays small: tests connect often."""
    for setting in ("scram_iterations = 1", "autovacuum = off", "max_wal_size = '128MB'"):
        _statement(server, f"ALTER SYSTEM SET {setting}")
    _statement(server, "SELECT pg_reload_conf()")
    urls = server.urls()
    for url in (urls.owner, urls.application, server.superuser_url()):
        known = conninfo_to_dict(url)
        shortly_hashed = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(str(known["user"])), sql.Literal(known["password"])
        )
        _statement(server, shortly_hashed.as_string())


def _statement(server: EmbeddedPostgres, text: str, *names: str) -> None:
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def _engine(maker: sessionmaker[Session]) -> Engine:
    engine = maker.kw["bind"]
    assert isinstance(engine, Engine)
    return engine


@pytest.fixture(scope="session")
def migrated(cluster: EmbeddedPostgres, catalogue: Catalogue) -> str:
    """The name of a database at the newest migration that knows offices and forms, to be copied."""
    _statement(cluster, "CREATE DATABASE {} OWNER {}", TEMPLATE, OWNER)
    prepare_queue(cluster.urls(TEMPLATE).owner)
    migrate(cluster.urls(TEMPLATE).owner)
    maker = sessionmaker_over(cluster.urls(TEMPLATE).application)
    with maker.begin() as session:
        record_versions(session, catalogue)
    _engine(maker).dispose()
    return TEMPLATE


@pytest.fixture
def empty_database(cluster: EmbeddedPostgres) -> Iterator[DatabaseUrls]:
    """A database without any table, for tests of migrations."""
    name = f"empty_{secrets.token_hex(6)}"
    _statement(cluster, "CREATE DATABASE {} OWNER {}", name, OWNER)
    yield cluster.urls(name)
    _statement(cluster, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def database(cluster: EmbeddedPostgres, migrated: str) -> Iterator[DatabaseUrls]:
    """A fresh migrated database of this test alone."""
    name = f"test_{secrets.token_hex(6)}"
    _statement(cluster, "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY", name, migrated, OWNER)
    yield cluster.urls(name)
    _statement(cluster, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def database_url(database: DatabaseUrls) -> str:
    """The application's address (`postgresql://okienko_app…`)."""
    return database.application


@pytest.fixture
def owner_url(database: DatabaseUrls) -> str:
    """The address of the tables' owner."""
    return database.owner


@pytest.fixture
def owner(owner_url: str) -> Iterator[Engine]:
    """Somebody who may do anything to the tables."""
    engine = engine_for(owner_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(database_url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions as the application has them."""
    maker = sessionmaker_over(database_url, pool=25)
    yield maker
    _engine(maker).dispose()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped services."""
    return SHIPPED


@pytest.fixture(scope="session")
def search_index(catalogue: Catalogue) -> SearchIndex:
    return SearchIndex(catalogue.services(), catalogue.not_here)


@pytest.fixture(scope="session")
def counter(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Counter:
    """A counter with the demo seal of each office."""
    folder = tmp_path_factory.mktemp("seals")
    seals = {code: make_demo_seal(folder, code, office.name.pl) for code, office in catalogue.offices.items()}
    return Counter(catalogue, seals, SECRET)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one file: its loop runs in this thread, where other files want their own."""
    with chromium() as started:
        yield started


@pytest.fixture
def files(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "files")


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """The time as the portal asks for it; tests of time hand in their own."""
    return lambda: datetime.now(UTC)


@pytest.fixture
def parts(
    catalogue: Catalogue,
    search_index: SearchIndex,
    counter: Counter,
    sessions: sessionmaker[Session],
    files: DiskStore,
    clock: Callable[[], datetime],
) -> Parts:
    """Everything the portal is made of, as a demo on the loopback."""
    options = PortalOptions(
        public_url="http://127.0.0.1:8000",
        default_office="zabrze",
        secret=SECRET,
        plain_http=True,
        demo=True,
        api_calls_a_minute=1_000_000,
    )
    return Parts(
        options=options,
        catalogue=catalogue,
        search=search_index,
        counter=counter,
        sessions=sessions,
        files=files,
        now=clock,
        ready=lambda: {"ok": True, "parts": {"database": "ok"}},
    )


@pytest.fixture(scope="session")
def portals() -> list[Flask]:
    """The portal that visitors without a browser come to, as soon as there is one."""
    return []


@pytest.fixture
def client(parts: Parts, portals: list[Flask]) -> FlaskClient:
    """A visitor without a browser: addresses are worked out once a run, the parts are those of this test."""
    if not portals or portals[0].extensions["okienko"].options != parts.options:
        portals[:] = [create_portal(parts)]
    portals[0].extensions["okienko"] = parts
    return portals[0].test_client()
