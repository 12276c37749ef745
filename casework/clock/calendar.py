"""The calendar of offices: which days are free by law. The days themselves are data of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from forms_catalog.catalogue import DEFINITIONS, Catalogue
from forms_catalog.facts.holidays import Holiday, easter_sunday
from forms_catalog.loading.holiday_file import read_holidays

__all__ = ["Calendar", "Holiday", "easter_sunday"]

_FILE = DEFINITIONS / "holidays.yaml"
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Working days and free ones."""

    holidays: tuple[Holiday, ...]

    @classmethod
    def load(cls, file: Path = _FILE) -> "Calendar":
        """The calendar of a file, read once; ValueError when it is broken."""
        return _read(file)

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Calendar":
        """The calendar with what was written at the desk; the shipped one of a catalogue that has none."""
        return cls(catalogue.holidays) if catalogue.holidays else cls.load()

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
def _read(file: Path) -> Calendar:
    return Calendar(read_holidays(file))
