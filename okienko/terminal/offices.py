"""`okienko office` and `okienko units`: from the terminal of whoever runs the program."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from casework.catalogue.office_changes import OfficeKnown, OfficeUnfit, add_office, change_office
from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import Catalogue
from forms_catalog.offices.local_units import LocalUnit, UnitKind, emptied, ended, succeeded
from forms_catalog.spreadsheets.csv_table import TableRefused
from forms_catalog.spreadsheets.units_table import KINDS, UnitsRead, UnitsRefused, read_units
from okienko.preparing import database_up
from okienko.refusals import CannotStart
from okienko.store.data_folder import is_occupied
from okienko.wiring import Wiring

_NOTHING = "nic nie wczytano, popraw wiersze wymienione wyżej"
_STANDING = "entered by whoever runs the program: to_be_confirmed by the office"


def list_offices(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Every office known: those of the files, and those added here while a database answers."""
    known = wiring.of_files.offices
    now = wiring.catalogue_in_database() if _database_answers(wiring) else wiring.catalogue
    table = Table("code", "name", "kind", "services", "open here")
    for code, office in {**known, **now.offices}.items():
        is_open = "–" if code not in now.offices else "yes" if _sealed(wiring, code) else "no seal"
        table.add_row(code, office.name.pl, office.kind, str(len(office.services)), is_open)
    console.print(table)
    return 0


