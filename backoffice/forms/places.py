"""Places of a form in addresses and in words: "s0-2" is the third question of the first page."""

import re
from collections.abc import Mapping

from flask_babel import gettext

from forms_catalog.designing import properties
from forms_catalog.designing.document import Document, Steps, child, text_of
from forms_catalog.designing.service_properties import LAW, Part
from forms_catalog.designing.service_properties import PARTS as parts
from forms_catalog.problems import N_

_PAGE = re.compile(r"s[0-9]{1,3}(-[0-9]{1,3}){0,5}")
_SLOT = re.compile(r"z[0-9]{1,3}")
_NUMBER = re.compile(r"[0-9]{1,4}")
#: parts of a form that stand once, by their addresses
PARTS: Mapping[str, Part] = {
    "nazwa": parts["form"],
    "karta": parts["card"],
    "tryb": parts["procedure"],
    "podstawa": parts["law"],
    "oplata": parts["fee"],
    "termin": parts["term"],
    "podpis": parts["signature"],
    "wynik": parts["result"],
    "odwolanie": parts["appeal"],
    "urzad": parts["office"],
    "teczka": parts["file_plan"],
    "reguly": parts["rules"],
    "pytania": parts["questions"],
    "inne-pytania": parts["also_asked"],
    "zrodla": parts["sources"],
}
_NAMED = {str(part.steps[0]): address for address, part in PARTS.items() if part.steps}
_NAMED |= {one.key: address for address, part in PARTS.items() if not part.steps for one in part.known}
_NAMED |= {"rules": "reguly", "calculations": "reguly", "legal_basis": "podstawa"}
_LANGUAGES = {"pl": N_("in Polish"), "en": N_("in English"), "uk": N_("in Ukrainian")}
_KEYS = {
    one.key: one.label
    for known in (
        *properties.OF_KIND.values(), properties.ASKED, properties.SECTION, properties.SLOT, LAW,
        *(part.known for part in PARTS.values()),
    )
    for one in known
    if one.key not in ("label", "title")  # the piece is named by it already
} | {str(part.steps[0]): part.name for part in PARTS.values() if part.steps} | {
    "shown_when": N_("When it is asked"),
    "required_when": N_("When an answer must be given"),
    "rules": N_("Rules of the form"),
    "calculations": N_("Calculations"),
    "name": N_("Name for computers"),
    "kind": N_("Kind of answer"),
    "fields": N_("Questions"),
    "choices": N_("Answers to choose from"),
    "sections": N_("Pages of the form"),
    "attachments": N_("Attachments"),
    "legal_basis": N_("Legal basis"),
}  # fmt: skip


def number_typed(text: str) -> int | None:
    """The number of a piece as a button sends it; None for anything else, however long."""
    return int(text) if _NUMBER.fullmatch(text) else None


def steps_at(place: str) -> Steps | None:
    """Where an address leads; None for no place."""
    if place in PARTS:
        return PARTS[place].steps
    if _SLOT.fullmatch(place):
        return ("attachments", int(place[1:]))
    if not _PAGE.fullmatch(place):
        return None
    first, *inner = (int(number) for number in place[1:].split("-"))
    return ("sections", first, *(step for number in inner for step in ("fields", number)))


def place_of(steps: Steps) -> str:
    """The address of the piece that the steps lead to or into; "nazwa" for the form itself."""
    if steps and steps[0] == "attachments" and len(steps) > 1:
        return f"z{steps[1]}"
    if steps and steps[0] == "sections" and len(steps) > 1:
        numbers = [str(steps[1])]
        rest = list(steps[2:])
        while len(rest) > 1 and rest[0] == "fields" and isinstance(rest[1], int):
            numbers.append(str(rest[1]))
            rest = rest[2:]
        return "s" + "-".join(numbers)
    return _NAMED.get(str(steps[0]), "nazwa") if steps else "nazwa"


def steps_into(steps: Steps) -> Steps:
    """What is left of the steps inside the piece of `place_of`."""
    return steps[len(steps_at(place_of(steps)) or ()) :]


def label_of(piece: Document) -> str:
    """What a piece is called by whoever reads the form; its name for computers where it has no words yet."""
    words = text_of(piece, "label") or text_of(piece, "title")
    return words if len(words) <= 90 else words[:88].rstrip() + " …"


def say_place(document: Document, steps: Steps) -> str:
    """The place in words: "Page “Grunty”, question “Numer działki”, Hint, in English"."""
    said: list[str] = []
    piece: object = document
    before: str | int = ""
    for step in steps:
        there, piece = child(piece, step)
        if isinstance(step, int):
            said.append(_say_piece(str(before), piece, step))
        elif not _is_list(step, steps):
            words = _LANGUAGES.get(step) or _KEYS.get(step) or step
            said += [] if step in ("label", "title") else [gettext(words)]
        before = step
        if not there:
            piece = None
    return ", ".join(said)


def _is_list(step: str, steps: Steps) -> bool:
    """A list is named by the piece of it that the next step leads to."""
    at = steps.index(step)
    return at + 1 < len(steps) and isinstance(steps[at + 1], int) and step in _PIECES


_PIECES = {
    "sections": N_("Page “%(name)s”"),
    "fields": N_("Question “%(name)s”"),
    "attachments": N_("Attachment “%(name)s”"),
    "choices": N_("Answer “%(name)s”"),
    "legal_basis": N_("Legal basis %(name)s"),
}


def _say_piece(list_: str, piece: object, number: int) -> str:
    message = _PIECES.get(list_)
    if message is None:
        return str(number + 1)
    name = label_of(piece) or str(piece.get("name", "")) if isinstance(piece, dict) else ""
    return str(gettext(message, name=name or str(number + 1)))
