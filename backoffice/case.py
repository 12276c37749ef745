"""The page of a case: what was filed, what happened, what can be done now; and its files."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, abort, render_template
from sqlalchemy.orm import Session

from backoffice import case_words, message_words
from backoffice.parts import parts
from backoffice.steps.offers import offers_for
from backoffice.who import current_clerk, for_roles
from casework.clock.deadlines import clock_of, warsaw_date
from casework.desk import doors
from casework.desk.doors import CaseFile
from casework.desk.reads import note_read
from casework.messages.of_case import messages_of
from casework.receipts import KeptReceipt, find_receipt
from forms_catalog.calculation import as_kept
from forms_catalog.model import Definition
from forms_catalog.readback import read_back
from forms_catalog.xml import from_xml
from pages.downloads import PDF, XML, download, file_stem
from pages.printed import filed_form_pdf, size_in_words

blueprint = Blueprint("case", __name__)
READERS = ("clerk", "supervisor", "auditor")
_CASE = "/sprawy/<uuid:case_id>"


@dataclass(frozen=True)
class _Kept:
    """A file of the store on its way out."""

    sha256: str
    filename: str
    content_type: str


@blueprint.get(_CASE)
@for_roles(*READERS)
def show(case_id: UUID) -> str:
    """The whole case on one page; the reading is entered."""
    clerk, catalogue = current_clerk(), parts().catalogue
    with parts().sessions.begin() as session:
        file = doors.open_case(session, clerk, case_id)
        told = messages_of(session, clerk, case_id)
    definition = catalogue.definitions[file.case.service, file.version]
    office, today = catalogue.offices[file.case.office], warsaw_date(parts().now())
    clock = clock_of(file.case, today)
    return render_template(
        "case.html",
        file=file,
        case=file.case,
        service=definition,
        state=case_words.STATES[file.case.state],
        unit=office.units.get(file.case.department),
        clock=clock,
        due=case_words.due_of(clock),
        sentences=case_words.why_that_day(clock, file.case),
        answers=_answers(file, definition),
        sums=[sum_ for sum_ in as_kept(file.calculations) if sum_.lines],
        offers=offers_for(clerk, file, definition),
        told=told,
        slots={slot.name: slot.label for slot in definition.attachments},
        today=today,
        words=case_words,
        message_words=message_words,
        size_in_words=size_in_words,
    )


def _answers(file: CaseFile, definition: Definition) -> object:
    """The answers as the applicant read them back, in Polish."""
    return read_back(
        definition,
        from_xml(definition, file.document),
        catalogue=parts().catalogue,
        language="pl",
        calculations=as_kept(file.calculations),
    )


@blueprint.get(f"{_CASE}/dokument.xml")
@for_roles(*READERS)
def document(case_id: UUID) -> Response:
    """The document as filed, byte for byte."""
    receipt = _receipt(case_id, "document_opened")
    return download(receipt.document, f"{file_stem(receipt.register_number)}-{receipt.service}.xml", XML)


@blueprint.get(f"{_CASE}/formularz.pdf")
@for_roles(*READERS)
def printed(case_id: UUID) -> Response:
    """The form as filed, to print."""
    receipt, catalogue = _receipt(case_id, "document_opened"), parts().catalogue
    definition = catalogue.definitions[receipt.service, receipt.version]
    pdf = filed_form_pdf(receipt, definition, catalogue=catalogue, demo=parts().options.demo)
    return download(pdf, f"{file_stem(receipt.register_number)}-{receipt.service}.pdf", PDF)


@blueprint.get(f"{_CASE}/upo.xml")
@for_roles(*READERS)
def receipt_xml(case_id: UUID) -> Response:
    """The receipt as sealed."""
    receipt = _receipt(case_id, "receipt_opened")
    return download(receipt.receipt, f"UPO-{file_stem(receipt.register_number)}.xml", XML)


@blueprint.get(f"{_CASE}/zalaczniki/<int:position>")
@for_roles(*READERS)
def attachment(case_id: UUID, position: int) -> Response:
    """A file that came with the form."""
    return _handed_out(
        lambda session: _file(doors.open_attachment(session, current_clerk(), case_id, position))
    )


@blueprint.get(f"{_CASE}/odpowiedzi/<uuid:call_id>/<int:position>")
@for_roles(*READERS)
def answer_file(case_id: UUID, call_id: UUID, position: int) -> Response:
    """A file that came with the answer to a call."""
    return _handed_out(
        lambda session: _file(doors.open_answer_file(session, current_clerk(), case_id, call_id, position)),
    )


@blueprint.get(f"{_CASE}/pisma/<uuid:letter_id>.pdf")
@for_roles(*READERS)
def letter(case_id: UUID, letter_id: UUID) -> Response:
    """A letter of the office as sealed."""

    def find(session: Session) -> _Kept:
        found = doors.open_letter(session, current_clerk(), case_id, letter_id)
        return _Kept(found.sha256, f"{found.title.split()[0]}-{found.at:%Y-%m-%d}.pdf", PDF)

    return _handed_out(find)


def _receipt(case_id: UUID, what: str) -> KeptReceipt:
    """Receipt and document, the reading entered; NotYours for who may not read the case."""
    with parts().sessions.begin() as session:
        doors.demand_readable(session, current_clerk(), case_id)
        note_read(session, current_clerk(), what, case=case_id)
        receipt = find_receipt(session, case_id)
    if receipt is None:
        abort(404)
    return receipt


def _file(found: doors.FileKept) -> _Kept:
    return _Kept(found.sha256, found.filename, found.content_type)


def _handed_out(find: Callable[[Session], _Kept]) -> Response:
    """The bytes as kept."""
    with parts().sessions.begin() as session:
        kept = find(session)
    with parts().files.open(kept.sha256) as source:
        return download(source.read(), kept.filename, kept.content_type)
