"""The receipt (UPO) of a case: is it genuine, does it fit what is kept, and the receipt itself."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, render_template

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS
from casework.desk import doors
from casework.intake.receipts import KeptReceipt
from casework.trust.verdict import Reason, Report, Verdict, verify_receipt
from pages.downloads import XML, download, file_stem
from pages.words import gettext

blueprint = Blueprint("case_receipt", __name__)
_CASE = "/sprawy/<uuid:case_id>"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Compared:
    """A file of the submission beside what the receipt says of it."""

    name: str
    sha256: str  #: hex, of the bytes in the store; empty where there are none
    known: bool  #: the receipt names these very bytes


@blueprint.get(f"{_CASE}/upo")
@for_roles(*READERS)
def check(case_id: UUID) -> str:
    """The verdict on the receipt as kept, and each kept file compared with it."""
    with parts().sessions.begin() as session:
        papers = doors.open_papers(session, current_clerk(), case_id, "receipt_opened")
    report = verify_receipt(papers.receipt, seals=parts().published_seals, now=parts().now())
    return render_template(
        "case_receipt.html",
        case_id=case_id,
        papers=papers,
        report=report,
        genuine=report.verdict is Verdict.VALID,
        reasons=[_said(reason) for reason in report.reasons],
        files=_compared(papers, report),
    )


@blueprint.get(f"{_CASE}/upo.xml")
@for_roles(*READERS)
def receipt_xml(case_id: UUID) -> Response:
    """The receipt as sealed."""
    with parts().sessions.begin() as session:
        papers = doors.open_papers(session, current_clerk(), case_id, "receipt_opened")
    return download(papers.receipt, f"UPO-{file_stem(papers.register_number)}.xml", XML)


def _said(reason: Reason) -> str:
    return gettext(reason.message, **reason.values)


def _compared(papers: KeptReceipt, report: Report) -> list[Compared]:
    """Document and attachments by the bytes that are kept; nothing where the receipt says nothing."""
    if report.receipt is None:
        return []
    document = hashlib.sha256(papers.document).hexdigest()
    attached = {file.sha256 for file in report.receipt.attachments}
    found = [Compared(gettext("The document as filed"), document, document == report.receipt.document.sha256)]
    for file in papers.files:
        digest = _digest_of(file.sha256)
        found.append(Compared(file.filename, digest, digest in attached))
    return found


def _digest_of(address: str) -> str:
    """SHA-256 of the bytes at that address of the store; empty where they are missing."""
    whole = hashlib.sha256()
    try:
        with parts().files.open(address) as source:
            while block := source.read(_BLOCK):
                whole.update(block)
    except FileNotFoundError:
        return ""
    return whole.hexdigest()
