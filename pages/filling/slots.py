"""The files that a form asks for, with what lies in their slots."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.drafting.drafts import DraftFile
from forms_catalog.answers import ReadAnswers
from forms_catalog.judging.judge import validate_attachments
from forms_catalog.model import AttachmentSlot
from forms_catalog.problems import Problem
from pages.filling.place import Place
from pages.filling.spots import ATTACHMENTS
from pages.widgets.problems import say_problem


def file_problems(place: Place, asked: ReadAnswers, added: Sequence[str] = ()) -> tuple[Problem, ...]:
    """What is wrong with the files of the draft, with those added to these slots, for the answers asked for.

    A file in a slot that is not asked for, or that went with an earlier form, stays in the draft and is not
    sent. Nobody sees it on a page, so it is nobody's mistake.
    """
    kept = place.draft.files if place.draft else ()
    slots = [*(file.slot for file in kept), *added]
    found = validate_attachments(place.definition, asked, slots)
    return tuple(problem for problem in found if problem.code not in ("not_asked", "unknown_slot"))


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
