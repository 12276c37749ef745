"""What is wrong with a form, in the words of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from backoffice.forms.places import place_of, say_place, steps_into
from forms_catalog.designing.checks import steps_of
from forms_catalog.designing.document import Document, PlaceGone, Steps, at
from forms_catalog.loading.faults import Fault, Said


@dataclass(frozen=True)
class FaultLine:
    """One thing to mend: where it is in words, what is wrong, how to mend it, and where that is done."""

    where: str
    here: str  #: the same, said on the page of the piece
    wrong: str
    hint: str
    place: str  #: as addresses have it
    inside: Steps  #: steps inside the piece at that place

    @property
    def anchor(self) -> str:
        """The id of the input on the page of the piece."""
        return "-".join(("E", *map(str, self.inside))) if self.inside else "tresc"


#: where the link leads to the very field, nobody has to be told its name
_LED_THERE = {
    "the Polish text is missing.",
    "the English text is missing.",
    "the Ukrainian text is missing.",
}


def fault_lines(document: Document, faults: Sequence[Fault]) -> list[FaultLine]:
    """The faults of a document in words."""
    return [_line(document, fault) for fault in faults]


def _line(document: Document, fault: Fault) -> FaultLine:
    steps = steps_of(fault.path)
    try:
        piece = at(document, steps[: len(steps) - len(steps_into(steps))])
    except PlaceGone:
        piece = {}
    return FaultLine(
        where=say_place(document, steps),
        here=say_place(piece, steps_into(steps)),
        wrong=_said(fault.wrong),
        hint="" if fault.wrong in _LED_THERE else _said(fault.hint),
        place=place_of(steps),
        inside=steps_into(steps),
    )


def _said(words: str) -> str:
    if isinstance(words, Said):
        return str(gettext(words.message, **words.values))
    return words
