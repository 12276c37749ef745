"""Attachments: type by content, name and claim agreeing, own names."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms_catalog.model import AttachmentSlot
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
    """A file that may be kept in the slot, or FileRefused (empty, too big, wrong type, name and content disagree)."""
    raise NotImplementedError
