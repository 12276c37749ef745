"""An office with a PostgreSQL of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from okienko.store.postgres import EmbeddedPostgres
from tests.program import HOUSE, Program, until

pytestmark = pytest.mark.slow


@pytest.fixture
def other(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A cluster that keeps its promises, run by somebody else."""
    server = EmbeddedPostgres(tmp_path / "other")
    server.start()
    yield server
    server.stop()


def test_the_program_works_over_it_and_starts_none_of_its_own(
    other: EmbeddedPostgres, tmp_path: Path
) -> None:
    urls = other.urls()
    program = Program(tmp_path / "data", database_url=urls.application, owner_database_url=urls.owner).start()
    try:
        until("all is well", lambda: program.parts().get("worker") == "ok")
        assert program.children("postgres") == []
        assert not (program.data / "postgres").exists()
    finally:
        program.stop()
    assert other.process.poll() is None


def test_one_that_may_forget_is_refused(cluster: EmbeddedPostgres, tmp_path: Path) -> None:
    """The cluster of the tests does not wait for the disk."""
    urls = cluster.urls()
    program = Program(tmp_path / "data", database_url=urls.application, owner_database_url=urls.owner)
    program.launch()
    assert program.ended() == 1
    assert "PostgreSQL would lose confirmed submissions" in program.said()
    assert "PostgreSQL gubiłby przyjęte pisma" in program.said()


def test_one_that_is_away_is_named(tmp_path: Path) -> None:
    nowhere = "postgresql://okienko_app:x@127.0.0.1:1/okienko"
    program = Program(tmp_path / "data", database_url=nowhere, owner_database_url=nowhere)
    program.launch()
    assert program.ended() == 1
    assert "PostgreSQL does not answer" in program.said()
    assert len(program.said().splitlines()) <= 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_runs_postgresql_without_a_namespace() -> None:
    """As `nobody`, who has a name on every machine, in a folder only nobody may enter."""
    for folder in Path(sys.executable).resolve().parents:
        if not folder.stat().st_mode & 0o001:
            pytest.skip(f"nobody may not enter {folder} on this machine")
    script = (
        "import sys; from pathlib import Path; from okienko.store.postgres import EmbeddedPostgres;"
        "server = EmbeddedPostgres(Path(sys.argv[1])); server.start(); server.stop(); print('well')"
    )
    somebody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, 65534, 65534)
        done = subprocess.run(
            [*somebody, sys.executable, "-c", script, f"{home}/pg"],
            cwd=HOUSE, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
    assert done.stdout == "well\n", done.stderr
