"""Days and months: what was typed into day, month and year, told part by part."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from forms_catalog.kinds.kind import WRONG_TYPE, Around, Judge, Kind, Wrong, as_given
from forms_catalog.model import DateField, DateTimeField, MonthField
from forms_catalog.problems import N_
from forms_catalog.wording import WARSAW, month_name

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.,]?([0-9]{2}))?(?:[:.]00)?")
_HOUR = re.compile(r"[0-9]{2}:[0-9]{2}")
_TWO = re.compile(r"[0-9]{1,2}")
_FIRST_YEAR, _LAST_YEAR = 1800, 2199

_GIVE_DAY = N_("Give day, month and year, for example 24 11 2026.")
_GIVE_MONTH = N_("Give month and year, for example 12 2026.")
_NOT_A_DAY = Wrong(_GIVE_DAY, code="date")
_NOT_A_MONTH = Wrong(_GIVE_MONTH, code="month")
_GIVE_MOMENT = N_("Give day, month, year and hour, for example 24 11 2026, 14:30.")
_NOT_A_MOMENT = Wrong(_GIVE_MOMENT, code="datetime")
_NO_HOUR = Wrong(N_("Add the hour, for example 14:30."), code="hour")
_NOT_AN_HOUR = Wrong(N_("Give the hour as 14:30, from 00:00 to 23:59."), code="hour")
_SKIPPED_HOUR = Wrong(
    N_("There is no such hour on that day: the clocks go forward. Give another one."), code="hour"
)
_NO_YEAR = Wrong(N_("Add the year."), code="year")
_NO_MONTH = Wrong(N_("Add the month."), code="month")
_NO_DAY = Wrong(N_("Add the day."), code="day")
_SHORT_YEAR = Wrong(N_("Write the year with four digits, for example 2026."), code="year")
_NO_SUCH_YEAR = Wrong(N_("Check the year."), code="year")
_NO_SUCH_MONTH = Wrong(N_("Months go from 1 to 12. Correct the month."), code="month")
_NOT_LATER = Wrong(N_("Give a day that is still to come, after today."), code="not_in_future")
_TOO_LONG_AGO = N_("This day is more than %(days)s days ago. Give a later one.")
_LATER = Wrong(N_("This day is still to come. Give today's date or an earlier one."), code="in_future")


def _parts_fault(year: str, month: str) -> Wrong | None:
    """What is wrong with year or month as they were typed."""
    if not year and not month:
        return None
    for part, missing in ((year, _NO_YEAR), (month, _NO_MONTH)):
        if not part:
            return missing
    if re.fullmatch(r"[0-9]{1,3}", year):
        return _SHORT_YEAR
    if re.fullmatch(r"[0-9]{4}", year) and not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return _NO_SUCH_YEAR
    return _NO_SUCH_MONTH if _TWO.fullmatch(month) and not 1 <= int(month) <= 12 else None


def _day_fault(text: str) -> Wrong | None:
    """What to say of a text that is no day."""
    parts = text[:40].split("-")
    if len(parts) != 3:
        return _NOT_A_DAY
    year, month, day = (part.strip() for part in parts)
    wrong = _parts_fault(year, month)
    if wrong is not None:
        return wrong
    if not day and year and month:
        return _NO_DAY
    if not (_DAY.fullmatch(text) and int(month) >= 1):
        return _NOT_A_DAY
    days = monthrange(int(year), int(month))[1]
    name = month_name(int(month), int(year) if month == "02" else None)
    message = N_("%(month)s has %(days)s days. Correct the day.")
    return Wrong(message, {"month": name, "days": str(days)}, "day")


def _judge_date(field: DateField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        found = _DAY.fullmatch(value)
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if day is None:
            return _day_fault(value)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return _NO_SUCH_YEAR
        if field.after_today and day <= around.today:
            return _NOT_LATER
        if field.days_back is not None and day < around.today - timedelta(days=field.days_back):
            return Wrong(_TOO_LONG_AGO, {"days": str(field.days_back)}, "too_long_ago")
        return _LATER if field.not_after_today and day > around.today else None

    return judge


def _judge_month(field: MonthField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        parts = value[:40].split("-")
        if len(parts) != 2:
            return _NOT_A_MONTH
        wrong = _parts_fault(parts[0].strip(), parts[1].strip())
        return wrong if wrong is not None or _MONTH.fullmatch(value) else _NOT_A_MONTH

    return judge


def _read_moment(field: DateTimeField, value: object, beside: Mapping[str, object]) -> object:
    """ "2026-11-22 14.30", "2026-11-22T1430" and "2026-11-22T14:30:00" are "2026-11-22T14:30"."""
    if not isinstance(value, str) or len(value) > 40:
        return value
    day, between, typed = value.replace("t", "T").partition("T" if "T" in value.upper() else " ")
    found = _CLOCK.fullmatch(typed.replace(" ", ""))
    if not between or found is None:
        return value
    return f"{day.strip()}T{found[1].zfill(2)}:{found[2] or '00'}"


def _hour_fault(day: date, hour: str) -> Wrong | None:
    if not hour.strip():
        return _NO_HOUR
    if not _HOUR.fullmatch(hour) or not (int(hour[:2]) < 24 and int(hour[3:]) < 60):
        return _NOT_AN_HOUR
    moment = datetime(day.year, day.month, day.day, int(hour[:2]), int(hour[3:]), tzinfo=WARSAW)
    same = moment.astimezone(UTC).astimezone(WARSAW)
    return None if same.hour == moment.hour and same.minute == moment.minute else _SKIPPED_HOUR


def _judge_moment(field: DateTimeField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        typed, between, hour = value[:60].partition("T")
        found = _DAY.fullmatch(typed)
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if day is None:
            return _day_fault(typed) if between else _NOT_A_MOMENT
        return _hour_fault(day, hour) if _FIRST_YEAR <= day.year <= _LAST_YEAR else _NO_SUCH_YEAR

    return judge


DATE_TIME = Kind(_read_moment, _judge_moment, _GIVE_MOMENT)
DATE = Kind(as_given, _judge_date, _GIVE_DAY)
MONTH = Kind(as_given, _judge_month, _GIVE_MONTH)
