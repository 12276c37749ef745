"""A backup is whole and refuses to be anything else."""

import io
import os
import random
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import DiskFull
from pydantic import SecretStr
from rich.console import Console
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.clock.deadlines import warsaw_date
from casework.intake.filing import Counter
from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import samples
from okienko.backups.archive import DATABASE_PART, MANIFEST, Manifest, Part, manifest_of, opened, verify
from okienko.backups.backup import NOT_WHOLE, back_up
from okienko.backups.dumping import snapshot
from okienko.backups.restore import fill, restore
from okienko.refusals import CannotStart
from okienko.settings import Settings
from okienko.store.database import sessions as sessions_over
from okienko.store.postgres import DatabaseUrls, EmbeddedPostgres
from okienko.wiring import Wiring
from tests.casework.window import DN1, Window, a_filing, counted, service
from tests.program import HOUSE, until

#: the seal of an office, as far as a backup cares
KEY = b"-----BEGIN PRIVATE KEY-----"


@pytest.fixture
def wiring(
    database: DatabaseUrls,
    tmp_path: Path,
    catalogue: Catalogue,
    sessions: sessionmaker[Session],
    counter: Counter,
) -> Wiring:
    """An installation with one case that has an attachment."""
    given = {"database_url": database.application, "owner_database_url": database.owner}
    settings = Settings(data=tmp_path / "data", demo=True, **given)  # type: ignore[arg-type]  # as from the environment
    wiring = Wiring(settings, catalogue=catalogue)
    (settings.data / "seals").mkdir(parents=True)
    (settings.data / "seals" / "zabrze.key").write_bytes(KEY)
    (settings.data / "log").mkdir()
    (settings.data / "log" / "portal.log").write_text("not kept")
    assert wiring.secret
    for file in _sample(catalogue):
        wiring.files.put(io.BytesIO(file))
    wiring.files.put(io.BytesIO(b"nobody names it"))
    Window(sessions, counter).file(a_filing(catalogue, DN1, sample="proxy"))
    return wiring


def _sample(catalogue: Catalogue) -> list[bytes]:
    made = samples(service(catalogue, DN1), catalogue=catalogue, today=warsaw_date(datetime.now(UTC)))
    return [file.data for file in made["proxy"].attachments]


@pytest.fixture
def backup(wiring: Wiring, tmp_path: Path) -> Path:
    path = tmp_path / "monday.okienko"
    assert back_up(wiring, path, quiet()) == 0
    return path


def quiet() -> Console:
    return Console(file=io.StringIO(), width=300)


