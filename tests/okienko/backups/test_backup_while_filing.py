"""A backup made while eight people file, restored elsewhere: every promise made before it is kept there."""

import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from okienko.backups.archive import manifest_of, opened
from okienko.store.postgres import DATABASE, EmbeddedPostgres
from tests.crash.accounts import draw_up
from tests.crash.letters import Letter, letters
from tests.crash.trial import Trial, hold_trial
from tests.program import HOUSE, Program, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
MANY = "1000000"  #: all clients share one address
LETTERS, BEFORE = 1500, 60  #: at most so many; the filing ends soon after the backup


def _okienko(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "okienko", *map(str, words)],
        cwd=HOUSE, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def _rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(EmbeddedPostgres(data / "postgres").superuser_url(DATABASE)) as connection:
        return connection.execute(query.encode()).fetchall()


def _backup_under_way(program: Program, written: list[Letter], target: Path) -> set[str]:
    """Ids told before the backup began; it is made while the filing goes on."""
    enough = threading.Event()
    filing = threading.Thread(
        target=hold_trial, args=(program, written), kwargs={"kills": 0, "enough": enough}
    )
    filing.start()
    until("some are filed", lambda: sum(bool(letter.told) for letter in written) >= BEFORE)
    before = {letter.told[0]["id"] for letter in written if letter.told}
    done = _okienko("backup", target, "--data", program.data)
    enough.set()
    filing.join()
    assert done.returncode == 0, done.stdout + done.stderr
    return before


def test_what_was_promised_before_a_backup_is_kept_where_it_is_restored(tmp_path: Path) -> None:
    written, archive = list(letters(LETTERS)), tmp_path / "backup.okienko"
    program = Program(tmp_path / "data", api_calls_a_minute=MANY).start()
    try:
        before = _backup_under_way(program, written, archive)
    finally:
        program.stop()
    done = _okienko("restore", archive, "--data", tmp_path / "restored")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nie wyjdzie do wnioskodawców" in done.stdout
    twin = Program(tmp_path / "restored", api_calls_a_minute=MANY).start()
    try:
        kept = {str(submission) for (submission,) in _rows(twin.data, "SELECT id FROM submission")}
        assert before <= kept
        told = [letter for letter in written if letter.told]
        assert len(kept) < len(told), "somebody filed while it was being made"
        theirs = [letter for letter in told if letter.told[0]["id"] in kept]
        accounts = draw_up(twin, Trial(theirs))
        assert accounts.wrong == {}
        assert accounts.submissions == len(theirs) == len(kept)
        assert _rows(twin.data, "SELECT released FROM sending") == [(False,)]
        _goes_on(twin)
    finally:
        twin.stop()
    with opened(archive) as whole:
        assert manifest_of(whole, archive).missing == ()
    assert _okienko("audit", "verify", "--data", twin.data).returncode == 0


def _goes_on(twin: Program) -> None:
    """The next letter gets the number after the last one, under the same seal."""
    (fresh,) = list(letters(LETTERS + 1))[-1:]
    trial = hold_trial(twin, [fresh], kills=0)
    assert draw_up(twin, trial).wrong == {}
