"""The rows of a submission: looked up, and written in few, plain statements."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CTE,
    BindParameter,
    Column,
    ColumnElement,
    Table,
    Text,
    bindparam,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.orm import Session

from casework import access, audit, tables
from casework.case_words import newest_first, words_of
from casework.clock.calendar import Calendar
from casework.clock.deadlines import due, warsaw_date
from casework.intake.handed_in import Filing, SignatureState, contact_of
from casework.intake.paperwork import Papers
from casework.messages import codes, consents, promises
from casework.register import register_number
from casework.scanning.states import state_at_filing
from casework.tables import desk_tables, message_tables
from casework.written_out import WrittenOut

_DRAFT = tables.table_of(tables.Draft)
_SUBMISSION = tables.table_of(tables.Submission)
_ITEM = tables.table_of(tables.IncomingItem)
_ATTACHMENT = tables.table_of(tables.Attachment)
_RECEIPT = tables.table_of(tables.Receipt)
_CASE = tables.table_of(tables.OfficeCase)
_ENTRY = tables.table_of(tables.AuditEntry)
_WORD = tables.table_of(desk_tables.CaseWord)
_CONTACT = tables.table_of(message_tables.ContactRow)
_MESSAGE = tables.table_of(message_tables.Message)
_CONSENT = tables.table_of(message_tables.ConsentRow)
_CODE = tables.table_of(message_tables.CodeRow)


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
    return _ENTER.run(session, given).one_or_none() is not None


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


def _value(column: Column[Any], name: str | None = None) -> BindParameter[Any]:  # Any: of whatever type it is
    """A place for a value. Its name is no column's: SQLAlchemy would set every column that it finds named."""
    return bindparam(f"new_{name or column.name}", type_=column.type)


#: one statement, one round trip: everything hangs on the submission that took the key
_taken = (
    insert(_SUBMISSION)
    .values(
        {column: _value(column, "submission_id" if column.name == "id" else None) for column in _SUBMISSION.c}
    )
    .on_conflict_do_nothing()
    .returning(_SUBMISSION.c.id)
    .cte("taken")
)


def _beside(table: Table, *columns: str) -> CTE:
    """A row of another table for the submission taken."""
    given = [_value(table.c[column]) for column in ("office_id", *columns)]
    row = select(_taken.c.id, *given)
    return insert(table).from_select(["submission_id", "office_id", *columns], row).cte(f"put_{table.name}")


def _where(
    given: BindParameter[Any],  # Any: of whatever type the column is
    table: Table,
    row: Mapping[str, ColumnElement[Any]],  # Any: likewise
    name: str,
) -> CTE:
    """A row that is written only if that value is given."""
    return insert(table).from_select(list(row), select(*row.values()).where(given.is_not(None))).cte(name)


def _attached() -> CTE:
    """A row for each element of the JSON list `files`."""
    columns = ("position", "slot", "filename", "content_type", "size", "sha256")
    typed = (column(name, _ATTACHMENT.c[name].type) for name in columns)
    listed = func.jsonb_to_recordset(bindparam("new_files", type_=JSONB)).table_valued(*typed)
    file = listed.render_derived(name="file", with_types=True)
    beside = ("office_id", "scan_state")
    given = [_value(_ATTACHMENT.c[name]) for name in beside]
    rows = select(_taken.c.id, *given, *(file.c[name] for name in columns))
    rows = rows.select_from(_taken.join(file, true()))
    return insert(_ATTACHMENT).from_select(["submission_id", *beside, *columns], rows).cte("put_attachment")


def _words() -> CTE:
    """A row for each word that the case is found by."""
    word = (
        func.unnest(bindparam("new_words", type_=ARRAY(Text))).table_valued("word").render_derived(name="w")
    )
    given = [_value(_WORD.c[name]) for name in ("office_id", "department", "newest_first")]
    rows = select(_taken.c.id, word.c.word, *given).select_from(_taken.join(word, true()))
    columns = ["submission_id", "word", "office_id", "department", "newest_first"]
    return insert(_WORD).from_select(columns, rows).cte("put_case_word")


def _whom_to_tell() -> CTE:
    email, phone = _value(_CONTACT.c.email), _value(_CONTACT.c.phone)
    row = select(_taken.c.id, _value(_CONTACT.c.office_id), email, phone).where(
        or_(email.is_not(None), phone.is_not(None))
    )
    return (
        insert(_CONTACT).from_select(["submission_id", "office_id", "email", "phone"], row).cte("put_contact")
    )


