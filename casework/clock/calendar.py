"""The calendar of offices: which days are free by law. The days themselves are data (calendar.yaml)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, with_config

from forms_catalog.loading.strict_yaml import read
from forms_catalog.texts import Text

_FILE = Path(__file__).with_name("calendar.yaml")
_SATURDAY = 5


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Holiday:
    """A free day: of a date, or so many days after Easter."""

    name: Text
    month: int | None = None
    day: int | None = None
    easter: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        dated, moving = (self.month, self.day) != (None, None), self.easter is not None
        if dated == moving or (dated and None in (self.month, self.day)):
            raise ValueError("a holiday has month and day, or easter")

    def falls_on(self, day: date) -> bool:
        """Whether that day is this holiday."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        if self.easter is not None:
            return day == easter_sunday(day.year) + timedelta(days=self.easter)
        return (day.month, day.day) == (self.month, self.day)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Calendar:
    """Working days and free ones."""

    standing: str  #: how sure the data are
    holidays: tuple[Holiday, ...]

    @classmethod
    def load(cls, file: Path = _FILE) -> "Calendar":
        """The calendar of a file, read once; ValueError when it is broken."""
        return _read(file)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday that falls on the day; an ordinary Sunday is none."""
        return next((holiday for holiday in self.holidays if holiday.falls_on(day)), None)

    def is_working(self, day: date) -> bool:
        """Neither Saturday nor Sunday nor a holiday."""
        return day.weekday() < _SATURDAY and self.holiday(day) is None

    def next_working(self, day: date) -> date:
        """The day itself, else the next one that is neither Saturday nor free (KPA art. 57 § 4)."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def last_working(self, day: date) -> date:
        """The last working day not later than the day: where a term does not move, one must act by then."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def free_days(self, year: int) -> Sequence[tuple[date, Holiday]]:
        """The year's holidays in order."""
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
        found = ((day, self.holiday(day)) for day in days if day.year == year)
        return [(day, holiday) for day, holiday in found if holiday is not None]


@cache
def easter_sunday(year: int) -> date:
    """Easter by the Gregorian calendar (the anonymous algorithm of 1876, Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def _read(file: Path) -> Calendar:
    content, faults = read(file, file.name)
    if faults:
        raise ValueError("; ".join(map(str, faults)))
    return _CALENDAR.validate_python(content)


_CALENDAR = TypeAdapter(Calendar)
