"""Rules of stays: a temporary one (uel art. 25), one abroad (art. 36)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule


@rule("stay_in_order@1")
def stay_in_order(answers: ReadAnswers) -> Iterator[Problem]:
    """A stay ends after it begins. One of up to three months need not be registered, but may be."""
    first, last = reading.day(answers, "/period_from"), reading.day(answers, "/period_to")
    if first is not None and last is not None and last <= first:
        message = N_("The stay ends after it begins. Correct one of the two days.")
        yield Problem("/period_to", message, code="ends_before_it_begins")


@rule("return_after_half_a_year@1")
def return_after_half_a_year(answers: ReadAnswers) -> Iterator[Problem]:
    """Who leaves for a time is away for more than six months (uel art. 36); shorter stays are not reported.

    Six months on from the 31st end on the last day of a shorter month.
    """
    if reading.text(answers, "/departure_kind") != "temporary_over_6_months":
        return
    first, last = reading.day(answers, "/departure_date"), reading.day(answers, "/expected_return")
    if first is None or last is None:
        return
    year, month = first.year + (first.month > 6), (first.month + 5) % 12 + 1
    half_year_on = date(year, month, min(first.day, monthrange(year, month)[1]))
    if last <= half_year_on:
        message = N_("This is 6 months or less. You need not report such a trip. Otherwise correct the day.")
        yield Problem("/expected_return", message, code="too_short")
