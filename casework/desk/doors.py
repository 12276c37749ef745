"""The door to a case: the only way the desk reads one. Each opening is entered among the reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.clerks import Clerk, NotYours
from casework.desk.reads import note_read
from casework.desk.steps import COLUMNS, Case, case_of
from casework.intake.receipts import KeptReceipt, find_receipt
from casework.register import register_number
from casework.scanning.states import demand_handed_out
from casework.tables import desk_tables

__all__ = [
    "CallKept",
    "CaseFile",
    "FileKept",
    "Happened",
    "LetterKept",
    "NotYours",
    "NoteKept",
    "ProofKept",
    "open_case",
]

_SUBMISSION = tables.table_of(tables.Submission)
_ITEM = tables.table_of(tables.IncomingItem)
_CASE = tables.table_of(tables.OfficeCase)
_ENTRY = tables.table_of(tables.AuditEntry)
_ATTACHMENT = tables.table_of(tables.Attachment)
_CLERK = tables.table_of(desk_tables.ClerkRow)
_NOTE = tables.table_of(desk_tables.CaseNote)
_CALL = tables.table_of(desk_tables.CaseCall)
_CALL_FILE = tables.table_of(desk_tables.CaseCallFile)
_LETTER = tables.table_of(desk_tables.Letter)
_PROOF = tables.table_of(desk_tables.PaymentProof)

#: how the reading of a paper of the case is entered
Paper = Literal["document_opened", "receipt_opened"]


@dataclass(frozen=True)
class FileKept:
    """A file in the store, by its SHA-256."""

    filename: str
    content_type: str
    size: int  #: bytes
    sha256: str  #: hex; the file's address
    scan_state: str  #: not_scanned | checking | clean | infected
    position: int
    slot: str | None = None  #: of the form; None: came later


@dataclass(frozen=True)
class NoteKept:
    at: datetime
    clerk: str  #: name
    text: str


@dataclass(frozen=True)
class CallKept:
    id: UUID
    at: datetime
    clerk: str
    reason: str
    due_on: date
    letter: UUID | None
    answered_at: datetime | None
    answer_text: str | None
    ended_at: datetime | None  #: None: it is awaited
    files: tuple[FileKept, ...]


@dataclass(frozen=True)
class LetterKept:
    id: UUID
    at: datetime
    clerk: str
    kind: str
    title: str
    sha256: str  #: of the sealed PDF; its address in the store
    size: int


@dataclass(frozen=True)
class ProofKept:
    """A proof of payment that came after the filing."""

    at: datetime
    file: FileKept


@dataclass(frozen=True)
class Happened:
    """An entry of the case's audit (metryka sprawy)."""

    at: datetime
    actor: str  #: a clerk's name; else applicant, system
    what: str
    details: dict[str, object]
    to: str | None = None  #: name of the clerk who was given the case


@dataclass(frozen=True)
class CaseFile:
    """A case as the desk reads it."""

    case: Case
    version: int
    language: str
    signature: str
    channel: str
    register_number: str
    document: bytes  #: the XML as filed
    document_sha256: str
    calculations: tuple[dict[str, object], ...]
    contact_email: str | None  #: from the API only; what the form asks stands in the document
    contact_phone: str | None
    attachments: tuple[FileKept, ...]
    notes: tuple[NoteKept, ...]  #: the oldest first, as everything below
    calls: tuple[CallKept, ...]
    letters: tuple[LetterKept, ...]
    proofs: tuple[ProofKept, ...]
    history: tuple[Happened, ...]


def open_case(session: Session, clerk: Clerk, case_id: UUID) -> CaseFile:
    """The whole case, for a clerk who may read it; NotYours otherwise. Enters the reading."""
    row = session.execute(_WHOLE, {"case": case_id}).one_or_none()
    if row is None or not clerk.reads(row.office_id, row.department):
        raise NotYours
    note_read(session, clerk, "case_opened", case=case_id)
    return CaseFile(
        case=case_of(row[: len(COLUMNS)]),
        version=row.version,
        language=row.language,
        signature=row.signature,
        channel=row.channel,
        register_number=register_number(row.number, row.year),
        document=row.document,
        document_sha256=row.document_sha256,
        calculations=tuple(row.calculations),
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        attachments=_attachments(session, case_id),
        notes=tuple(NoteKept(*note) for note in session.execute(_NOTES, {"case": case_id}).all()),
        calls=_calls(session, case_id),
        letters=tuple(LetterKept(*letter) for letter in session.execute(_LETTERS, {"case": case_id}).all()),
        # asked for only where something is paid: no other case can have any
        proofs=_proofs(session, case_id) if any(map(_is_paid, row.calculations)) else (),
        history=_history(session, case_id),
    )


