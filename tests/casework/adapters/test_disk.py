"""Files on the disk: whole and durable, or not there at all."""

import errno
import hashlib
import io
import os
import resource
import signal
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NoReturn

import pytest

from casework.adapters import disk
from casework.adapters.disk import DiskStore
from casework.files.storage import FileStore, StorageFull

BYTES = b"%PDF-1.7 " + bytes(range(256)) * 5000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(root: Path) -> FileStore:
    return DiskStore(root)


def everything_in(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_a_file_comes_back_as_it_was_under_the_address_of_its_content(store: FileStore) -> None:
    kept = store.put(io.BytesIO(BYTES))
    assert (kept.sha256, kept.size) == (hashlib.sha256(BYTES).hexdigest(), len(BYTES))
    assert store.has(kept.sha256)
    with store.open(kept.sha256) as file:
        assert file.read() == BYTES


def test_the_same_content_twice_is_one_file(store: FileStore, root: Path) -> None:
    assert store.put(io.BytesIO(BYTES)) == store.put(io.BytesIO(BYTES))
    assert len(everything_in(root)) == 1


def test_a_file_damaged_on_the_disk_is_mended_by_the_same_content(store: FileStore, root: Path) -> None:
    kept = store.put(io.BytesIO(BYTES))
    (path,) = everything_in(root)
    path.write_bytes(b"damaged")
    store.put(io.BytesIO(BYTES))
    with store.open(kept.sha256) as file:
        assert file.read() == BYTES


def test_nobody_else_on_the_machine_reads_a_residents_file(store: FileStore, root: Path) -> None:
    store.put(io.BytesIO(BYTES))
    for path in (root, *root.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_file_and_folder_are_on_the_disk_before_anybody_is_told(
    store: FileStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    kept = store.put(io.BytesIO(BYTES))
    shelf = str(root / kept.sha256[:2])
    assert synced[0].endswith(".part")
    assert synced[1:] == [str(root), shelf]


@pytest.mark.parametrize("address", ["", "x", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_an_address_that_is_none_leads_nowhere(store: FileStore, address: str) -> None:
    assert not store.has(address)
    with pytest.raises(FileNotFoundError):
        store.open(address)


def test_a_file_that_is_not_here_is_not_found(store: FileStore) -> None:
    assert not store.has("a" * 64)
    with pytest.raises(FileNotFoundError):
        store.open("a" * 64)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("step", ["write", "fsync", "rename", "make"])
def test_a_full_disk_is_said_and_leaves_no_half_file(
    store: FileStore, root: Path, monkeypatch: pytest.MonkeyPatch, code: int, step: str
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    if step == "write":
        monkeypatch.setattr(disk, "_copy", fail)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "rename":
        monkeypatch.setattr(os, "rename", fail)
    else:
        monkeypatch.setattr(os, "open", fail)
    with pytest.raises(StorageFull):
        store.put(io.BytesIO(BYTES))
    monkeypatch.undo()
    assert not [path for path in everything_in(root) if path.suffix == ".part"]
    assert store.put(io.BytesIO(BYTES)).size == len(BYTES)


def test_a_disk_that_really_has_no_room_is_said_and_leaves_no_half_file(root: Path) -> None:
    """In a process of its own that may not write more than 100 kB into a file."""
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            store = DiskStore(root)
            try:
                store.put(io.BytesIO(BYTES))
            except StorageFull:
                os._exit(0 if not everything_in(root) else 3)
            os._exit(4)
        finally:
            os._exit(5)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_source_that_breaks_off_leaves_nothing(store: FileStore, root: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError

    with pytest.raises(StorageFull):
        store.put(Broken())
    assert everything_in(root) == []


def test_what_a_kill_left_behind_is_swept_after_an_hour(root: Path) -> None:
    store = DiskStore(root)
    kept = store.put(io.BytesIO(BYTES))
    left = root / "left.part"
    left.write_bytes(b"half")
    now = datetime.now(UTC)
    assert store.sweep(now=now) == 0
    assert store.sweep(now=now + timedelta(hours=1, minutes=1)) == 1
    assert store.has(kept.sha256)
    assert not left.exists()


def test_many_people_may_keep_the_same_file_at_once(store: FileStore, root: Path) -> None:
    def keep(source: BinaryIO) -> None:
        store.put(source)

    people = [threading.Thread(target=keep, args=(io.BytesIO(BYTES),)) for _ in range(16)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert [path.read_bytes() == BYTES for path in everything_in(root)] == [True]
