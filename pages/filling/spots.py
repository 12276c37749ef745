"""Where in the form an answer stands: its section, its question, its row."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from forms_catalog.answers import input_name
from forms_catalog.model import AnyField, AttachmentSlot, Definition, GroupField, RowsField, Section
from forms_catalog.problems import Problem
from forms_catalog.typesetting import typeset
from pages.filling.place import Place
from pages.widgets.problems import Complaint, lowered, summarise

ATTACHMENTS = "attachments"


@dataclass(frozen=True)
class Spot:
    """What a JSON pointer leads to; `rows` and `index` where it lies in a row of a repeating group."""

    section: Section | None
    asked: AnyField | AttachmentSlot | None
    rows: str | None = None
    index: int | None = None


def spot(definition: Definition, pointer: str) -> Spot:
    """The place of an answer in the form; empty where the form has no such question."""
    top, *rest = pointer.removeprefix("/").split("/")
    if top == ATTACHMENTS:
        section = next((part for part in definition.sections if part.attachments), None)
        slot = next((slot for slot in definition.attachments if [slot.name] == rest[:1]), None)
        return Spot(section, slot)
    for section in definition.sections:
        asked = _named(section.fields, top)
        if asked is not None:
            return _inside(Spot(section, asked), f"/{top}", rest)
    return Spot(None, None)


def _inside(here: Spot, path: str, rest: Sequence[str]) -> Spot:
    for step in rest:
        asked = here.asked
        if isinstance(asked, RowsField) and step.isdigit():
            here = Spot(here.section, asked, rows=path, index=int(step))
        elif isinstance(asked, GroupField | RowsField):
            inner = _named(asked.fields, step)
            if inner is None:
                return here
            here = Spot(here.section, inner, here.rows, here.index)
        else:
            return here
        path = f"{path}/{step}"
    return here


def _named(fields: Sequence[AnyField], name: str) -> AnyField | None:
    return next((field for field in fields if field.name == name), None)


def row_groups(section: Section) -> dict[str, RowsField]:
    """The repeating groups of a section by pointer: `/land_items`, `/company/representatives`."""
    return dict(_groups(section.fields, ""))


def _groups(fields: Sequence[AnyField], level: str) -> list[tuple[str, RowsField]]:
    found: list[tuple[str, RowsField]] = []
    for field in fields:
        pointer = f"{level}/{field.name}"
        if isinstance(field, RowsField):
            found.append((pointer, field))
        elif isinstance(field, GroupField):
            found += _groups(field.fields, pointer)
    return found


def complaints(
    place: Place, problems: Sequence[Problem], here: Section | None = None, row: str = ""
) -> list[Complaint]:
    """The lines of an error summary, each with a link to the input where it is mended."""
    lines = []
    for problem in problems:
        found = spot(place.definition, problem.pointer)
        label = typeset(found.asked.label, place.language) if found.asked else ""
        on_page = bool(row) and problem.pointer.startswith(row)
        href = f"#{input_name(problem.pointer)}" if on_page else _href(place, problem.pointer, found, here)
        lines.append(summarise(problem, label, place.language, href))
    return told_apart(place, problems, lines)


def told_apart(place: Place, problems: Sequence[Problem], lines: Sequence[Complaint]) -> list[Complaint]:
    """The lines of the problems; those that would read alike begin with the group or row they are about."""
    alike = Counter(line.text for line in lines)
    return [
        line if alike[line.text] == 1 else _with_place(line, place, problem.pointer)
        for line, problem in zip(lines, problems, strict=True)
    ]


def _with_place(line: Complaint, place: Place, pointer: str) -> Complaint:
    where = ", ".join(_around(place, pointer.rpartition("/")[0]))
    return replace(line, text=f"{where} – {lowered(line.text)}") if where else line


def _around(place: Place, pointer: str) -> Iterator[str]:
    """What an answer lies in: "Działka 2", "Adres nieruchomości"."""
    found = spot(place.definition, pointer)
    rows = spot(place.definition, found.rows).asked if found.rows else None
    if isinstance(rows, RowsField) and found.index is not None:
        one = typeset(rows.one, place.language)
        yield f"{one[:1].upper()}{one[1:]} {found.index + 1}"
    if isinstance(found.asked, GroupField):
        yield typeset(found.asked.label, place.language)


def links_to(place: Place, questions: Collection[str]) -> list[Complaint]:
    """Links to questions of the page one is on; a group stands for what lies in it."""
    outer = [one for one in questions if one.rpartition("/")[0] not in questions]
    names = {one: spot(place.definition, one).asked for one in outer}
    return [
        Complaint(typeset(asked.label, place.language), f"#{input_name(one)}")
        for one, asked in names.items()
        if asked is not None
    ]


def address_of(place: Place, pointer: str) -> str | None:
    """The page and input where an answer is changed."""
    return _href(place, pointer, spot(place.definition, pointer), None)


def _href(place: Place, pointer: str, found: Spot, here: Section | None) -> str | None:
    if not pointer:
        return _to_first_rows(place)
    anchor = f"#{input_name(pointer)}"
    if found.section is None:
        return None
    row = _row_id(place, found)
    if row is not None and found.rows is not None:
        return place.address(found.section.name, input_name(found.rows), row) + anchor
    return (
        anchor
        if here is not None and here.name == found.section.name
        else place.address(found.section.name) + anchor
    )


def _to_first_rows(place: Place) -> str | None:
    """What is wrong with a form as a whole is that nothing is declared in it: to where one begins to."""
    for section in place.definition.sections:
        for field in section.fields:
            if isinstance(field, RowsField):
                return place.address(section.name) + f"#{input_name(field.name)}"
    return None


def _row_id(place: Place, found: Spot) -> str | None:
    if place.draft is None or found.rows is None or found.index is None:
        return None
    ids = place.draft.rows.get(found.rows, ())
    return str(ids[found.index]) if found.index < len(ids) else None
