"""`okienko restore FILE --data NEWDIR`: a backup made into a data folder, which is whole or not there."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from rich.console import Console
from sqlalchemy import create_engine, make_url, pool
from sqlalchemy.orm import Session

from casework.messages.sending import withhold
from okienko.backups.archive import CHUNK, DATABASE_PART, Manifest, Part, manifest_of, opened, reading, verify
from okienko.backups.backup import progress
from okienko.backups.dumping import undump
from okienko.refusals import CannotStart
from okienko.room import FULL, disk_full
from okienko.store.data_folder import is_occupied, occupied
from okienko.store.migrating import migrate, upgrade
from okienko.store.orphans import clear_orphans
from okienko.store.postgres import EmbeddedPostgres
from okienko.work.jobs import prepare_queue


def restore(path: Path, data: Path, console: Console) -> None:
    """The backup in a new data folder, with a cluster of its own, not released for sending.

    CannotStart leaves the folder as it was: everything is made beside it and gets its name at the end.
    """
    _demand_empty(data)
    with opened(path) as archive:
        manifest = manifest_of(archive, path)
        with progress(console) as shown:
            task = shown.add_task("checking · sprawdzanie", total=manifest.size)
            verify(archive, manifest, path, lambda size: shown.advance(task, size))
        with _made_beside(data) as folder, console.status("restoring · odtwarzanie"):
            _take_out(archive, manifest, path, folder)
            server = EmbeddedPostgres(folder / "postgres")
            server.start()
            try:
                fill(server.urls().owner, archive, _database(manifest, path), path)
            finally:
                server.stop(within=120)
    _say_what_next(manifest, data, console)


def fill(owner_url: str, archive: ZipFile, part: Part, path: Path, *, role: str = "okienko_app") -> None:
    """The dump in an empty database, at this program's tables, held back from sending, with its rights."""
    with reading(archive, part, path) as source, undump(owner_url) as target:
        shutil.copyfileobj(source, target, CHUNK)
    prepare_queue(owner_url)
    upgrade(owner_url)
    _hold_back(owner_url)  # before anybody may write to it
    migrate(owner_url, role)


def _hold_back(owner_url: str) -> None:
    """Its twin may be alive: what was promised may have been sent since the backup."""
    url = make_url(owner_url).set(drivername="postgresql+psycopg")
    with Session(create_engine(url, poolclass=pool.NullPool)) as session, session.begin():
        withhold(session)


def _take_out(archive: ZipFile, manifest: Manifest, path: Path, folder: Path) -> None:
    for part in manifest.parts:
        if part.name == DATABASE_PART:
            continue
        target = folder / part.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with reading(archive, part, path) as source, os.fdopen(_fresh(target), "wb") as file:
            shutil.copyfileobj(source, file, CHUNK)


def _fresh(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _database(manifest: Manifest, path: Path) -> Part:
    found = [part for part in manifest.parts if part.name == DATABASE_PART]
    if not found:
        raise CannotStart(f"{path} holds no database", f"w {path} nie ma bazy")
    return found[0]


@contextmanager
def _made_beside(data: Path) -> Iterator[Path]:
    """A folder that becomes `data` when it is whole and on the disk; after a failure nothing stays."""
    folder = data.absolute().with_name(f"{data.absolute().name}.restoring")
    try:
        if folder.exists():
            with occupied(folder):  # of a restore that was killed
                clear_orphans(folder / "postgres" / "cluster")
                shutil.rmtree(folder)
        with occupied(folder):
            yield folder
            os.sync()
            folder.rename(data.absolute())
    except OSError as fault:
        raise _unwritable(data, fault) from fault
    finally:
        if folder.exists() and not is_occupied(folder):  # by another restore, which goes on
            shutil.rmtree(folder, ignore_errors=True)


def _demand_empty(data: Path) -> None:
    there = os.path.lexists(data)
    if there and not (data.is_dir() and not any(data.iterdir())):
        raise CannotStart(
            f"{data} is not empty and stays as it is: name a new folder",
            f"{data} nie jest pusty i zostaje, jak jest: podaj nowy folder",
        )
    if data.is_mount():
        raise CannotStart(
            f"{data} is a disk of its own: name a new folder on it, like {data / 'okienko'}",
            f"{data} to osobny dysk: podaj nowy folder na nim, na przykład {data / 'okienko'}",
        )


def _unwritable(data: Path, fault: OSError) -> CannotStart:
    if fault.errno in FULL:
        return disk_full(data)
    return CannotStart(
        f"cannot write to {data}: {fault.strerror}", f"nie można zapisywać w {data}: {fault.strerror}"
    )


def _say_what_next(manifest: Manifest, data: Path, console: Console) -> None:
    console.print(f"Restored · Odtworzono: {data}, {manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC")
    for english, polish in _NEXT:
        console.print(f"- {english}\n  {polish}", markup=False, soft_wrap=True)
    if manifest.missing:
        console.print(
            f"{len(manifest.missing)} files were missing when the backup was made."
            f" · {len(manifest.missing)} plików brakowało już przy robieniu kopii.",
            style="bold red",
        )


_NEXT = (
    (
        "Nothing is sent to applicants from here until you say so: okienko release --data FOLDER",
        "Stąd nic nie wyjdzie do wnioskodawców, dopóki na to nie pozwolisz: okienko release --data FOLDER",
    ),
    (
        "What was filed after that moment is not here: its register numbers will be given again.",
        "Pism złożonych po tej chwili tu nie ma: ich numery z rejestru będą nadane jeszcze raz.",
    ),
    (
        "Check: okienko audit verify --data FOLDER; start: okienko run --data FOLDER",
        "Sprawdź: okienko audit verify --data FOLDER; uruchom: okienko run --data FOLDER",
    ),
)
