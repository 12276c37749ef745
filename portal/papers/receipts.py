"""The receipt (UPO) of a submission: page, XML as sealed, printed sheet."""

from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request

from casework import access
from casework.intake.receipts import KeptReceipt, find_receipt
from casework.papers.receipt import qr_svg, receipt_pdf
from forms_catalog.calculation import as_kept
from forms_catalog.model import Definition
from forms_catalog.transfers import PROOF_SLOT
from pages.downloads import PDF, XML, download, file_stem
from pages.offices import open_office, speak_for
from pages.printed import size_in_words
from portal.deadline_words import term
from portal.papers.receipt_sheet import check_url, receipt_sheet
from portal.parts import parts
from portal.paying import payments_of

blueprint = Blueprint("receipts", __name__)


@blueprint.app_context_processor
def words_for_files() -> dict[str, object]:
    return {"size_in_words": size_in_words}


def kept_receipt(submission: UUID) -> KeptReceipt:
    """The receipt with the page speaking for its office, or 404; the caller has checked the token."""
    with parts().sessions() as session:
        receipt = find_receipt(session, submission)
    if receipt is None:
        abort(404)
    speak_for(open_office(receipt.office))
    return receipt


def definition_of(receipt: KeptReceipt) -> Definition:
    """The form in the very version that was filed."""
    return parts().catalogue.definitions[receipt.service, receipt.version]


def _opened(submission: UUID) -> KeptReceipt:
    if not access.opens_receipt(parts().counter.secret, submission, request.args.get("t", "")):
        abort(404)
    return kept_receipt(submission)


@blueprint.get("/upo/<uuid:submission>")
def receipt_page(submission: UUID) -> str:
    """Number, second, key and date; what to keep and what comes next."""
    receipt = _opened(submission)
    definition = definition_of(receipt)
    secret = parts().counter.secret
    return render_template(
        "receipt.html",
        receipt=receipt,
        service=definition,
        unit=parts().catalogue.offices[receipt.office].units.get(definition.department),
        term=term(definition, receipt.filed_at, receipt.due_on, parts().now()),
        key=access.access_key(secret, submission),
        token=access.receipt_token(secret, submission),
        case_token=access.case_token(secret, submission),
        sums=as_kept(receipt.calculations),
        payments=payments_of(receipt),
        proof_came=any(file.slot == PROOF_SLOT for file in receipt.files),
        qr=qr_svg(check_url(parts().options.public_url, receipt)),
    )


@blueprint.get("/upo/<uuid:submission>.xml")
def receipt_xml(submission: UUID) -> Response:
    """The sealed bytes, exactly as sealed."""
    receipt = _opened(submission)
    return download(receipt.receipt, f"UPO-{file_stem(receipt.register_number)}.xml", XML)


@blueprint.get("/upo/<uuid:submission>.pdf")
def receipt_sheet_pdf(submission: UUID) -> Response:
    """One A4 sheet to print."""
    receipt = _opened(submission)
    return download(pdf_of(receipt), f"UPO-{file_stem(receipt.register_number)}.pdf", PDF)


def pdf_of(receipt: KeptReceipt) -> bytes:
    """The printed sheet of a receipt in the language of the page."""
    return receipt_pdf(
        receipt_sheet(
            receipt,
            definition_of(receipt),
            office=parts().catalogue.offices[receipt.office],
            secret=parts().counter.secret,
            public_url=parts().options.public_url,
            demo=parts().options.demo,
            payments=payments_of(receipt),
        )
    )
