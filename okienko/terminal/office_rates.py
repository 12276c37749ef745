"""`okienko rates`: an office's rates as a table, from the terminal of whoever runs the program."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from casework.catalogue.catalogue_changes import write_rates
from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import Catalogue
from forms_catalog.spreadsheets.csv_table import TableRefused
from forms_catalog.spreadsheets.rates_read import RatesRead, read_rates
from forms_catalog.spreadsheets.rates_table import written
from okienko.refusals import CannotStart
from okienko.terminal.offices import changing
from okienko.wiring import Wiring

_NOTHING = "nic nie wczytano, popraw wiersze wymienione wyżej"


def export_rates(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """The rates that hold today, the office's own and those of the law, as a file."""
    with changing(wiring) as (_, catalogue):
        _demand(catalogue, asked.office)
        data = written(catalogue, asked.office, warsaw_date(datetime.now(UTC)))
    try:
        asked.file.write_bytes(data)
    except OSError as fault:
        raise CannotStart(f"{asked.file}: {fault.strerror}", f"{asked.file}: {fault.strerror}") from fault
    console.print(f"{asked.file}", markup=False, soft_wrap=True)
    return 0


def import_rates(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Rates of an office out of a table: all in one change, or none and every slip by row."""
    with changing(wiring) as (session, catalogue):
        _demand(catalogue, asked.office)
        read = _read(asked.file, catalogue, asked.office)
        today = warsaw_date(datetime.now(UTC))
        for line in read.lines:
            if line.what != "same":
                rate = line.rate
                words = f"row {line.row}: {rate.table} {rate.key} {rate.value} from {rate.valid_from}"
                console.print(f"{words} ({line.what})", markup=False, highlight=False, soft_wrap=True)
        if any(rate.valid_from < today for rate in read.changes) and not (asked.passed or asked.look):
            raise CannotStart(
                "some first days have passed: give --passed if you mean them",
                "niektóre pierwsze dni już minęły: dodaj --passed, jeśli o nie chodzi",
            )
        if read.changes and not asked.look:
            write_rates(session, read.changes, by=None)
    count, same = len(read.changes), len(read.lines) - len(read.changes)
    kept = ("would be written", "do zapisania") if asked.look else ("written", "zapisano")
    console.print(
        f"{asked.office}: rates {kept[0]} {count}, as they hold {same}, of the law {read.of_the_law}"
        f" · {kept[1]} {count}, bez zmian {same}, z ustaw {read.of_the_law}",
        soft_wrap=True,
    )
    return 0


def _demand(catalogue: Catalogue, office: str) -> None:
    if office not in catalogue.offices:
        raise CannotStart(f"there is no office {office}", f"nie ma urzędu {office}")


def _read(file: Path, catalogue: Catalogue, office: str) -> RatesRead:
    try:
        read = read_rates(file.read_bytes(), catalogue, office)
    except OSError as fault:
        raise CannotStart(f"{file}: {fault.strerror}", f"{file}: {fault.strerror}") from fault
    except TableRefused as refused:
        why = refused.message % dict(refused.values)
        raise CannotStart(f"{file}: {why}", f"{file}: {_NOTHING}") from refused
    if read.slips:
        said = (f"row {slip.row}, {slip.column or '–'}: {slip.wrong} {slip.hint}" for slip in read.slips)
        raise CannotStart("\n".join([f"{file}:", *map(str.rstrip, said)]), f"{file}: {_NOTHING}")
    return read
