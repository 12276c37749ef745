"""Runs the definition's numbered calculations."""

from datetime import date

from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition


def calculate(
    definition: Definition, answers: ReadAnswers, *, catalogue: Catalogue, office: str, today: date
) -> tuple[Calculation, ...]:
    """Every calculation of the form over the answers so far; unfinished rows are left out, missing rates are named."""
    raise NotImplementedError
