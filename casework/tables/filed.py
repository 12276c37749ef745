"""Drafts, and what became of them: submissions with their files and receipts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from casework.tables.ground import LANGUAGES, SCAN_STATES, Base, JsonTree, Rights, awaiting_scan, one_of

SIGNATURES = ("not_needed", "missing", "valid", "invalid")
CHANNELS = ("web", "api")


class Office(Base):
    """An office that has ever been in the catalogue."""

    __tablename__ = "office"

    code: Mapped[str] = mapped_column(primary_key=True)


class FormVersion(Base):
    """A version of a form that has ever been open for filing, as first seen; translations may be added."""

    __tablename__ = "form_version"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 (hex) of the canonical definition
    digest: Mapped[str]
    #: the definition as it was, for the day its file is gone
    definition: Mapped[JsonTree]


class Draft(Base):
    __tablename__ = "draft"
    RIGHTS = Rights.WRITE
    __table_args__ = (
        one_of("language", LANGUAGES),
        Index("ix_draft_expires_at", "expires_at"),
    )

    #: a secret: whoever holds it holds the draft; never logged, never shown to the office
    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    service: Mapped[str]
    version: Mapped[int]
    #: raised by every change; filing names the one that was read back
    revision: Mapped[int]
    language: Mapped[str]
    #: without the rows of repeating groups, which have a table of their own
    answers: Mapped[JsonTree]
    #: names of sections saved at least once without problems
    done: Mapped[list[str]]
    #: the version it was begun on, where a newer form took its place meanwhile
    moved_from: Mapped[int | None]
    #: what the register of places does not know: key of an address → [question, code, values]; None: nothing
    doubted: Mapped[JsonTree | None]
    saved_at: Mapped[datetime]
    #: from then on the link only says when it ran out
    expires_at: Mapped[datetime]
    #: None until it is filed; from then on the draft does not change
    submission_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"))


class DraftRow(Base):
    """One row of a repeating group of a draft."""

    __tablename__ = "draft_row"
    RIGHTS = Rights.WRITE
    __table_args__ = (Index("ix_draft_row_draft_id", "draft_id", "pointer", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    office_id: Mapped[str]
    #: JSON pointer of the repeating group: "/company/representatives"
    pointer: Mapped[str]
    #: order within the group; removed rows leave gaps
    position: Mapped[int]
    answers: Mapped[JsonTree]


class DraftFile(Base):
    """A file attached to a draft; its bytes are in the file store."""

    __tablename__ = "draft_file"
    RIGHTS = Rights.WRITE
    __table_args__ = (Index("ix_draft_file_draft_id", "draft_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    office_id: Mapped[str]
    position: Mapped[int]
    slot: Mapped[str]
    filename: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    #: hex; the file's address in the store
    sha256: Mapped[str]


class Submission(Base):
    """What was filed, as it was filed. Never changed."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("access_key_hash"),
        ForeignKeyConstraint(["service", "version"], ["form_version.code", "form_version.version"]),
        one_of("signature", SIGNATURES),
        one_of("language", LANGUAGES),
        one_of("channel", CHANNELS),
        CheckConstraint("length(key) BETWEEN 16 AND 128", name="key_length"),
        Index("ix_submission_office_id_filed_at", "office_id", "filed_at"),
    )

    #: printed on receipts and in links; opens nothing by itself
    id: Mapped[UUID] = mapped_column(primary_key=True)
    #: the draft's id or the API's Idempotency-Key: the same key is the same submission for ever
    key: Mapped[str]
    #: SHA-256 of what was handed in; the same key with another digest is refused
    request_digest: Mapped[bytes]
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    service: Mapped[str]
    version: Mapped[int]
    #: SHA-256 (hex) of the form as it was
    form_digest: Mapped[str]
    #: the XML document, the very bytes the receipt speaks of; never parsed and saved again
    document: Mapped[bytes]
    #: hex
    document_sha256: Mapped[str]
    #: the calculated lines as shown at filing; never computed again
    calculations: Mapped[list[object]]
    signature: Mapped[str]
    #: by the database's clock: the moment of receipt (KPA art. 61 § 3a)
    filed_at: Mapped[datetime]
    language: Mapped[str]
    channel: Mapped[str]
    #: who filed, as receipt and desk name them; None where nobody has to be named
    sender: Mapped[str | None]
    #: for notices only, from the API; what the form itself asks stands in the document
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    #: given by API, not yet confirmed by a code
    contact_sms_consent: Mapped[bool]
    #: SHA-256 of the access key; the key itself is an HMAC and kept nowhere
    access_key_hash: Mapped[bytes]


class Attachment(Base):
    """A file that belongs to a submission; its bytes are in the file store."""

    __tablename__ = "attachment"
    CHANGEABLE = ("scan_state",)
    __table_args__ = (
        one_of("scan_state", SCAN_STATES),
        CheckConstraint("size > 0", name="size"),
        awaiting_scan("attachment", "submission_id"),
    )

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    #: 1, 2, … in the order of the document
    position: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[str]
    slot: Mapped[str]
    filename: Mapped[str]
    content_type: Mapped[str]
    #: bytes
    size: Mapped[int]
    #: hex; the file's address in the store
    sha256: Mapped[str]
    #: not_scanned: no scanner was set when it came
    scan_state: Mapped[str] = mapped_column(server_default=text("'not_scanned'"))


class Receipt(Base):
    """The sealed UPO of a submission. Never changed."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("receipt_id"),
        UniqueConstraint("content_digest"),
    )

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    office_id: Mapped[str]
    #: IdentyfikatorPoswiadczenia
    receipt_id: Mapped[str]
    #: the very bytes that were sealed
    sealed: Mapped[bytes]
    #: SHA-256 (hex) of the signed content: what identifies a receipt (not its SignatureValue)
    content_digest: Mapped[str]
    #: SHA-256 (hex) of the seal's certificate (DER)
    certificate_sha256: Mapped[str]
