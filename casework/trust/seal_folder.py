"""The folder of seals: one process at a time, every file whole or not at all."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time; the lock ends with the process, also with a killed one."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def keep_pair(
    key_file: Path, key: ec.EllipticCurvePrivateKey, certificate_file: Path, certificate: x509.Certificate
) -> None:
    """The key first: a key without a certificate was never used."""
    keep(key_file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    keep(certificate_file, certificate.public_bytes(Encoding.PEM), 0o644)


def keep(path: Path, data: bytes, mode: int) -> None:
    """Whole or not at all, and durable on return."""
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    fsync_folder(path.parent)


def fsync_folder(folder: Path) -> None:
    """What was renamed or removed in it stays so after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
