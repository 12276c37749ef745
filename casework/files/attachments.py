"""Attachments: type by content, name and claim agreeing, own names."""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.files.bombs import find_bomb
from casework.files.content_types import ALIASES, CONTENT_TYPES, ENDINGS, NO_CLAIM, Format, format_of
from casework.files.file_names import ending, own_name, plain_name
from forms_catalog.model import AttachmentSlot
from forms_catalog.problems import N_
from forms_catalog.texts import Text


@dataclass(frozen=True)
class Inspected:
    filename: str  #: NFC, no path, no control or direction signs, ≤ 120 letters, the right ending
    content_type: str


class FileRefused(Exception):
    """The file is not taken; says why and what to do, as an English message id with values."""

    def __init__(self, code: str, message: str, values: Mapping[str, str | Text] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.values = code, message, values or {}


def inspect(slot: AttachmentSlot, filename: str, claimed_type: str | None, data: bytes) -> Inspected:
    """A file that may be kept in the slot, or FileRefused.

    Refused are empty and too big files, what would be huge when opened, other formats than the slot's, and
    files whose name, claimed type and content disagree. A name without any ending gets the right one;
    `application/octet-stream` and the names in `content_types.ALIASES` count as no or as the right claim.
    """
    if not data:
        raise FileRefused("empty", N_("The file is empty. Choose another one."))
    if len(data) > slot.max_bytes:
        raise FileRefused(
            "too_big",
            N_("The file is too big. It may have at most %(limit)s. Make it smaller or split it."),
            {"limit": _size(slot.max_bytes)},
        )
    if bomb := find_bomb(data):
        raise FileRefused(f"bomb_{bomb.code}", bomb.message, bomb.values)
    found = format_of(data)
    if found is None or found not in slot.formats:
        raise FileRefused(
            "wrong_type",
            N_("We cannot take this kind of file here. Choose a file of the kind: %(formats)s."),
            {"formats": ", ".join(name.upper() for name in slot.formats)},
        )
    _demand_agreement(found, plain_name(filename), claimed_type)
    return Inspected(own_name(filename, found, ENDINGS[found]), CONTENT_TYPES[found])


def _demand_agreement(found: Format, name: str, claimed_type: str | None) -> None:
    if ending(name) and ending(name) not in ENDINGS[found]:
        raise FileRefused(
            "name_disagrees",
            N_("The name ends with .%(ending)s, but inside is %(format)s. Change the ending or the file."),
            {"ending": ending(name), "format": found.upper()},
        )
    claim = (claimed_type or "").split(";")[0].strip().lower()
    if claim not in NO_CLAIM | ALIASES[found] | {CONTENT_TYPES[found]}:
        raise FileRefused(
            "claim_disagrees",
            N_(
                "The file was sent as another kind than it is (%(format)s). Save it again and choose it anew."
            ),
            {"format": found.upper()},
        )


def _size(limit: int) -> str:
    return (
        f"{limit // 1_000_000}\N{NO-BREAK SPACE}MB"
        if limit >= 1_000_000
        else f"{limit // 1000}\N{NO-BREAK SPACE}kB"
    )
