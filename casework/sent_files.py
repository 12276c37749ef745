"""Files that the applicant sent: with the submission, with answers to calls, and as proof of a payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, literal_column, null, select, union_all
from sqlalchemy.orm import Session

from casework import tables
from casework.scanning.states import ScanState
from casework.tables import desk_tables

_ATTACHMENT = tables.table_of(tables.Attachment)
_SUBMISSION = tables.table_of(tables.Submission)
_CALL = tables.table_of(desk_tables.CaseCall)
_CALL_FILE = tables.table_of(desk_tables.CaseCallFile)
_PROOF = tables.table_of(desk_tables.PaymentProof)

Kind = Literal["attachment", "answer", "proof"]


@dataclass(frozen=True)
class SentFile:
    kind: Kind
    call: UUID | None  #: the call it answers; None for files of the other kinds
    slot: str | None  #: of the form; None for files that came later
    position: int  #: 1, 2, … within the submission, the answer, or the proofs of payment
    at: datetime  #: when it was sent
    filename: str
    content_type: str
    sha256: str  #: its address in the store
    scan_state: ScanState


def sent_files(session: Session, submission: UUID) -> Sequence[SentFile]:
    """All of a case, as they were sent."""
    return [SentFile(*row) for row in session.execute(_OF_CASE, {"case": submission}).all()]


def find_sent(
    session: Session, submission: UUID, kind: Kind, call: UUID | None, position: int
) -> SentFile | None:
    """One file of this very case; None for any other."""
    wanted = (kind, call, position)
    files = sent_files(session, submission)
    return next((file for file in files if (file.kind, file.call, file.position) == wanted), None)


_NAMES = ("filename", "content_type", "sha256", "scan_state")
_of_case = bindparam("case", type_=Uuid())
_WITH_SUBMISSION = (
    select(
        literal_column("'attachment'").label("kind"),
        null().cast(Uuid()).label("call"),
        _ATTACHMENT.c.slot,
        _ATTACHMENT.c.position,
        _SUBMISSION.c.filed_at.label("at"),
        *(_ATTACHMENT.c[name] for name in _NAMES),
    )
    .join_from(_ATTACHMENT, _SUBMISSION, _SUBMISSION.c.id == _ATTACHMENT.c.submission_id)
    .where(_ATTACHMENT.c.submission_id == _of_case)
)
_WITH_ANSWERS = (
    select(
        literal_column("'answer'"),
        _CALL.c.id,
        null().cast(Text()),
        _CALL_FILE.c.position,
        _CALL.c.answered_at,
        *(_CALL_FILE.c[name] for name in _NAMES),
    )
    .join_from(_CALL_FILE, _CALL, _CALL.c.id == _CALL_FILE.c.call_id)
    .where(_CALL.c.submission_id == _of_case, _CALL.c.answered_at.is_not(None))
)
_AS_PROOF = select(
    literal_column("'proof'"),
    null().cast(Uuid()),
    null().cast(Text()),
    _PROOF.c.position,
    _PROOF.c.at,
    *(_PROOF.c[name] for name in _NAMES),
).where(_PROOF.c.submission_id == _of_case)
_OF_CASE = union_all(_WITH_SUBMISSION, _WITH_ANSWERS, _AS_PROOF).order_by("at", "position")
