"""Files on the local disk, by their content: `<root>/ab/abcdef…`."""

import fcntl
import hashlib
import logging
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from casework.files.storage import StorageFull, StoredFile

CHUNK = 1 << 20
#: a write that has not ended by then was cut off by a kill
ABANDONED = timedelta(hours=1)
_ADDRESS = re.compile(r"[0-9a-f]{64}")
_SHELF = re.compile(r"[0-9a-f]{2}")
_PART = ".part"

logger = logging.getLogger(__name__)


class DiskStore:
    """A FileStore in a folder that only its owner may enter."""

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, source: BinaryIO) -> StoredFile:
        """Keeps the bytes; they and their folder entry are fsynced on return. StorageFull otherwise.

        Written beside and renamed: no reader ever sees half a file, and the same content twice is one file.
        """
        part = f"{self._root}/{uuid4().hex}{_PART}"
        try:
            descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _full(error) from error
        try:
            try:
                stored = _copy(source, descriptor)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            shelf = self._shelf(stored.sha256)
            with _locked(shelf, fcntl.LOCK_SH) as folder:
                os.rename(part, f"{shelf}/{stored.sha256}")  # noqa: PTH104 – a Path costs more than the renaming
                os.fsync(folder)
        except BaseException as failure:
            with suppress(OSError):
                os.unlink(part)  # noqa: PTH108 – likewise
            if isinstance(failure, OSError):
                raise _full(failure) from failure
            raise
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """The bytes as kept; FileNotFoundError when they are not here."""
        return self._address(sha256).open("rb")

    def has(self, sha256: str) -> bool:
        with suppress(FileNotFoundError):
            return self._address(sha256).is_file()
        return False

    def sweep(self, *, now: datetime) -> int:
        """Removes what writes left behind that a kill cut off more than an hour ago; how many."""
        before = (now - ABANDONED).timestamp()
        left = [part for part in self._root.glob(f"*{_PART}") if part.stat().st_mtime < before]
        for part in left:
            part.unlink(missing_ok=True)
        return len(left)

    def shelves(self) -> Collection[str]:
        """The parts the store is swept in."""
        return [path.name for path in self._root.iterdir() if _SHELF.fullmatch(path.name)]

    def old(self, shelf: str, *, before: datetime) -> Collection[str]:
        """SHA-256 of the shelf's files that were last put before the moment."""
        found = (self._root / shelf).iterdir()
        return [path.name for path in found if _ADDRESS.fullmatch(path.name) and _put_before(path, before)]

    def forget(self, sha256: str, *, before: datetime) -> bool:
        """Removes the file unless somebody put it since; False when it stays. Nothing comes between."""
        path = self._address(sha256)
        with _locked(path.parent, fcntl.LOCK_EX):
            going = _put_before(path, before)
            if going:
                path.unlink()
        return going

    def _address(self, sha256: str) -> Path:
        if not _ADDRESS.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self._root / sha256[:2] / sha256

    def _shelf(self, sha256: str) -> str:
        shelf = f"{self._root}/{sha256[:2]}"
        if not os.path.isdir(shelf):  # noqa: PTH112 – likewise
            Path(shelf).mkdir(mode=0o700, exist_ok=True)
            _fsync_folder(self._root)
        return shelf


def _copy(source: BinaryIO, target: int) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        left = memoryview(chunk)
        while left:
            left = left[os.write(target, left) :]
    return StoredFile(digest.hexdigest(), size)


def _put_before(path: Path, moment: datetime) -> bool:
    """Each put writes the file anew, so its age is that of the last one."""
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


@contextmanager
def _locked(folder: Path | str, how: int) -> Iterator[int]:
    """The folder, open and locked: who puts files there shares it, who removes them has it alone."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, how)
        yield descriptor
    finally:
        os.close(descriptor)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _full(error: OSError) -> StorageFull:
    """Every failure to write means the same to a resident: not kept, try again later."""
    logger.error("file not kept", extra={"errno": error.errno})
    return StorageFull(error.strerror or "not kept")
