"""The files that a form asks for, with what lies in their slots."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.drafting.drafts import DraftFile
from forms_catalog.model import AttachmentSlot
from forms_catalog.problems import Problem
from pages.filling.place import Place
from pages.filling.spots import ATTACHMENTS
from pages.widgets.problems import say_problem


def slots_of(place: Place) -> list[str]:
    """The slot of each file of the draft. A file whose slot went with an earlier form stays in the draft and
    is told of, but counts for nothing.
    """
    known = {slot.name for slot in place.definition.attachments}
    files = place.draft.files if place.draft else ()
    return [file.slot for file in files if not place.moved or file.slot in known]


@dataclass(frozen=True)
class SlotView:
    """One slot with its files and what is wrong with it."""

    slot: AttachmentSlot
    name: str
    files: tuple[DraftFile, ...]
    problems: tuple[str, ...]
    formats: str
    room: bool  #: whether one more file fits


def slot_views(place: Place, problems: Sequence[Problem]) -> list[SlotView]:
    """The slots asked for, with what lies in them."""
    files = place.draft.files if place.draft else ()
    views = []
    for slot in place.slots:
        mine = tuple(file for file in files if file.slot == slot.name)
        views.append(
            SlotView(
                slot=slot,
                name=f"{ATTACHMENTS}-{slot.name}",
                files=mine,
                problems=tuple(
                    say_problem(problem, place.language)
                    for problem in problems
                    if problem.pointer.split("/")[1:3] == [ATTACHMENTS, slot.name]
                ),
                formats=", ".join(kind.upper() for kind in slot.formats),
                room=len(mine) < slot.max_files,
            )
        )
    return views
