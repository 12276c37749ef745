"""`okienko backup FILE`: everything that must be kept, in one archive, while the counter stays open.

The database first, as it is at one moment; then the files, which only ever grow in number.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from rich.console import Console
from rich.progress import DownloadColumn, Progress, TaskID, TextColumn

from okienko.backups.archive import (
    CHUNK,
    DATABASE_PART,
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    STORE,
    Checked,
    Manifest,
    Part,
    Told,
)
from okienko.backups.backup_room import Room, demand_room, room_for
from okienko.backups.dumping import Snapshot, dump, snapshot
from okienko.preparing import database_up
from okienko.refusals import CannotStart
from okienko.room import FULL, disk_full
from okienko.standing.last_backup import note_backup
from okienko.wiring import Wiring

#: the archive is there, but not every file that the database names
NOT_WHOLE = 1


def back_up(wiring: Wiring, target: Path, console: Console) -> int:
    """Writes the archive; CannotStart leaves none. NOT_WHOLE when files were lost before this."""
    _demand_free_name(target)
    if wiring.settings.database_url is None and not wiring.postgres.made:
        wiring.urls  # noqa: B018 – says that there is nothing to back up
    data = wiring.settings.data
    with database_up(wiring), snapshot(wiring.urls.owner) as taken:
        room = room_for(data, taken, [data / name for name in _others(data)])
        with _written_beside(target, data, room) as file:
            manifest = _write(file, wiring, taken, console)
    console.print(
        f"Backup · Kopia: {target} ({manifest.size:,} B, {len(manifest.parts)} parts · części)\n"
        "It holds keys and people's data: keep it as safe as the data folder.\n"
        "Zawiera klucze i dane ludzi: strzeż jej jak folderu danych.",
        soft_wrap=True,
    )
    if manifest.missing:
        console.print(_lost(manifest.missing), style="bold red", markup=False, soft_wrap=True)
    else:
        note_backup(data, at=manifest.taken_at, size=manifest.size)
    return NOT_WHOLE if manifest.missing else 0


def progress(console: Console) -> Progress:
    """How far it is, by bytes."""
    return Progress(TextColumn("{task.description}"), DownloadColumn(), console=console, transient=True)


def _write(file: IO[bytes], wiring: Wiring, taken: Snapshot, console: Console) -> Manifest:
    data = wiring.settings.data
    with progress(console) as shown, ZipFile(file, "w", ZIP_STORED) as archive:
        told = _teller(shown, shown.add_task("database · baza"))
        with dump(wiring.urls.owner, taken) as source:
            parts = [_add(archive, DATABASE_PART, source, told)]
        told = _teller(shown, shown.add_task("files · pliki"))
        missing = []
        for digest in sorted(taken.files):
            part = _add_file(archive, data, f"{STORE}/{digest[:2]}/{digest}", told)
            if part is None or part.sha256 != digest:
                missing.append(digest)
            else:
                parts.append(part)
        rest = (_add_file(archive, data, name, told) for name in _others(data))
        parts += [part for part in rest if part is not None]
        manifest = Manifest(
            format=FORMAT,
            product=version("okienko"),
            revision=taken.revision,
            taken_at=taken.taken_at,
            parts=tuple(parts),
            missing=tuple(missing),
        )
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _others(data: Path) -> Iterator[str]:
    """What else must be kept, as paths within the data folder: seals, secrets, whatever will stand there."""
    kept = [path for path in data.iterdir() if path.name not in LEFT_OUT | {STORE}]
    for path in sorted(each for top in kept for each in (top, *top.rglob("*"))):
        name = path.relative_to(data)
        hidden = any(step.startswith(".") for step in name.parts)
        if not hidden and path.is_file():
            yield name.as_posix()


def _add_file(archive: ZipFile, data: Path, name: str, told: Told) -> Part | None:
    """None when there is no such file (any more)."""
    with suppress(FileNotFoundError), (data / name).open("rb") as source:
        return _add(archive, name, source, told)
    return None


def _add(archive: ZipFile, name: str, source: IO[bytes], told: Told) -> Part:
    checked = Checked(source)
    with archive.open(name, "w", force_zip64=True) as target:
        while chunk := checked.read(CHUNK):
            target.write(chunk)
            told(len(chunk))
    return Part(name=name, size=checked.size, sha256=checked.sha256)


def _teller(shown: Progress, task: TaskID) -> Told:
    return lambda size: shown.advance(task, size)


@contextmanager
def _written_beside(target: Path, data: Path, room: Room) -> Iterator[IO[bytes]]:
    """A file that gets the target's name when it is whole and on the disk; after a failure nothing stays."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        demand_room(target, data, room)
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _demand_free_name(target)
        part.rename(target)
        _fsync_folder(target.parent)
    except OSError as fault:
        part.unlink(missing_ok=True)  # what is free is told without it
        raise _unwritable(target, fault, room) from fault
    finally:
        part.unlink(missing_ok=True)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _demand_free_name(target: Path) -> None:
    if os.path.lexists(target):
        raise CannotStart(
            f"{target} is there already and stays: choose another name",
            f"{target} już jest i zostaje: wybierz inną nazwę",
        )


def _unwritable(target: Path, fault: OSError, room: Room) -> CannotStart:
    if fault.errno in FULL:
        return disk_full(target.absolute().parent, most=room.most)
    return CannotStart(
        f"cannot write {target}: {fault.strerror}", f"nie można zapisać {target}: {fault.strerror}"
    )


def _lost(missing: tuple[str, ...]) -> str:
    named = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
    return (
        f"NOT WHOLE: {len(missing)} files named by the database are missing in the store, or damaged: {named}"
        f"\nNIEPEŁNA: brakuje {len(missing)} plików, które zna baza, albo są uszkodzone: {named}"
    )
