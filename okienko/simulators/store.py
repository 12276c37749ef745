"""What the simulators accepted, in one SQLite file: a kill loses nothing that was answered with yes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

_TABLES = """
CREATE TABLE IF NOT EXISTS sms (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sid TEXT NOT NULL UNIQUE,
  direction TEXT NOT NULL,
  sender TEXT NOT NULL,
  service TEXT,
  recipient TEXT NOT NULL,
  body TEXT NOT NULL,
  segments INTEGER NOT NULL,
  status TEXT NOT NULL,
  error_code INTEGER,
  status_url TEXT,
  fate TEXT NOT NULL,
  created_at REAL NOT NULL,
  updated_at REAL NOT NULL,
  sent_at REAL,
  next_at REAL
);
CREATE INDEX IF NOT EXISTS sms_recipient ON sms (recipient, number);
CREATE INDEX IF NOT EXISTS sms_next ON sms (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS callback (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sid TEXT NOT NULL,
  what TEXT NOT NULL,
  url TEXT NOT NULL,
  fields TEXT NOT NULL,
  state TEXT NOT NULL,
  due_at REAL NOT NULL,
  outcome TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS callback_sid ON callback (sid);
CREATE INDEX IF NOT EXISTS callback_due ON callback (due_at, number) WHERE state = 'due';
CREATE TABLE IF NOT EXISTS mail (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sender TEXT NOT NULL,
  recipients TEXT NOT NULL,
  raw BLOB NOT NULL,
  at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS opted_out (phone TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS switch (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """One connection for all threads of the one process, taken in turn."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        self._connection.row_factory = sqlite3.Row
        # what was answered with yes is on the disk: a kill takes nothing back, nor does a power cut
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(_TABLES)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All of it is kept, or nothing."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, question: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(question, values).fetchall()

    def one(self, question: str, *values: object) -> sqlite3.Row | None:
        return next(iter(self.rows(question, *values)), None)

    def empty(self) -> None:
        """Both outboxes, callbacks, opt-outs and switches as on the first day."""
        with self.writing() as connection:
            for table in ("sms", "callback", "mail", "opted_out", "switch"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 – names of our own tables
