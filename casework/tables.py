"""The tables. Every big one carries `office_id`, the code of the office whose it is."""

import enum
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

JsonTree = dict[str, object]

CASE_STATES = (
    "received",
    "in_progress",
    "awaiting_applicant",
    "paused",
    "done",
    "refused",
    "left",
    "closed",
)
SIGNATURES = ("not_needed", "missing", "valid", "invalid")
SCAN_STATES = ("not_scanned", "checking", "clean", "infected")
LANGUAGES = ("pl", "en", "uk")
CHANNELS = ("web", "api")

#: a clock that stands, or has done its work, is not watched
QUEUE_ON = (
    "CASE WHEN state IN ('received', 'in_progress', 'awaiting_applicant') AND paused_on IS NULL"
    " THEN COALESCE(due_on, make_date(9999, 12, 31)) ELSE make_date(9999, 12, 31) END"
)


class Rights(enum.StrEnum):
    """What the application's database role may do to a table; the owner, who migrates, may do all."""

    WRITE = "write"  #: read, add, change, remove
    CHANGE = "change"  #: read, add, change
    APPEND = "append"  #: read and add: what stands there stays as it is


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[object, object]] = {
        str: Text,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        JsonTree: JSONB,
        list[object]: JSONB,
        list[str]: ARRAY(Text),
    }

    #: what the application may do to the table …
    RIGHTS: ClassVar[Rights] = Rights.APPEND
    #: … and the columns it may change where `RIGHTS` alone would forbid it
    CHANGEABLE: ClassVar[tuple[str, ...]] = ()


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Office(Base):
    """An office that has ever been in the catalogue."""

    __tablename__ = "office"

    code: Mapped[str] = mapped_column(primary_key=True)


class FormVersion(Base):
    """A version of a form that has ever been open for filing; its digest may never change."""

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
    #: not_scanned: no scanner is set
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


class RegisterCounter(Base):
    """The last number given in an office's register that year; its row lock is taken last."""

    __tablename__ = "register_counter"
    RIGHTS = Rights.CHANGE
    # the row changes at every filing: room on its page keeps that in place (HOT)
    __table_args__ = ({"postgresql_with": {"fillfactor": 10}},)

    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class IncomingItem(Base):
    """An entry of the register of incoming letters: RPW/<number>/<year>, without holes. Never changed."""

    __tablename__ = "incoming_item"
    __table_args__ = (UniqueConstraint("submission_id"),)

    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    #: Warsaw year of the filing moment
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))


def _queue(name: str, *columns: str) -> Index:
    """An index of open cases in the queue's order, which filters them without opening their rows."""
    filtered = [c for c in ("state", "department", "service", "handler_id") if c not in columns]
    return Index(
        name,
        *columns,
        "queue_on",
        "submission_id",
        postgresql_include=filtered,
        postgresql_where=text("open"),
    )


class OfficeCase(Base):
    """The case (sprawa) that a submission opened."""

    __tablename__ = "office_case"
    RIGHTS = Rights.CHANGE
    __table_args__ = (
        one_of("state", CASE_STATES),
        UniqueConstraint("office_id", "case_sign"),
        _queue("ix_office_case_queue", "office_id"),
        _queue("ix_office_case_queue_of_department", "office_id", "department"),
        _queue("ix_office_case_queue_of_handler", "office_id", "handler_id"),
    )

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    state: Mapped[str]
    #: key of the unit that handles it
    department: Mapped[str]
    #: Warsaw date; None where there is no term
    due_on: Mapped[date | None]
    #: key of the sentence that explains the date
    due_explained: Mapped[str]
    #: None until a clerk opens the case in the list of cases
    case_sign: Mapped[str | None]
    #: as shown to the applicant
    handler: Mapped[str | None]
    #: what is awaited from the applicant; None: nothing
    waiting_for: Mapped[str | None]
    #: entries in this case's audit chain, and the hash of the last: a cut tail is found too
    audit_length: Mapped[int]
    audit_head: Mapped[bytes]
    #: copies of the submission's, so that the queue need not open it
    service: Mapped[str]
    sender: Mapped[str | None]
    filed_at: Mapped[datetime]
    #: raised by every step: a page that shows an earlier one is told so
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    #: the clerk behind `handler`; None: nobody has it
    handler_id: Mapped[UUID | None] = mapped_column(Uuid(), ForeignKey("clerk.id"))
    #: when a clerk opened it in the list of cases
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: Warsaw date of the filing; the first day counted is the next
    term_from: Mapped[date]
    #: days of past waits that the law does not count (KPA art. 35 § 5, OP art. 139 § 4)
    not_counted_days: Mapped[int] = mapped_column(server_default=text("0"))
    #: the last day counted before the present wait; None: the clock runs
    paused_on: Mapped[date | None]
    #: the applicant answered, and nobody has taken a step since
    new_answer: Mapped[bool] = mapped_column(server_default=text("false"))
    #: the case is still in the queue
    open: Mapped[bool] = mapped_column(Computed("state <> 'closed'", persisted=True))
    #: the queue's order: the day to watch; the last of all days where none is
    queue_on: Mapped[date] = mapped_column(Computed(QUEUE_ON, persisted=True))


class AuditEntry(Base):
    """What happened to a case, each entry chained to the one before by its hash. Never changed."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_office_id_at", "office_id", "at"),)

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    #: 1, 2, … within the case
    position: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[str]
    at: Mapped[datetime]
    #: who did it: applicant, system, or a clerk's id; never a name
    actor: Mapped[str]
    #: received, …
    what: Mapped[str]
    #: ids and digests only, never people
    details: Mapped[JsonTree]
    #: hash of the entry before; 32 zero bytes before the first
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class AuditSeal(Base):
    """What came into an office's audit since its last seal, under the office's key. Never changed."""

    __tablename__ = "audit_seal"

    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    #: how many entries came in after the day of the last seal, up to the end of this one (Warsaw)
    entries: Mapped[int]
    #: SHA-256 over the last seal's heads and the hashes of these entries
    heads: Mapped[bytes]
    #: ECDSA by the office's seal over office, day, entries and heads
    signature: Mapped[bytes]


def table_of(entity: type[Base]) -> Table:
    """The table behind a class, for statements that must be fast: SQLAlchemy Core, no entities."""
    return Base.metadata.tables[entity.__tablename__]
