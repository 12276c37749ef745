"""The pages and questions of a form as a list of links, the one that is open marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from backoffice.forms.places import PARTS, label_of, place_of
from backoffice.forms.work import Work
from forms_catalog.designing.document import Document, Steps, items


@dataclass(frozen=True)
class Node:
    place: str
    label: str
    faults: int  #: places to mend in it, not counting those below
    current: bool
    inner: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Tree:
    pages: Sequence[Node]
    slots: Sequence[Node]
    parts: Sequence[Node]  #: their labels are message ids


def tree(work: Work, current: str = "") -> Tree:
    """The whole form, with how much is to be mended where."""
    counts: dict[str, int] = {}
    for fault in work.faults:
        counts[fault.place] = counts.get(fault.place, 0) + 1

    def node(piece: Document, steps: Steps) -> Node:
        place = place_of(steps)
        inner = tuple(
            node(one, (*steps, "fields", number)) for number, one in enumerate(items(piece, "fields"))
        )
        label = label_of(piece) or str(piece.get("name") or "–")
        return Node(place, label, counts.get(place, 0), place == current, inner)

    return Tree(
        pages=[
            node(one, ("sections", number)) for number, one in enumerate(items(work.document, "sections"))
        ],
        slots=[
            node(one, ("attachments", number))
            for number, one in enumerate(items(work.document, "attachments"))
        ],
        parts=[
            Node(place, name, counts.get(place, 0), place == current) for place, (_, name, _) in PARTS.items()
        ],
    )
