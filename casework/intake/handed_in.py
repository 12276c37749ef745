"""What somebody hands in at the window."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal
from uuid import UUID

from forms_catalog.answers import Answers, ReadAnswers, at
from forms_catalog.model import Definition

SignatureState = Literal["not_needed", "missing", "valid", "invalid"]


@dataclass(frozen=True)
class FileToFile:
    """An attachment already kept in the store."""

    slot: str
    filename: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Contact:
    email: str | None = None
    phone: str | None = None
    sms_consent: bool = False


@dataclass(frozen=True)
class Filing:
    """What somebody hands in at the window."""

    key: str  #: 16–128 printable characters: the draft's id, or the API's Idempotency-Key
    office: str
    definition: Definition
    answers: Answers  #: cleaned, asked only
    files: tuple[FileToFile, ...]
    language: str
    channel: Literal["web", "api"]
    contact: Contact = Contact()
    draft: UUID | None = None
    revision: int | None = None  #: the revision of the draft that was read back on the check page
    #: 32 bytes that stand for the request as it was sent, where the channel can say: the same body is then
    #: the same request even when a later version of the program cleans it otherwise; None: the content's
    request_digest: bytes | None = None

    def __post_init__(self) -> None:
        if not (16 <= len(self.key) <= 128 and self.key.isprintable()):
            raise ValueError("a key has 16–128 printable characters")

    def digest(self) -> bytes:
        """What tells a repeated request from another one under the same key."""
        return self.request_digest or content_digest(self)


def content_digest(filing: Filing) -> bytes:
    """SHA-256 of what is handed in: service, office, answers, files and contact, however they are ordered."""
    said = {
        "service": filing.definition.code,
        "office": filing.office,
        "answers": filing.answers,
        "files": [asdict(file) for file in filing.files],
        "contact": asdict(filing.contact),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).digest()


def contact_of(filing: Filing) -> Contact:
    """Where the applicant wants to hear of the case: of the form, else what was given beside it."""
    return contact_in(filing.answers, filing.contact)


def contact_in(answers: ReadAnswers, beside: Contact = Contact()) -> Contact:
    """The same while the form is being filled in."""
    email = at(answers, "/contact/email") or at(answers, "/reply_email") or beside.email
    phone = at(answers, "/contact/phone") or beside.phone
    agreed = at(answers, "/contact/sms_consent") is True or beside.sms_consent
    return Contact(str(email) if email else None, str(phone) if phone else None, agreed and bool(phone))


def sender_of(answers: ReadAnswers) -> str | None:
    """Who files, as receipt and desk name them; None where nobody is named (udip asks for no name)."""
    named = (
        at(answers, "/company/full_name"),
        at(answers, "/entrepreneur/full_name"),
        _person(answers, "/person/first_name", "/person/last_name"),
        # who registers a stay, or signs for a council: the form asks nobody else
        _person(answers, "/first_name", "/first_names", "/last_name"),
        at(answers, "/requester_name"),
    )
    return next((str(name) for name in named if name), None)


def _person(answers: ReadAnswers, *pointers: str) -> str:
    parts = (at(answers, pointer) for pointer in pointers)
    return " ".join(str(part) for part in parts if part is not None)
