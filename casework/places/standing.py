"""Which official files the register of places was loaded from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.tables.ground import table_of
from casework.tables.place_tables import PlaceFile

_FILE = table_of(PlaceFile)


@dataclass(frozen=True)
class LoadedFile:
    kind: str  #: TERC, SIMC, ULIC
    name: str
    as_of: date
    rows: int


def loaded_files(session: Session) -> Sequence[LoadedFile]:
    """Every file loaded, by its kind; () where there is no register."""
    rows = session.execute(select(_FILE).order_by(_FILE.c.kind))
    return tuple(LoadedFile(row.kind, row.name, row.as_of, row.rows) for row in rows)
