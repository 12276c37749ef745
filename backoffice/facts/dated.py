"""What every dated fact is written with: since when it holds, where it stands, how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from flask import request

from forms_catalog.problems import N_
from pages.words import gettext

STANDINGS = ("verified", "to_be_confirmed")
_LONGEST_SOURCE = 500
_WRONG = {
    "day": N_("Type a day that there is, for example 1 1 2027."),
    "source": N_("Say where it stands, for example: resolution XII/34/26, official journal item 567."),
    "standing": N_("Say whether you have compared it with its source."),
    "passed": N_("Tick this if you mean a day that has passed."),
}


@dataclass(frozen=True)
class Dated:
    """These fields of a form as somebody filled them in."""

    day: tuple[str, str, str]  #: day, month, year
    source: str = ""
    standing: str = ""
    passed: bool = False  #: a day that has passed is meant

    @classmethod
    def next_year(cls, today: date) -> Self:
        """A blank form: most of what a council sets begins with a year."""
        return cls(("1", "1", str(today.year + 1)))

    @classmethod
    def from_day(cls, day: date) -> Self:
        """A blank form for what begins on any day."""
        return cls((str(day.day), str(day.month), str(day.year)))

    @classmethod
    def typed(cls) -> Self:
        form = request.form
        day, month, year = (form.get(f"day-{part}", "").strip()[:10] for part in ("day", "month", "year"))
        source, standing = form.get("source", "").strip(), form.get("standing", "")
        return cls((day, month, year), source, standing, passed="passed" in form)

    @property
    def valid_from(self) -> date | None:
        try:
            day, month, year = (int(part) for part in self.day)
            return date(year, month, day) if 2000 <= year <= 2100 else None
        except ValueError:
            return None

    def faults(self, today: date, *, asks_standing: bool = True) -> dict[str, str]:
        """What is wrong, by field. A day that has passed has to be meant; that is asked last."""
        found = {
            "day": self.valid_from is None,
            "source": not self.source or len(self.source) > _LONGEST_SOURCE,
            "standing": asks_standing and self.standing not in STANDINGS,
        }
        wrong = [name for name, is_wrong in found.items() if is_wrong]
        first = self.valid_from
        if not wrong and first is not None and first < today and not self.passed:
            wrong = ["passed"]
        return _said(wrong)


def day_typed(text: str) -> date | None:
    """12.11.2028 or 2028-11-12; None for anything else."""
    numbers = text.split(".")
    words = f"{numbers[2]}-{numbers[1]:0>2}-{numbers[0]:0>2}" if len(numbers) == 3 else text
    try:
        return date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None


def _said(names: Iterable[str]) -> dict[str, str]:
    return {name: gettext(_WRONG[name]) for name in names}
