"""The law's clock: by when somebody answers, and what is not counted."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from casework.clock.calendar import Calendar
from forms_catalog.particulars import OfficeDeadline

WARSAW = ZoneInfo("Europe/Warsaw")

#: shift: a party's term, moves off Saturdays and holidays (KPA art. 57 § 4, OP art. 12 § 5) · no_shift: a
#: fixed date of substantive law · office: the office's own term · None: bound to an event, or not settled
TermMode = Literal["shift", "no_shift", "office"] | None

#: the terms that waiting for the applicant stops, and by what; any other runs on. All from memory, not
#: checked against the acts; where we are not sure (terms of 7, 14 and 30 days) the office gets no more time
STOPPED_BY = {
    "kpa35": "KPA art. 35 § 5",
    "op139": "OP art. 139 § 4",
    "op14d": "OP art. 14d § 1, art. 139 § 4",
    "none_internal_sla": "",
    "immediate": "",
}
#: procedure → what lets the office set a new term: the key after the rule's, as in "kpa35/kpa36"
PROLONGED_BY = {"kpa": "kpa36", "op": "op140", "udip": "udip13_2"}
#: what the law leaves to the office; shown as the office's own term
OWN_TERMS = frozenset({"none_internal_sla", "immediate"})
#: states in which the office has done what the clock is for
SETTLED = frozenset({"done", "refused", "left", "closed"})


@dataclass(frozen=True)
class Due:
    on: date | None  #: Warsaw date; None where there is no term
    explained: str  #: key of the sentence: udip13, none_internal_sla, immediate …


@dataclass(frozen=True)
class Clock:
    """How a case stands with time, on a day."""

    #: the last day of the term; while the clock stands, what it would be if the answer came that day
    due_on: date | None
    days_left: int | None  #: calendar days to it; below 0: so many days late
    explained: str  #: key of the rule: kpa35, udip13, none_internal_sla …; "kpa35/kpa36" once set anew
    paused: bool
    ended: bool  #: the case is settled, nothing runs
    own: bool  #: the office's own term, the law sets none
    #: for the explaining sentences: term_from, first_day, law_due_on, not_counted, paused_on; see clock_words
    values: dict[str, date | int | None] = field(default_factory=dict)

    @property
    def overdue(self) -> bool:
        return not self.ended and self.days_left is not None and self.days_left < 0


class Timed(Protocol):
    """What the clock reads of a case; rows of `office_case` have it."""

    @property
    def state(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def due_explained(self) -> str: ...
    @property
    def term_from(self) -> date: ...
    @property
    def not_counted_days(self) -> int: ...
    @property
    def paused_on(self) -> date | None: ...


def warsaw_date(moment: datetime) -> date:
    """The date on the wall of the office at an aware moment."""
    return moment.astimezone(WARSAW).date()


def due(deadline: OfficeDeadline, filed_at: datetime, calendar: Calendar | None = None) -> Due:
    """The office's own term, unshifted (KPA art. 35, OP art. 139, udip art. 13: mode `office`).

    The day of filing is not counted (KPA art. 57 § 1). A term that ends on a Saturday or holiday does not
    move: only terms of a party do (KPA art. 57 § 4, OP art. 12 § 5). What is done at once (no days) is due on
    the next working day: whoever files on a Sunday evening is not promised that Sunday.
    """
    filed_on = warsaw_date(filed_at)
    if deadline.days == 0:
        following = (calendar or Calendar.load()).next_working(filed_on + timedelta(days=1))
        return Due(following, deadline.rule)
    if deadline.months is not None:
        return Due(_months_after(filed_on, deadline.months), deadline.rule)
    days = deadline.days if deadline.days is not None else deadline.internal_sla_days
    return Due(None if days is None else filed_on + timedelta(days=days), deadline.rule)


def term_end(
    start: date,
    *,
    days: int = 0,
    weeks: int = 0,
    months: int = 0,
    years: int = 0,
    mode: TermMode,
    calendar: Calendar | None = None,
) -> date:
    """The last day of a term; the day it starts from is not counted (KPA art. 57 §§ 1–4, OP art. 12).

    Exactly one measure is given, above 0: ValueError otherwise. Weeks end on the same weekday, months and
    years on the same number, else on the last day of that month.
    """
    given = [amount for amount in (days, weeks, months, years) if amount]
    if len(given) != 1 or given[0] < 0:
        raise ValueError("a term has one measure: days, weeks, months or years")
    end = _months_after(start, months + 12 * years) + timedelta(days + 7 * weeks)
    return (calendar or Calendar.load()).next_working(end) if mode == "shift" else end


def remind_on(end: date, mode: TermMode, calendar: Calendar | None = None) -> date:
    """The last day on which one can still act safely: a date that does not move may be a free day."""
    return (calendar or Calendar.load()).last_working(end) if mode == "no_shift" else end


def clock_of(case: Timed, today: date) -> Clock:
    """How a case stands with time on a Warsaw day."""
    paused_on = case.paused_on
    standing = (today - paused_on).days if paused_on is not None else 0
    due_on = None if case.due_on is None else case.due_on + timedelta(days=standing)
    law_due_on = None if case.due_on is None else case.due_on - timedelta(days=case.not_counted_days)
    return Clock(
        due_on=due_on,
        days_left=None if due_on is None else (due_on - today).days,
        explained=case.due_explained,
        paused=paused_on is not None,
        ended=case.state in SETTLED,
        own=case.due_explained in OWN_TERMS,
        values={
            "term_from": case.term_from,
            "first_day": case.term_from + timedelta(days=1),
            "law_due_on": law_due_on,
            "not_counted": case.not_counted_days + standing,
            "paused_on": paused_on,
        },
    )


def stops(explained: str) -> bool:
    """Whether waiting for the applicant stops the clock of that term, also once it was set anew."""
    return explained.partition("/")[0] in STOPPED_BY


def resumed(case: Timed, on: date) -> tuple[date | None, int]:
    """The term and the days not counted, once a clock that stands runs again from the day after `on`.

    The days after the one it was stopped on, up to and including `on`, are not counted (KPA art. 35 § 5, OP
    art. 139 § 4).
    """
    if case.paused_on is None:
        return case.due_on, case.not_counted_days
    waited = max((on - case.paused_on).days, 0)
    moved = None if case.due_on is None else case.due_on + timedelta(days=waited)
    return moved, case.not_counted_days + waited


def _months_after(day: date, months: int) -> date:
    """The same number of the day, else the last day of the month (KPA art. 57 § 3)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
