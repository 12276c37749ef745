"""Consent to SMS: given with the form or on the case page, good once a code proved the phone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from casework import tables
from casework.messages.promises import recipient_hash
from casework.tables import message_tables

_CONSENT = tables.table_of(message_tables.ConsentRow)
_CONTACT = tables.table_of(message_tables.ContactRow)
_OPT_OUT = tables.table_of(message_tables.OptOut)
_SUBMISSION = tables.table_of(tables.Submission)
_HEARD = tables.table_of(message_tables.SmsHeardRow)

PURPOSE = "case_news"
_LONGEST_WORD = 40


@dataclass(frozen=True)
class Consent:
    """The newest wish to hear of a case by SMS that was not taken back."""

    id: UUID
    phone: str  #: E.164
    confirmed: bool


@dataclass(frozen=True)
class Reach:
    """Where codes of a case may be sent: as given at filing."""

    email: str | None
    phone: str | None


def reach(session: Session, submission: UUID) -> Reach:
    """The addresses given at filing."""
    row = session.execute(_REACH, {"case": submission}).one_or_none()
    return Reach(None, None) if row is None else Reach(row.email, row.phone)


def find(session: Session, submission: UUID) -> Consent | None:
    """The newest consent of a case that was not withdrawn; None: no SMS news was asked for."""
    row = session.execute(_NEWEST, {"case": submission}).first()
    return None if row is None else Consent(row.id, row.phone, row.confirmed_at is not None)


def give(
    session: Session, submission: UUID, phone: str, *, text_version: str, channel: str, at: datetime
) -> Consent:
    """A new consent, not confirmed yet; an earlier one for another phone is taken back."""
    withdraw(session, submission, at=at)
    office = session.execute(
        select(_SUBMISSION.c.office_id).where(_SUBMISSION.c.id == submission)
    ).scalar_one()
    consent = uuid4()
    row = {
        "id": consent,
        "submission_id": submission,
        "office_id": office,
        "phone": phone,
        "purpose": PURPOSE,
        "text_version": text_version,
        "given_at": at,
        "evidence": {"channel": channel},
    }
    session.execute(insert(_CONSENT), row)
    return Consent(consent, phone, confirmed=False)


def confirm(session: Session, submission: UUID, *, at: datetime) -> bool:
    """The code sent to the phone came back: from now on news go there. False where nothing was asked for."""
    found = find(session, submission)
    if found is None:
        return False
    if not found.confirmed:
        session.execute(update(_CONSENT).where(_CONSENT.c.id == found.id).values(confirmed_at=at))
    return True


def withdraw(session: Session, submission: UUID, *, at: datetime) -> None:
    """No more SMS about this case; other cases of the phone go on."""
    standing = (_CONSENT.c.submission_id == submission) & _CONSENT.c.withdrawn_at.is_(None)
    session.execute(update(_CONSENT).where(standing).values(withdrawn_at=at))


def stop(session: Session, phone: str, word: str, *, at: datetime) -> None:
    """STOP: no SMS to this phone from now on, whatever was promised before."""
    row = {
        "phone_hash": recipient_hash("sms", phone),
        "at": at,
        "word": word[:_LONGEST_WORD],
        "ended_at": None,
    }
    session.execute(
        upsert(_OPT_OUT).values(row).on_conflict_do_update(index_elements=["phone_hash"], set_=row)
    )


def start(session: Session, phone: str, *, at: datetime) -> None:
    """START: the consents that stand count again."""
    ours = (_OPT_OUT.c.phone_hash == recipient_hash("sms", phone)) & _OPT_OUT.c.ended_at.is_(None)
    session.execute(update(_OPT_OUT).where(ours).values(ended_at=at))


def is_stopped(session: Session, phone: str) -> bool:
    """Whether STOP stands for the phone."""
    stopped = select(_OPT_OUT.c.at).where(
        _OPT_OUT.c.phone_hash == recipient_hash("sms", phone), _OPT_OUT.c.ended_at.is_(None)
    )
    return session.execute(stopped).first() is not None


def heard_first(session: Session, ref: str, wish: str, *, at: datetime) -> bool:
    """Notes an SMS that came in; False where it was told before: a replay starts nothing again."""
    row = {"operator_ref": ref, "at": at, "wish": wish}
    noted = upsert(_HEARD).values(row).on_conflict_do_nothing().returning(_HEARD.c.operator_ref)
    return session.execute(noted).one_or_none() is not None


_REACH = select(_CONTACT.c.email, _CONTACT.c.phone).where(_CONTACT.c.submission_id == bindparam("case"))
_NEWEST = (
    select(_CONSENT.c.id, _CONSENT.c.phone, _CONSENT.c.confirmed_at)
    .where(_CONSENT.c.submission_id == bindparam("case"), _CONSENT.c.withdrawn_at.is_(None))
    .order_by(_CONSENT.c.given_at.desc())
    .limit(1)
)
