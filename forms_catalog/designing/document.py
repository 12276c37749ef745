"""The document of a form: its definition as a plain tree, with blocks laid, that may still hold mistakes."""

from copy import deepcopy
from typing import cast

from forms_catalog.model import Definition

#: as a file of a form holds it: keys, lists, texts, whole numbers, true and false
Document = dict[str, object]

#: steps from the top of the document: ("sections", 0, "fields", 2)
Steps = tuple[str | int, ...]


class PlaceGone(LookupError):
    """Nothing stands there (any more)."""


def document_of(definition: Definition) -> Document:
    """The definition as a tree that reads back as the same definition, digest included."""
    kept = definition.model_dump(mode="json", by_alias=True, exclude={"digest"}, exclude_defaults=True)
    return cast(Document, kept)


def child(piece: object, step: object) -> tuple[bool, object]:
    """Whether a piece has something under that key or number, and what."""
    if isinstance(piece, list) and isinstance(step, int) and 0 <= step < len(piece):
        return True, piece[step]
    if isinstance(piece, dict) and isinstance(step, str) and step in piece:
        return True, piece[step]
    return False, None


def at(document: Document, steps: Steps) -> Document:
    """The piece at that place, to read or to change in place; PlaceGone."""
    found: object = document
    for step in steps:
        there, found = child(found, step)
        if not there:
            raise PlaceGone(steps)
    if not isinstance(found, dict):
        raise PlaceGone(steps)
    return found


def stands(document: Document, steps: Steps) -> bool:
    """Whether a piece stands there."""
    try:
        return at(document, steps) is not None
    except PlaceGone:
        return False


def items(piece: Document, key: str) -> list[Document]:
    """The pieces under a key: sections, fields, choices, attachments; what is no piece is left out."""
    found = piece.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text_of(piece: Document, key: str, language: str = "pl") -> str:
    """The words under a key in that language; "" where there are none."""
    words = piece.get(key)
    said = words.get(language) if isinstance(words, dict) else None
    return said if isinstance(said, str) else ""


def copy_of(document: Document) -> Document:
    return deepcopy(document)
