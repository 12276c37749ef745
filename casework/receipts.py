"""Receipts and documents as kept: read, never re-made."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.filing import FileToFile, SignatureState


@dataclass(frozen=True)
class KeptReceipt:
    """A receipt with what its page and its printed sheet say."""

    submission: UUID
    office: str
    service: str
    version: int
    register_number: str
    filed_at: datetime
    due_on: date | None
    due_explained: str  #: key of the sentence that explains the date: none_internal_sla, udip13 …
    signature: SignatureState
    language: str
    sender: str | None
    receipt_id: str
    receipt: bytes  #: the sealed UPO, as sealed
    receipt_digest: str  #: SHA-256 hex of its signed content
    document: bytes  #: the XML document, as kept
    document_sha256: str
    files: tuple[FileToFile, ...]
    calculations: tuple[dict[str, object], ...]  #: the calculated lines as kept at filing


def find_receipt(session: Session, submission: UUID) -> KeptReceipt | None:
    """The receipt of a submission; the caller has checked the token."""
    raise NotImplementedError


def find_by_receipt_digest(session: Session, digest: str) -> tuple[str, str, datetime] | None:
    """Office, register number and time of the receipt with that digest; never a person. For /sprawdz-upo."""
    raise NotImplementedError


def find_public(session: Session, submission: UUID) -> tuple[str, str, datetime, str] | None:
    """Office, register number, time and receipt digest for the id in a QR code; never a person."""
    raise NotImplementedError
