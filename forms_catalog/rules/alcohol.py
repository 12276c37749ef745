"""Rules of the application for permits to sell alcohol (uwt art. 18)."""

from collections.abc import Iterator
from datetime import date, timedelta

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.facts.rates import RateBook
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import dated_rule, rule
from forms_catalog.texts import Text
from forms_catalog.wording import day_text


@dated_rule("permits_long_enough@1")
def permits_long_enough(answers: ReadAnswers, rates: RateBook) -> Iterator[Problem]:
    """A permit runs for at least so many years as the act said on its first day; its last day counts."""
    key = "on_the_spot" if reading.text(answers, "/point_kind") == "gastronomy" else "to_take_away"
    yield from too_short(answers, rates, key)


def too_short(answers: ReadAnswers, rates: RateBook, key: str) -> Iterator[Problem]:
    """The permits that run for fewer years than the rate `least_years.<key>` of their first day."""
    for pointer, row in reading.rows(answers, "/permits"):
        first, last = reading.day(row, "/valid_from"), reading.day(row, "/valid_to")
        least = rates.find("alcohol_permit", f"least_years.{key}", office="", on=first) if first else None
        if first is None or last is None or least is None:
            continue
        years = int(least.value)
        earliest = years_after(first, years) - timedelta(days=1)
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


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 1 March after a 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a year without it
        return date(day.year + years, 3, 1)
