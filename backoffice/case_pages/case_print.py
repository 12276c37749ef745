"""Papers of a case to print: its receipt, its record (metryka: KPA art. 66a, OP art. 171a; from memory)."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response

from backoffice import case_words
from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS
from casework.clock.deadlines import warsaw_date
from casework.desk import doors
from casework.desk.doors import CaseFile, FileKept
from casework.papers.form import FormPart, FormSheet, form_pdf
from casework.papers.receipt import receipt_pdf
from forms_catalog.documents.readback import say_date, say_moment
from forms_catalog.model import Definition
from forms_catalog.reference import OfficeFacts
from pages.downloads import PDF, download, file_stem
from pages.offices import address_of
from pages.printed import size_in_words
from pages.receipt_sheet import sheet_of_receipt
from pages.words import gettext

blueprint = Blueprint("case_print", __name__)
_CASE = "/sprawy/<uuid:case_id>"


@blueprint.get(f"{_CASE}/upo.pdf")
@for_roles(*READERS)
def receipt(case_id: UUID) -> Response:
    """The receipt on paper; without the key to the case, which is the applicant's alone."""
    with parts().sessions.begin() as session:
        papers = doors.open_papers(session, current_clerk(), case_id, "receipt_opened")
    options, catalogue = parts().options, parts().catalogue
    sheet = sheet_of_receipt(
        papers,
        catalogue.definitions[papers.service, papers.version],
        office=catalogue.offices[papers.office],
        access_key=None,
        public_url=options.portal_url or options.public_url,
        demo=options.demo,
    )
    return download(receipt_pdf(sheet), f"UPO-{file_stem(papers.register_number)}.pdf", PDF)


@blueprint.get(f"{_CASE}/metryka.pdf")
@for_roles(*READERS)
def record(case_id: UUID) -> Response:
    """Who did what in the case and when, with the papers it is made of; the reading is entered."""
    with parts().sessions.begin() as session:
        file = doors.open_case(session, current_clerk(), case_id)
    definition = parts().catalogue.definitions[file.case.service, file.version]
    office = parts().catalogue.offices[file.case.office]
    sheet = FormSheet(
        language="pl",
        demo=parts().options.demo,
        office_name=office.name.pl,
        office_address=address_of(office),
        title=gettext("Record of the case"),
        register_number=file.case.case_sign or file.register_number,
        rows=tuple(_rows(file, definition, office)),
        parts=tuple(part for part in _parts(file, office) if part.items),
        sums=(),
        files=tuple(_files(file)),
        labels={
            "files": gettext("Papers of the case"),
            "file": gettext("File"),
            "size": gettext("Size"),
            "digest": gettext("SHA-256 digest"),
            "note": gettext(
                "Printed from the case on %(day)s. The record itself stays in the system.", day=_today()
            ),
            "page": gettext("page"),
        },
    )
    return download(form_pdf(sheet), f"metryka-{file_stem(file.register_number)}.pdf", PDF)


def _rows(file: CaseFile, definition: Definition, office: OfficeFacts) -> Iterator[tuple[str, str]]:
    case, unit = file.case, office.units.get(file.case.department)
    yield gettext("Case sign"), case.case_sign or gettext("no case sign yet")
    yield gettext("Number at the office"), file.register_number
    yield gettext("Document"), definition.title.pl
    yield gettext("From"), case.sender or gettext("nobody is named")
    yield gettext("Date and hour of receipt"), say_moment(case.filed_at, "pl")
    yield gettext("Unit"), unit.pl if unit else office.name.pl
    yield gettext("Handler"), case.handler or gettext("nobody yet")
    yield gettext("State"), gettext(case_words.STATES[case.state][2])
    if case.due_on is not None:
        yield gettext("Term"), say_date(case.due_on, "pl", weekday=True)


def _parts(file: CaseFile, office: OfficeFacts) -> Iterator[FormPart]:
    done = [(say_moment(one.at, "pl"), case_words.happened(one, file, office.units)) for one in file.history]
    yield FormPart(gettext("What was done, and by whom"), 2, tuple(done))
    notes = [(f"{say_moment(one.at, 'pl')}, {one.clerk}", one.text) for one in file.notes]
    yield FormPart(gettext("Notes"), 2, tuple(notes))


def _files(file: CaseFile) -> Iterator[tuple[str, str, str]]:
    """Name, size in words and SHA-256 of each paper, as they came."""
    yield gettext("document.xml"), size_in_words(len(file.document)), file.document_sha256
    answers = [kept for call in file.calls for kept in call.files]
    for kept in (*file.attachments, *answers, *(proof.file for proof in file.proofs)):
        yield _file(kept)
    for letter in file.letters:
        yield (
            f"{letter.title}, {say_date(warsaw_date(letter.at), 'pl')}",
            size_in_words(letter.size),
            letter.sha256,
        )


def _file(kept: FileKept) -> tuple[str, str, str]:
    return kept.filename, size_in_words(kept.size), kept.sha256


def _today() -> str:
    return say_date(warsaw_date(parts().now()), "pl")
