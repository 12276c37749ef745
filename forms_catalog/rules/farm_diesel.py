"""Rules of the refund for farm diesel (uzpa art. 6)."""

from collections.abc import Iterator
from datetime import date

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule


@rule("invoices_of_the_window@1")
def invoices_of_the_window(answers: ReadAnswers) -> Iterator[Problem]:
    """February takes invoices of August to January, August those of February to July; not both."""
    period = reading.text(answers, "/period")
    if period not in ("february", "august"):
        return
    first: tuple[int, bool] | None = None
    for pointer, row in reading.rows(answers, "/invoices"):
        issued = reading.day(row, "/issued_on")
        if issued is None:
            continue
        half = _half(issued)
        first = first or half
        if half[1] != (period == "february"):
            message = (
                N_("In February you file invoices from 1 August to 31 January. Correct the day.")
                if period == "february"
                else N_("In August you file invoices from 1 February to 31 July. Correct the day.")
            )
            yield Problem(f"{pointer}/issued_on", message, code="outside_window")
        elif half != first:
            message = N_("All invoices must be of one half-year. Correct the day.")
            yield Problem(f"{pointer}/issued_on", message, code="another_half_year")


def _half(issued: date) -> tuple[int, bool]:
    """The year in which it is filed, and whether in February."""
    winter = issued.month >= 8 or issued.month == 1
    return issued.year + (issued.month >= 8), winter