def open_attachment(session: Session, clerk: Clerk, case_id: UUID, position: int) -> FileKept:
    """An attachment of the case; NotYours when there is none for this clerk. Enters the reading.

    Withheld, for everybody, while the scanner has not passed it.
    """
    demand_readable(session, clerk, case_id)
    return _one(session, clerk, case_id, "attachment_opened", _attachments(session, case_id), position)


def open_answer_file(session: Session, clerk: Clerk, case_id: UUID, call: UUID, position: int) -> FileKept:
    """A file of an answer to a call; NotYours and Withheld as of an attachment. Enters the reading."""
    demand_readable(session, clerk, case_id)
    files = next((kept.files for kept in _calls(session, case_id) if kept.id == call), ())
    return _one(session, clerk, case_id, "answer_file_opened", files, position)


def open_proof(session: Session, clerk: Clerk, case_id: UUID, position: int) -> FileKept:
    """A proof of payment; NotYours and Withheld as of an attachment. Enters the reading."""
    demand_readable(session, clerk, case_id)
    files = [proof.file for proof in _proofs(session, case_id)]
    return _one(session, clerk, case_id, "payment_proof_opened", files, position)


def open_letter(session: Session, clerk: Clerk, case_id: UUID, letter: UUID) -> LetterKept:
    """A letter of the case; NotYours when there is none for this clerk. Enters the reading."""
    demand_readable(session, clerk, case_id)
    rows = session.execute(_LETTERS, {"case": case_id}).all()
    found = next((LetterKept(*row) for row in rows if row.id == letter), None)
    if found is None:
        raise NotYours
    note_read(session, clerk, "letter_opened", case=case_id, details={"letter": str(letter)})
    return found


def open_papers(session: Session, clerk: Clerk, case_id: UUID, what: Paper) -> KeptReceipt:
    """The receipt and the document of the case as kept; NotYours as everywhere. Enters the reading."""
    demand_readable(session, clerk, case_id)
    papers = find_receipt(session, case_id)
    if papers is None:
        raise NotYours
    note_read(session, clerk, what, case=case_id)
    return papers


def demand_readable(session: Session, clerk: Clerk, case_id: UUID) -> None:
    """NotYours unless the clerk may read the case; enters nothing."""
    row = session.execute(_PLACE, {"case": case_id}).one_or_none()
    if row is None or not clerk.reads(row.office_id, row.department):
        raise NotYours


def _one(
    session: Session, clerk: Clerk, case_id: UUID, what: str, files: Sequence[FileKept], position: int
) -> FileKept:
    found = next((file for file in files if file.position == position), None)
    if found is None:
        raise NotYours
    demand_handed_out(found.scan_state)
    note_read(session, clerk, what, case=case_id, details={"file": found.sha256})
    return found


def _attachments(session: Session, case_id: UUID) -> tuple[FileKept, ...]:
    return tuple(map(_file, session.execute(_ATTACHMENTS, {"case": case_id}).all()))


def _file(row: Iterable[Any]) -> FileKept:  # Any: a row's values, of the types of their columns
    return FileKept(*row)


def _calls(session: Session, case_id: UUID) -> tuple[CallKept, ...]:
    calls = session.execute(_CALLS, {"case": case_id}).all()
    files: dict[UUID, list[FileKept]] = {}
    answered = any(call.answered_at for call in calls)
    for call, *row in session.execute(_CALL_FILES, {"case": case_id}).all() if answered else ():
        files.setdefault(call, []).append(_file(row))
    return tuple(CallKept(*row, files=tuple(files.get(row.id, ()))) for row in calls)


def _is_paid(calculation: Mapping[str, object]) -> bool:
    return bool(calculation.get("payable"))


def _proofs(session: Session, case_id: UUID) -> tuple[ProofKept, ...]:
    rows = session.execute(_PROOFS, {"case": case_id}).all()
    return tuple(ProofKept(at, _file(row)) for at, *row in rows)


