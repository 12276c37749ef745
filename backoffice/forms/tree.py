"""The pages and questions of a form as a list of links, the one that is open marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backoffice.forms.places import PARTS, label_of, place_of
from backoffice.forms.work import Work
from forms_catalog.designing.checks import questions_of
from forms_catalog.designing.document import Document, Steps, items


@dataclass(frozen=True)
class Node:
    place: str
    label: str
    faults: int  #: places to mend in it; where it is folded, also in what lies in it
    current: bool
    inner: tuple["Node", ...] = ()
    open: bool = True  #: what lies in it is listed


@dataclass(frozen=True)
class Tree:
    pages: Sequence[Node]
    slots: Sequence[Node]
    parts: Sequence[Node]  #: their labels are message ids


#: a form of more questions is folded: what is open is listed, and what leads there
_SHORT = 30


def tree(work: Work, current: str = "") -> Tree:
    """The form with how much is to be mended where; of a long one the open page, the others folded."""
    counts: dict[str, int] = {}
    short = sum(1 for _ in questions_of(work.document)) <= _SHORT
    for fault in work.faults:
        counts[fault.place] = counts.get(fault.place, 0) + 1

    def node(piece: Document, steps: Steps) -> Node:
        place = place_of(steps)
        inner = tuple(
            node(one, (*steps, "fields", number)) for number, one in enumerate(items(piece, "fields"))
        )
        label = label_of(piece) or str(piece.get("name") or "–")
        shown = short or place == current or current.startswith(f"{place}-")
        faults = counts.get(place, 0) if shown else _below(counts, place)
        return Node(place, label, faults, place == current, inner, shown)

    return Tree(
        pages=[
            node(one, ("sections", number)) for number, one in enumerate(items(work.document, "sections"))
        ],
        slots=[
            node(one, ("attachments", number))
            for number, one in enumerate(items(work.document, "attachments"))
        ],
        parts=[
            Node(place, part.name, counts.get(place, 0), place == current) for place, part in PARTS.items()
        ],
    )


def _below(counts: Mapping[str, int], place: str) -> int:
    return sum(many for where, many in counts.items() if where == place or where.startswith(f"{place}-"))
