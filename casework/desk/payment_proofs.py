"""Proofs of payment that come after the filing: the applicant adds them, whoever has the case hears of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.steps import Case, Details, StepNotAllowed, WrongInput, lock, write
from casework.intake.handed_in import FileToFile
from casework.scanning.states import state_at_filing
from casework.tables import desk_tables
from forms_catalog.problems import N_

#: files of a case, however often they are sent
MOST_FILES = 10
#: entry of the audit
ADDED = "payment_proof"

_PROOF = tables.table_of(desk_tables.PaymentProof)


def add_proofs(
    session: Session,
    case_id: UUID,
    *,
    files: Sequence[FileToFile],
    at: datetime,
    scanner: bool = False,
) -> Case:
    """The files belong to the case, which shows something new; what is there already is not added again.

    The case stays in its state and its clock runs on. The caller has checked who sends them, and that the
    files are what they claim; with a `scanner` they are withheld until it looked at them.
    WrongInput("files") for none, too many, or one with a virus; StepNotAllowed when the case is closed.
    """
    case = lock(session, case_id)
    if not files:
        raise WrongInput("files", N_("Choose the file with your proof of payment."))
    kept = {row.sha256: row.scan_state for row in session.execute(_KEPT, {"case": case_id}).all()}
    if any(kept.get(file.sha256) == "infected" for file in files):
        raise WrongInput("files", N_("A virus was found in this file. Choose a clean one."))
    fresh = {file.sha256: file for file in files if file.sha256 not in kept}
    if not fresh:
        return case
    if case.state == "closed":
        raise StepNotAllowed(N_("This case is closed and takes no more files. Ask the office."))
    if len(kept) + len(fresh) > MOST_FILES:
        raise WrongInput("files", N_("A case takes at most %(maximum)s files."), {"maximum": str(MOST_FILES)})
    state = state_at_filing(scanner=scanner)
    rows = [_row(case, n, file, at, state) for n, file in enumerate(fresh.values(), len(kept) + 1)]
    session.execute(insert(_PROOF), rows)
    details: Details = {"files": len(fresh), "sha256": " ".join(fresh)}
    return write(session, case, clerk=None, at=at, what=ADDED, details=details, new_answer=True)


def _row(case: Case, position: int, file: FileToFile, at: datetime, state: str) -> dict[str, object]:
    return {
        "submission_id": case.id,
        "position": position,
        "office_id": case.office,
        "at": at,
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "scan_state": state,
    }


_KEPT = select(_PROOF.c.sha256, _PROOF.c.scan_state).where(_PROOF.c.submission_id == bindparam("case"))
