"""The office's term in words: by when, how long still, and who set it."""

from dataclasses import dataclass
from datetime import date, datetime

from casework.clock.deadlines import warsaw_date
from forms_catalog.documents.readback import say_date
from forms_catalog.model import Definition
from pages.language import language
from pages.words import gettext, ngettext


@dataclass(frozen=True)
class Term:
    """What a page says of the day by which the office answers."""

    on: date
    day: str  #: "1 grudnia 2026"
    weekday: str  #: "wtorek"
    left: str  #: "zostało 7 dni"
    days_given: int
    days_passed: int
    statutory: bool


def term(definition: Definition, filed_at: datetime, due_on: date | None, now: datetime) -> Term | None:
    """None where there is no term."""
    if due_on is None:
        return None
    today, filed_on = warsaw_date(now), warsaw_date(filed_at)
    return Term(
        on=due_on,
        day=say_date(due_on, language()),
        weekday=_weekday(due_on),
        left=_left((due_on - today).days),
        days_given=(due_on - filed_on).days,
        days_passed=(today - filed_on).days,
        statutory=definition.office_deadline.statutory,
    )


def _weekday(day: date) -> str:
    names = (
        gettext("Monday"),
        gettext("Tuesday"),
        gettext("Wednesday"),
        gettext("Thursday"),
        gettext("Friday"),
        gettext("Saturday"),
        gettext("Sunday"),
    )
    return names[day.weekday()]


def _left(days: int) -> str:
    if days == 0:
        return gettext("that is today")
    if days < 0:
        return ngettext("%(num)d day past the term", "%(num)d days past the term", -days)
    return ngettext("%(num)d day left", "%(num)d days left", days)
