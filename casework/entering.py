"""The rows of a submission: looked up, and written in few, plain statements."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import access, audit, tables
from casework.deadlines import due
from casework.handed_in import Filing, SignatureState
from casework.paperwork import Papers
from casework.register import register_number

_DRAFT = tables.table_of(tables.Draft)
_SUBMISSION = tables.table_of(tables.Submission)
_ITEM = tables.table_of(tables.IncomingItem)
_ATTACHMENT = tables.table_of(tables.Attachment)
_RECEIPT = tables.table_of(tables.Receipt)
_CASE = tables.table_of(tables.OfficeCase)


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
    row = session.execute(_LOOK_UP, {"key": key}).first()
    assert row is not None  # noqa: S101 – the outer join starts from one row
    if row.id is None:
        return row.moment, None
    number = register_number(row.number, row.year)
    return row.moment, Known(row.id, row.request_digest, number, row.signature, row.filed_at)


def take_key(session: Session, filing: Filing, papers: Papers, *, filed_at: datetime, secret: bytes) -> bool:
    """Writes the submission unless its key is taken; waits for whoever is filing under it right now.

    Names no constraint: the one on the key is what decides.
    """
    row = {
        "id": papers.submission,
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
    return session.execute(_TAKE_KEY, row).one_or_none() is not None


def enter_papers(session: Session, filing: Filing, papers: Papers, filed_at: datetime) -> None:
    """Attachments, receipt, case, the first entry of its audit, and the draft's end."""
    place = {"submission_id": papers.submission, "office_id": filing.office}
    if filing.files:
        attached = [asdict(file) | place | {"position": n} for n, file in enumerate(filing.files, start=1)]
        session.execute(insert(_ATTACHMENT), attached)
    receipt = {
        "receipt_id": papers.receipt_id,
        "sealed": papers.receipt,
        "content_digest": papers.receipt_digest,
        "certificate_sha256": papers.certificate_sha256,
    }
    session.execute(insert(_RECEIPT), place | receipt)
    head = audit.begin(session, _received(filing, papers, filed_at))
    term = due(filing.definition.office_deadline, filed_at)
    case = {
        "state": "received",
        "department": filing.definition.department,
        "due_on": term.on,
        "due_explained": term.explained,
        "audit_length": 1,
        "audit_head": head,
    }
    session.execute(insert(_CASE), place | case)
    if filing.draft is not None:
        session.execute(_END_DRAFT, {"draft": filing.draft, "submission": papers.submission})


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
_END_DRAFT = (
    update(_DRAFT).where(_DRAFT.c.id == bindparam("draft")).values(submission_id=bindparam("submission"))
)
_one = select(literal(1).label("one")).subquery("one")
_LOOK_UP = select(
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
_TAKE_KEY = insert(_SUBMISSION).on_conflict_do_nothing().returning(_SUBMISSION.c.id)
