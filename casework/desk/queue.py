"""The queue: open cases, the most urgent first; a page costs the same at any depth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Row,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import Tuple

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
_SUBMISSION = tables.table_of(tables.Submission)


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
    new_answer: bool = False  #: the applicant has answered, and nobody read it since


@dataclass(frozen=True)
class CaseRow:
    """A case as a list shows it."""

    case: Case
    register_number: str
    clock: Clock
    signature: str  #: of the submission: not_needed, missing, valid, invalid


@dataclass(frozen=True)
class QueuePage:
    rows: tuple[CaseRow, ...]
    #: hand it in as `after` for the next page; None: this is the last one
    after: str | None
    #: hand it in as `before` for the page before; None: this is the first one
    before: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many open cases there are, each up to MOST_COUNTED."""

    mine: int
    mine_soon: int  #: mine, with a term within SOON_DAYS
    open: int
    unassigned: int
    overdue: int
    awaiting: int
    answered: int  #: mine, with a new answer


def page(
    session: Session,
    clerk: Clerk,
    *,
    filters: Filters,
    after: str | None,
    today: date,
    size: int = 20,
    before: str | None = None,
) -> QueuePage:
    """Open cases that the clerk may read, by the day to watch. `today`: Warsaw.

    NotYours for somebody who reads no cases. Cases whose clock stands or has ended come last. `before` goes
    back, and wins over `after`; a place that nobody handed out is the beginning.
    """
    asked = _asked(clerk, filters, today)
    back, on = _place(before), _place(after)
    for name, place in (("before", back), ("after", None if back else on)):
        if place is not None:
            asked |= {f"{name}_day": place[0], f"{name}_case": place[1]}
    rows = session.execute(_page_statement(tuple(sorted(asked)), size + 1), asked).all()
    more, found = len(rows) > size, rows[:size]
    if back is not None:
        found = found[::-1]
    first, last = (_key(found[0]), _key(found[-1])) if found else (None, None)
    return QueuePage(
        tuple(case_row(row, today) for row in found),
        after=last if more or back is not None else None,
        before=first if (more if back is not None else on is not None) else None,
    )


def counts(session: Session, clerk: Clerk, *, today: date, too_many: frozenset[str] = frozenset()) -> Counts:
    """The figures beside the queue. `today`: Warsaw. NotYours for somebody who reads no cases.

    `too_many` names figures that are not counted, because there were MOST_COUNTED a moment ago.
    """
    asked = _asked(clerk, Filters(), today)
    found = dict.fromkeys(_COUNTED, MOST_COUNTED)
    if too_many < _COUNTED.keys():
        soon = today + timedelta(days=SOON_DAYS)
        given = asked | {"handler": clerk.id, "overdue": today, "due_by": soon}
        found |= session.execute(_counts_statement(tuple(sorted(asked)), too_many), given).one()._asdict()
    return Counts(**found)


def rows_of(found: CTE) -> Select[*tuple[object, ...]]:
    """What a list shows of the cases found; `found` has their `submission_id`."""
    beside = (_ITEM.c.year, _ITEM.c.number, _SUBMISSION.c.signature)
    return (
        select(*COLUMNS, *beside, *(c for c in found.c if c.name != "submission_id"))
        .select_from(found)
        .join(_CASE, _CASE.c.submission_id == found.c.submission_id)
        .join(_ITEM, _ITEM.c.submission_id == found.c.submission_id)
        .join(_SUBMISSION, _SUBMISSION.c.id == found.c.submission_id)
    )


def case_row(row: Sequence[object], today: date) -> CaseRow:
    """A row of `rows_of`."""
    case = case_of(row[: len(COLUMNS)])
    year, number, signature = row[len(COLUMNS) : len(COLUMNS) + 3]
    numbered = register_number(int(str(number)), int(str(year)))
    return CaseRow(case, numbered, clock_of(case, today), str(signature))


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
    asked |= {"new_answer": None} if filters.new_answer else {}
    return asked | ({"overdue": today} if filters.overdue else {})


def _given(name: str) -> Tuple:
    """A place in the queue that a page was handed."""
    return tuple_(
        bindparam(f"{name}_day", type_=_CASE.c.queue_on.type),
        bindparam(f"{name}_case", type_=_CASE.c.submission_id.type),
    )


_here = tuple_(_CASE.c.queue_on, _CASE.c.submission_id)
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
    "new_answer": _CASE.c.new_answer,
    "awaiting": _CASE.c.state == literal_column("'awaiting_applicant'"),
    "after_case": _here > _given("after"),
    "before_case": _here < _given("before"),
}


@lru_cache(maxsize=256)
def _page_statement(asked: tuple[str, ...], most: int) -> Select[*tuple[object, ...]]:
    """The page of the cases that fit: found in an index alone, then opened.

    The number stands in the statement: a plan that is kept cannot know that a parameter is small.
    """
    key = (_CASE.c.queue_on, _CASE.c.submission_id)
    back = "before_case" in asked
    conditions = [_CONDITIONS[name] for name in asked if name in _CONDITIONS]
    order = _ordered(key, back=back)
    wanted = select(*key).where(_CASE.c.open, *conditions).order_by(*order).limit(_plain(most))
    found = wanted.cte("wanted")
    return rows_of(found).order_by(*_ordered((found.c.queue_on, found.c.submission_id), back=back))


def _plain(number: int) -> ColumnElement[int]:
    return literal_column(str(number), Integer)


def _ordered(columns: Sequence[ColumnElement[object]], *, back: bool) -> list[ColumnElement[object]]:
    return [column.desc() if back else column.asc() for column in columns]


@lru_cache(maxsize=512)
def _counts_statement(asked: tuple[str, ...], too_many: frozenset[str]) -> Select[*tuple[int, ...]]:
    counted = {name: conditions for name, conditions in _COUNTED.items() if name not in too_many}
    return select(*(_count((*asked, *conditions)).label(name) for name, conditions in counted.items()))


#: what each of `Counts` asks for beside what the clerk may read
_COUNTED = {
    "mine": ("handler",),
    "mine_soon": ("handler", "due_by"),
    "open": (),
    "unassigned": ("unassigned",),
    "overdue": ("overdue",),
    "awaiting": ("awaiting",),
    "answered": ("handler", "new_answer"),
}


def _count(asked: tuple[str, ...]) -> ColumnElement[int]:
    some = select(_CASE.c.queue_on).where(_CASE.c.open, *(_CONDITIONS[name] for name in asked))
    return select(func.count()).select_from(some.limit(_plain(MOST_COUNTED)).subquery()).scalar_subquery()


def _key(row: Row[*tuple[object, ...]]) -> str:
    return f"{row.queue_on.isoformat()}_{row.submission_id}"


def _place(after: str | None) -> tuple[date, UUID] | None:
    """Where the page before ended; what nobody handed out is the beginning."""
    day, _, case = (after or "").partition("_")
    try:
        return date.fromisoformat(day), UUID(case)
    except ValueError:
        return None
