"""Another kind for a question that is there: which make sense, and what becomes of its answers."""

from collections.abc import Mapping

from forms_catalog.designing.document import Document, Steps, at, copy_of
from forms_catalog.designing.properties import properties_of
from forms_catalog.model import Asked

#: numbers and addresses of one shape: a line of text may become one of them, and back
_OF_ONE_SHAPE = (
    *("pesel", "nip", "regon", "krs", "kw", "nrb", "vin", "plate", "case_sign"),
    *("postal_code", "email", "phone", "ade"),
)
#: kind → those a question of it may change to; others would be another question
OFFERED: Mapping[str, tuple[str, ...]] = {
    "string": (
        *("text", "int", "decimal", "money", "year", "date", "enum", "list"),
        *_OF_ONE_SHAPE,
    ),
    "text": ("string",),
    "bool": ("statement",),
    "statement": ("bool",),
    "enum": ("multi_enum",),
    "multi_enum": ("enum",),
    "int": ("decimal", "money", "year", "string"),
    "decimal": ("int", "money", "string"),
    "money": ("decimal", "string"),
    "year": ("int", "string"),
    "month": ("string",),
    "date": ("string",),
    "datetime": ("date", "string"),
    **dict.fromkeys(_OF_ONE_SHAPE, ("string",)),
}
#: pairs where the second kind holds every answer of the first
_WIDER = {
    *(("string", "text"), ("enum", "multi_enum"), ("int", "decimal"), ("year", "int"), ("statement", "bool")),
    *((kind, "string") for kind, into in OFFERED.items() if "string" in into and kind != "text"),
}
#: keys of every question, whatever its kind
_STAY = frozenset(Asked.model_fields)
_CHOOSING = ("enum", "multi_enum")


class NotOffered(ValueError):
    """A question of this kind does not become one of that."""


def all_kept(before: str, after: str) -> bool:
    """Whether every answer given under the one kind can stand under the other; else only those that read."""
    return (before, after) in _WIDER


def changed_kind(document: Document, steps: Steps, kind: str) -> Document:
    """The form with the question of another kind: its words, conditions and all that both kinds have stay.

    What the new kind cannot do without and the question does not say (answers to choose from, a list) is left
    for the checks to name. PlaceGone, NotOffered.
    """
    changed = copy_of(document)
    piece = at(changed, steps)
    before = str(piece.get("kind"))
    if kind not in OFFERED.get(before, ()):
        raise NotOffered(kind)
    known = {*(one.key for one in properties_of(kind)), *(("choices",) if kind in _CHOOSING else ())}
    stay = {key: value for key, value in piece.items() if key in known or key in _STAY}
    piece.clear()
    piece |= stay | {"kind": kind}
    if kind in _CHOOSING:
        piece.setdefault("choices", [])
    if kind == "list":
        piece.setdefault("list", "")
    return changed
