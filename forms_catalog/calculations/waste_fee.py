"""Not counted yet."""

from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.calculations.registry import Desk, calculation


@calculation("waste_fee_residential@1")
def waste_fee_residential(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """Not counted yet."""
    return None
