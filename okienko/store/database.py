"""Connections to PostgreSQL that never hang for long."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from psycopg.errors import ConnectionTimeout, _WaitTimeout
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

logger = logging.getLogger(__name__)
_LOOK_AGAIN_SECONDS = 0.5


@dataclass(frozen=True)
class Patience:
    """After how many seconds a silent database counts as away."""

    connect_seconds: int = 3
    statement_seconds: int = 4
    pool_seconds: int = 5

    @property
    def answer_seconds(self) -> float:
        """A server that works gives a statement up itself; a frozen one is left a moment later."""
        return self.statement_seconds + 0.5


class _Silent(psycopg.OperationalError):
    """The server holds the connection and says nothing."""


class _Watch:
    """Who waited in vain once spares all others the waiting: one thread asks until the server answers.

    A process that answers one person at a time would else make a queue out of waits, and everybody in it,
    also those who ask for a page without any database, would wait for the sum of them.
    """

    def __init__(self) -> None:
        self._silent = threading.Event()
        self._one = threading.Lock()

    @property
    def stands_still(self) -> bool:
        return self._silent.is_set()

    def begin(self, ask: Callable[[], None]) -> None:
        """`ask` raises ConnectionTimeout or _Silent while nobody answers; anything else ends the watch."""
        with self._one:
            if self._silent.is_set():
                return
            self._silent.set()
        logger.warning("the database stands still")
        threading.Thread(target=self._watch, args=(ask,), name="database watch", daemon=True).start()

    def _watch(self, ask: Callable[[], None]) -> None:
        pause = threading.Event()
        while True:
            try:
                ask()
            except (ConnectionTimeout, _Silent):
                pause.wait(_LOOK_AGAIN_SECONDS)
                continue
            except psycopg.Error:
                pass  # it refuses: whoever asks hears so at once
            self._silent.clear()
            logger.warning("the database answers again")
            return


class _Patient(psycopg.Connection[tuple[Any, ...]]):  # Any: of whatever types the columns are
    """A connection that is left when the server falls silent.

    A frozen server enforces no time-out, and its kernel goes on answering for it: only we can notice.
    """

    answer_seconds = Patience().answer_seconds
    noticed: Callable[[], None] = staticmethod(lambda: None)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:  # Any: as psycopg's
        try:
            return super().wait(gen, interval, timeout or self.answer_seconds)
        except _WaitTimeout as silence:
            self.pgconn.finish()
            self.noticed()
            raise _Silent(f"no answer in {self.answer_seconds} seconds") from silence


def engine(url: str, *, pool: int = 3, patience: Patience | None = None) -> Engine:
    """An engine for a libpq address. No ping before use: a lost connection shows in one statement."""
    limits = patience or Patience()
    made = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool,
        max_overflow=0,
        pool_timeout=limits.pool_seconds,
        pool_pre_ping=False,
        # $1, $2 as the server reads them: psycopg would rewrite long statements anew each time they run
        paramstyle="numeric_dollar",
        use_native_hstore=False,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        hide_parameters=True,  # an error names the statement, never what a person typed
        connect_args={
            "cursor_factory": psycopg.RawCursor,
            "connect_timeout": limits.connect_seconds,
            "tcp_user_timeout": limits.connect_seconds * 1000,
            "keepalives_idle": 10,
            "application_name": "okienko",
            "options": f"-c statement_timeout={limits.statement_seconds * 1000}"
            f" -c lock_timeout={limits.statement_seconds * 1000}"
            f" -c idle_in_transaction_session_timeout={limits.statement_seconds * 6000} -c timezone=UTC",
        },
    )
    event.listen(made, "do_connect", _connect(limits))
    return made


def _connect(limits: Patience) -> Callable[..., _Patient]:
    watch = _Watch()

    def connect(
        _: object, __: object, arguments: list[Any], named: dict[str, Any]
    ) -> _Patient:  # Any: libpq's
        def reach() -> _Patient:
            made = _Patient.connect(*arguments, **named)
            made.server_cursor_factory = psycopg.RawServerCursor  # rows by the thousand, with $1 as well
            made.answer_seconds = limits.answer_seconds
            return made

        def ask() -> None:
            with reach() as made:
                made.execute("SELECT 1")

        if watch.stands_still:
            raise _Silent("the database stands still")
        try:
            made = reach()
        except ConnectionTimeout:
            watch.begin(ask)
            raise
        made.noticed = lambda: watch.begin(ask)
        return made

    return connect


def sessions(url: str, *, pool: int = 3, patience: Patience | None = None) -> sessionmaker[Session]:
    """A sessionmaker over an engine of its own; rows are values once the transaction is over."""
    return sessionmaker(engine(url, pool=pool, patience=patience), expire_on_commit=False)


def _json(value: object) -> str:
    """A submission's calculated lines are long; the standard library takes most of a millisecond."""
    return orjson.dumps(value).decode()
