"""Secrets kept in files that only their owner may read."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def kept_text(path: Path) -> str:
    """The secret in the file; 256 random bits (as URL-safe text) are put there first when it is absent.

    Two processes at once get the same one; a kill in the middle leaves no half secret.
    """
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    _sync_folder(path.parent)
    return path.read_text(encoding="ascii").strip()


def kept_bytes(path: Path) -> bytes:
    """The same as bytes, for keys of HMAC."""
    return kept_text(path).encode("ascii")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
