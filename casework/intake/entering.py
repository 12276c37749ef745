"""The rows of a submission: looked up, and written in few, plain statements."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.orm import Session

from casework import access, audit, tables
from casework.case_words import newest_first, words_of
from casework.clock.calendar import Calendar
from casework.clock.deadlines import due, warsaw_date
from casework.intake.handed_in import Filing, SignatureState, contact_of
from casework.intake.one_statement import ENTER
from casework.intake.paperwork import Papers
from casework.messages import codes, promises
from casework.register import register_number
from casework.scanning.states import state_at_filing
from casework.written_out import WrittenOut

_DRAFT = tables.table_of(tables.Draft)
_SUBMISSION = tables.table_of(tables.Submission)
_ITEM = tables.table_of(tables.IncomingItem)


@dataclass(frozen=True)
class LockedDraft:
    """A draft that nobody else writes or files until the transaction ends."""

    office: str
    service: str
    revision: int
    expires_at: datetime
    submission: UUID | None


@dataclass(frozen=True)
class Known:
    """A submission that was entered before."""

    id: UUID
    request_digest: bytes
    register_number: str
    signature: SignatureState
    filed_at: datetime


def lock_draft(session: Session, draft: UUID) -> LockedDraft | None:
    """Waits for whoever writes or files the draft right now; None when there is no such draft."""
    row = session.execute(_LOCK_DRAFT, {"draft": draft}).one_or_none()
    return None if row is None else LockedDraft(*row)


def look_up(session: Session, key: str) -> tuple[datetime, Known | None]:
    """The database's time, to the millisecond, and what was filed under the key."""
    row = _LOOK_UP.run(session, {"key": key}).first()
    assert row is not None  # noqa: S101 – the outer join starts from one row
    if row.id is None:
        return row.moment, None
    number = register_number(row.number, row.year)
    return row.moment, Known(row.id, row.request_digest, number, row.signature, row.filed_at)


def enter(
    session: Session,
    filing: Filing,
    papers: Papers,
    *,
    filed_at: datetime,
    secret: bytes,
    scanner: bool = False,
    calendar: Calendar | None = None,
) -> bool:
    """Writes submission, attachments, receipt, case, first audit entry, the draft's end, and the promises to
    tell the applicant: all but the number.

    False, and nothing written, when the key is taken; waits for whoever is filing under it right now. Names
    no constraint: the one on the key is what decides.
    """
    term = due(filing.definition.office_deadline, filed_at, calendar)
    received = _received(filing, papers, filed_at).row(audit.GENESIS)
    attached = [asdict(file) | {"position": n} for n, file in enumerate(filing.files, start=1)]
    row = {
        **received,
        **_submission(filing, papers, filed_at, secret),
        "receipt_id": papers.receipt_id,
        "sealed": papers.receipt,
        "content_digest": papers.receipt_digest,
        "certificate_sha256": papers.certificate_sha256,
        "state": "received",
        "department": filing.definition.department,
        "due_on": term.on,
        "due_explained": term.explained,
        "audit_length": 1,
        "audit_head": received["hash"],
        "term_from": warsaw_date(filed_at),
        "words": words_of(papers.sender),
        "newest_first": newest_first(filed_at),
        "files": attached,
        "scan_state": state_at_filing(scanner=scanner),
        "draft": filing.draft,
        **_news(filing, filed_at),
        **_code(filing, filed_at, secret),
    }
    given = {f"new_{name}": value for name, value in row.items()}
    return ENTER.run(session, given).one_or_none() is not None


def _submission(filing: Filing, papers: Papers, filed_at: datetime, secret: bytes) -> dict[str, object]:
    return {
        "submission_id": papers.submission,
        "key": filing.key,
        "request_digest": filing.digest(),
        "office_id": filing.office,
        "service": filing.definition.code,
        "version": filing.definition.version,
        "form_digest": filing.definition.digest,
        "document": papers.document,
        "document_sha256": papers.document_sha256,
        "calculations": papers.calculations,
        "signature": papers.signature,
        "filed_at": filed_at,
        "language": filing.language,
        "channel": filing.channel,
        "sender": papers.sender,
        "contact_email": filing.contact.email,
        "contact_phone": filing.contact.phone,
        "contact_sms_consent": filing.contact.sms_consent,
        "access_key_hash": access.key_hash(access.access_key(secret, papers.submission)),
    }


def _news(filing: Filing, filed_at: datetime) -> dict[str, object]:
    """Whom to tell, the first news, and the wish for SMS, which counts once a code proved the phone."""
    contact = contact_of(filing)
    return {
        "email": contact.email,
        "phone": contact.phone,
        "message_id": uuid4(),
        "recipient_hash": promises.recipient_hash("email", contact.email or ""),
        "consent_id": uuid4() if contact.sms_consent else None,
        "evidence": {
            "channel": filing.channel,
            "form": f"{filing.definition.code}@{filing.definition.version}",
        },
        "text_version": f"contact.sms_consent {filing.definition.digest[:12]}",
    }


def _code(filing: Filing, filed_at: datetime, secret: bytes) -> dict[str, object]:
    """Whoever files by API has no page that offers the code which confirms a phone: it comes by itself."""
    contact = contact_of(filing)
    wanted = filing.channel == "api" and contact.sms_consent and contact.phone is not None
    code = codes.first_code(secret, contact.phone, at=filed_at) if wanted and contact.phone else None
    return {
        "code_id": code and code.id,
        "code_message_id": code and code.message,
        "code_event": code and code.event,
        "code_hash": code and code.code_hash,
        "code_recipient_hash": code and code.recipient_hash,
        "code_expires_at": code and code.expires_at,
    }


def _received(filing: Filing, papers: Papers, filed_at: datetime) -> audit.Entry:
    return audit.Entry(
        submission=papers.submission,
        office=filing.office,
        position=1,
        at=filed_at,
        actor="applicant",
        what="received",
        details={
            "service": filing.definition.code,
            "version": filing.definition.version,
            "form": filing.definition.digest,
            "document": papers.document_sha256,
            "receipt": papers.receipt_digest,
            "signature": papers.signature,
            "channel": filing.channel,
        },
    )


_LOCK_DRAFT = (
    select(
        _DRAFT.c.office_id, _DRAFT.c.service, _DRAFT.c.revision, _DRAFT.c.expires_at, _DRAFT.c.submission_id
    )
    .where(_DRAFT.c.id == bindparam("draft"))
    .with_for_update()
)
_one = select(literal(1).label("one")).subquery("one")
_LOOK_UP = WrittenOut(
    select(
        func.date_trunc("milliseconds", func.clock_timestamp()).label("moment"),
        _SUBMISSION.c.id,
        _SUBMISSION.c.request_digest,
        _SUBMISSION.c.signature,
        _SUBMISSION.c.filed_at,
        _ITEM.c.year,
        _ITEM.c.number,
    ).select_from(
        _one.outerjoin(_SUBMISSION, _SUBMISSION.c.key == bindparam("key")).outerjoin(
            _ITEM, _ITEM.c.submission_id == _SUBMISSION.c.id
        )
    )
)
