"""The data folder: one program at a time works in it."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from okienko.refusals import CannotStart

#: a fresh cluster, its log of changes and some attachments
_ROOM_AT_FIRST, _ROOM_LATER = 300_000_000, 30_000_000
DISK_FULL = (
    "the disk is full: make room in the data folder",
    "dysk jest pełny: zwolnij miejsce w folderze danych",
)


@contextmanager
def occupied(folder: Path) -> Iterator[None]:
    """The folder is ours alone until the block ends, or this process, however it ends."""
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
        yield
    finally:
        os.close(lock)


def is_occupied(folder: Path) -> bool:
    """Whether a program works in the folder now."""
    if not (folder / "okienko.lock").exists():
        return False
    lock = _open_lock(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _open_lock(folder: Path) -> int:
    """Not inherited by children: they must not hold the folder after us."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder / "okienko.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        if fault.errno == errno.ENOSPC:
            raise CannotStart(*DISK_FULL) from fault
        raise CannotStart(
            f"cannot write to the data folder {folder}: {fault.strerror}; choose another with DATA=…",
            f"nie można zapisywać w folderze danych {folder}; wybierz inny przez DATA=…",
        ) from fault


def _demand_room(folder: Path) -> None:
    needed = _ROOM_LATER if (folder / "postgres" / "cluster").exists() else _ROOM_AT_FIRST
    if shutil.disk_usage(folder).free < needed:
        raise CannotStart(*DISK_FULL)
