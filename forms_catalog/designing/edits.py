"""Small verbs on the document of a form; each gives a changed copy and leaves the document it was given."""

import re
from collections.abc import Collection, Mapping

from forms_catalog.designing.document import Document, PlaceGone, Steps, at, copy_of, items, stands
from forms_catalog.designing.sound import RESERVED
from forms_catalog.folding import fold

#: pieces in order that may be moved, removed and added to, by the key they stand under
LISTS = ("sections", "fields", "choices", "attachments", "legal_basis")
_LONGEST_NAME = 40


class _Empty:
    """Says that a key stands there and says nothing."""


#: a key that the form must have, without a value
EMPTY = _Empty()


def change(document: Document, steps: Steps, values: Mapping[str, object]) -> Document:
    """The piece with these values; None takes a key away, EMPTY leaves it there without one. A part that
    stands once is made where there is none. PlaceGone.
    """
    changed = copy_of(document)
    if len(steps) == 1 and not stands(changed, steps):
        changed[str(steps[0])] = {}
    piece = at(changed, steps)
    for key, value in values.items():
        if value is None:
            piece.pop(key, None)
        else:
            piece[key] = None if value is EMPTY else value
    return changed


def add(document: Document, inside: Steps, key: str, piece: Document) -> Document:
    """The document with the piece at the end of a list, which is made where there is none. PlaceGone."""
    changed = copy_of(document)
    place = at(changed, inside)
    place[key] = [*items(place, key), copy_of(piece)]
    return changed


def remove(document: Document, steps: Steps) -> Document:
    """The document without the piece. What leans on it is named by the checks. PlaceGone."""
    changed = copy_of(document)
    list_, number = _list_at(changed, steps)
    del list_[number]
    return changed


def move(document: Document, steps: Steps, by: int) -> tuple[Document, Steps]:
    """The piece one place up (-1) or down (1), and where it stands now; at the edge of the form it stays.

    A question at the edge of its section goes into the next one. PlaceGone.
    """
    changed = copy_of(document)
    list_, number = _list_at(changed, steps)
    goal = number + by
    if 0 <= goal < len(list_):
        list_[number], list_[goal] = list_[goal], list_[number]
        return changed, (*steps[:-1], goal)
    neighbour = _section_beside(changed, steps, by)
    if neighbour is None:
        return changed, steps
    fields = at(changed, neighbour).setdefault("fields", [])
    if not isinstance(fields, list):
        raise PlaceGone(neighbour)
    there = len(fields) if by < 0 else 0
    fields.insert(there, list_.pop(number))
    return changed, (*neighbour, "fields", there)


def fresh_name(label: str, taken: Collection[str]) -> str:
    """A name for a new piece out of its label: small letters, digits and _, not taken yet."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:_LONGEST_NAME].strip("_")
    stem = plain if re.match("[a-z]", plain) else f"pole_{plain}".rstrip("_")[:_LONGEST_NAME]
    name, number = stem, 2
    while name in taken:
        name = f"{stem[: _LONGEST_NAME - 3]}_{number}"
        number += 1
    return name


def names_beside(document: Document, inside: Steps, key: str) -> set[str]:
    """The names taken where a new piece would come; the questions of all sections are one level."""
    taken: set[str] = set()
    if key == "fields" and len(inside) == 2 and inside[0] == "sections":
        levels = items(document, "sections")
        taken = {*RESERVED}  # inputs that the page has anyway
    else:
        levels = [at(document, inside)]
    return taken | {str(piece.get("name", "")) for level in levels for piece in items(level, key)}


def _list_at(document: Document, steps: Steps) -> tuple[list[object], int]:
    *inside, key, number = steps if len(steps) >= 2 else (*steps, "", "")
    found = at(document, tuple(inside)).get(str(key))
    if key not in LISTS or not isinstance(found, list) or not isinstance(number, int):
        raise PlaceGone(steps)
    if not 0 <= number < len(found):
        raise PlaceGone(steps)
    return found, number


def _section_beside(document: Document, steps: Steps, by: int) -> Steps | None:
    """The next section, for a question that stands right in one."""
    if len(steps) != 4 or steps[0] != "sections" or not isinstance(steps[1], int):
        return None
    goal = steps[1] + by
    return ("sections", goal) if 0 <= goal < len(items(document, "sections")) else None