def add(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Opens an office that is not shipped, or is but not open here; a running program takes it up."""
    with changing(wiring) as (session, catalogue):
        shipped = wiring.of_files.office_rows.get(asked.code)
        facts = shipped.model_dump(mode="json", exclude_defaults=True) if shipped else {}
        try:
            row = add_office(session, catalogue, {**facts, **_typed(asked)}, by=None)
        except OfficeKnown as known:
            english, polish = "is open here already", "jest tu już otwarty"
            raise CannotStart(f"{asked.code} {english}", f"{asked.code} {polish}") from known
        except OfficeUnfit as unfit:
            raise CannotStart(f"{asked.code}: {unfit}", f"{asked.code}: {unfit}") from unfit
    folder = wiring.settings.data.absolute() / "seals"
    said = (
        ("Open within two seconds.", "Otwarty w ciągu dwóch sekund.")
        if _sealed(wiring, row.code)
        else (
            f"Not open yet, it has no seal: put {row.code}.key and {row.code}.crt into {folder}"
            " and start Okienko anew.",
            f"Jeszcze zamknięty, nie ma pieczęci: wgraj {row.code}.key i {row.code}.crt do {folder}"
            " i uruchom Okienko ponownie.",
        )
    )
    console.print(f"{row.code}: {row.name.pl}. {said[0]}\n{said[1]}", soft_wrap=True, markup=False)
    return 0


def _sealed(wiring: Wiring, code: str) -> bool:
    """Without a seal no office is open; a demo makes them."""
    return wiring.settings.demo or (wiring.settings.data / "seals" / f"{code}.crt").exists()


def _typed(asked: argparse.Namespace) -> dict[str, object]:
    said: dict[str, object] = {"code": asked.code, "kind": asked.kind, "city": asked.city}
    for name in ("name", "authority"):
        pl = getattr(asked, name)
        if pl:
            words = {"pl": pl, "en": getattr(asked, f"{name}_en") or pl, "uk": getattr(asked, f"{name}_uk")}
            said[name] = {tongue: text for tongue, text in words.items() if text}
    if asked.name and not asked.authority:
        said["authority"] = said["name"]
    given = {name: text for name, text in said.items() if text is not None}
    return {**given, "standing": _STANDING} if asked.name else given


def import_units(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Units of a town out of a table (CSV); all or none. What is gone from it ended yesterday, except kinds
    that no row is of; without `--empty` no kind that forms offer is left without a unit.
    """
    read = _units_of(asked.file)
    today = warsaw_date(datetime.now(UTC))
    with changing(wiring) as (session, catalogue):
        row = catalogue.office_rows.get(asked.office)
        if row is None:
            raise CannotStart(f"there is no office {asked.office}", f"nie ma urzędu {asked.office}")
        before = row.local_units
        units = _after(asked, catalogue, before, read, today)
        kept = [unit.model_dump(mode="json", exclude_defaults=True) for unit in units]
        change_office(session, catalogue, asked.office, {"local_units": kept}, by=None)
    gone, taken = ended(before, units, today=today), len(read.units)
    count, which = gone.total(), f" ({_counted(gone)})" if gone else ""
    console.print(
        f"{asked.office}: units taken {taken}, ended {count}{which}, rows without a name {read.unnamed}"
        f" · wczytano {taken}, zakończono {count}{which}, wierszy bez nazwy {read.unnamed}",
        soft_wrap=True,
    )
    stayed = Counter(u.kind for u in units if u.kind not in read.kinds and u.stays(today))
    if stayed:
        counted = _counted(stayed)
        console.print(
            f"no row of these kinds, left as they were: {counted} · bez wierszy, bez zmian: {counted}",
            soft_wrap=True,
        )
    return 0


def _after(
    asked: argparse.Namespace,
    catalogue: Catalogue,
    before: tuple[LocalUnit, ...],
    read: UnitsRead,
    today: date,
) -> tuple[LocalUnit, ...]:
    """The units as the table leaves them; CannotStart where it leaves none of a kind and nobody insists."""
    whole = asked.empty or not read.units
    spared = () if whole else tuple(kind for kind in KINDS.values() if kind not in read.kinds)
    units = succeeded(before, read.units, today=today, spared=spared)
    lists = catalogue.of_office(asked.office).lists
    lost = {} if asked.empty else emptied(before, units, lists, today=today)
    if lost:
        counted = _counted(lost)
        raise CannotStart(
            f"{asked.file}: nothing was changed: none would be left of {counted}, which would all end. Give"
            " the table their names, or add --empty if that is meant",
            f"{asked.file}: nic nie zmieniono: nie zostałoby nic z tych rodzajów, zakończyłyby się wszystkie:"
            f" {counted}. Uzupełnij nazwy w tabeli, a jeśli tak ma być, dodaj --empty",
        )
    return units


def _counted(kinds: Mapping[UnitKind, int]) -> str:
    return ", ".join(f"{name} {kinds[kind]}" for name, kind in KINDS.items() if kinds.get(kind))


def list_units(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    table = Table("code", "kind", "name", "from", "to")
    with changing(wiring) as (_, catalogue):
        row = catalogue.office_rows.get(asked.office)
    for unit in row.local_units if row else ():
        days = (str(day) if day else "–" for day in (unit.valid_from, unit.valid_to))
        table.add_row(unit.code, unit.kind, unit.name.pl, *days)
    console.print(table)
    return 0


def _units_of(file: Path) -> UnitsRead:
    try:
        return read_units(file.read_bytes())
    except OSError as fault:
        raise CannotStart(f"{file}: {fault.strerror}", f"{file}: {fault.strerror}") from fault
    except TableRefused as refused:
        why = refused.message % dict(refused.values)
        raise CannotStart(f"{file}: {why}", f"{file}: {_NOTHING}") from refused
    except UnitsRefused as refused:
        raise CannotStart(f"{file}: {refused}", f"{file}: {_NOTHING}") from refused


@contextmanager
def changing(wiring: Wiring) -> Iterator[tuple[Session, Catalogue]]:
    """A transaction, and the catalogue with all that offices changed so far."""
    with database_up(wiring):
        catalogue = wiring.catalogue_in_database()
        with wiring.sessions.begin() as session:
            yield session, catalogue


def _database_answers(wiring: Wiring) -> bool:
    return wiring.settings.database_url is not None or is_occupied(wiring.settings.data)
