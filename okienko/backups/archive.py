"""The archive that `okienko backup` writes and `okienko restore` reads: a ZIP with its manifest last.

`database.dump` is pg_dump's; every other part stands under its path in the data folder.
"""

import hashlib
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from alembic.script import ScriptDirectory
from pydantic import BaseModel, ConfigDict, ValidationError

from okienko.refusals import CannotStart
from okienko.store.migrating import configuration

FORMAT = 1
MANIFEST, DATABASE_PART, STORE = "manifest.json", "database.dump", "files"
#: the cluster comes back from the dump; logs and a demo's outboxes are not the office's
LEFT_OUT = frozenset({"postgres", "log", "simulators", "okienko.lock", "last-backup.json"})
CHUNK = 1 << 20
_LARGEST_MANIFEST = 1 << 30
#: what zipfile raises over bytes that are not as they were written
_DAMAGE = (BadZipFile, EOFError, NotImplementedError, OverflowError, ValueError, struct.error, KeyError)

Told = Callable[[int], object]  #: bytes done since the last call


class Part(BaseModel):
    """One thing in the archive."""

    model_config = ConfigDict(frozen=True)

    name: str
    size: int  #: bytes
    sha256: str  #: hex


class Manifest(BaseModel):
    """What an archive holds and what made it."""

    model_config = ConfigDict(frozen=True)

    format: int
    product: str  #: version of the program
    revision: str  #: of the tables
    taken_at: datetime  #: the database is as it was then
    parts: tuple[Part, ...]
    missing: tuple[str, ...]  #: SHA-256 of files that the database names and the store did not have whole

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)


def manifest_of(archive: ZipFile, path: Path) -> Manifest:
    """What the archive says of itself; CannotStart when this program cannot restore it."""
    if MANIFEST not in archive.namelist():
        raise no_backup(path)
    try:
        with archive.open(MANIFEST) as source:
            written = source.read(_LARGEST_MANIFEST)
        manifest = Manifest.model_validate_json(written)
    except (*_DAMAGE, ValidationError) as fault:
        raise damaged(path, MANIFEST) from fault
    if manifest.format != FORMAT or not _known(manifest.revision):
        raise CannotStart(
            f"{path} was made by Okienko {manifest.product} (tables {manifest.revision}):"
            " restore it with that version or a newer one",
            f"{path} zapisało Okienko {manifest.product} (tabele {manifest.revision}):"
            " odtwórz go w tej wersji albo nowszej",
        )
    for name in (part.name for part in manifest.parts):
        if not _fits(name):
            raise damaged(path, name)
    return manifest


def verify(archive: ZipFile, manifest: Manifest, path: Path, told: Told) -> None:
    """Every part is as it was written, else CannotStart."""
    for part in manifest.parts:
        with reading(archive, part, path) as source:
            while chunk := source.read(CHUNK):
                told(len(chunk))


def opened(path: Path) -> ZipFile:
    """The archive, its table of contents read."""
    try:
        archive = ZipFile(path)
        if all(_plain(entry, path.stat().st_size) for entry in archive.infolist()):
            return archive
        raise cut_off(path)
    except FileNotFoundError:
        raise CannotStart(f"there is no file {path}", f"nie ma pliku {path}") from None
    except (*_DAMAGE, OSError) as fault:
        if isinstance(fault, OSError) and not path.is_file():
            raise CannotStart(f"{path} is not a file", f"{path} nie jest plikiem") from fault
        if isinstance(fault, PermissionError):
            raise CannotStart(f"{path} may not be read by you", f"nie masz prawa czytać {path}") from fault
        raise (cut_off(path) if _begins_as_zip(path) else no_backup(path)) from fault


@contextmanager
def reading(archive: ZipFile, part: Part, path: Path) -> "Iterator[Checked]":
    """A part's bytes, to be read to their end; CannotStart when they are not what was written."""
    try:
        with archive.open(part.name) as raw:
            source = Checked(raw)
            yield source
    except _DAMAGE as fault:
        raise damaged(path, part.name) from fault
    if (source.size, source.sha256) != (part.size, part.sha256):
        raise damaged(path, part.name)


class Checked:
    """A file that counts and digests what is read of it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._digest, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._source.read(size)
        self._digest.update(chunk)
        self.size += len(chunk)
        return chunk

    @property
    def sha256(self) -> str:
        """Hex, of all that was read so far."""
        return self._digest.hexdigest()


def _known(revision: str) -> bool:
    revisions = ScriptDirectory.from_config(configuration()).walk_revisions()
    return revision in {each.revision for each in revisions}


def _fits(name: str) -> bool:
    """A path below the data folder that a backup may bring."""
    steps = PurePosixPath(name).parts
    plain = "/".join(steps) == name and ".." not in steps and "\\" not in name and name.isprintable()
    return plain and name != MANIFEST and steps[0] not in LEFT_OUT | {"/"}


def _plain(entry: ZipInfo, size: int) -> bool:
    """As we write it: not packed, not encrypted, within the file."""
    encrypted = entry.flag_bits & 0x1
    return entry.compress_type == ZIP_STORED and not encrypted and 0 <= entry.header_offset < size


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def cut_off(path: Path) -> CannotStart:
    return CannotStart(
        f"{path} is cut off or damaged: take another backup",
        f"plik {path} jest ucięty albo uszkodzony: weź inną kopię",
    )


def damaged(path: Path, name: str) -> CannotStart:
    return CannotStart(
        f"{path} is damaged in {name}: take another backup",
        f"plik {path} jest uszkodzony w {name}: weź inną kopię",
    )


def no_backup(path: Path) -> CannotStart:
    return CannotStart(f"{path} is not a backup of Okienko", f"plik {path} nie jest kopią Okienka")
