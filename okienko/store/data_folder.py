"""The data folder: one program at a time works in it."""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from okienko.refusals import CannotStart
from okienko.room import FULL, disk_full

_LOCK = "okienko.lock"
#: a fresh cluster, its log of changes and some attachments
_ROOM_AT_FIRST, _ROOM_LATER = 300_000_000, 30_000_000


@contextmanager
def occupied(folder: Path) -> Iterator[Callable[[], bool]]:
    """The folder is ours alone until the block ends, or this process, however it ends.

    What it hands out says whether the folder still stands at its place.
    """
    lock = _open_lock(folder)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"Okienko is running in {folder} already: stop it first, or choose another DATA folder",
                f"Okienko już działa w {folder}: zatrzymaj je albo wybierz inny folder DATA",
            ) from None
        _demand_room(folder)
        yield partial(_stands, folder, os.fstat(lock).st_ino)
    finally:
        os.close(lock)


def is_occupied(folder: Path) -> bool:
    """Whether a program works in the folder now."""
    if not (folder / _LOCK).exists():
        return False
    lock = _open_lock(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _stands(folder: Path, lock: int) -> bool:
    """Not removed, moved away or covered by a disk; what cannot be asked now is believed to stand."""
    try:
        return (folder / _LOCK).stat().st_ino == lock
    except OSError as fault:
        return fault.errno not in {errno.ENOENT, errno.ENOTDIR}


def _open_lock(folder: Path) -> int:
    """Not inherited by children: they must not hold the folder after us."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        if fault.errno in FULL:
            raise disk_full(folder) from fault
        raise CannotStart(
            f"cannot write to the data folder {folder}: {fault.strerror}; choose another with DATA=…",
            f"nie można zapisywać w folderze danych {folder}; wybierz inny przez DATA=…",
        ) from fault


def _demand_room(folder: Path) -> None:
    needed = _ROOM_LATER if (folder / "postgres" / "cluster").exists() else _ROOM_AT_FIRST
    if shutil.disk_usage(folder).free < needed:
        raise disk_full(folder, least=needed)
