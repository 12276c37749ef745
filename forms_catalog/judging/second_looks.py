"""The judge's milder half: what to look at once more before filing. It never stops anything."""

from datetime import date

from forms_catalog.answers import ReadAnswers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from forms_catalog.problems import Problem

_MOST = 50  #: told at once; more of them help nobody


def second_looks(
    definition: Definition, answers: ReadAnswers, *, catalogue: Catalogue, today: date | None = None
) -> tuple[Problem, ...]:
    """Warnings about asked answers, in the order of `Catalogue.looks`; () where all look usual.

    Without a day, looks that hang on it say nothing. Costs one look-up for a form that has none. What
    `validate` refuses may be named here a second time.
    """
    looks = catalogue.looks.get((definition.code, definition.version))
    if not looks:
        return ()
    return tuple(found for look in looks for found in look(answers, today))[:_MOST]
