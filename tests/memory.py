"""A folder in memory for what tests make and throw away hundreds of times."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

SHARED = Path("/dev/shm")  # noqa: S108 – its folders are named and removed below
PREFIX = "okienko-tests-"
#: bytes that must be free: a cluster of the tests takes a tenth of it
ENOUGH = 2_000_000_000


@contextmanager
def folder_in_memory() -> Iterator[Path | None]:
    """A folder that is gone at the end; None where there is no such place or too little room."""
    if not (os.access(SHARED, os.W_OK) and shutil.disk_usage(SHARED).free > ENOUGH):
        yield None
        return
    _clear_up()
    folder = SHARED / f"{PREFIX}{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_up() -> None:
    """Takes away what a killed run has left behind."""
    for left in SHARED.glob(f"{PREFIX}*"):
        owner = left.name.removeprefix(PREFIX)
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
