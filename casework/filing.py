"""Filing: one submission, one number, one receipt – however often it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from casework.trust.seal import Seal
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from forms_catalog.problems import Problem

SignatureState = Literal["not_needed", "missing", "valid", "invalid"]


@dataclass(frozen=True)
class Counter:
    """What the counter needs to take a submission in."""

    catalogue: Catalogue
    seals: Mapping[str, Seal]  #: office code → its seal
    secret: bytes  #: ≥ 32 bytes; access keys and tokens are HMACs under it


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


@dataclass(frozen=True)
class Filed:
    """The promise: handed out only after COMMIT."""

    id: UUID
    register_number: str  #: RPW/<number>/<year>
    access_key: str  #: XXXX-XXXX-XXXX-XXXX
    receipt_token: str
    signature: SignatureState
    filed_at: datetime
    replayed: bool  #: True: it had been filed before under this key


class NotFileable(Exception):
    """The judge objects."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class KeyReused(Exception):
    """The key was used before with another content (HTTP 409)."""


class StaleRevision(Exception):
    """The draft changed since it was read back (another tab): show the check page again."""


def file_submission(session: Session, filing: Filing, counter: Counter) -> Filed:
    """Everything of one submission on this session: submission, attachments, UPO, case, audit, register number last.

    The same key with the same content gives the same Filed (replayed). Raises NotFileable, KeyReused, StaleRevision.
    The caller commits, and shows the result only after that.
    """
    raise NotImplementedError


def find_filed(session: Session, key: str, counter: Counter) -> Filed | None:
    """What was filed under the key, if anything: asked on a new connection when the answer to COMMIT was lost."""
    raise NotImplementedError
