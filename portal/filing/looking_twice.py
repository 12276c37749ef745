"""What looks like a slip, told beside the answers; it keeps nobody from filing."""

from forms_catalog.documents.readback import row_title
from forms_catalog.judging.second_looks import second_looks
from forms_catalog.model import Section
from forms_catalog.problems import Problem
from forms_catalog.typesetting import typeset
from pages.filling.place import Place
from pages.filling.spots import address_of, spot
from pages.filling.steps import CHECK
from pages.widgets.problems import Complaint, named, say_problem


def doubts(place: Place, here: Section | None = None) -> list[Complaint]:
    """Each warning about the kept answers with a link to where it is changed; of one section, or of all."""
    if place.draft is None:
        return []
    found = second_looks(place.definition, place.asked, catalogue=place.catalogue, today=place.today)
    names = {field.name for field in here.fields} if here else None
    return [
        _line(place, problem, back=here is None)
        for problem in found
        if names is None or problem.pointer.split("/", 2)[1] in names
    ]


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
