"""Attachments of a submission by API: decoded, looked at, kept – or named with what is wrong."""

import binascii
from collections.abc import Sequence
from io import BytesIO

import pybase64

from casework.files.attachments import FileRefused, inspect
from casework.intake.filing import FileToFile
from forms_catalog.model import AttachmentSlot, Definition
from forms_catalog.problems import N_, Problem
from portal.api.body import SentFile
from portal.parts import parts

_NO_SLOT = N_("The form takes no such attachment. Leave it out.")
_NOT_BASE64 = N_("This is no base64 (RFC 4648, section 4).")


def take_in(
    definition: Definition, sent: Sequence[SentFile]
) -> tuple[tuple[FileToFile, ...], tuple[Problem, ...]]:
    """The files kept in the store, and what is wrong with the others; nothing is kept unless all are good."""
    slots = {slot.name: slot for slot in definition.attachments}
    problems: list[Problem] = []
    good: list[tuple[FileToFile, bytes]] = []
    for number, file in enumerate(sent):
        looked_at = _look_at(slots.get(file.slot), file, f"/attachments/{number}")
        if isinstance(looked_at, Problem):
            problems.append(looked_at)
        else:
            good.append(looked_at)
    if problems:
        return (), tuple(problems)
    return tuple(_kept(file, data) for file, data in good), ()


def _look_at(slot: AttachmentSlot | None, file: SentFile, here: str) -> tuple[FileToFile, bytes] | Problem:
    if slot is None:
        return Problem(f"{here}/slot", _NO_SLOT, code="unknown_slot")
    try:
        data = pybase64.b64decode(file.data_base64, validate=True)
        seen = inspect(slot, file.filename, file.content_type, data)
    except (binascii.Error, ValueError):
        return Problem(f"{here}/data_base64", _NOT_BASE64, code="not_base64")
    except FileRefused as refused:
        return Problem(here, refused.message, refused.values, code=refused.code)
    return FileToFile(slot.name, seen.filename, seen.content_type, len(data), ""), data


def _kept(file: FileToFile, data: bytes) -> FileToFile:
    stored = parts().files.put(BytesIO(data))
    return FileToFile(file.slot, file.filename, file.content_type, stored.size, stored.sha256)
