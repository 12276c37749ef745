"""Calculations by name and number."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.facts.rates import Rate, RateBook


@dataclass(frozen=True)
class Desk:
    """What a calculation may know beside the answers: the office's rates and the day."""

    book: RateBook
    office: str
    today: date

    def rate(self, table: str, key: str, on: date) -> Rate | None:
        """The office's rate that day, or None where none is known."""
        return self.book.find(table, key, office=self.office, on=on)


#: what a calculation is: the asked answers of any form → its sum, or None while there is nothing to count
Count = Callable[[ReadAnswers, Desk], Calculation | None]

C = TypeVar("C", bound=Count)

CALCULATIONS: dict[str, Count] = {}


def table_of(name: str) -> str:
    """The table of rates that a calculation reads: the `TABLE` of its file."""
    table: str = vars(sys.modules[CALCULATIONS[name].__module__])["TABLE"]
    return table


def calculation(name: str) -> Callable[[C], C]:
    """Registers it under `name@number`; filed sums name it, so a numbered one is never changed in place."""

    def register(function: C) -> C:
        if name in CALCULATIONS:
            raise ValueError(f"the calculation {name} is there already")
        CALCULATIONS[name] = function
        return function

    return register
