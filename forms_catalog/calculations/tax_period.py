"""How the months of its year that a return counts are said."""

from forms_catalog.calculations.words import both
from forms_catalog.texts import Text


def of_the_year(months: int) -> Text:
    """ "7 z 12 miesięcy"."""
    return both(f"{months} z 12 miesięcy", f"{months} of 12 months", f"{months} з 12 місяців")
