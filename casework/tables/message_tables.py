"""The tables of messages: whom we may write to, what was promised, each try, what holds the sending up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.tables import LANGUAGES, Base, JsonTree, Rights, one_of

MESSAGE_CHANNELS = ("sms", "email")
MESSAGE_STATES = ("promised", "sending", "sent", "delivered", "refused", "failed", "unknown", "held")
#: what a person has to look at
STUCK_STATES = ("refused", "failed", "held", "unknown")
MESSAGE_PURPOSES = ("news", "code", "reply", "draft")
CODE_PURPOSES = ("phone", "answer", "files")


class ContactRow(Base):
    """Where the applicant asked to be told of a case, as given at filing. Never changed."""

    __tablename__ = "contact"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    office_id: Mapped[str]
    email: Mapped[str | None]
    #: E.164; codes go there, news only after a confirmed consent
    phone: Mapped[str | None]


class Message(Base):
    """A message promised to somebody, and what became of it."""

    __tablename__ = "message"
    RIGHTS = Rights.CHANGE
    __table_args__ = (
        one_of("channel", MESSAGE_CHANNELS),
        one_of("state", MESSAGE_STATES),
        one_of("purpose", MESSAGE_PURPOSES),
        one_of("language", LANGUAGES),
        # the promise itself: one message for each event, whoever promises it again
        UniqueConstraint(
            "submission_id", "event", "recipient_hash", "purpose", postgresql_nulls_not_distinct=True
        ),
        Index("ix_message_due", "channel", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index(
            "ix_message_under_way",
            "recipient_hash",
            "purpose",
            postgresql_where=text("state IN ('promised', 'held', 'sending', 'unknown')"),
        ),
        Index(
            "ix_message_stuck",
            "office_id",
            "changed_at",
            "id",
            postgresql_where=text("state IN ('refused', 'failed', 'held', 'unknown')"),
        ),
        Index(
            "uq_message_operator_ref",
            "operator",
            "operator_ref",
            unique=True,
            postgresql_where=text("operator_ref IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    #: None: an answer to somebody whose case is not known, or a letter about a draft
    submission_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"))
    #: what happened and the length of the case's audit then ("taken/2"), "code/<id>",
    #: "reply/<id of the SMS>", "draft_link/<ref of the draft's address>"
    event: Mapped[str]
    purpose: Mapped[str]
    #: SHA-256 of channel and address
    recipient_hash: Mapped[bytes]
    channel: Mapped[str]
    #: E.164 or an e-mail address; empty once the draft that it was about is gone
    recipient: Mapped[str]
    language: Mapped[str]
    #: state of the case that the news tells of; of a reply: what is answered; of a draft: its revision where
    #: the letter is not worth sending after another change
    about: Mapped[str]
    #: of an e-mail, as sent
    subject: Mapped[str | None]
    #: as sent; None before the first try, and always for a code, which is written anew each time
    body: Mapped[str | None]
    state: Mapped[str]
    #: number of the last try; a result that names another one comes too late
    tries: Mapped[int] = mapped_column(server_default=text("0"))
    #: of them, tries that ended with "later"
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    #: when somebody has to look at it: to send, to end a lease, to ask the operator; None: never again
    next_at: Mapped[datetime | None]
    #: not worth sending after that (codes)
    expires_at: Mapped[datetime | None]
    operator: Mapped[str | None]
    #: the operator's own id of it
    operator_ref: Mapped[str | None]
    #: what the operator or we last said of it
    last_code: Mapped[str | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MessageTry(Base):
    """One handing over to an operator, written before it begins."""

    __tablename__ = "message_try"
    CHANGEABLE = ("ended_at", "outcome", "code")

    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    #: 1, 2, …
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_at: Mapped[datetime]
    #: None: nobody came back from it
    ended_at: Mapped[datetime | None]
    #: accepted, refused, later, lost, given_back, silent
    outcome: Mapped[str | None]
    code: Mapped[str | None]


class ConsentRow(Base):
    """Somebody's wish to hear of a case by SMS; it counts once a code proved who holds the phone."""

    __tablename__ = "consent"
    CHANGEABLE = ("confirmed_at", "withdrawn_at")
    __table_args__ = (
        CheckConstraint("purpose IN ('case_news')", name="purpose"),
        Index("ix_consent_submission_id", "submission_id", "given_at"),
        Index("ix_consent_phone", "phone"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    office_id: Mapped[str]
    #: E.164
    phone: Mapped[str]
    purpose: Mapped[str]
    #: which words were agreed to
    text_version: Mapped[str]
    given_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    #: how it was given: channel, form and its version
    evidence: Mapped[JsonTree]


class OptOut(Base):
    """A phone whose holder wrote STOP, or whose network says so: no SMS until START."""

    __tablename__ = "opt_out"
    RIGHTS = Rights.CHANGE

    #: SHA-256 of channel and number
    phone_hash: Mapped[bytes] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    #: as written, shortened; "21610": the operator told us
    word: Mapped[str]
    #: START was written
    ended_at: Mapped[datetime | None]


class CodeRow(Base):
    """Six digits sent to prove who holds a phone or mailbox; the digits themselves are kept nowhere."""

    __tablename__ = "code"
    CHANGEABLE = ("tries", "used_at")
    __table_args__ = (
        one_of("purpose", CODE_PURPOSES),
        one_of("sent_via", MESSAGE_CHANNELS),
        Index("ix_code_submission_id", "submission_id", "purpose", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    purpose: Mapped[str]
    #: HMAC under the server's secret
    code_hash: Mapped[bytes]
    sent_via: Mapped[str]
    #: SHA-256 of channel and address it was sent to
    recipient_hash: Mapped[bytes]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(server_default=text("0"))
    used_at: Mapped[datetime | None]


class Sending(Base):
    """Whether this system may write to people at all: one row; a restored system may not until released."""

    __tablename__ = "sending"
    RIGHTS = Rights.CHANGE
    __table_args__ = (CheckConstraint("one", name="one"),)

    one: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    released: Mapped[bool] = mapped_column(server_default=text("true"))
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ChannelHold(Base):
    """Why a channel waits: its operator is away, or refuses the whole account; gone with the next success."""

    __tablename__ = "channel_hold"
    RIGHTS = Rights.WRITE
    __table_args__ = (one_of("channel", MESSAGE_CHANNELS),)

    channel: Mapped[str] = mapped_column(primary_key=True)
    #: account: somebody has to mend the settings or the balance; away: it comes back by itself
    kind: Mapped[str]
    code: Mapped[str]
    #: the last failure
    since: Mapped[datetime]
    #: then one message tries
    until: Mapped[datetime]
    failures: Mapped[int]


class SmsHeardRow(Base):
    """An SMS that came in, by the operator's id: a second telling of it changes nothing. Never changed."""

    __tablename__ = "sms_heard"

    operator_ref: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    wish: Mapped[str]


class DraftAddressRow(Base):
    """Where somebody asked to hear of a draft; gone with it, and when it is filed."""

    __tablename__ = "draft_address"
    RIGHTS = Rights.WRITE
    __table_args__ = (UniqueConstraint("ref"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True)
    #: names the draft in the ledger, for its own id opens it; another one for another address
    ref: Mapped[UUID]
    office_id: Mapped[str]
    email: Mapped[str]
    given_at: Mapped[datetime]
    #: when the reminder was promised; there is one
    reminded_at: Mapped[datetime | None]
    #: when the last warning was promised; a change puts the end off, and then there is another one
    warned_at: Mapped[datetime | None]
    #: how many warnings were promised
    warnings: Mapped[int] = mapped_column(server_default=text("0"))
