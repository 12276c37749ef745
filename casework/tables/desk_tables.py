"""The tables of the desk: clerks and their sessions, notes, calls, letters, words to find a case by."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from casework.tables import SCAN_STATES, Base, JsonTree, Rights, awaiting_scan, one_of

ROLES = ("clerk", "supervisor", "office_admin", "auditor", "platform_admin", "form_editor")
LETTER_KINDS = ("call", "decision", "certificate", "acceptance", "information", "other")

_KNOWN_ROLES = ", ".join(f"'{role}'" for role in ROLES)


class ClerkRow(Base):
    """Somebody who logs in at the desk. Never removed: the audit speaks of them."""

    __tablename__ = "clerk"
    RIGHTS = Rights.CHANGE
    __table_args__ = (
        UniqueConstraint("login"),
        UniqueConstraint("fs_uniquifier"),
        CheckConstraint("login = lower(login)", name="login"),
        CheckConstraint(f"roles <@ ARRAY[{_KNOWN_ROLES}]", name="roles"),
        # whoever runs the platform belongs to no office and sees no case
        CheckConstraint("(office_id IS NULL) = (roles = ARRAY['platform_admin'])", name="platform"),
        CheckConstraint("office_id IS NULL OR NOT ('platform_admin' = ANY (roles))", name="of_an_office"),
        Index("ix_clerk_office_id_name", "office_id", "name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    #: None for administrators of the platform
    office_id: Mapped[str | None] = mapped_column(Text(), ForeignKey("office.code"))
    #: e-mail address, lower case
    login: Mapped[str]
    #: as applicants are shown it
    name: Mapped[str]
    #: None until the enrolment link was used
    password_hash: Mapped[str | None]
    #: encrypted under a key derived from the server secret
    totp_secret: Mapped[bytes | None]
    #: the time step of the last code taken: no code is taken twice
    totp_last_counter: Mapped[int] = mapped_column(BigInteger(), server_default=text("0"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    roles: Mapped[list[str]]
    #: keys of units: a clerk sees the cases of these only
    departments: Mapped[list[str]]
    fs_uniquifier: Mapped[str]
    created_at: Mapped[datetime]
    #: SHA-256 of the one-time enrolment link's secret
    enrolment_hash: Mapped[bytes | None]
    enrolment_expires_at: Mapped[datetime | None]


class DeskSession(Base):
    """A clerk who is logged in; gone at log-out."""

    __tablename__ = "desk_session"
    RIGHTS = Rights.WRITE
    __table_args__ = (
        Index("ix_desk_session_clerk_id", "clerk_id"),
        Index("ix_desk_session_expires_at", "expires_at"),
    )

    #: SHA-256 of the cookie's secret
    id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    clerk_id: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    data: Mapped[JsonTree]


class TryCounter(Base):
    """Tries at log-in, codes and keys within a window of time."""

    __tablename__ = "try_counter"
    RIGHTS = Rights.WRITE
    __table_args__ = (Index("ix_try_counter_window_start", "window_start"),)

    #: login, code, key …
    bucket: Mapped[str] = mapped_column(primary_key=True)
    #: SHA-256 of whom or what the tries are counted for; never an address in the clear
    subject_hash: Mapped[bytes] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


class CaseWord(Base):
    """A folded word that a case is found by: of who filed it, or its whole sign; the word never changes."""

    __tablename__ = "case_word"
    #: a case may go to another unit, and is found there
    CHANGEABLE = ("department",)
    __table_args__ = (
        # in the order of bytes, whatever the database's language: prefixes are ranges of it
        Index(
            "ix_case_word_search",
            "office_id",
            "word",
            "newest_first",
            "submission_id",
            postgresql_include=["department"],
        ),
    )

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    word: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    office_id: Mapped[str]
    department: Mapped[str]
    #: minus the milliseconds of the filing moment since 1970: one ascending index gives the newest first
    newest_first: Mapped[int] = mapped_column(BigInteger())


class CaseSignCounter(Base):
    """The last number given in a list of cases (spis spraw): of a unit, a class and a year."""

    __tablename__ = "case_sign_counter"
    RIGHTS = Rights.CHANGE

    office_id: Mapped[str] = mapped_column(Text(), ForeignKey("office.code"), primary_key=True)
    unit_symbol: Mapped[str] = mapped_column(primary_key=True)
    #: of the file plan (JRWA)
    file_class: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class CaseNote(Base):
    """A clerk's note on a case: colleagues read it, the applicant does not. Never changed."""

    __tablename__ = "case_note"
    __table_args__ = (Index("ix_case_note_submission_id_at", "submission_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    office_id: Mapped[str]
    clerk_id: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    at: Mapped[datetime]
    text: Mapped[str]


class Letter(Base):
    """A letter of the office in a case: a sealed PDF in the file store. Never changed."""

    __tablename__ = "letter"
    __table_args__ = (
        one_of("kind", LETTER_KINDS),
        CheckConstraint("size > 0", name="size"),
        Index("ix_letter_submission_id_at", "submission_id", "at"),
        Index("ix_letter_sha256", "sha256"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    office_id: Mapped[str]
    clerk_id: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    at: Mapped[datetime]
    kind: Mapped[str]
    #: name and version of the template it was made from
    template: Mapped[str]
    title: Mapped[str]
    #: hex, of the sealed PDF; its address in the store
    sha256: Mapped[str]
    #: bytes
    size: Mapped[int]
    #: what stood in the template's places
    answers: Mapped[JsonTree]


class CaseCall(Base):
    """A call for completion (wezwanie: KPA art. 64 § 2, OP art. 169 § 1) and what came of it."""

    __tablename__ = "case_call"
    CHANGEABLE = ("answered_at", "answer_text", "ended_at")
    __table_args__ = (
        Index("ix_case_call_submission_id_at", "submission_id", "at"),
        # a case waits for one answer at a time
        Index("uq_case_call_open", "submission_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    office_id: Mapped[str]
    clerk_id: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    at: Mapped[datetime]
    #: what is missing, in the words the applicant reads
    reason: Mapped[str]
    #: the last day to answer (Warsaw)
    due_on: Mapped[date]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"))
    #: None: the applicant has not answered
    answered_at: Mapped[datetime | None]
    answer_text: Mapped[str | None]
    #: answered, taken back by the office, or left without an answer; None: it is awaited
    ended_at: Mapped[datetime | None]


class CaseCallFile(Base):
    """A file of the applicant's answer to a call; its bytes are in the file store."""

    __tablename__ = "case_call_file"
    CHANGEABLE = ("scan_state",)
    __table_args__ = (
        one_of("scan_state", SCAN_STATES),
        CheckConstraint("size > 0", name="size"),
        awaiting_scan("case_call_file", "call_id"),
    )

    call_id: Mapped[UUID] = mapped_column(ForeignKey("case_call.id"), primary_key=True)
    #: 1, 2, …
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    office_id: Mapped[str]
    filename: Mapped[str]
    content_type: Mapped[str]
    #: bytes
    size: Mapped[int]
    #: hex; the file's address in the store
    sha256: Mapped[str]
    #: not_scanned: no scanner was set when it came
    scan_state: Mapped[str] = mapped_column(server_default=text("'not_scanned'"))


class PaymentProof(Base):
    """A file that the applicant sent after the filing to prove a payment; its bytes are in the file store."""

    __tablename__ = "payment_proof"
    CHANGEABLE = ("scan_state",)
    __table_args__ = (
        one_of("scan_state", SCAN_STATES),
        CheckConstraint("size > 0", name="size"),
        # a form that was sent twice brings no second copy
        UniqueConstraint("submission_id", "sha256"),
        awaiting_scan("payment_proof", "submission_id"),
    )

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    #: 1, 2, … within the case
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    office_id: Mapped[str]
    at: Mapped[datetime]
    filename: Mapped[str]
    content_type: Mapped[str]
    #: bytes
    size: Mapped[int]
    #: hex; the file's address in the store
    sha256: Mapped[str]
    #: not_scanned: no scanner was set when it came
    scan_state: Mapped[str] = mapped_column(server_default=text("'not_scanned'"))


class ReadEntry(Base):
    """What a clerk read, or did beside the chains of the cases (log-in, settings). Never changed."""

    __tablename__ = "read_entry"
    __table_args__ = (
        Index("ix_read_entry_office_id_at", "office_id", "at", "id"),
        Index(
            "ix_read_entry_submission_id", "submission_id", postgresql_where=text("submission_id IS NOT NULL")
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger(), Identity(), primary_key=True)
    #: empty: the platform's
    office_id: Mapped[str]
    #: by the database's clock
    at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    #: a clerk's id; never a name
    actor: Mapped[str]
    #: case_opened, search, file_opened …
    what: Mapped[str]
    submission_id: Mapped[UUID | None]
    #: ids and digests only, never people
    details: Mapped[JsonTree]


class ReadBatch(Base):
    """A stretch of an office's read entries, chained to the one before by its hash. Never changed."""

    __tablename__ = "read_batch"

    office_id: Mapped[str] = mapped_column(primary_key=True)
    #: entries before this moment and not before the last batch's
    until: Mapped[datetime] = mapped_column(primary_key=True)
    entries: Mapped[int]
    #: hash of the batch before; 32 zero bytes before the first
    previous: Mapped[bytes]
    hash: Mapped[bytes]
