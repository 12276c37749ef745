"""The official files put in place of those loaded before: whole or not at all, once however often."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, text

from casework.places.looking_up import ENDS
from casework.tables.ground import Base, table_of
from casework.tables.place_tables import Place, PlaceFile, PlaceStreet, PlaceUnit
from forms_catalog.places.address import town_name, unit_name
from forms_catalog.places.street_names import street_of
from forms_catalog.places.teryt import Kind, TerytFile, TerytRefused

_FILE, _PLACE, _STREET = table_of(PlaceFile), table_of(Place), table_of(PlaceStreet)
#: only one load at a time
_TURN = text("SELECT pg_advisory_xact_lock(0x6F6B706C6163)")
_TOWN = "96"  # RM of a town (WMRODZ)
_PARTS_OF_CITIES = ("8", "9")  # RODZ_GMI: districts of Warszawa, delegacies of four cities

Row = tuple[object, ...]
Progress = Callable[[int], None]  #: is told how many rows were read


@dataclass(frozen=True)
class Loaded:
    """What became of one file."""

    file: TerytFile
    rows: int  #: 0 when it was loaded before
    before: str | None  #: name of the file it took the place of
    twice: int = 0  #: rows left out, as an earlier one has the same number
    strange: int = 0  #: streets of places that SIMC does not know

    @property
    def known(self) -> bool:
        return not self.rows


def load(connection: Connection, file: TerytFile, progress: Progress = lambda _: None) -> Loaded:
    """Puts the file in place of the one of its kind, on this transaction of the tables' owner.

    The same file again changes nothing. TerytRefused for a wrong row; nothing is changed once the caller
    rolls back.
    """
    connection.execute(_TURN)
    there = connection.execute(select(_FILE).where(_FILE.c.kind == file.kind)).one_or_none()
    if there is not None and there.sha256 == file.sha256:
        return Loaded(file, 0, there.name)
    entity, read = _READ[file.kind]
    connection.execute(delete(table_of(entity)))
    counted = _Counted(read(file, progress))
    _copy(connection, entity, counted)
    connection.execute(delete(_FILE).where(_FILE.c.kind == file.kind))
    connection.execute(
        insert(_FILE).values(
            kind=file.kind, name=file.name, as_of=file.as_of, rows=counted.rows, sha256=file.sha256
        )
    )
    connection.execute(text(f"ANALYZE {entity.__tablename__}"))
    return Loaded(file, counted.rows, there.name if there else None, counted.twice, _strange(connection))


def forget(connection: Connection) -> None:
    """No register any more."""
    connection.execute(_TURN)
    for entity in (PlaceFile, PlaceUnit, Place, PlaceStreet):
        connection.execute(delete(table_of(entity)))


def _strange(connection: Connection) -> int:
    """Streets whose place is not in SIMC; 0 while there is no SIMC."""
    if not connection.scalar(select(func.count()).where(_FILE.c.kind == "SIMC")):
        return 0
    known = select(_PLACE.c.number)
    return connection.scalar(select(func.count()).where(_STREET.c.place.not_in(known))) or 0


class _Counted:
    """Rows whose first cells are new; the key of a table is asked once."""

    def __init__(self, rows: Iterator[tuple[str, Row]]) -> None:
        self.rows = self.twice = 0
        self._given = rows

    def __iter__(self) -> Iterator[Row]:
        seen: set[str] = set()
        for key, row in self._given:
            if key in seen:
                self.twice += 1
                continue
            seen.add(key)
            self.rows += 1
            yield row


def _copy(connection: Connection, entity: type[Base], rows: _Counted) -> None:
    table = table_of(entity)
    columns = ", ".join(column.name for column in table.columns)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _units(file: TerytFile, progress: Progress) -> Iterator[tuple[str, Row]]:
    for number, row in enumerate(file.rows(), 1):
        code = row["WOJ"] + row["POW"] + row["GMI"] + row["RODZ"]
        if len(code) not in (2, 4, 7):
            raise TerytRefused(
                f"row {number + 1}, WOJ POW GMI RODZ: “{code}” is no voivodeship, county or commune."
            )
        progress(number)
        yield code, (code, row["NAZWA"], unit_name(row["NAZWA"]))


def _places(file: TerytFile, progress: Progress) -> Iterator[tuple[str, Row]]:
    rows = list(file.rows())
    cities = {
        row["WOJ"] + row["POW"]: row["SYM"] for row in rows if row["RM"] == _TOWN and row["RODZ_GMI"] == "1"
    }
    above = {row["SYM"]: _above(row, cities) for row in rows}
    for number, row in enumerate(rows, 1):
        progress(number)
        folded = town_name(row["NAZWA"])
        unit = row["WOJ"] + row["POW"] + row["GMI"] + row["RODZ_GMI"]
        base = _base(row["SYM"], above)
        ends = (folded[:ENDS], folded[-ENDS:])
        yield row["SYM"], (row["SYM"], base, unit, row["NAZWA"], folded, *ends, row["RM"] == _TOWN)


def _above(row: Mapping[str, str], cities: Mapping[str, str]) -> str:
    """What the place is a part of; a district or delegacy of its city, whatever the file says."""
    in_city = cities.get(row["WOJ"] + row["POW"]) if row["RODZ_GMI"] in _PARTS_OF_CITIES else None
    return in_city or row["SYMPOD"]


def _base(number: str, above: Mapping[str, str]) -> str:
    """The last one on the way up; parts of parts have few steps, and a circle ends."""
    for _ in range(10):
        higher = above.get(number, number)
        if higher in (number, ""):
            break
        number = higher
    return number


def _streets(file: TerytFile, progress: Progress) -> Iterator[tuple[str, Row]]:
    for number, row in enumerate(file.rows(), 1):
        progress(number)
        street = street_of(row["CECHA"], row["NAZWA_1"], row["NAZWA_2"])
        key = row["SYM"] + row["SYM_UL"]
        yield key, (row["SYM"], row["SYM_UL"], street.name, street.tail, street.whole)


_Reader = Callable[[TerytFile, Progress], Iterator[tuple[str, Row]]]
_READ: Mapping[Kind, tuple[type[Base], _Reader]] = {
    "TERC": (PlaceUnit, _units),
    "SIMC": (Place, _places),
    "ULIC": (PlaceStreet, _streets),
}
