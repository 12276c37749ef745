"""Receipt and document of a submission, as kept, for who holds its access key."""

from hmac import compare_digest
from uuid import UUID

from flask import Response, request

from casework import access
from casework.intake.receipts import KeptReceipt, find_receipt
from forms_catalog.problems import N_
from pages.downloads import XML, download, file_stem
from portal.api.blueprint import blueprint
from portal.api.problem import Refusal
from portal.parts import parts

KEY_HEADER = "Okienko-Access-Key"


@blueprint.get("/submissions/<uuid:submission>/receipt")
def show_receipt(submission: UUID) -> Response:
    """The sealed UPO, exactly as sealed."""
    kept = _opened(submission)
    return download(kept.receipt, f"UPO-{file_stem(kept.register_number)}.xml", XML)


@blueprint.get("/submissions/<uuid:submission>/document")
def show_document(submission: UUID) -> Response:
    """The document as filed, byte for byte."""
    kept = _opened(submission)
    return download(kept.document, f"{file_stem(kept.register_number)}-{kept.service}.xml", XML)


def demand_key(submission: UUID) -> None:
    """A Refusal (404) unless the header brings the access key of this very submission."""
    right = access.access_key(parts().counter.secret, submission)
    given = request.headers.get(KEY_HEADER, "")
    if not compare_digest(access.key_hash(right), access.key_hash(given)):
        raise _unknown()


def _opened(submission: UUID) -> KeptReceipt:
    demand_key(submission)
    with parts().sessions() as session:
        if kept := find_receipt(session, submission):
            return kept
    raise _unknown()


def _unknown() -> Refusal:
    return Refusal(
        404,
        N_("There is no such submission"),
        N_("Check its id and the key in the header Okienko-Access-Key."),
    )
