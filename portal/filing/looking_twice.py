"""What looks like a slip, told beside the answers; it keeps nobody from filing."""

from collections.abc import Sequence
from itertools import islice

from forms_catalog.documents.readback import row_title
from forms_catalog.judging.second_looks import second_looks
from forms_catalog.model import Section
from forms_catalog.places.register import said
from forms_catalog.problems import Problem
from forms_catalog.typesetting import typeset
from pages.filling.place import Place
from pages.filling.spots import address_of, spot, told_apart
from pages.filling.steps import CHECK
from pages.widgets.problems import Complaint, named, say_problem

_MOST = 50  #: addresses told at once


def doubtful(place: Place, here: Section | None = None) -> list[Problem]:
    """Each warning about the kept answers, of one section or of all; asks nobody."""
    if place.draft is None:
        return []
    found = second_looks(place.definition, place.asked, catalogue=place.catalogue, today=place.today)
    fields = [field for section in place.definition.sections for field in section.fields]
    places = islice(said(fields, place.asked, place.draft.doubted), _MOST)
    names = {field.name for field in here.fields} if here else None
    return [
        problem for problem in (*found, *places) if names is None or problem.pointer.split("/", 2)[1] in names
    ]


def doubts(place: Place, here: Section | None = None) -> list[Complaint]:
    """The warnings as lines, each with a link to where it is changed."""
    return lines(place, doubtful(place, here), back=here is None)


def lines(place: Place, found: Sequence[Problem], *, back: bool = False) -> list[Complaint]:
    """Warnings as lines with links; `back`: those who follow one come back to the check page."""
    return told_apart(place, found, [_line(place, problem, back=back) for problem in found])


def _line(place: Place, problem: Problem, *, back: bool) -> Complaint:
    where = spot(place.definition, problem.pointer)
    label = typeset(where.asked.label, place.language) if where.asked else ""
    if where.rows is not None and where.index is not None:
        row = f"{where.rows}/{where.index}"
        title = row_title(
            place.definition, row, place.asked, catalogue=place.catalogue, language=place.language
        )
        label = f"{title} – {label}" if title else label
    path, _, anchor = (address_of(place, problem.pointer) or "").partition("#")
    href = f"{path}{f'?wroc={CHECK}' if back else ''}#{anchor}" if anchor else None
    return Complaint(named(say_problem(problem, place.language), label), href)
