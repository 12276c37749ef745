"""How much room a backup needs, before it takes any."""

from dataclasses import dataclass
from pathlib import Path

from okienko.backups.archive import STORE
from okienko.backups.dumping import Snapshot
from okienko.room import disk_full, free_beside

#: what a backup beside the data leaves to the people who file meanwhile
_FOR_THE_DATA = 100_000_000


@dataclass(frozen=True)
class Room:
    """Bytes on the disk of the archive."""

    least: int  #: files and keys, which are not packed
    most: int  #: with the database as it lies on its disk: its dump is smaller


def room_for(data: Path, taken: Snapshot, others: list[Path]) -> Room:
    """For a backup of the folder as the snapshot names it."""
    files = [data / STORE / digest[:2] / digest for digest in taken.files]
    least = sum(path.stat().st_size for path in (*files, *others) if path.is_file())
    return Room(least, least + taken.database_size)


def demand_room(target: Path, data: Path, room: Room) -> None:
    """CannotStart where the archive would fill the disk for certain, above all that of the data."""
    beside = target.absolute().parent.stat().st_dev == data.stat().st_dev
    least = room.least + (_FOR_THE_DATA if beside else 0)
    if free_beside(target.absolute().parent) < least:
        raise disk_full(target.absolute().parent, least=least)
