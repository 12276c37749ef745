"""Files that go with a form: taken in one by one; one that is refused takes nothing else with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

from flask import request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from casework.drafting import drafts
from casework.drafting.drafts import DraftFile, TooMany
from casework.files.attachments import FileRefused, inspect
from casework.files.file_names import plain_name
from forms_catalog.model import AttachmentSlot
from forms_catalog.problems import N_, Problem
from forms_catalog.texts import Text
from pages.filling.place import Place
from pages.filling.spots import ATTACHMENTS
from portal.parts import parts


@dataclass(frozen=True)
class Brought:
    """Files of one post: those kept in the store, and what is wrong with the others."""

    files: tuple[DraftFile, ...]
    problems: tuple[Problem, ...]


def take_files(place: Place) -> Brought:
    """Looks at every file of this post and keeps the good ones in the store, before any transaction opens."""
    kept: list[DraftFile] = []
    problems: list[Problem] = []
    for slot in place.definition.attachments:
        for upload in request.files.getlist(f"{ATTACHMENTS}-{slot.name}"):
            if not upload.filename:
                continue
            try:
                kept.append(_keep(slot, upload))
            except FileRefused as refused:
                why = gettext(refused.message, **_words(refused.values, place.language))
                named = {"file": plain_name(upload.filename), "why": why}
                problems.append(_problem(slot, N_("%(file)s: %(why)s"), named, refused.code))
    return Brought(tuple(kept), tuple(problems))


def put_files(session: Session, place: Place, brought: Brought) -> tuple[Problem, ...]:
    """Writes the kept files into the draft; those beyond the slot's limit come back as problems."""
    problems: list[Problem] = []
    slots = {slot.name: slot for slot in place.definition.attachments}
    days = parts().options.draft_days
    for file in brought.files:
        limit = slots[file.slot].max_files
        try:
            drafts.attach(session, place.draft_id, file, limit=limit, now=place.now, draft_days=days)
        except TooMany:
            problems.append(
                _problem(
                    slots[file.slot],
                    N_("%(name)s was not added: at most %(limit)s files fit here. Remove one first."),
                    {"name": file.filename, "limit": str(limit)},
                    "too_many_files",
                )
            )
    return tuple(problems)


def _keep(slot: AttachmentSlot, upload: FileStorage) -> DraftFile:
    # one byte more than allowed is enough to see that it is too big
    data = upload.stream.read(slot.max_bytes + 1)
    seen = inspect(slot, upload.filename or "", upload.mimetype, data)
    stored = parts().files.put(BytesIO(data))
    return DraftFile(uuid4(), slot.name, seen.filename, seen.content_type, stored.size, stored.sha256)


def _words(values: Mapping[str, str | Text], language: str) -> dict[str, str]:
    return {name: value.in_(language) if isinstance(value, Text) else value for name, value in values.items()}


def _problem(slot: AttachmentSlot, message: str, values: Mapping[str, str | Text], code: str) -> Problem:
    return Problem(f"/{ATTACHMENTS}/{slot.name}", message, values, code=code)
