"""The register, cases and their audit."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Computed,
    ForeignKey,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from casework.tables.ground import Base, JsonTree, Rights, one_of

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

#: a clock that stands, or has done its work, is not watched
QUEUE_ON = (
    "CASE WHEN state <> ALL (ARRAY['done'::text, 'refused'::text, 'left'::text, 'closed'::text])"
    " AND paused_on IS NULL"
    " THEN COALESCE(due_on, make_date(9999, 12, 31)) ELSE make_date(9999, 12, 31) END"
)


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


def _queue(name: str, *columns: str, only: str = "open") -> Index:
    """An index of open cases in the queue's order, which filters them without opening their rows."""
    filtered = [c for c in ("state", "department", "service", "handler_id") if c not in columns]
    return Index(
        name,
        *columns,
        "queue_on",
        "submission_id",
        postgresql_include=filtered,
        postgresql_where=text(only),
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
        _queue("ix_office_case_queue_of_state", "office_id", "state"),
        _queue("ix_office_case_queue_of_service", "office_id", "service"),
        _queue("ix_office_case_answered", "office_id", "handler_id", only="open AND new_answer"),
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
    #: the applicant answered, and nobody has said that it was read, or dealt with it
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
