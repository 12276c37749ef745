"""The law's clock, first part: by when the office answers."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forms_catalog.model import OfficeDeadline

WARSAW = ZoneInfo("Europe/Warsaw")


@dataclass(frozen=True)
class Due:
    on: date | None  #: Warsaw date; None where there is no term
    explained: str  #: key of the sentence: udip13, none_internal_sla, immediate …


def warsaw_date(moment: datetime) -> date:
    """The date on the wall of the office at an aware moment."""
    return moment.astimezone(WARSAW).date()


def due(deadline: OfficeDeadline, filed_at: datetime) -> Due:
    """The office's own term, unshifted (KPA art. 35, OP art. 139, udip art. 13: mode `office`).

    The day of filing is not counted (KPA art. 57 § 1). A term that ends on a Saturday or holiday does not
    move: only terms of a party do (KPA art. 57 § 4, OP art. 12 § 5).
    """
    filed_on = warsaw_date(filed_at)
    if deadline.months is not None:
        return Due(_months_after(filed_on, deadline.months), deadline.rule)
    days = deadline.days if deadline.days is not None else deadline.internal_sla_days
    return Due(None if days is None else filed_on + timedelta(days=days), deadline.rule)


def _months_after(day: date, months: int) -> date:
    """The same number of the day, else the last day of the month (KPA art. 57 § 3)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
