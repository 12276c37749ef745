"""Forms on paper: as filed, and blank."""

from functools import partial
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app
from werkzeug.exceptions import ServiceUnavailable

from pages.downloads import PDF, download, file_stem
from pages.headers import public_page
from pages.language import language
from pages.offices import office
from pages.printed import filed_form_pdf
from portal.own_case.cases import demand_token
from portal.papers.blank_forms import blank_sheet
from portal.papers.kept_papers import KeptPapers, TooManyFresh
from portal.papers.receipts import definition_of, kept_receipt
from portal.parts import parts

blueprint = Blueprint("printing", __name__)
_WARSAW = ZoneInfo("Europe/Warsaw")
_SOON = 60  # seconds


@blueprint.get("/uslugi/<code>/druk.pdf")
@public_page
def blank_form(code: str) -> Response:
    """The form of a service that this office offers, blank: to be filled in with a pen and handed in."""
    hands, here, tongue = parts(), office(), language()
    definition = hands.catalogue.of_office(here.code).service(code)
    if definition is None or code not in here.services:
        abort(404)
    today = hands.now().astimezone(_WARSAW).date()
    kept = cast(KeptPapers, current_app.extensions.setdefault("okienko_papers", KeptPapers()))
    sheet = partial(
        blank_sheet,
        definition,
        here,
        hands.catalogue,
        today=today,
        demo=hands.options.demo,
        url=f"{hands.options.public_url.rstrip('/')}/uslugi/{code}",
    )
    try:
        pdf = kept.find((hands.catalogue.change, code, here.code, tongue, today), sheet)
    except TooManyFresh:
        raise ServiceUnavailable(retry_after=_SOON) from None
    return download(pdf, f"{code}-{tongue}.pdf", PDF)


@blueprint.get("/sprawy/<uuid:submission>/formularz.pdf")
def filed_form(submission: UUID) -> Response:
    """Answers, sums and files as filed, to print; for who holds the access key."""
    demand_token(submission)
    receipt = kept_receipt(submission)
    pdf = filed_form_pdf(
        receipt, definition_of(receipt), catalogue=parts().catalogue, demo=parts().options.demo
    )
    return download(pdf, f"{file_stem(receipt.register_number)}-{receipt.service}.pdf", PDF)
