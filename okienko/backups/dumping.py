"""The database as one stream of bytes, and back: pg_dump and pg_restore of our own PostgreSQL."""

import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import DiskFull

from casework.files.orphan_files import BACKUP_LOCK, NAMED_FILES
from okienko.refusals import CannotStart
from okienko.store.postgres import binary

#: made anew by use: jobs waiting, clerks logged in
_EMPTY = ("--exclude-table-data=procrastinate_*", "--exclude-table-data=desk_session")
_DUMP = ("--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s", *_EMPTY)
_RESTORE = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment, held open while it is copied."""

    name: str  #: for pg_dump
    revision: str  #: of the tables
    taken_at: datetime
    files: frozenset[str]  #: SHA-256 of every file that something points to
    database_size: int = 0  #: bytes that it takes on its disk, indexes included


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """The database stays as it is now for those who name the snapshot; meanwhile no file is swept away."""
    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            # before the snapshot: what that names must not be swept away in between
            connection.execute("SELECT pg_advisory_lock_shared(%s)", (BACKUP_LOCK,))
            with connection.transaction():
                yield _taken(connection)
    except DiskFull as full:  # even a moment's name is a file
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from full
    except psycopg.OperationalError as away:
        why = str(away).splitlines()[0]
        raise CannotStart(f"the database is away: {why}", f"baza jest niedostępna: {why}") from away


def _taken(connection: psycopg.Connection[tuple[Any, ...]]) -> Snapshot:  # Any: whatever SQL returns
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    row = connection.execute(
        "SELECT pg_export_snapshot(), now(), to_regclass('alembic_version'),"
        " pg_database_size(current_database())"
    ).fetchone()
    if row is None or row[2] is None:
        raise CannotStart(
            "the database has no tables yet: start okienko run once",
            "w bazie nie ma jeszcze tabel: uruchom raz okienko run",
        )
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    files = frozenset(digest for (digest,) in connection.execute(NAMED_FILES.encode()))
    return Snapshot(str(row[0]), str(revision[0] if revision else ""), row[1], files, int(row[3]))


@contextmanager
def dump(url: str, at: Snapshot) -> Iterator[IO[bytes]]:
    """The database at the snapshot, to be read to its end; CannotStart when pg_dump did not get there."""
    with _program("pg_dump", url, *_DUMP, f"--snapshot={at.name}") as process:
        assert process.stdout is not None  # noqa: S101 – asked for below
        yield process.stdout


@contextmanager
def undump(url: str) -> Iterator[IO[bytes]]:
    """Takes a dump; the database has all of it when the block is left, or nothing and a CannotStart."""
    with _program("pg_restore", url, *_RESTORE) as process:
        assert process.stdin is not None  # noqa: S101 – asked for below
        with suppress(BrokenPipeError):  # it has ended, and says why
            yield process.stdin
            process.stdin.close()


@contextmanager
def _program(name: str, url: str, *options: str) -> "Iterator[subprocess.Popen[bytes]]":
    """A program of PostgreSQL over pipes; the password is in its environment, where nobody else sees it."""
    address = conninfo_to_dict(url)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", "/"),
        "LC_ALL": "C",
    }
    environment["PGPASSWORD"] = str(address.pop("password", ""))
    place = make_conninfo("", **{key: str(value) for key, value in address.items()})
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 – our own command
            [str(binary(name)), *options, f"--dbname={place}"],
            stdin=subprocess.PIPE if name == "pg_restore" else subprocess.DEVNULL,
            stdout=subprocess.PIPE if name == "pg_dump" else subprocess.DEVNULL,
            stderr=complaints, env=environment,
        )  # fmt: skip
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()
            process.wait()
        if process.returncode != 0:
            complaints.seek(0)
            raise _refusal(name, complaints.read().decode(errors="replace"))


def _refusal(name: str, said: str) -> CannotStart:
    if "No space left on device" in said:
        return CannotStart(
            f"the disk of the database is full ({name}): make room in the data folder",
            f"dysk bazy danych jest pełny ({name}): zwolnij miejsce w folderze danych",
        )
    lines = [line for line in said.splitlines() if "error" in line.lower()] or ["it ended silently"]
    return CannotStart(f"{name} failed: {lines[0].strip()}", f"{name} nie powiodło się: {lines[0].strip()}")
