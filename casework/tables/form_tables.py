"""Forms that an office is changing: what is being written, tried and chosen before it is published."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.tables import Base, JsonTree, Rights, one_of

EDIT_STATES = ("editing", "waiting", "published", "discarded")
CHOICES = ("adopt", "keep")
WITHDRAWAL_STATES = ("waiting", "done", "dropped")
REPLAY_STATES = ("waiting", "done", "failed")


class FormEdit(Base):
    """A form of an office while it is written, and what became of it. Never removed."""

    __tablename__ = "form_edit"
    RIGHTS = Rights.CHANGE
    __table_args__ = (
        one_of("state", EDIT_STATES),
        CheckConstraint("(state = 'published') = (published_version IS NOT NULL)", name="published"),
        # one at a time: two people write the same one, never two that overtake each other
        Index(
            "uq_form_edit_open",
            "office_id",
            "code",
            unique=True,
            postgresql_where=text("state IN ('editing', 'waiting')"),
        ),
        Index("ix_form_edit_office_id", "office_id", "code", "begun_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    code: Mapped[str]
    #: the version it was begun from, an own or a shipped one
    based_on: Mapped[int]
    #: the shipped version it goes back to
    grew_from: Mapped[int]
    #: as it is now, right or wrong
    document: Mapped[JsonTree]
    #: raised by every change; whoever saves names the one that was read
    revision: Mapped[int]
    state: Mapped[str]
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    begun_at: Mapped[datetime]
    #: ids of everybody who wrote: none of them may approve it
    writers: Mapped[list[str]]
    changed_at: Mapped[datetime]
    #: None: not sent to be approved
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("clerk.id"))
    #: the first day on which it is to be offered
    valid_from: Mapped[date | None]
    #: what whoever sent it back asked for
    note: Mapped[str | None]
    #: who published, sent back or threw it away
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("clerk.id"))
    published_version: Mapped[int | None]


class FormChoice(Base):
    """What an office decided about a newer shipped version of a form it has made its own. Never changed."""

    __tablename__ = "form_choice"
    __table_args__ = (
        one_of("choice", CHOICES),
        Index("ix_form_choice_office_id", "office_id", "code", "shipped"),
    )

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    code: Mapped[str]
    #: the shipped version that was looked at
    shipped: Mapped[int]
    choice: Mapped[str]
    chosen_by: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    chosen_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))


class FormWithdrawal(Base):
    """Somebody asks that the office no longer offers a service of its own; somebody else decides."""

    __tablename__ = "form_withdrawal"
    RIGHTS = Rights.CHANGE
    __table_args__ = (
        one_of("state", WITHDRAWAL_STATES),
        Index(
            "uq_form_withdrawal_waiting",
            "office_id",
            "code",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    code: Mapped[str]
    state: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    asked_at: Mapped[datetime]
    #: who approved it, or dropped it
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("clerk.id"))


class FormReplay(Base):
    """Submissions of an office tried against a form that is being changed: asked for at the desk, done by the
    worker.
    """

    __tablename__ = "form_replay"
    RIGHTS = Rights.CHANGE
    __table_args__ = (
        one_of("state", REPLAY_STATES),
        Index("ix_form_replay_edit_id", "edit_id", "asked_at"),
        Index("ix_form_replay_waiting", "asked_at", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    edit_id: Mapped[UUID] = mapped_column(ForeignKey("form_edit.id"))
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    #: of the form that was tried
    revision: Mapped[int]
    #: how many of the last submissions at most
    most: Mapped[int]
    state: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    #: how many were there to try
    tried: Mapped[int | None]
    #: those that would fail: register number and names of questions; no answers
    findings: Mapped[list[object] | None]
