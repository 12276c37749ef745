"""The queue: open cases, the most urgent first; a page costs the same at any depth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from casework import tables
from casework.clock.deadlines import Clock, clock_of
from casework.desk.clerks import Clerk, NotYours
from casework.desk.steps import COLUMNS, Case, case_of
from casework.register import register_number

#: counts stop here: "1000 or more" tells a person as much, and costs the same at a million cases
MOST_COUNTED = 1000
SOON_DAYS = 3

_CASE = tables.table_of(tables.OfficeCase)
_ITEM = tables.table_of(tables.IncomingItem)


@dataclass(frozen=True)
class Filters:
    """What of the queue is shown; None and False leave it open."""

    state: str | None = None
    department: str | None = None
    service: str | None = None
    handler: UUID | None = None
    unassigned: bool = False  #: nobody handles it; wins over `handler`
    overdue: bool = False
    due_by: date | None = None  #: the term ends on that day or before


@dataclass(frozen=True)
class CaseRow:
    """A case as a list shows it."""

    case: Case
    register_number: str
    clock: Clock


@dataclass(frozen=True)
class QueuePage:
    rows: tuple[CaseRow, ...]
    #: hand it in as `after` for the next page; None: this is the last one
    after: str | None


@dataclass(frozen=True)
class Counts:
    """How many open cases there are, each up to MOST_COUNTED."""

    mine: int
    mine_soon: int  #: mine, with a term within SOON_DAYS
    open: int
    unassigned: int
    overdue: int
    awaiting: int


def page(
    session: Session,
    clerk: Clerk,
    *,
    filters: Filters,
    after: str | None,
    today: date,
    size: int = 20,
) -> QueuePage:
    """Open cases that the clerk may read, by the day to watch. `today`: Warsaw.

    NotYours for somebody who reads no cases. Cases whose clock stands or has ended come last.
    """
    asked = _asked(clerk, filters, today)
    place = _place(after)
    if place is not None:
        asked |= {"after_day": place[0], "after_case": place[1]}
    statement = _page_statement(tuple(sorted(asked)))
    rows = session.execute(statement, asked | {"size": size + 1}).all()
    shown = tuple(case_row(row, today) for row in rows[:size])
    if len(rows) <= size:
        return QueuePage(shown, None)
    last = rows[size - 1]
    return QueuePage(shown, f"{last.queue_on.isoformat()}_{last.submission_id}")


def counts(session: Session, clerk: Clerk, *, today: date) -> Counts:
    """The figures beside the queue. `today`: Warsaw. NotYours for somebody who reads no cases."""
    asked = _asked(clerk, Filters(), today)
    statement = _counts_statement(tuple(sorted(asked)))
    soon = today + timedelta(days=SOON_DAYS)
    counted = {"handler": clerk.id, "overdue": today, "due_by": soon, "state": "awaiting_applicant"}
    return Counts(**session.execute(statement, asked | counted).one()._asdict())


def rows_of(found: CTE) -> Select[*tuple[object, ...]]:
    """What a list shows of the cases found; `found` has their `submission_id`."""
    return (
        select(*COLUMNS, _ITEM.c.year, _ITEM.c.number, *(c for c in found.c if c.name != "submission_id"))
        .select_from(found)
        .join(_CASE, _CASE.c.submission_id == found.c.submission_id)
        .join(_ITEM, _ITEM.c.submission_id == found.c.submission_id)
    )


def case_row(row: Sequence[object], today: date) -> CaseRow:
    """A row of `rows_of`."""
    case = case_of(row[: len(COLUMNS)])
    year, number = row[len(COLUMNS) : len(COLUMNS) + 2]
    return CaseRow(case, register_number(int(str(number)), int(str(year))), clock_of(case, today))


def readable_departments(clerk: Clerk) -> tuple[str, ...] | None:
    """None: all of the clerk's office. NotYours for somebody who reads no cases."""
    if clerk.office is None or not (clerk.reads_all or "clerk" in clerk.roles):
        raise NotYours
    return None if clerk.reads_all else tuple(sorted(clerk.departments))


def _asked(clerk: Clerk, filters: Filters, today: date) -> dict[str, object]:
    """The conditions in use and their values: names of `_CONDITIONS`."""
    asked: dict[str, object] = {"office": clerk.office}
    own = readable_departments(clerk)
    if filters.department is not None:
        own = (filters.department,) if own is None or filters.department in own else ()
    if own is not None:
        asked |= {"department": own[0]} if len(own) == 1 else {"departments": list(own)}
    if filters.unassigned:
        asked["unassigned"] = None
    elif filters.handler is not None:
        asked["handler"] = filters.handler
    named = {"state": filters.state, "service": filters.service, "due_by": filters.due_by}
    asked |= {name: value for name, value in named.items() if value is not None}
    return asked | ({"overdue": today} if filters.overdue else {})


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "office": _CASE.c.office_id == bindparam("office"),
    "department": _CASE.c.department == bindparam("department"),
    "departments": _CASE.c.department.in_(bindparam("departments", expanding=True)),
    "unassigned": _CASE.c.handler_id.is_(None),
    "handler": _CASE.c.handler_id == bindparam("handler"),
    "state": _CASE.c.state == bindparam("state"),
    "service": _CASE.c.service == bindparam("service"),
    "overdue": _CASE.c.queue_on < bindparam("overdue"),
    "due_by": _CASE.c.queue_on <= bindparam("due_by"),
    "after_case": tuple_(_CASE.c.queue_on, _CASE.c.submission_id)
    > tuple_(
        bindparam("after_day", type_=_CASE.c.queue_on.type),
        bindparam("after_case", type_=_CASE.c.submission_id.type),
    ),
}


@lru_cache(maxsize=256)
def _page_statement(asked: tuple[str, ...]) -> Select[*tuple[object, ...]]:
    """The page of the cases that fit: found in an index alone, then opened."""
    order = (_CASE.c.queue_on, _CASE.c.submission_id)
    conditions = [_CONDITIONS[name] for name in asked if name in _CONDITIONS]
    found = select(*order).where(_CASE.c.open, *conditions).order_by(*order).limit(bindparam("size"))
    wanted = found.cte("wanted")
    return rows_of(wanted).order_by(wanted.c.queue_on, wanted.c.submission_id)


@lru_cache(maxsize=16)
def _counts_statement(asked: tuple[str, ...]) -> Select[*tuple[int, ...]]:
    return select(*(_count((*asked, *conditions)).label(name) for name, conditions in _COUNTED.items()))


#: what each of `Counts` asks for beside what the clerk may read
_COUNTED = {
    "mine": ("handler",),
    "mine_soon": ("handler", "due_by"),
    "open": (),
    "unassigned": ("unassigned",),
    "overdue": ("overdue",),
    "awaiting": ("state",),
}


def _count(asked: tuple[str, ...]) -> ColumnElement[int]:
    some = select(_CASE.c.queue_on).where(_CASE.c.open, *(_CONDITIONS[name] for name in asked))
    return select(func.count()).select_from(some.limit(MOST_COUNTED).subquery()).scalar_subquery()


def _place(after: str | None) -> tuple[date, UUID] | None:
    """Where the page before ended; what nobody handed out is the beginning."""
    day, _, case = (after or "").partition("_")
    try:
        return date.fromisoformat(day), UUID(case)
    except ValueError:
        return None
