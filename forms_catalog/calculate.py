"""Runs the definition's numbered calculations."""

from dataclasses import replace
from datetime import date

from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.calculations.words import both, note_on
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.cleaning import asked_only
from forms_catalog.model import Definition
from forms_catalog.texts import LANGUAGES


def calculate(
    definition: Definition, answers: ReadAnswers, *, catalogue: Catalogue, office: str, today: date
) -> tuple[Calculation, ...]:
    """Every calculation of the form over the answers so far.

    Unfinished rows are left out, missing rates are named, answers to questions not asked do not count. Each
    says of its own rates what nobody is sure of (`note_on`).
    """
    if not definition.calculations:
        return ()
    asked = asked_only(definition, answers)
    desk = Desk(catalogue.rates, office, today)
    counted = (CALCULATIONS[name](asked, desk) for name in definition.calculations)
    return tuple(_with_doubt(calculation) for calculation in counted if calculation is not None)


def _with_doubt(made: Calculation) -> Calculation:
    doubt = note_on(line.rate for line in made.lines)
    if doubt is None or (made.note is not None and doubt.pl in made.note.pl):
        return made
    if made.note is None:
        return replace(made, note=doubt)
    return replace(made, note=both(*(f"{doubt.in_(one)} {made.note.in_(one)}" for one in LANGUAGES)))
