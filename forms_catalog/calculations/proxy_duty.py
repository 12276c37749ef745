"""Not counted yet."""

from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.calculations.registry import Desk, calculation


@calculation("proxy_duty@1")
def proxy_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """Not counted yet."""
    return None
