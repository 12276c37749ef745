"""`okienko places`: the register of places (GUS TERYT), one for the whole installation."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import Connection, create_engine, make_url, pool

from casework.places.loading import Loaded, forget, load
from casework.places.standing import loaded_files
from forms_catalog.places.teryt import TerytFile, TerytRefused, open_teryt
from okienko.preparing import database_up
from okienko.refusals import CannotStart
from okienko.wiring import Wiring

_NOTHING = "nic nie wczytano, popraw to, co wymieniono wyżej"
_EACH = 1000  # rows from one sign of progress to the next


def load_places(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Files of GUS in place of those loaded before; all of them or none."""
    files = [_opened(path) for path in asked.files]
    kinds = [file.kind for file in files]
    twice = next((kind for kind in kinds if kinds.count(kind) > 1), None)
    if twice:
        raise CannotStart(f"{twice} is given twice", f"{twice} podano dwa razy")
    with database_up(wiring), _owned(wiring) as connection:
        done = [_loaded(connection, file, console) for file in files]
    for one in done:
        console.print(_told(one), soft_wrap=True, markup=False, highlight=False)
    return 0


def list_places(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """What is loaded, and of which day."""
    with database_up(wiring), wiring.sessions() as session:
        files = loaded_files(session)
    table = Table("file", "state of", "rows", "loaded from")
    for file in files:
        table.add_row(file.kind, str(file.as_of), str(file.rows), file.name)
    console.print(
        table if files else "No register of places is loaded. · Nie wczytano rejestru miejscowości."
    )
    return 0


def forget_places(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """No register any more: addresses are then compared with the voivodeships alone."""
    with database_up(wiring), _owned(wiring) as connection:
        forget(connection)
    console.print("The register of places is empty. · Rejestr miejscowości jest pusty.")
    return 0


def _opened(path: Path) -> TerytFile:
    try:
        return open_teryt(path)
    except OSError as fault:
        raise CannotStart(f"{path}: {fault.strerror}", f"{path}: {fault.strerror}") from fault
    except TerytRefused as refused:
        raise CannotStart(f"{path}: {refused}", f"{path}: {_NOTHING}") from refused


def _loaded(connection: Connection, file: TerytFile, console: Console) -> Loaded:
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        bar = shown.add_task(file.name, total=len(file.lines))

        def told(row: int) -> None:
            if row % _EACH == 0:
                shown.update(bar, completed=row)

        try:
            return load(connection, file, told)
        except TerytRefused as refused:
            raise CannotStart(f"{file.name}: {refused}", f"{file.name}: {_NOTHING}") from refused


@contextmanager
def _owned(wiring: Wiring) -> Iterator[Connection]:
    """One transaction of the tables' owner, who alone may replace the register; it may take its time."""
    url = make_url(wiring.urls.owner).set(drivername="postgresql+psycopg")
    with create_engine(url, poolclass=pool.NullPool).begin() as connection:
        yield connection


def _told(one: Loaded) -> str:
    file = one.file
    if one.known:
        return f"{file.kind}: {file.name} is loaded already. · {file.name} jest już wczytany."
    english = [f"{one.rows} rows of {file.as_of}"]
    polish = [f"wierszy: {one.rows}, stan na {file.as_of}"]
    if one.before:
        english.append(f"in place of {one.before}")
        polish.append(f"w miejsce {one.before}")
    if one.twice:
        english.append(f"{one.twice} with a number that was there already left out")
        polish.append(f"pominięte, bo numer już był: {one.twice}")
    if one.strange:
        english.append(f"{one.strange} streets lie in places that SIMC does not know")
        polish.append(f"ulice w miejscowościach, których SIMC nie zna: {one.strange}")
    return f"{file.kind}: {', '.join(english)}. · {', '.join(polish)}."
