"""Not counted yet."""

from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.calculations.registry import Desk, calculation


@calculation("property_tax@1")
def property_tax(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """Not counted yet."""
    return None