def _promised() -> CTE:
    """The first news, by e-mail: no phone is confirmed yet. No bell is rung, for bells make commits wait for
    each other; the drain looks by itself."""
    said = {
        "event": "received/1",
        "purpose": "news",
        "channel": "email",
        "about": "received",
        "state": "promised",
    }
    row = {
        "submission_id": _taken.c.id,
        "id": _value(_MESSAGE.c.id, "message_id"),
        "recipient": _value(_MESSAGE.c.recipient, "email"),
        **{name: _value(_MESSAGE.c[name]) for name in ("office_id", "recipient_hash", "language")},
        **{name: literal(word, type_=_MESSAGE.c[name].type) for name, word in said.items()},
        **{name: _value(_MESSAGE.c[name], "filed_at") for name in ("next_at", "made_at", "changed_at")},
    }
    return _where(_value(_MESSAGE.c.recipient, "email"), _MESSAGE, row, "put_message")


def _wished() -> CTE:
    row = {
        "submission_id": _taken.c.id,
        "id": _value(_CONSENT.c.id, "consent_id"),
        "given_at": _value(_CONSENT.c.given_at, "filed_at"),
        "purpose": literal(consents.PURPOSE, type_=_CONSENT.c.purpose.type),
        **{name: _value(_CONSENT.c[name]) for name in ("office_id", "phone", "text_version", "evidence")},
    }
    return _where(_value(_CONSENT.c.id, "consent_id"), _CONSENT, row, "put_consent")


def _proving() -> CTE:
    row = {
        "submission_id": _taken.c.id,
        "purpose": literal("phone", type_=_CODE.c.purpose.type),
        "sent_via": literal("sms", type_=_CODE.c.sent_via.type),
        "made_at": _value(_CODE.c.made_at, "filed_at"),
        "code_hash": _value(_CODE.c.code_hash),
        **{name: _value(_CODE.c[name], f"code_{name}") for name in ("id", "recipient_hash", "expires_at")},
    }
    return _where(_value(_CODE.c.id, "code_id"), _CODE, row, "put_code")


_OF_A_CODE = ("event", "recipient_hash", "expires_at")


def _code_promised() -> CTE:
    """The message that brings the code; it ends with the code."""
    said = {"purpose": "code", "channel": "sms", "about": codes.BY_FILING, "state": "promised"}
    row = {
        "submission_id": _taken.c.id,
        "recipient": _value(_MESSAGE.c.recipient, "phone"),
        "next_at": func.clock_timestamp(),
        "id": _value(_MESSAGE.c.id, "code_message_id"),
        **{name: _value(_MESSAGE.c[name]) for name in ("office_id", "language")},
        **{
            name: _value(_MESSAGE.c[name], f"code_{name}")
            for name in ("event", "recipient_hash", "expires_at")
        },
        **{name: literal(word, type_=_MESSAGE.c[name].type) for name, word in said.items()},
        **{name: _value(_MESSAGE.c[name], "filed_at") for name in ("made_at", "changed_at")},
    }
    wanted = _value(_MESSAGE.c.id, "code_message_id").is_not(None)
    return (
        insert(_MESSAGE).from_select(list(row), select(*row.values()).where(wanted)).cte("put_code_message")
    )


def _ended() -> CTE:
    mine = _DRAFT.c.id == _value(_DRAFT.c.id, "draft")
    submission = select(_taken.c.id).scalar_subquery()
    return update(_DRAFT).where(mine, exists(_taken.c.id)).values(submission_id=submission).cte("ended")


_ENTER = WrittenOut(
    select(_taken.c.id).add_cte(
        _beside(_RECEIPT, "receipt_id", "sealed", "content_digest", "certificate_sha256"),
        _beside(
            _CASE,
            *("state", "department", "due_on", "due_explained", "audit_length", "audit_head"),
            *("service", "sender", "filed_at", "term_from"),
        ),
        _beside(_ENTRY, "position", "at", "actor", "what", "details", "previous", "hash"),
        _attached(),
        _words(),
        _whom_to_tell(),
        _promised(),
        _wished(),
        _proving(),
        _code_promised(),
        _ended(),
    )
)
