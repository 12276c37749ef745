"""Where files are kept: by their content, durable before anybody is told."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol


@dataclass(frozen=True)
class StoredFile:
    sha256: str  #: hex; also the address
    size: int  #: bytes


class StorageFull(Exception):
    """The file could not be kept now; nothing half-written stays."""


class FileStore(Protocol):
    def put(self, source: BinaryIO) -> StoredFile:
        """Keeps the bytes; they and their folder entry are fsynced on return. StorageFull otherwise."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes as kept; FileNotFoundError when they are not here."""

    def has(self, sha256: str) -> bool: ...
