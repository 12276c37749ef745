"""The answer to a call for completion: words and files, and nothing of them lost when something is wrong."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from casework.clock.deadlines import warsaw_date
from casework.desk import calls, steps
from casework.desk.calls import OpenCall
from casework.desk.steps import StepRefused, WrongInput
from casework.files.storage import StorageFull
from forms_catalog.problems import N_
from pages.widgets.problems import Complaint
from pages.words import gettext
from portal.added_files import SLOT, Kept, bring, kept_before, to_file
from portal.filing.tongue import asked_language
from portal.handing_in import is_away
from portal.own_case.cases import demand_token, opened_case
from portal.own_case.proofs import is_proved
from portal.own_case.proving import ANSWER, answer_page, case_page, code_page
from portal.parts import parts

blueprint = Blueprint("answering", __name__)

_NOT_SAVED = N_("We could not save this right now. Nothing was sent. Press the button again in a minute.")
_GONE = N_("The office is not waiting for an answer any more.")


@dataclass
class Typed:
    """What stands in the form."""

    call: str
    text: str = ""
    files: list[Kept] = field(default_factory=list)
    text_wrong: str = ""
    files_wrong: list[str] = field(default_factory=list)
    refused: str = ""  #: of the whole form

    def complaints(self) -> list[Complaint]:
        said = [Complaint(self.refused, None)] if self.refused else []
        said += [Complaint(self.text_wrong, "#odpowiedz")] if self.text_wrong else []
        return said + [Complaint(words, "#pliki") for words in self.files_wrong]


@blueprint.get("/sprawy/<uuid:submission>/odpowiedz")
def ask(submission: UUID) -> ResponseReturnValue:
    """The form, while an answer is awaited; without the code, the page that asks for it."""
    demand_token(submission)
    call = _open_call(submission)
    if call is None:
        return redirect(case_page(submission), 303)
    if not is_proved(submission):
        return redirect(code_page(submission, ANSWER), 303)
    return _page(submission, Typed(str(call.id)))


@blueprint.post("/sprawy/<uuid:submission>/odpowiedz")
def answer(submission: UUID) -> ResponseReturnValue:
    """Takes the answer in; sent twice, it is taken once. What is wrong is said and everything stays typed."""
    demand_token(submission)
    typed = Typed(request.form.get("wezwanie", ""), request.form.get("odpowiedz", ""))
    typed.files = kept_before(submission)
    if not is_proved(submission):
        typed.refused = gettext("Your code ran out. Ask for a new one, then send the answer.")
        return _page(submission, typed), 403
    try:
        typed.files_wrong = bring(typed.files)
        if typed.files_wrong:
            return _page(submission, typed), 422
        if asked_language():
            return _page(submission, typed)
        _take(submission, typed)
    except WrongInput as wrong:
        _put(typed, wrong)
        return _page(submission, typed), 422
    except StepRefused as refused:
        typed.refused = gettext(refused.message)
        return _page(submission, typed), 409
    except (StorageFull, DBAPIError, NoFreeConnection) as failure:
        if isinstance(failure, DBAPIError) and not is_away(failure):
            raise
        typed.refused = gettext(_NOT_SAVED)
        return _page(submission, typed, away=True), 503
    return redirect(case_page(submission), 303)


def _take(submission: UUID, typed: Typed) -> None:
    """Answers the call that the form was opened for, and no later one."""
    with parts().sessions.begin() as session:
        steps.lock(session, submission)
        call = calls.find_open_call(session, submission)
        if call is None or str(call.id) != typed.call:
            if _is_uuid(typed.call) and calls.was_answered(session, submission, UUID(typed.call)):
                return
            raise steps.StepNotAllowed(_GONE)
        calls.answer_call(
            session,
            submission,
            text=typed.text,
            files=to_file(typed.files),
            at=parts().now(),
            scanner=parts().counter.scanner,
        )


def _put(typed: Typed, wrong: WrongInput) -> None:
    said = gettext(wrong.message, **wrong.values)
    if wrong.field == "files":
        typed.files_wrong.append(said)
    else:
        typed.text_wrong = said


def _open_call(submission: UUID) -> OpenCall | None:
    with parts().sessions() as session:
        return calls.find_open_call(session, submission)


def _page(submission: UUID, typed: Typed, *, away: bool = False) -> str:
    """The form; while the database is away, without what only it knows."""
    case = call = None
    if not away:
        case, call = opened_case(submission), _open_call(submission)
    return render_template(
        "answer.html",
        case=case,
        call=call,
        days_left=days_left(call.due_on) if call else 0,
        typed=typed,
        complaints=typed.complaints(),
        has_errors=bool(typed.complaints()),
        slot=SLOT,
        most_files=calls.MOST_FILES,
        back=case_page(submission),
        here=answer_page(submission),
        code=code_page(submission, ANSWER),
        proved=is_proved(submission),
    )


def days_left(due_on: date) -> int:
    """Calendar days to a day, below 0 after it."""
    return (due_on - warsaw_date(parts().now())).days


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
