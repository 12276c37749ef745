"""The page of a section with what looks like a slip in the kept answers."""

from collections.abc import Sequence

from forms_catalog.model import Section
from forms_catalog.problems import Problem
from forms_catalog.wtf import AnswerForm, put_doubts
from pages.filling import section_page as drawn
from pages.filling.place import Place
from pages.filling.section_page import Context
from pages.widgets.problems import say_problem
from portal.filing.looking_twice import doubtful, lines


def section_page(
    place: Place, section: Section, form: AnswerForm, problems: Sequence[Problem] = (), **more: object
) -> Context:
    """Everything `filing/section.html` needs."""
    wrong = {problem.pointer for problem in problems}
    found = [doubt for doubt in doubtful(place, section) if doubt.pointer not in wrong]
    put_doubts(form, found, lambda problem: say_problem(problem, place.language))
    return drawn.section_page(place, section, form, problems, **{"doubts": lines(place, found), **more})
