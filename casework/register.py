"""The register of incoming letters: RPW/<number>/<year>, gap-free per office and year."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from casework import tables
from casework.clock.deadlines import warsaw_date
from casework.written_out import WrittenOut

_COUNTER = tables.table_of(tables.RegisterCounter)
_ITEM = tables.table_of(tables.IncomingItem)


def enter(session: Session, office: str, submission: UUID, filed_at: datetime) -> str:
    """Enters a submission and gives its register number.

    The last statement before COMMIT: the counter's row is locked from here on, and with it every other
    filing of the office. A rollback takes the number back, so there are no holes. The year is the Warsaw year
    of the filing moment.
    """
    year = warsaw_date(filed_at).year
    place = {"office": office, "year": year, "submission": submission}
    return register_number(_ENTER.run(session, place).scalar_one(), year)


def register_number(number: int, year: int) -> str:
    """RPW/<number>/<year>"""
    return f"RPW/{number}/{year}"


_OFFICE, _YEAR = (
    bindparam("office", type_=_COUNTER.c.office_id.type),
    bindparam("year", type_=_COUNTER.c.year.type),
)
_next = (
    upsert(_COUNTER)
    .values(office_id=_OFFICE, year=_YEAR, last_number=1)
    .on_conflict_do_update(
        index_elements=[_COUNTER.c.office_id, _COUNTER.c.year],
        set_={"last_number": _COUNTER.c.last_number + 1},
    )
    .returning(_COUNTER.c.last_number)
    .cte("next")
)
_SUBMISSION = bindparam("submission", type_=_ITEM.c.submission_id.type)
_ENTER = WrittenOut(
    insert(_ITEM)
    .from_select(
        ["office_id", "year", "number", "submission_id"],
        select(_OFFICE, _YEAR, _next.c.last_number, _SUBMISSION),
    )
    .returning(_ITEM.c.number)
)
