"""Receipts and documents as kept: read, never re-made."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.intake.handed_in import FileToFile, SignatureState
from casework.register import register_number

_SUBMISSION = tables.table_of(tables.Submission)
_RECEIPT = tables.table_of(tables.Receipt)
_ITEM = tables.table_of(tables.IncomingItem)
_CASE = tables.table_of(tables.OfficeCase)
_ATTACHMENT = tables.table_of(tables.Attachment)


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
    #: the calculated lines as kept: `forms_catalog.calculation.Calculation` as JSON, Decimals as text
    calculations: tuple[dict[str, object], ...]


def find_receipt(session: Session, submission: UUID) -> KeptReceipt | None:
    """The receipt of a submission; the caller has checked the token."""
    row = session.execute(_WHOLE, {"submission": submission}).one_or_none()
    if row is None:
        return None
    files = session.execute(_FILES, {"submission": submission}).all()
    return KeptReceipt(
        submission=row.id,
        office=row.office_id,
        service=row.service,
        version=row.version,
        register_number=register_number(row.number, row.year),
        filed_at=row.filed_at,
        due_on=row.due_on,
        due_explained=row.due_explained,
        signature=row.signature,
        language=row.language,
        sender=row.sender,
        receipt_id=row.receipt_id,
        receipt=row.sealed,
        receipt_digest=row.content_digest,
        document=row.document,
        document_sha256=row.document_sha256,
        files=tuple(FileToFile(*file) for file in files),
        calculations=tuple(row.calculations),
    )


def find_by_receipt_digest(session: Session, digest: str) -> tuple[str, str, datetime] | None:
    """Office, register number and time of the receipt with that digest; never a person. For /sprawdz-upo."""
    row = session.execute(_BY_DIGEST, {"digest": digest}).one_or_none()
    return None if row is None else (row.office_id, register_number(row.number, row.year), row.filed_at)


def find_public(session: Session, submission: UUID) -> tuple[str, str, datetime, str] | None:
    """Office, register number, time and receipt digest for the id in a QR code; never a person."""
    row = session.execute(_BY_ID, {"submission": submission}).one_or_none()
    if row is None:
        return None
    return row.office_id, register_number(row.number, row.year), row.filed_at, row.content_digest


_filed = _SUBMISSION.join(_RECEIPT, _RECEIPT.c.submission_id == _SUBMISSION.c.id).join(
    _ITEM, _ITEM.c.submission_id == _SUBMISSION.c.id
)
_public = select(
    _SUBMISSION.c.office_id, _SUBMISSION.c.filed_at, _ITEM.c.year, _ITEM.c.number, _RECEIPT.c.content_digest
).select_from(_filed)
_BY_DIGEST = _public.where(_RECEIPT.c.content_digest == bindparam("digest"))
_BY_ID = _public.where(_SUBMISSION.c.id == bindparam("submission"))
_WHOLE = (
    select(
        _SUBMISSION.c.id,
        _SUBMISSION.c.office_id,
        _SUBMISSION.c.service,
        _SUBMISSION.c.version,
        _SUBMISSION.c.filed_at,
        _SUBMISSION.c.signature,
        _SUBMISSION.c.language,
        _SUBMISSION.c.sender,
        _SUBMISSION.c.document,
        _SUBMISSION.c.document_sha256,
        _SUBMISSION.c.calculations,
        _RECEIPT.c.receipt_id,
        _RECEIPT.c.sealed,
        _RECEIPT.c.content_digest,
        _ITEM.c.year,
        _ITEM.c.number,
        _CASE.c.due_on,
        _CASE.c.due_explained,
    )
    .select_from(_filed.join(_CASE, _CASE.c.submission_id == _SUBMISSION.c.id))
    .where(_SUBMISSION.c.id == bindparam("submission"))
)
_FILES = (
    select(
        _ATTACHMENT.c.slot,
        _ATTACHMENT.c.filename,
        _ATTACHMENT.c.content_type,
        _ATTACHMENT.c.size,
        _ATTACHMENT.c.sha256,
    )
    .where(_ATTACHMENT.c.submission_id == bindparam("submission"))
    .order_by(_ATTACHMENT.c.position)
)
