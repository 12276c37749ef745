"""The disk of PostgreSQL is full: nobody gets a receipt without a row, and it goes on once there is room."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue.versions import record_versions
from forms_catalog.samples import Sample
from okienko.refusals import CannotStart
from okienko.store.database import sessions as sessionmaker_over
from okienko.store.migrating import migrate
from okienko.store.postgres import EmbeddedPostgres
from okienko.work.jobs import prepare_queue
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import Complained, fill_in
from tests.portal.filing.visitor import Visitor

pytestmark = pytest.mark.slow
WASTE = "odpady-deklaracja-zamieszkana"
MEGABYTE = 1_000_000
#: more than fit beside the ballast
MOST = 400


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """150 MB of its own; only whoever may mount has that."""
    folder = tmp_path / "small"
    folder.mkdir()
    size = ("-o", "size=150m,mode=0755")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", *size, "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"a small disk for PostgreSQL needs the right to mount one: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def server(small_disk: Path) -> Iterator[EmbeddedPostgres]:
    made = EmbeddedPostgres(small_disk / "postgres", durable=False)
    made.start()
    prepare_queue(made.urls().owner)
    migrate(made.urls().owner)
    yield made
    made.stop(within=5)


@pytest.fixture
def on_the_small_disk(server: EmbeddedPostgres, parts: Parts) -> Iterator[Parts]:
    maker = sessionmaker_over(server.urls().application)
    with maker.begin() as session:
        record_versions(session, parts.catalogue)
    yield replace(parts, sessions=maker)
    maker.kw["bind"].dispose()


def _fill(disk: Path, but: int) -> Path:
    """Leaves so many bytes of the disk."""
    ballast = disk / "ballast"
    room = shutil.disk_usage(disk).free - but
    with ballast.open("wb") as file:
        for _ in range(room // 50_000):
            file.write(bytes(50_000))
    return ballast


def _receipts(maker: sessionmaker[Session]) -> set[str]:
    with maker() as session:
        return set(session.execute(text("SELECT submission_id::text FROM receipt")).scalars())


def test_who_holds_a_receipt_is_registered_and_who_was_refused_files_when_there_is_room(
    on_the_small_disk: Parts,
    server: EmbeddedPostgres,
    small_disk: Path,
    example: Callable[..., Sample],
) -> None:
    portal = create_portal(on_the_small_disk)
    waiting = [fill_in(Visitor(portal.test_client()), WASTE, example(WASTE)) for _ in range(3)]
    ballast = _fill(small_disk, but=MEGABYTE // 4)
    handed_out: set[str] = set()
    refused: Visitor | None = None
    for _ in range(MOST):
        person = Visitor(portal.test_client())
        try:
            fill_in(person, WASTE, example(WASTE))
            person.press("Złóż")
        except Complained:
            pass  # a page on the way was refused
        if person.status == 503:
            refused = person
            break
        handed_out.add(person.path.removeprefix("/upo/").partition("?")[0])
    assert refused is not None, "the disk never became full"
    assert "Nic nie zostało" in refused.text or "Nie udało się teraz zapisać" in refused.text, refused.text
    for person in waiting:
        person.press("Złóż")
    assert {person.status for person in waiting} <= {200, 503}
    ballast.unlink()
    _revive(server)
    handed_out |= {person.path.removeprefix("/upo/") for person in waiting if person.status == 200}
    for person in waiting:
        if person.status == 503:
            person.press("Złóż")
        assert person.path.startswith("/upo/"), person.text
    kept = _receipts(on_the_small_disk.sessions)
    assert handed_out <= kept
    assert len(kept) == len(handed_out | {person.path.removeprefix("/upo/") for person in waiting})


def _revive(server: EmbeddedPostgres) -> None:
    """What the supervisor does with a server that ended."""
    if server.process.poll() is not None:
        server.start()


def test_a_start_on_a_full_disk_says_so_in_one_line(small_disk: Path) -> None:
    _fill(small_disk, but=MEGABYTE)
    with pytest.raises(CannotStart, match=r"the disk is full: make room in .*postgres, .* free"):
        EmbeddedPostgres(small_disk / "postgres", durable=False).start()
