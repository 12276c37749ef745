"""R12: each revision goes down and up with data in it, and an old program serves while a new one migrates."""

import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path

import httpx
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bench.battery.crowd import Told, crowd
from bench.battery.ground import clerk, hidden, house
from bench.battery.people import residents, some_cases
from bench.battery.row import Attempt, Result, Row, judged
from casework.tables import Base
from okienko.migrating import MIGRATIONS, configuration, downgrade, upgrade
from okienko.postgres import EmbeddedPostgres
from tests.crash.accounts import draw_up
from tests.crash.letters import DECLARATION, letters
from tests.crash.trial import Trial, hold_trial
from tests.program import HOUSE, Program

_SPEAKS = "squawk is not on PATH (pip install squawk-cli): the SQL of the migrations is not linted"


def _with_data(attempt: Attempt) -> EmbeddedPostgres:
    """A database in which people filed and clerks worked; nobody else is on it."""
    written = list(letters(attempt.size(200, 40)))
    with house(attempt) as program:
        hold_trial(program, written, kills=0)
        desk = clerk(program, "podatki@zabrze")
        mine = [w for w in written if w.body["service"] == DECLARATION and w.body["office"] == "zabrze"]
        for letter in mine[:10]:
            case = letter.told[0]["id"]
            for step, more in (("wez", {}), ("zalatw", {"outcome": "przyjmij"})):
                desk.post(f"/sprawy/{case}/{step}", data=hidden(desk.get(f"/sprawy/{case}").text) | more)
        data = program.data
    server = EmbeddedPostgres(data / "postgres")
    server.start()
    return server


def _counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one())  # noqa: S608 – names of tables
            for name in inspect(connection).get_table_names()
            if not name.startswith("procrastinate_")
        }


def _down_and_up(url: str, engine: Engine, attempt: Attempt) -> tuple[list[str], dict[str, str]]:
    """Every revision from the newest on: down, up, down. Names, and what went wrong with which."""
    revisions = list(ScriptDirectory.from_config(configuration()).walk_revisions())
    wrong: dict[str, str] = {}
    for script in revisions:
        attempt.say(f"revision {script.revision}: down, up, down")
        before = _counts(engine)
        try:
            downgrade(url, "-1")
            between = set(_counts(engine))
            with engine.begin() as connection:
                command.upgrade(configuration(connection), script.revision)
            after = _counts(engine)
            lost = {
                name: (before[name], after[name])
                for name in between & before.keys()
                if before[name] != after[name]
            }
            if lost:
                wrong[script.revision] = f"rows lost: {lost}"
            downgrade(url, "-1")
        except SQLAlchemyError as fault:
            wrong[script.revision] = str(fault)[:300]
            break
    return [script.revision for script in revisions], wrong


def _diffs(engine: Engine) -> list[str]:
    ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("procrastinate_")}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True, **ours})
        return [str(diff) for diff in compare_metadata(context, Base.metadata)]


def _each_revision(attempt: Attempt) -> tuple[dict[str, object], dict[str, bool]]:
    server = _with_data(attempt)
    url = server.urls().owner
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        rows = _counts(engine)
        revisions, wrong = _down_and_up(url, engine, attempt)
        upgrade(url)
        diffs = _diffs(engine)
    finally:
        engine.dispose()
        server.stop()
    figures: dict[str, object] = {
        "revisions": revisions, "wrong": wrong, "diffs_to_the_tables": diffs,
        "rows_there": {name: number for name, number in rows.items() if number},
        "squawk": _squawk(attempt.folder),
    }  # fmt: skip
    met = {"each goes down and up with data": not wrong, "head is the tables": not diffs}
    return figures, met


def _squawk(folder: Path) -> object:
    """What it finds in the SQL of all migrations."""
    program = shutil.which("squawk")
    if program is None:
        return f"not run: {_SPEAKS}"
    written, path = StringIO(), folder / "migrations.sql"
    command.upgrade(configuration(output=written), "head", sql=True)
    path.write_text(written.getvalue())
    done = subprocess.run(
        [program, "--assume-in-transaction", "--pg-version=15", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    words = (done.stdout + done.stderr).splitlines()
    return {"exit": done.returncode, "errors": sum("error[" in w or "error:" in w for w in words),
            "warnings": sum("warning[" in w or "warning:" in w for w in words)}  # fmt: skip


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=HOUSE, capture_output=True, check=True).stdout


@contextmanager
def _program_before_the_newest_revision(folder: Path) -> Iterator[tuple[Path, str]]:
    """A checkout of the last commit that did not know it, and the revision's name."""
    head = ScriptDirectory.from_config(configuration()).get_current_head() or ""
    (path,) = (MIGRATIONS / "versions").glob(f"{head}*.py")
    added = _git("log", "--diff-filter=A", "--format=%H", "-1", "--", str(path)).decode().strip()
    old = folder / "old"
    with tarfile.open(fileobj=BytesIO(_git("archive", f"{added}~1"))) as archive:
        archive.extractall(old, filter="data")
    for words in (HOUSE / "translations").glob("*/LC_MESSAGES/messages.mo"):
        shutil.copy(words, old / words.relative_to(HOUSE))
    yield old, path.stem


def _migrate(program: Program) -> float:
    """Seconds that the new version's `okienko migrate` took, beside the running old one."""
    began = time.monotonic()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
    done = subprocess.run(
        [sys.executable, "-m", "okienko", "migrate", "--data", str(program.data)],
        cwd=HOUSE, env=clean | {"OKIENKO_DEMO": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return round(time.monotonic() - began, 1)


def _wrong(told: dict[str, Told]) -> list[str]:
    return [f"{name}: {what} after {took:.1f} s" for name, one in told.items() for _, took, what in one.wrong]


def _old_on_new(attempt: Attempt) -> tuple[dict[str, object], dict[str, bool]]:
    """The old program serves while the new one migrates, and goes on afterwards."""
    seconds = attempt.size(60.0, 12.0)
    try:
        _git("rev-parse", "HEAD")
    except (OSError, subprocess.CalledProcessError):
        return {"not_run": "no git history here to take the version before from"}, {}
    with _program_before_the_newest_revision(attempt.folder) as (old, revision):
        with house(attempt, name="rolling", checkout=old) as program:
            people = residents(program, some_cases(program), 10, pause=(0.2, 0.6))
            with crowd(people, seconds=seconds, seed=attempt.seed) as there:
                time.sleep(seconds / 3)
                attempt.say(f"the new version migrates to {revision} under load")
                took = _migrate(program)
                told = there.told()
            ready = httpx.get(f"{program.address}/readyz", timeout=10)
        with house(attempt, name="rolling") as program:
            accounts = draw_up(program, Trial([]))
    figures: dict[str, object] = {
        "migrated_to": revision, "migrate_seconds": took,
        "answered": {name: len(one.ms) for name, one in told.items()}, "failed": _wrong(told),
        "old_readyz_afterwards": f"{ready.status_code} {ready.json().get('parts', {}).get('migration')}",
        "accounts_wrong": accounts.wrong,
    }  # fmt: skip
    met = {
        "old program on the new schema: 0 failed requests": not _wrong(told)
        and not any(one.refused for one in told.values()),
        "old program stays ready": ready.status_code == 200,
        "the accounts are right": not accounts.wrong,
    }
    return figures, met


def _migrations(attempt: Attempt) -> Result:
    each, met = _each_revision(attempt)
    rolling, more = _old_on_new(attempt)
    return judged({"each_revision": each, "old_program_on_new_schema": rolling}, met | more)


R12 = (Row("R12", "migrations down and up with data; an old program on the new schema", _migrations, 5),)
