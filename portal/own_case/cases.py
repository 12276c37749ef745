"""A case by its access key: state, dates, what is awaited, the receipt and the document as filed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from casework import access, tries
from casework.cases import CaseView, find_by_key, find_case
from casework.clock.deadlines import SETTLED, WARSAW, warsaw_date
from casework.desk import calls
from casework.desk.letters_kept import letters_of
from casework.intake.receipts import KeptReceipt
from casework.messages import consents
from casework.scanning.looking import infected_files
from casework.sent_files import SentFile, sent_files
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.xsl import view, xsl
from forms_catalog.model import Definition
from forms_catalog.problems import N_
from forms_catalog.starting import correction_of
from forms_catalog.transfers import PROOF_SLOT
from pages.downloads import XML, ZIP, download, file_stem
from pages.offices import open_office, speak_for
from portal.deadline_words import term
from portal.papers.receipts import kept_receipt, pdf_of
from portal.parts import parts
from portal.paying import payments_of

blueprint = Blueprint("cases", __name__)
_WRONG_KEYS = tries.Limit("wrong_access_key", 10, timedelta(minutes=15))

#: state → class, icon, residents' word
STATES = {
    "received": ("received", "tray", N_("Received")),
    "in_progress": ("work", "wheel", N_("In progress")),
    "awaiting_applicant": ("you", "bell", N_("Waiting for you")),
    "paused": ("paused", "pause", N_("On hold")),
    "done": ("done", "tick", N_("Settled")),
    "refused": ("refused", "cross", N_("Refused")),
    "left": ("left", "cross", N_("Left unexamined")),
    "closed": ("closed", "lock", N_("Closed")),
}
#: what happened → heading in the course of the case
EVENTS = {
    "received": N_("The document came in"),
    "taken": N_("A clerk works on the case"),
    "opened": N_("The case has its sign"),
    "called": N_("We asked you to complete it"),
    "answered": N_("Your answer came in"),
    "call_ended": N_("We no longer wait for your answer"),
    "paused": N_("The case is on hold"),
    "resumed": N_("The case goes on"),
    "letter": N_("The office wrote a letter"),
    "prolonged": N_("The office set a new term"),
    "payment_proof": N_("Your proof of payment came in"),
    "infected": N_("We found a virus in your file"),
    "done": N_("The case is settled"),
    "refused": N_("The office refused"),
    "left": N_("The case was left unexamined"),
    "closed": N_("The file is closed"),
    "reopened": N_("The case is opened again"),
    "transferred": N_("Another unit of the office has the case"),
}


@blueprint.get("/sprawy")
def ask_key() -> str:
    """One field for the key."""
    return render_template("case_key.html", typed="", wrong=False)


@blueprint.post("/sprawy")
def open_by_key() -> ResponseReturnValue:
    """Leads to the case; a wrong key stays in its field."""
    typed = request.form.get("klucz", "")[:100]
    found = _case_of(typed)
    if found is None:
        return render_template("case_key.html", typed=typed, wrong=True), 422
    token = access.case_token(parts().counter.secret, found.submission)
    return redirect(f"/sprawy/{found.submission}?t={token}", 303)


def _case_of(typed: str) -> CaseView | None:
    """429 after ten wrong keys from one address in a quarter of an hour; a right one does not count."""
    address, now = tries.network(request.remote_addr or ""), parts().now()
    with parts().sessions.begin() as session:
        if not tries.take(session, _WRONG_KEYS, address, at=now):
            raise TooManyRequests(retry_after=int(_WRONG_KEYS.within.total_seconds()))
        found = find_by_key(session, typed)
        if found is not None:
            tries.take(session, _WRONG_KEYS, address, at=now, cost=-1)
    return found


def demand_token(submission: UUID) -> None:
    """404 without the token of this very case."""
    if not access.opens_case(parts().counter.secret, submission, request.args.get("t", "")):
        abort(404)


def opened_case(submission: UUID) -> CaseView:
    """The case, its office speaking on the page; 404 when there is none."""
    with parts().sessions() as session:
        case = find_case(session, submission)
    if case is None:
        abort(404)
    speak_for(open_office(case.office))
    return case


@blueprint.get("/sprawy/<uuid:submission>")
def case_page(submission: UUID) -> str:
    """What the key shows."""
    demand_token(submission)
    case = opened_case(submission)
    office = parts().catalogue.offices[case.office]
    with parts().sessions() as session:
        call = calls.find_open_call(session, submission)
        letters = letters_of(session, submission)
        wish = consents.find(session, submission)
        infected = infected_files(session, submission)
        files = sent_files(session, submission)
    definition = parts().catalogue.definitions[case.service, case.version]
    secret = parts().counter.secret
    return render_template(
        "case.html",
        case=case,
        service=definition,
        state=STATES[case.state],
        events=EVENTS,
        unit=office.units.get(case.department),
        offered_again=case.service in office.services,
        correctable=correction_of(definition) is not None,
        term=term(definition, case.filed_at, case.due_on, parts().now()),
        settled=case.state in SETTLED,
        days_kept=(case.due_on - case.paused_on).days if case.due_on and case.paused_on else None,
        call=call,
        call_left=(call.due_on - warsaw_date(parts().now())).days if call else 0,
        letters=letters,
        infected=infected,
        files=files,
        payments=payments_of(case),
        proof_came=_proof_came(files),
        unconfirmed_phone=wish is not None and not wish.confirmed,
        first_day=case.filed_at.astimezone(WARSAW).date() + timedelta(days=1),
        key=access.access_key(secret, submission),
        token=access.case_token(secret, submission),
        receipt_token=access.receipt_token(secret, submission),
    )


def _proof_came(files: Sequence[SentFile]) -> datetime | None:
    """When the newest proof of payment came, with the filing or later; one with a virus proves nothing."""
    proofs = (file for file in files if file.kind == "proof" or file.slot == PROOF_SLOT)
    return max((file.at for file in proofs if file.scan_state != "infected"), default=None)


@blueprint.get("/sprawy/<uuid:submission>/dokument.xml")
def document(submission: UUID) -> Response:
    """The document as filed, byte for byte."""
    demand_token(submission)
    receipt = kept_receipt(submission)
    return download(receipt.document, f"{file_stem(receipt.register_number)}-{receipt.service}.xml", XML)


def _view_of(receipt: KeptReceipt) -> bytes:
    """The document as a page that any browser shows."""
    form, catalogue = _form_of(receipt)
    return view(form, receipt.document, catalogue)


def _form_of(receipt: KeptReceipt) -> tuple[Definition, Catalogue]:
    catalogue = parts().catalogue
    return catalogue.definitions[receipt.service, receipt.version], catalogue.of_office(receipt.office)


@blueprint.get("/sprawy/<uuid:submission>/wszystko.zip")
def everything(submission: UUID) -> Response:
    """Receipt (XML and print), document and what shows it in one file; attachments are not opened by the key
    alone.
    """
    demand_token(submission)
    receipt = kept_receipt(submission)
    stem = file_stem(receipt.register_number)
    packed = BytesIO()
    moment = receipt.filed_at.astimezone(WARSAW).timetuple()[:6]
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in (
            (f"UPO-{stem}.pdf", pdf_of(receipt)),
            (f"UPO-{stem}.xml", receipt.receipt),
            (f"{stem}-{receipt.service}.xml", receipt.document),
            (f"{stem}-{receipt.service}.html", _view_of(receipt)),
            (f"{receipt.service}-{receipt.version}.xsl", xsl(*_form_of(receipt))),
        ):
            archive.writestr(ZipInfo(name, moment), data, ZIP_DEFLATED)
    return download(packed.getvalue(), f"{stem}.zip", ZIP)