def _history(session: Session, case_id: UUID) -> tuple[Happened, ...]:
    entries = session.execute(_ENTRIES, {"case": case_id}).all()
    given = {str(e.details.get("handler", "")) for e in entries if e.what == "handed_over"}
    clerks = {e.actor for e in entries if e.actor not in _NO_CLERKS} | given - {""}
    asked = {"clerks": [UUID(clerk) for clerk in clerks]}
    names = {str(row.id): row.name for row in session.execute(_NAMES, asked).all()} if clerks else {}
    return tuple(
        Happened(
            e.at,
            names.get(e.actor, e.actor),
            e.what,
            e.details,
            names.get(str(e.details.get("handler"))) if e.what == "handed_over" else None,
        )
        for e in entries
    )


def _file_columns(table: Table) -> list[ColumnElement[Any]]:  # Any: of whatever type each is
    names = ("filename", "content_type", "size", "sha256", "scan_state", "position")
    return [table.c[name] for name in names]


_NO_CLERKS = frozenset({"applicant", "system"})
_of_case = bindparam("case", type_=Uuid())
_PLACE = select(_CASE.c.office_id, _CASE.c.department).where(_CASE.c.submission_id == _of_case)
_WHOLE = (
    select(
        *COLUMNS,
        _SUBMISSION.c.version,
        _SUBMISSION.c.language,
        _SUBMISSION.c.signature,
        _SUBMISSION.c.channel,
        _SUBMISSION.c.document,
        _SUBMISSION.c.document_sha256,
        _SUBMISSION.c.calculations,
        _SUBMISSION.c.contact_email,
        _SUBMISSION.c.contact_phone,
        _ITEM.c.year,
        _ITEM.c.number,
    )
    .select_from(
        _CASE.join(_SUBMISSION, _SUBMISSION.c.id == _CASE.c.submission_id).join(
            _ITEM, _ITEM.c.submission_id == _SUBMISSION.c.id
        )
    )
    .where(_CASE.c.submission_id == _of_case)
)
_ATTACHMENTS = (
    select(*_file_columns(_ATTACHMENT), _ATTACHMENT.c.slot)
    .where(_ATTACHMENT.c.submission_id == _of_case)
    .order_by(_ATTACHMENT.c.position)
)
_NOTES = (
    select(_NOTE.c.at, _CLERK.c.name, _NOTE.c.text)
    .join_from(_NOTE, _CLERK, _CLERK.c.id == _NOTE.c.clerk_id)
    .where(_NOTE.c.submission_id == _of_case)
    .order_by(_NOTE.c.at, _NOTE.c.id)
)
_CALLS = (
    select(
        _CALL.c.id,
        _CALL.c.at,
        _CLERK.c.name,
        _CALL.c.reason,
        _CALL.c.due_on,
        _CALL.c.letter_id,
        _CALL.c.answered_at,
        _CALL.c.answer_text,
        _CALL.c.ended_at,
    )
    .join_from(_CALL, _CLERK, _CLERK.c.id == _CALL.c.clerk_id)
    .where(_CALL.c.submission_id == _of_case)
    .order_by(_CALL.c.at, _CALL.c.id)
)
_CALL_FILES = (
    select(_CALL_FILE.c.call_id, *_file_columns(_CALL_FILE))
    .join_from(_CALL_FILE, _CALL, _CALL.c.id == _CALL_FILE.c.call_id)
    .where(_CALL.c.submission_id == _of_case)
    .order_by(_CALL_FILE.c.call_id, _CALL_FILE.c.position)
)
_PROOFS = (
    select(_PROOF.c.at, *_file_columns(_PROOF))
    .where(_PROOF.c.submission_id == _of_case)
    .order_by(_PROOF.c.position)
)
_LETTERS = (
    select(
        _LETTER.c.id,
        _LETTER.c.at,
        _CLERK.c.name,
        _LETTER.c.kind,
        _LETTER.c.title,
        _LETTER.c.sha256,
        _LETTER.c.size,
    )
    .join_from(_LETTER, _CLERK, _CLERK.c.id == _LETTER.c.clerk_id)
    .where(_LETTER.c.submission_id == _of_case)
    .order_by(_LETTER.c.at, _LETTER.c.id)
)
_ENTRIES = (
    select(_ENTRY.c.at, _ENTRY.c.actor, _ENTRY.c.what, _ENTRY.c.details)
    .where(_ENTRY.c.submission_id == _of_case)
    .order_by(_ENTRY.c.position)
)
_NAMES = select(_CLERK.c.id, _CLERK.c.name).where(_CLERK.c.id.in_(bindparam("clerks", expanding=True)))
