"""For how many months of its year a return counts the tax, and how that is said."""

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculations.words import both
from forms_catalog.texts import Text


def months_of_return(answers: ReadAnswers, year: int) -> int:
    """0 to 12: the months of the tax year that a return or information counts for.

    From the month of the change to December; for the end of the duty the months before it, because the duty
    ends with the month in which its cause ended (upol art. 6 ust. 4, upr art. 6a ust. 2-3). The whole year
    for an annual return.
    """
    purpose = reading.text(answers, "/declaration/purpose")
    month = reading.month(answers, "/declaration/change_from")
    if purpose == "annual" or month is None or month[0] != year:
        return 12
    return month[1] - 1 if purpose == "expiry" else 13 - month[1]


def of_the_year(months: int) -> Text:
    """ "7 z 12 miesięcy"."""
    return both(f"{months} z 12 miesięcy", f"{months} of 12 months", f"{months} з 12 місяців")
