"""When the last backup was made: a note in the data folder, left out of backups themselves."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NOTE = "last-backup.json"


@dataclass(frozen=True)
class LastBackup:
    at: datetime
    size: int  #: bytes


def note_backup(data: Path, *, at: datetime, size: int) -> None:
    """A whole backup was written. A note that cannot be written spoils no backup."""
    said = {"at": at.astimezone(UTC).isoformat(timespec="seconds"), "size": size}
    unfinished = data / f".{NOTE}.new"
    with suppress(OSError):
        unfinished.write_text(json.dumps(said))
        unfinished.replace(data / NOTE)


def last_backup(data: Path) -> LastBackup | None:
    """None when there was none, or nobody can tell."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((data / NOTE).read_text())
        return LastBackup(datetime.fromisoformat(said["at"]), int(said["size"]))
    return None
