"""Rules of the application for permits to sell alcohol (uwt art. 18)."""

from collections.abc import Iterator
from datetime import date, timedelta

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule
from forms_catalog.texts import Text
from forms_catalog.wording import day_text

#: a permit lasts at least two years, one for drinking on the spot four (uwt art. 18, from memory)
_LEAST_YEARS, _LEAST_YEARS_ON_THE_SPOT = 2, 4


@rule("permits_long_enough@1")
def permits_long_enough(answers: ReadAnswers) -> Iterator[Problem]:
    """A permit runs for at least two years, in a restaurant four; its last day counts."""
    on_the_spot = reading.text(answers, "/point_kind") == "gastronomy"
    years = _LEAST_YEARS_ON_THE_SPOT if on_the_spot else _LEAST_YEARS
    for pointer, row in reading.rows(answers, "/permits"):
        first, last = reading.day(row, "/valid_from"), reading.day(row, "/valid_to")
        if first is None or last is None:
            continue
        earliest = _years_after(first, years) - timedelta(days=1)
        if last < earliest:
            message = N_("A permit is for at least %(years)s years here. Give %(day)s or a later day.")
            values: dict[str, str | Text] = {"years": str(years), "day": day_text(earliest)}
            yield Problem(f"{pointer}/valid_to", message, values, code="too_short")


@rule("one_permit_of_a_kind@1")
def one_permit_of_a_kind(answers: ReadAnswers) -> Iterator[Problem]:
    """Each kind of alcohol is asked for once: one decision is issued for each (uwt art. 18 ust. 3)."""
    seen = set()
    for pointer, row in reading.rows(answers, "/permits"):
        kind = reading.text(row, "/kind")
        if kind is not None and kind in seen:
            message = N_("You have asked for this kind already. Choose another one or remove it.")
            yield Problem(f"{pointer}/kind", message, code="asked_twice")
        seen.add(kind)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a year without it
        return date(day.year + years, 3, 1)
