"""Days that are free by law: of a date, or so many days after Easter, each since a day and until one."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pydantic import ConfigDict, with_config

from forms_catalog.model import Standing
from forms_catalog.texts import Text


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Holiday:
    """A free day as the law has it; another date or name from a day on is a row of its own."""

    code: str
    name: Text
    standing: Standing
    source: Text
    month: int | None = None
    day: int | None = None
    easter: int | None = None  #: days after Easter Sunday
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        dated, moving = (self.month, self.day) != (None, None), self.easter is not None
        if dated == moving or (dated and None in (self.month, self.day)):
            raise ValueError("a holiday has month and day, or easter")
        if self.month is not None and self.day is not None:
            date(2000, self.month, self.day)  # ValueError for a day that no year has

    def falls_on(self, day: date) -> bool:
        """Whether that day is this holiday."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        if self.easter is not None:
            return day == easter_sunday(day.year) + timedelta(days=self.easter)
        return (day.month, day.day) == (self.month, self.day)


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