def read(path: Path) -> Manifest:
    """Everything in the archive is as written, or CannotStart."""
    with opened(path) as archive:
        manifest = manifest_of(archive, path)
        verify(archive, manifest, path, lambda size: None)
    return manifest


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Another archive with other parts, as somebody with a ZIP program makes it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    other = path.with_name("other.okienko")
    with zipfile.ZipFile(other, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return other


def test_it_holds_database_files_seals_and_secrets_and_only_the_owner_reads_it(
    backup: Path, catalogue: Catalogue
) -> None:
    names = [part.name for part in read(backup).parts]
    assert names[0] == DATABASE_PART
    assert len([name for name in names if name.startswith("files/")]) == len(_sample(catalogue))
    assert names[-2:] == ["seals/zabrze.key", "secrets/server.secret"]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_what_is_there_is_never_overwritten(wiring: Wiring, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("my only copy")
    with pytest.raises(CannotStart, match="is there already") as refused:
        back_up(wiring, taken, quiet())
    assert "już jest" in refused.value.polish
    assert taken.read_text() == "my only copy"


def test_a_folder_that_is_not_there_is_named(wiring: Wiring, tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"cannot write .*nowhere"):
        back_up(wiring, tmp_path / "nowhere" / "backup", quiet())


def test_a_dump_that_breaks_off_leaves_no_archive(
    wiring: Wiring, database: DatabaseUrls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody migrates, and pg_dump waits for the table in vain."""
    monkeypatch.setattr("okienko.backups.dumping._DUMP", ("--format=custom", "--lock-wait-timeout=100"))
    with psycopg.connect(database.owner) as migrating:
        migrating.execute("LOCK TABLE submission IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(CannotStart, match="pg_dump failed"):
            back_up(wiring, tmp_path / "half", quiet())
    assert not [path for path in tmp_path.iterdir() if "half" in path.name]


def test_a_database_that_goes_away_is_named_and_leaves_no_archive(
    wiring: Wiring, database: DatabaseUrls, cluster: EmbeddedPostgres, tmp_path: Path
) -> None:
    """First while files are copied, then before anything begins."""
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    there = cluster.superuser_url(database.owner.rsplit("/", 1)[1])
    with (
        pytest.raises(CannotStart, match="the database is away"),
        snapshot(database.owner),
        psycopg.connect(there, autocommit=True) as connection,
    ):
        connection.execute(cut)
    nowhere = SecretStr("postgresql://okienko:x@127.0.0.1:1/okienko")
    away = wiring.settings.model_copy(update={"owner_database_url": nowhere})
    with pytest.raises(CannotStart, match="the database is away"):
        back_up(Wiring(away), tmp_path / "half", quiet())
    assert not [path for path in tmp_path.iterdir() if "half" in path.name]


@pytest.mark.parametrize("lost", [True, False])
def test_a_file_that_was_lost_or_changed_in_the_store_is_told(
    wiring: Wiring, tmp_path: Path, catalogue: Catalogue, *, lost: bool
) -> None:
    with wiring.sessions() as session:
        digest = session.execute(text("SELECT sha256 FROM attachment LIMIT 1")).scalar_one()
    stored = wiring.settings.data / "files" / digest[:2] / digest
    stored.unlink() if lost else stored.write_bytes(b"rotten")
    console = quiet()
    assert back_up(wiring, tmp_path / "backup", console) == NOT_WHOLE
    assert isinstance(console.file, io.StringIO)
    assert digest in console.file.getvalue() and "NIEPEŁNA" in console.file.getvalue()
    assert read(tmp_path / "backup").missing == (digest,)


def test_no_changed_byte_passes_as_what_was_written(backup: Path) -> None:
    """A flipped bit is found, or stands where nothing is read from."""
    whole, written = read(backup), backup.read_bytes()
    dice = random.Random(6)  # noqa: S311 – a trial, not a secret
    found, flipped = 0, backup.with_name("flipped")
    tail = [len(written) - 1 - n for n in range(400)]
    for place in [*(dice.randrange(len(written)) for _ in range(150)), *tail]:
        changed = bytearray(written)
        changed[place] ^= 1 << dice.randrange(8)
        flipped.write_bytes(changed)
        try:
            assert read(flipped) == whole
        except CannotStart:
            found += 1
    assert found > 300


SHARES = (
    0,
    0.01,
    0.5,
    0.99,
    0.9999,
)


def test_an_archive_that_is_cut_off_is_named(backup: Path, tmp_path: Path, subtests: pytest.Subtests) -> None:
    for share in SHARES:
        with subtests.test(str(share)):
            written = backup.read_bytes()
            cut = tmp_path / "cut"
            cut.write_bytes(written[: int(len(written) * share)])
            with pytest.raises(CannotStart, match=r"cut off|not a backup"):
                restore(cut, tmp_path / "new", quiet())
            assert not (tmp_path / "new").exists()


def test_another_part_under_an_old_manifest_is_named(backup: Path, tmp_path: Path) -> None:
    other = rewritten(backup, lambda parts: parts.update({"seals/zabrze.key": b"another key"}))
    with pytest.raises(CannotStart, match=r"damaged in seals/zabrze\.key"):
        restore(other, tmp_path / "new", quiet())
    assert not (tmp_path / "new").exists()


def test_a_part_that_is_gone_is_named(backup: Path, tmp_path: Path) -> None:
    other = rewritten(backup, lambda parts: parts.pop("secrets/server.secret"))
    with pytest.raises(CannotStart, match=r"damaged in secrets/server\.secret"):
        restore(other, tmp_path / "new", quiet())


@pytest.mark.parametrize("change", [{"format": 2}, {"revision": "9999"}])
def test_a_backup_of_a_later_version_is_refused_with_its_version(
    backup: Path, tmp_path: Path, change: dict[str, object]
) -> None:
    def later(parts: dict[str, bytes]) -> None:
        manifest = Manifest.model_validate_json(parts[MANIFEST])
        parts[MANIFEST] = manifest.model_copy(update={"product": "7.1", **change}).model_dump_json().encode()

    with pytest.raises(CannotStart, match=r"made by Okienko 7\.1"):
        restore(rewritten(backup, later), tmp_path / "new", quiet())


def test_no_part_leaves_the_folder_or_touches_the_cluster(
    backup: Path, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for name in ("../x", "/etc/x", "seals/../../x", "postgres/port", "log/x", "a//b", "."):
        with subtests.test(name):
            _does_not_leave(backup, tmp_path, name)


def _does_not_leave(backup: Path, tmp_path: Path, name: str) -> None:
    def smuggle(parts: dict[str, bytes]) -> None:
        manifest = Manifest.model_validate_json(parts[MANIFEST])
        more = (*manifest.parts, Part(name=name, size=0, sha256="0" * 64))
        parts[MANIFEST] = manifest.model_copy(update={"parts": more}).model_dump_json().encode()

    with pytest.raises(CannotStart, match="damaged in"):
        restore(rewritten(backup, smuggle), tmp_path / "new", quiet())


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_another_file_is_not_taken_for_a_backup(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "other").write_bytes(data)
    with pytest.raises(CannotStart, match="is not a backup of Okienko"):
        restore(tmp_path / "other", tmp_path / "new", quiet())


def test_a_folder_with_anything_in_it_stays_as_it_is(backup: Path, wiring: Wiring) -> None:
    before = sorted(wiring.settings.data.rglob("*"))
    with pytest.raises(CannotStart, match="is not empty and stays"):
        restore(backup, wiring.settings.data, quiet())
    assert sorted(wiring.settings.data.rglob("*")) == before


def test_the_database_comes_back_held_from_sending_and_guarded_as_before(
    backup: Path, sessions: sessionmaker[Session], empty_database: DatabaseUrls
) -> None:
    with opened(backup) as archive:
        fill(empty_database.owner, archive, manifest_of(archive, backup).parts[0], backup)
    restored = sessions_over(empty_database.application)
    assert counted(restored) == counted(sessions) != {}
    with restored() as session:
        assert session.execute(text("SELECT released FROM sending")).scalar_one() is False
        assert session.execute(text("SELECT last_number FROM register_counter")).scalar_one() == 1
    with restored() as session, pytest.raises(Exception, match="permission denied"):
        session.execute(text("DELETE FROM audit_entry"))
    restored.kw["bind"].dispose()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount")
    yield disk
    subprocess.run(["umount", disk], check=False)


def test_a_full_disk_is_named_and_no_archive_stays(wiring: Wiring, small_disk: Path) -> None:
    with pytest.raises(CannotStart, match="the disk is full") as refused:
        back_up(wiring, small_disk / "backup", quiet())
    assert "dysk jest pełny" in refused.value.polish
    assert re.search(rf"make room in {small_disk}, 6\d kB free, at most \d.*MB needed", _plain(refused))
    assert list(small_disk.iterdir()) == []


def test_a_disk_that_the_files_alone_would_fill_is_left_as_it_is(wiring: Wiring, small_disk: Path) -> None:
    (wiring.settings.data / "seals" / "large.crt").write_bytes(bytes(200_000))
    with pytest.raises(CannotStart, match="the disk is full") as refused:
        back_up(wiring, small_disk / "backup", quiet())
    assert re.search(r"6\d kB free, at least 2\d\d kB needed", _plain(refused))


def _plain(refused: pytest.ExceptionInfo[CannotStart]) -> str:
    return refused.value.english.replace("\N{NO-BREAK SPACE}", " ")


def test_a_backup_beside_the_data_leaves_room_for_those_who_file(
    wiring: Wiring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okienko.backups.backup_room.free_beside", lambda place: 90_000_000)
    with pytest.raises(CannotStart, match="at least 100"):
        back_up(wiring, tmp_path / "backup", quiet())


def test_a_full_disk_of_the_database_is_not_called_a_database_that_is_away(database: DatabaseUrls) -> None:
    with pytest.raises(OSError, match="No space left"), snapshot(database.owner):
        raise DiskFull


def test_a_full_disk_is_named_and_no_folder_stays(backup: Path, small_disk: Path) -> None:
    with pytest.raises(CannotStart, match="the disk is full"):
        restore(backup, small_disk / "data", quiet())
    with pytest.raises(CannotStart, match="is a disk of its own"):
        restore(backup, small_disk, quiet())
    assert list(small_disk.iterdir()) == []


@pytest.mark.slow
def test_a_restore_that_was_killed_leaves_nothing_that_looks_whole_and_can_be_repeated(
    backup: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "okienko", "restore", str(backup), "--data", str(tmp_path / "new")]
    cluster = tmp_path / "new.restoring" / "postgres" / "cluster" / "postmaster.pid"
    first = subprocess.Popen(command, cwd=HOUSE)
    until("the new cluster runs", cluster.exists)
    first.kill()
    first.wait()
    assert not (tmp_path / "new").exists()
    assert subprocess.run(command, cwd=HOUSE, check=False).returncode == 0
    assert (tmp_path / "new" / "seals" / "zabrze.key").read_bytes() == KEY
    assert not (tmp_path / "new.restoring").exists()
