"""A form with mistakes in it as far as it can be shown: wrong values and conditions are left out."""

from pydantic import TypeAdapter, ValidationError

from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import known_to
from forms_catalog.designing.document import Document, Steps, child, copy_of
from forms_catalog.loading.one_form import digest
from forms_catalog.loading.proofreading import proofread
from forms_catalog.model import Definition

_DEFINITION = TypeAdapter(Definition)
_CONDITIONS = ("shown_when", "required_when")
_ROUNDS = 200

#: pieces on the road to a place, with the step taken from each
_Road = list[tuple[object, object]]


def presentable(document: Document, catalogue: Catalogue) -> Definition | None:
    """The form without what is wrong in it; None where hardly anything is left."""
    shown, known = copy_of(document), known_to(catalogue)
    for _ in range(_ROUNDS):
        try:
            definition = _DEFINITION.validate_python(shown)
        except ValidationError as error:
            # one at a time: what stands behind a piece that was taken out moves up
            details = error.errors(include_url=False, include_input=False)
            if not any(_mend(shown, detail["loc"], detail["type"]) for detail in details):
                return None
            continue
        wrong = next((place for place, _, _ in proofread(definition, known)), None)
        if wrong is None:
            return definition.model_copy(update={"digest": digest(definition)})
        if not _take_out(shown, wrong):
            return None
    return None


def _mend(document: Document, loc: tuple[int | str, ...], kind: str) -> bool:
    """Takes out what cannot be read; whether there was something. A missing text becomes a dash."""
    road, piece = _road(document, loc)
    if kind == "missing" and isinstance(piece, dict) and loc[-1] in ("pl", "en"):
        piece[loc[-1]] = "–"
        return True
    whole = kind in ("missing", "too_short")  # the piece cannot do without what it lacks
    for holder, step in reversed(road):
        if isinstance(holder, dict) and not whole and step not in ("kind", "name"):
            del holder[step]
            return True
        if isinstance(holder, list) and isinstance(step, int):
            del holder[step]
            return True
    return False


def _road(document: Document, loc: tuple[int | str, ...]) -> tuple[_Road, object]:
    """The way to a place, without the steps that only name a kind of the union (pydantic's own)."""
    piece: object = document
    road: _Road = []
    for step in loc:
        found, inner = child(piece, step)
        if found:
            road.append((piece, step))
            piece = inner
    return road, piece


def _take_out(document: Document, place: Steps) -> bool:
    """Takes out what the proofreader named: a key, a piece, or the conditions of that question."""
    *inside, last = place
    piece: object = document
    for step in inside:
        piece = child(piece, step)[1]
    found, named = child(piece, last)
    if not found:
        return False
    if isinstance(piece, list) and isinstance(last, int):
        if isinstance(named, dict) and [named.pop(key) for key in _CONDITIONS if key in named]:
            return True
        del piece[last]
    elif isinstance(piece, dict) and last == "name":
        piece["name"] = f"{named}"[:40] + "2"
    elif isinstance(piece, dict):
        del piece[last]
    return True
