"""PostgreSQL stops answering without going away: people hear of it soon, and nothing of theirs is lost."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from forms_catalog.samples import Sample
from okienko.store.database import Patience
from okienko.store.database import sessions as sessionmaker_over
from okienko.store.postgres import EmbeddedPostgres
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import fill_in
from tests.portal.filing.visitor import Visitor
from tests.program import until

pytestmark = pytest.mark.slow
WASTE = "odpady-deklaracja-zamieszkana"
INFORMATION = "informacja-publiczna-wniosek"
PATIENCE = Patience(connect_seconds=2, statement_seconds=2, pool_seconds=2)
#: a statement, the question whether COMMIT arrived, and plenty for a busy machine
SOON = 15.0


def _tree(process: int) -> list[int]:
    found = [process]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile
        found += _tree(int(folder.name)) if parent == process else []
    return found


@contextmanager
def frozen(cluster: EmbeddedPostgres) -> Iterator[None]:
    """Every process of the server stands still inside the block; its kernel still takes what is sent."""
    processes = _tree(cluster.process.pid)
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(processes):
            os.kill(process, signal.SIGCONT)


@pytest.fixture
def patient(parts: Parts, database_url: str) -> Iterator[Callable[[], Visitor]]:
    """Visitors of a portal with two seconds of patience."""
    maker = sessionmaker_over(database_url, pool=3, patience=PATIENCE)
    portal = create_portal(replace(parts, sessions=maker))
    yield lambda: Visitor(portal.test_client())
    maker.kw["bind"].dispose()


def _filed(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return int(session.execute(text("SELECT count(*) FROM submission")).scalar_one())


def _press_until_it_works(person: Visitor, words: str) -> None:
    """The portal needs a moment to notice that its database goes on."""
    until("the database is noticed", lambda: person.press(words).status != 503, within=SOON)


def test_a_page_typed_meanwhile_comes_back_with_everything_and_is_saved_later(
    patient: Callable[[], Visitor], cluster: EmbeddedPostgres
) -> None:
    visitor, passer_by = patient(), patient()
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": "Ile kosztował remont ulicy?", "form": "portal"}).press("Zapisz i ")
    visitor.open(visitor.path.replace("interest", "request"))
    with frozen(cluster):
        began = time.monotonic()
        visitor.type({"request_text": "Ile kosztował remont mostu?"}).press("Zapisz i ")
        assert time.monotonic() - began < SOON
        assert visitor.status == 503
        assert visitor.typed["request_text"] == "Ile kosztował remont mostu?"
        began = time.monotonic()
        assert visitor.press("Zapisz i ").status == 503
        assert time.monotonic() - began < PATIENCE.connect_seconds, "one has waited for all"
        assert passer_by.open("/sprawdz-upo").status == 200, "pages that need no database are there"
    _press_until_it_works(visitor, "Zapisz i ")
    assert visitor.status == 200
    visitor.open(visitor.path.replace("interest", "request"))
    assert visitor.typed["request_text"] == "Ile kosztował remont mostu?"


def test_who_sends_meanwhile_hears_it_soon_and_files_once_when_it_goes_on(
    patient: Callable[[], Visitor],
    example: Callable[..., Sample],
    cluster: EmbeddedPostgres,
    sessions: sessionmaker[Session],
) -> None:
    people = [patient() for _ in range(4)]
    for person in people:
        fill_in(person, WASTE, example(WASTE))

    def send(person: Visitor) -> float:
        began = time.monotonic()
        person.press("Złóż")
        return time.monotonic() - began

    with frozen(cluster), ThreadPoolExecutor(len(people)) as pool:
        waited = list(pool.map(send, people))
    assert [person.status for person in people] == [503] * 4
    assert max(waited) < SOON
    for person in people:
        assert "Nic nie zostało złożone" in person.text or "Nie wiemy jeszcze" in person.text
    for person in people:
        _press_until_it_works(person, "Złóż")
        assert person.path.startswith("/upo/"), person.text
    assert _filed(sessions) == len(people)
