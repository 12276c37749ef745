"""Dated facts beside rates and values of services: accounts of offices, fees and free days of the law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework import tables
from casework.catalogue.catalogue_changes import raise_counter
from casework.tables import desk_tables, own_tables
from forms_catalog.offices.own_rows import DatedKind, OwnDated

_FACT = tables.table_of(own_tables.DatedFact)
_CLERK = tables.table_of(desk_tables.ClerkRow)
_COLUMNS = (
    *(_FACT.c.id, _FACT.c.office_id, _FACT.c.kind, _FACT.c.name, _FACT.c.valid_from),
    *(_FACT.c.value, _FACT.c.standing, _FACT.c.source),
)


@dataclass(frozen=True)
class WrittenFact:
    """A fact as it was written, with who wrote it: also what was taken back or written over."""

    fact: OwnDated
    by: UUID | None  #: None: by a command at the server
    name: str | None  #: of that clerk
    at: datetime


def write(
    session: Session,
    *,
    office: str | None,
    kind: DatedKind,
    name: str,
    valid_from: date,
    value: Mapping[str, object] | None,
    standing: str,
    source: str,
    by: UUID | None,
) -> int:
    """A fact from a day on; `None` for the value takes back what was written for that day. Its id."""
    row = {
        "office_id": office, "kind": kind, "name": name, "valid_from": valid_from,
        "value": None if value is None else dict(value), "standing": standing, "source": source,
        "written_by": by,
    }  # fmt: skip
    raise_counter(session)
    made: int = session.execute(insert(_FACT).values(row).returning(_FACT.c.id)).scalar_one()
    return made


def written(session: Session, office: str | None, kind: DatedKind) -> Sequence[WrittenFact]:
    """All facts of a kind that were ever written for an office (None: for all), the last first."""
    whose = _FACT.c.office_id.is_(None) if office is None else _FACT.c.office_id == office
    asked = (
        select(*_COLUMNS, _FACT.c.written_by, _CLERK.c.name.label("who"), _FACT.c.written_at)
        .select_from(_FACT.outerjoin(_CLERK, _CLERK.c.id == _FACT.c.written_by))
        .where(whose & (_FACT.c.kind == kind))
        .order_by(_FACT.c.id.desc())
    )
    return [
        WrittenFact(OwnDated(*row[: len(_COLUMNS)]), *row[len(_COLUMNS) :]) for row in session.execute(asked)
    ]
