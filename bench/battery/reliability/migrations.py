"""R12: each revision goes down and up with data in it, and an old program serves while a new one migrates."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

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
from bench.battery.row import Attempt, CannotRun, Result, Row, judged
from casework.tables import Base
from okienko.store.migrating import configuration, downgrade, upgrade
from okienko.store.postgres import EmbeddedPostgres
from okienko.store.revisions import MIGRATIONS
from tests.crash.accounts import draw_up
from tests.crash.letters import DECLARATION, letters
from tests.crash.trial import Trial, hold_trial
from tests.program import HOUSE, Program

#: what a later version may do: what the older one does not know, beside what it does
_FURTHER = """import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade() -> None:
    op.create_table("of_a_later_version", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("submission", sa.Column("of_a_later_version", sa.Text, nullable=True))


def downgrade() -> None:
    op.drop_column("submission", "of_a_later_version")
    op.drop_table("of_a_later_version")
"""


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
    linted = _squawk(attempt.folder)
    figures: dict[str, object] = {
        "revisions": revisions, "wrong": wrong, "diffs_to_the_tables": diffs,
        "rows_there": {name: number for name, number in rows.items() if number},
        "squawk": linted,
    }  # fmt: skip
    met = {"each goes down and up with data": not wrong, "head is the tables": not diffs}
    if isinstance(linted, dict):
        met["no error of squawk"] = not linted["errors"]
    return figures, met


def _squawk(folder: Path) -> object:
    """Rules that the SQL of all migrations breaks, by level."""
    program = shutil.which("squawk")
    if program is None:
        return "not run: squawk is not on PATH (pip install squawk-cli)"
    written, path = StringIO(), folder / "migrations.sql"
    command.upgrade(configuration(output=written), "head", sql=True)
    path.write_text(written.getvalue())
    options = ("--assume-in-transaction", "--pg-version=15", "--reporter=json")
    done = subprocess.run([program, *options, str(path)], capture_output=True, text=True, check=False)
    found = Counter(f"{each['level']} {each['rule_name']}" for each in json.loads(done.stdout or "[]"))
    return {"errors": sum(n for what, n in found.items() if what.startswith("Error")), "found": dict(found)}


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=HOUSE, capture_output=True, check=True).stdout


def _program_before_the_newest_revision(folder: Path) -> tuple[Path, str]:
    """A checkout of the last commit without it, and the revision's name. CannotRun without a history."""
    head = ScriptDirectory.from_config(configuration()).get_current_head() or ""
    (path,) = (MIGRATIONS / "versions").glob(f"{head}*.py")
    try:
        added = _git("log", "--diff-filter=A", "--format=%H", "-1", "--", str(path)).decode().strip()
        archived = _git("archive", "--format=zip", f"{added}~1")
    except (OSError, subprocess.CalledProcessError) as none:
        raise CannotRun("no git history here to take the version before from") from none
    old = folder / "old"
    with ZipFile(BytesIO(archived)) as archive:
        archive.extractall(old)
    for words in (HOUSE / "translations").glob("*/LC_MESSAGES/messages.mo"):
        shutil.copy(words, old / words.relative_to(HOUSE))
    return old, path.stem


def _program_with_a_further_revision(folder: Path) -> tuple[Path, str]:
    """A checkout of a version that does not exist yet, and its revision's name."""
    later, head = folder / "later", ScriptDirectory.from_config(configuration()).get_current_head()
    rooms = [path.parent for path in HOUSE.glob("*/__init__.py")] + [HOUSE / "translations"]
    for room in rooms:
        if room.name not in ("tests", "bench"):
            shutil.copytree(room, later / room.name, ignore=shutil.ignore_patterns("__pycache__"))
    written = _FURTHER.format(head=head)
    (later / "okienko" / "migrations" / "versions" / "9999_further.py").write_text(written)
    return later, "9999_further"


def _migrate(program: Program, checkout: Path) -> float:
    """Seconds that the later version's `okienko migrate` took, beside the running program."""
    began = time.monotonic()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
    done = subprocess.run(
        [sys.executable, "-m", "okienko", "migrate", "--data", str(program.data)],
        cwd=checkout, env=clean | {"OKIENKO_DEMO": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return round(time.monotonic() - began, 1)


def _wrong(told: dict[str, Told]) -> list[str]:
    lost = [f"{name}: {what} after {took:.1f} s" for name, one in told.items() for _, took, what in one.wrong]
    return lost + [f"{name}: not let in" for name, one in told.items() for _ in one.refused]


def _migrated_under_load(
    attempt: Attempt, name: str, *, before: Path, after: Path, back: bool
) -> dict[str, object]:
    """The program of `before` serves while that of `after` migrates; `back`: it starts again afterwards."""
    seconds = attempt.size(60.0, 12.0)
    with house(attempt, name=name, checkout=before) as program:
        people = residents(program, some_cases(program), 10, pause=(0.2, 0.6))
        with crowd(people, seconds=seconds, seed=attempt.seed) as there:
            time.sleep(seconds / 3)
            attempt.say("the later version migrates under load")
            took = _migrate(program, after)
            told = there.told()
        ready = httpx.get(f"{program.address}/readyz", timeout=10)
        if back:
            program.stop()
            program.start()
        wrong = draw_up(program, Trial([])).wrong if back else {}
    return {
        "migrate_seconds": took, "answered": {kind: len(one.ms) for kind, one in told.items()},
        "failed": _wrong(told), "readyz": f"{ready.status_code} {ready.json()['parts']['migration']}",
        "accounts_wrong": wrong,
    }  # fmt: skip


def _rolling(attempt: Attempt) -> tuple[dict[str, object], dict[str, bool]]:
    later, further = _program_with_a_further_revision(attempt.folder)
    this = _migrated_under_load(attempt, "this", before=HOUSE, after=later, back=True)
    figures: dict[str, object] = {"this_program_beside_a_later_one": {"revision": further, **this}}
    met = {
        "this program on a later schema: 0 failed": not this["failed"] and not this["accounts_wrong"],
        "this program on a later schema: stays ready": this["readyz"] == "200 ok",
    }
    try:
        old, revision = _program_before_the_newest_revision(attempt.folder)
    except CannotRun as why:
        return figures | {"the_program_before": f"not run: {why}"}, met
    before = _migrated_under_load(attempt, "before", before=old, after=HOUSE, back=False)
    figures["the_program_before"] = {"revision": revision, **before}
    return figures, met | {"the program before on this schema: 0 failed": not before["failed"]}


def _migrations(attempt: Attempt) -> Result:
    each, met = _each_revision(attempt)
    rolling, more = _rolling(attempt)
    return judged({"each_revision": each, "an_old_program_on_a_new_schema": rolling}, met | more)


R12 = (Row("R12", "migrations down and up with data; an old program on the new schema", _migrations, 5),)
