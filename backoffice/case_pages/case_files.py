"""The files of a case: each leaves as it was kept, by a door that enters who opened it."""

from uuid import UUID

from flask import Blueprint, Response

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS
from casework.desk import doors
from casework.desk.doors import FileKept
from pages.downloads import PDF, XML, download, file_stem
from pages.printed import filed_form_pdf

blueprint = Blueprint("case_files", __name__)
_CASE = "/sprawy/<uuid:case_id>"


@blueprint.get(f"{_CASE}/dokument.xml")
@for_roles(*READERS)
def document(case_id: UUID) -> Response:
    """The document as filed, byte for byte."""
    with parts().sessions.begin() as session:
        papers = doors.open_papers(session, current_clerk(), case_id, "document_opened")
    return download(papers.document, f"{file_stem(papers.register_number)}-{papers.service}.xml", XML)


@blueprint.get(f"{_CASE}/formularz.pdf")
@for_roles(*READERS)
def printed(case_id: UUID) -> Response:
    """The form as filed, to print."""
    with parts().sessions.begin() as session:
        papers = doors.open_papers(session, current_clerk(), case_id, "document_opened")
    catalogue = parts().catalogue.of_office(papers.office)
    definition = catalogue.definitions[papers.service, papers.version]
    pdf = filed_form_pdf(papers, definition, catalogue=catalogue, demo=parts().options.demo)
    return download(pdf, f"{file_stem(papers.register_number)}-{papers.service}.pdf", PDF)


@blueprint.get(f"{_CASE}/zalaczniki/<int:position>")
@for_roles(*READERS)
def attachment(case_id: UUID, position: int) -> Response:
    """A file that came with the form; Withheld until the scanner has passed it."""
    with parts().sessions.begin() as session:
        kept = doors.open_attachment(session, current_clerk(), case_id, position)
    return _handed_out(kept)


@blueprint.get(f"{_CASE}/odpowiedzi/<uuid:call_id>/<int:position>")
@for_roles(*READERS)
def answer_file(case_id: UUID, call_id: UUID, position: int) -> Response:
    """A file that came with the answer to a call; Withheld until the scanner has passed it."""
    with parts().sessions.begin() as session:
        kept = doors.open_answer_file(session, current_clerk(), case_id, call_id, position)
    return _handed_out(kept)


@blueprint.get(f"{_CASE}/dowody-zaplaty/<int:position>")
@for_roles(*READERS)
def payment_proof(case_id: UUID, position: int) -> Response:
    """A proof of payment that came after the filing; Withheld until the scanner has passed it."""
    with parts().sessions.begin() as session:
        kept = doors.open_proof(session, current_clerk(), case_id, position)
    return _handed_out(kept)


@blueprint.get(f"{_CASE}/pisma/<uuid:letter_id>.pdf")
@for_roles(*READERS)
def letter(case_id: UUID, letter_id: UUID) -> Response:
    """A letter of the office as sealed."""
    with parts().sessions.begin() as session:
        kept = doors.open_letter(session, current_clerk(), case_id, letter_id)
    name = f"{kept.title.split()[0]}-{kept.at:%Y-%m-%d}.pdf"
    return download(_bytes(kept.sha256), name, PDF)


def _handed_out(kept: FileKept) -> Response:
    """Under the name the applicant gave it."""
    return download(_bytes(kept.sha256), kept.filename, kept.content_type)


def _bytes(sha256: str) -> bytes:
    with parts().files.open(sha256) as source:
        return source.read()
