"""Files of the store that nothing points to: of filings that were rolled back, of drafts that are gone."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.types import Text

from casework import tables
from casework.tables import desk_tables, message_tables

#: whoever puts a file names it in the database long before that, or gave up
MARGIN = timedelta(hours=48)
#: a backup holds it shared: what its snapshot names stays until it is copied
BACKUP_LOCK = 0x6F6B6262617570

#: whoever asks must have read them all
_ALL = (tables, desk_tables, message_tables)


class OldFiles(Protocol):
    """A file store that can forget."""

    def shelves(self) -> Collection[str]:
        """The parts the store is swept in."""

    def old(self, shelf: str, *, before: datetime) -> Collection[str]:
        """SHA-256 of the shelf's files that were last put before the moment."""

    def forget(self, sha256: str, *, before: datetime) -> bool:
        """Removes the file unless somebody put it since; False when it stays. Nothing comes between."""


def naming_tables() -> tuple[str, ...]:
    """Every table that points to files of the store: by a column `sha256`."""
    return tuple(sorted(name for name, table in tables.Base.metadata.tables.items() if "sha256" in table.c))


NAMED_FILES = " UNION ".join(f"SELECT sha256 FROM {name}" for name in naming_tables())  # noqa: S608 – our own names

_UNNAMED = text(
    "SELECT digest FROM unnest(:digests) digest WHERE NOT EXISTS"  # noqa: S608 – our own names
    f" (SELECT FROM ({NAMED_FILES.replace(' UNION ', ' UNION ALL ')}) named WHERE named.sha256 = digest)"
).bindparams(bindparam("digests", type_=ARRAY(Text())))
_MAY_SWEEP = text("SELECT pg_try_advisory_xact_lock(:lock)").bindparams(lock=BACKUP_LOCK)


def remove_orphans(sessions: sessionmaker[Session], files: OldFiles, *, now: datetime) -> int:
    """Removes files older than MARGIN that nothing points to; how many. Stops while a backup is made.

    Safe beside filing: a file is named only by somebody who has just put it, and one that was put again
    meanwhile stays.
    """
    before, removed = now - MARGIN, 0
    for shelf in sorted(files.shelves()):
        old = files.old(shelf, before=before)
        if not old:
            continue
        with sessions.begin() as session:
            if not session.execute(_MAY_SWEEP).scalar_one():
                break
            unnamed = session.execute(_UNNAMED, {"digests": list(old)}).scalars().all()
            removed += sum(files.forget(digest, before=before) for digest in unnamed)
    return removed
