"""The filed form on paper."""

from uuid import UUID

from flask import Blueprint, Response

from pages.downloads import PDF, download, file_stem
from pages.printed import filed_form_pdf
from portal.cases import demand_token
from portal.parts import parts
from portal.receipts import definition_of, kept_receipt

blueprint = Blueprint("printing", __name__)


@blueprint.get("/sprawy/<uuid:submission>/formularz.pdf")
def filed_form(submission: UUID) -> Response:
    """Answers, sums and files as filed, to print; for who holds the access key."""
    demand_token(submission)
    receipt = kept_receipt(submission)
    pdf = filed_form_pdf(
        receipt, definition_of(receipt), catalogue=parts().catalogue, demo=parts().options.demo
    )
    return download(pdf, f"{file_stem(receipt.register_number)}-{receipt.service}.pdf", PDF)
