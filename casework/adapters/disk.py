"""Files on the local disk, by their content: `<root>/ab/abcdef…`."""

import hashlib
import logging
import os
import re
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from casework.storage import StorageFull, StoredFile

CHUNK = 1 << 20
#: a write that has not ended by then was cut off by a kill
ABANDONED = timedelta(hours=1)
_ADDRESS = re.compile(r"[0-9a-f]{64}")
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
        try:
            descriptor, name = tempfile.mkstemp(suffix=_PART, dir=self._root)
        except OSError as error:
            raise _full(error) from error
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as target:
                stored = _copy(source, target)
                target.flush()
                os.fsync(target.fileno())
            part.rename(self._shelf(stored.sha256) / stored.sha256)
            _fsync_folder(self._shelf(stored.sha256))
        except OSError as error:
            raise _full(error) from error
        finally:
            part.unlink(missing_ok=True)
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

    def _address(self, sha256: str) -> Path:
        if not _ADDRESS.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self._root / sha256[:2] / sha256

    def _shelf(self, sha256: str) -> Path:
        shelf = self._root / sha256[:2]
        if not shelf.is_dir():
            shelf.mkdir(mode=0o700, exist_ok=True)
            _fsync_folder(self._root)
        return shelf


def _copy(source: BinaryIO, target: BinaryIO) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return StoredFile(digest.hexdigest(), size)


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
