"""Is this receipt or letter genuine? Anyone may ask, by file or by the QR code; no person is ever shown."""

import logging
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import FileStorage

from casework.intake.receipts import find_by_receipt_digest, find_public
from casework.trust.pdf_gate import BIGGEST
from casework.trust.verdict import Reason, Report, verify_receipt
from forms_catalog.catalogue import OfficeFacts
from forms_catalog.problems import N_
from pages.offices import open_office, speak_for
from pages.words import gettext
from portal.letter_check import letter_page
from portal.parts import parts

blueprint = Blueprint("checking", __name__)
logger = logging.getLogger(__name__)

_LARGEST_RECEIPT = 1_000_000  # bytes
_PDF = b"%PDF-"
_LARGEST_FILE = 10_000_000
_MOST_FILES = 10
_TOO_BIG = {
    _LARGEST_RECEIPT: N_("A receipt has at most 1 MB. Choose the XML file that you got as the receipt."),
    BIGGEST: N_("A letter of the office has at most 20 MB. Choose the PDF that you got from us."),
    _LARGEST_FILE: N_("One file may have at most 10 MB. Choose a smaller one."),
}


@blueprint.app_context_processor
def words_for_checks() -> dict[str, object]:
    return {"say_reason": _say_reason}


def _say_reason(reason: Reason) -> str:
    return gettext(reason.message, **reason.values)


@dataclass(frozen=True)
class Registered:
    """What the register says of a receipt: never a person."""

    office: str
    register_number: str
    filed_at: datetime


class _NotTaken(Exception):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@blueprint.get("/sprawdz-upo")
def check_page() -> ResponseReturnValue:
    """The form; with id and digest from a QR code, what the register says."""
    if "id" in request.args or "skrot" in request.args:
        return _check_code(request.args.get("id", ""), request.args.get("skrot", ""))
    return render_template("check.html", fault=None)


def _check_code(submission: str, digest: str) -> str:
    try:
        wanted = UUID(submission)
    except ValueError:
        return render_template("check_code.html", registered=None)
    with parts().sessions() as session:
        found = find_public(session, wanted)
    if found is None or not compare_digest(
        found[3], digest.strip().lower().encode("ascii", "replace").decode()
    ):
        return render_template("check_code.html", registered=None)
    registered = Registered(*found[:3])
    return render_template("check_code.html", registered=registered, registered_office=_speaking(registered))


def _speaking(registered: Registered) -> OfficeFacts:
    office = open_office(registered.office)
    speak_for(office)
    return office


@blueprint.post("/sprawdz-upo")
def check_file() -> ResponseReturnValue:
    """The verdict on an uploaded letter, or receipt with files said to belong to it; nothing is kept."""
    try:
        receipt = _receipt_sent()
        if receipt.startswith(_PDF):
            return letter_page(receipt, compared=bool(_files_sent()))
        files = [(_name(file), _read(file, _LARGEST_FILE, "pliki")) for file in _files_sent()]
    except _NotTaken as fault:
        return render_template("check.html", fault=fault), 422
    report = verify_receipt(receipt, seals=parts().published_seals, now=parts().now(), files=files)
    registered, asked = _in_register(report)
    office = _speaking(registered) if registered else None
    return render_template(
        "verdict.html", report=report, registered=registered, registered_office=office, register_asked=asked
    )


def _receipt_sent() -> bytes:
    sent = request.files.get("upo")
    if sent is None or not sent.filename:
        raise _NotTaken("upo", N_("Choose the receipt (UPO) or the letter to check."))
    is_letter = sent.stream.read(len(_PDF)) == _PDF
    sent.stream.seek(0)
    return _read(sent, BIGGEST if is_letter else _LARGEST_RECEIPT, "upo")


def _files_sent() -> list[FileStorage]:
    sent = [file for file in request.files.getlist("pliki") if file.filename]
    if len(sent) > _MOST_FILES:
        raise _NotTaken("pliki", N_("Choose at most 10 files at once."))
    return sent


def _read(file: FileStorage, most: int, field: str) -> bytes:
    data = file.stream.read(most + 1)
    if len(data) > most:
        raise _NotTaken(field, _TOO_BIG[most])
    return data


def _name(file: FileStorage) -> str:
    return (file.filename or "")[:120]


def _in_register(report: Report) -> tuple[Registered | None, bool]:
    """What the register says of a receipt with an intact seal, and whether it could be asked at all."""
    if report.receipt_digest is None:
        return None, True
    try:
        with parts().sessions() as session:
            found = find_by_receipt_digest(session, report.receipt_digest)
    except SQLAlchemyError:
        logger.warning("register not available for a check")  # the seal alone gives the verdict
        return None, False
    return (Registered(*found) if found else None), True
