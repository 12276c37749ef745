"""Runs the definition's numbered calculations."""

from datetime import date

from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.cleaning import asked_only
from forms_catalog.model import Definition


def calculate(
    definition: Definition, answers: ReadAnswers, *, catalogue: Catalogue, office: str, today: date
) -> tuple[Calculation, ...]:
    """Every calculation of the form over the answers so far.

    Unfinished rows are left out, missing rates are named, answers to questions not asked do not count.
    """
    if not definition.calculations:
        return ()
    asked = asked_only(definition, answers)
    desk = Desk(catalogue.rates, office, today)
    counted = (CALCULATIONS[name](asked, desk) for name in definition.calculations)
    return tuple(calculation for calculation in counted if calculation is not None)
