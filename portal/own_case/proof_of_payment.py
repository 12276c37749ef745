"""A proof of payment, added to a case after the filing; nothing of it is lost when something is wrong."""

from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from casework.cases import CaseView
from casework.desk import payment_proofs
from casework.desk.steps import StepRefused, WrongInput
from casework.files.storage import StorageFull
from forms_catalog.model import AttachmentSlot
from forms_catalog.problems import N_
from forms_catalog.texts import Text
from forms_catalog.transfers import PROOF_SLOT
from pages.widgets.problems import Complaint
from pages.words import gettext
from portal.added_files import Kept, bring, kept_before, to_file
from portal.filing.tongue import asked_language
from portal.handing_in import is_away
from portal.own_case.cases import demand_token, opened_case
from portal.own_case.proofs import is_proved
from portal.own_case.proving import PAID, answer_page, case_page, code_page, proof_page
from portal.parts import parts
from portal.paying import payments_of

blueprint = Blueprint("proof_of_payment", __name__)

SLOT = AttachmentSlot(
    name=PROOF_SLOT,
    label=Text(pl="Dowód zapłaty", en="Proof of payment", uk="Підтвердження оплати"),
    formats=("pdf", "jpg", "png", "xml"),
)
_NOT_SAVED = N_("We could not save this right now. Nothing was sent. Press the button again in a minute.")


@dataclass
class Typed:
    """What stands in the form."""

    files: list[Kept] = field(default_factory=list)
    files_wrong: list[str] = field(default_factory=list)
    refused: str = ""  #: of the whole form

    def complaints(self) -> list[Complaint]:
        said = [Complaint(self.refused, None)] if self.refused else []
        return said + [Complaint(words, "#pliki") for words in self.files_wrong]


@blueprint.get("/sprawy/<uuid:submission>/dowod-zaplaty")
def ask(submission: UUID) -> ResponseReturnValue:
    """The form, where something is paid; without the code, the page that asks for it."""
    demand_token(submission)
    if _owing_case(submission).state != "closed" and not is_proved(submission):
        return redirect(code_page(submission, PAID), 303)
    return _page(submission, Typed())


@blueprint.post("/sprawy/<uuid:submission>/dowod-zaplaty")
def add(submission: UUID) -> ResponseReturnValue:
    """Takes the files in, each once however often it is sent. What is wrong is said, the rest is kept."""
    demand_token(submission)
    typed = Typed(kept_before(submission, SLOT))
    if not is_proved(submission):
        typed.refused = gettext("Your code ran out. Ask for a new one, then send the file.")
        return _page(submission, typed), 403
    try:
        typed.files_wrong = bring(typed.files, SLOT)
        if typed.files_wrong:
            return _page(submission, typed), 422
        if asked_language():
            return _page(submission, typed)
        _take(submission, typed)
    except WrongInput as wrong:
        typed.files_wrong.append(gettext(wrong.message, **wrong.values))
        return _page(submission, typed), 422
    except StepRefused as refused:
        typed.refused = gettext(refused.message)
        return _page(submission, typed), 409
    except (StorageFull, DBAPIError, NoFreeConnection) as failure:
        if isinstance(failure, DBAPIError) and not is_away(failure):
            raise
        typed.refused = gettext(_NOT_SAVED)
        return _page(submission, typed, away=True), 503
    return redirect(case_page(submission) + "#oplata", 303)


def _take(submission: UUID, typed: Typed) -> None:
    _owing_case(submission)
    with parts().sessions.begin() as session:
        payment_proofs.add_proofs(
            session,
            submission,
            files=to_file(typed.files, SLOT),
            at=parts().now(),
            scanner=parts().counter.scanner,
        )


def _owing_case(submission: UUID) -> CaseView:
    """404 where nothing is paid with the filing: no proof is needed there."""
    case = opened_case(submission)
    if not payments_of(case):
        abort(404)
    return case


def _page(submission: UUID, typed: Typed, *, away: bool = False) -> str:
    """The form; while the database is away, without what only it knows."""
    case = None if away else _owing_case(submission)
    return render_template(
        "proof_of_payment.html",
        case=case,
        payments=payments_of(case) if case else (),
        typed=typed,
        complaints=typed.complaints(),
        has_errors=bool(typed.complaints()),
        slot=SLOT,
        most_files=payment_proofs.MOST_FILES,
        back=case_page(submission),
        here=proof_page(submission),
        answer=answer_page(submission),
        code=code_page(submission, PAID),
        proved=is_proved(submission),
    )
