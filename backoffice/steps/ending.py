"""The end of a case: settled as its service demands, left unexamined, closed, and opened again."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS, WORKERS, AtCase, Faults, at_case, back, seen, today, typed
from backoffice.steps.endings import ENDINGS, LEFT, NOT_PUBLIC, Ending, endings_for, instruction_on_appeal
from backoffice.steps.pressing import Written, press
from backoffice.steps.writing import LetterStep, Words, letter_form, write_letter
from casework.desk.calls import OpenCall, find_open_call
from casework.desk.conclusions import OUTCOMES, close, conclude
from casework.desk.reopening import reopen
from forms_catalog.problems import N_

blueprint = Blueprint("ending", __name__)


@blueprint.get("/sprawy/<uuid:case_id>/zalatw")
@for_roles(*READERS)
def ask(case_id: UUID) -> str:
    return _choice(at_case(case_id, "conclude"), ())


@blueprint.post("/sprawy/<uuid:case_id>/zalatw")
@for_roles(*WORKERS)
def settle(case_id: UUID) -> ResponseReturnValue:
    """Without a letter the case is settled at once; else its letter is written next."""
    opened, key = at_case(case_id, "conclude"), typed("outcome")
    ending = endings_for(opened.definition).get(key)
    if ending is not None and ending.letter is not None:
        return redirect(f"{opened.address}/zalatw/{key}", 303)
    outcome = ending.outcome if ending else ""
    return press(
        case_id,
        lambda session: conclude(
            session, current_clerk(), case_id, outcome=outcome, letter=None, at=parts().now(), seen=seen()
        ),
        Written((OUTCOMES.get(outcome, ""),), {"outcome": outcome}),
        lambda faults: _choice(opened, faults),
    )


@blueprint.get("/sprawy/<uuid:case_id>/zalatw/<ending>")
@for_roles(*READERS)
def ask_letter(case_id: UUID, ending: str) -> str:
    opened = at_case(case_id, _key(ending))
    step, call = _step(opened, ending)
    if ending == LEFT and call is not None and call.due_on >= today():
        return render_template("step_too_early.html", opened=opened, call=call)
    return letter_form(opened, step)


@blueprint.post("/sprawy/<uuid:case_id>/zalatw/<ending>")
@for_roles(*WORKERS)
def settle_with_letter(case_id: UUID, ending: str) -> ResponseReturnValue:
    """The letter is sealed and the case settled, both or neither."""
    opened = at_case(case_id, _key(ending))
    return write_letter(opened, _step(opened, ending)[0])


@blueprint.get("/sprawy/<uuid:case_id>/zamknij")
@for_roles(*READERS)
def ask_close(case_id: UUID) -> str:
    return render_template(
        "step_words.html", opened=at_case(case_id, "close"), faults=(), back=back(case_id), name=None,
        heading=N_("Close the case"), action="zamknij", button=N_("Close the case"),
        sentences=(
            N_("A closed case leaves the queue. It stays in the file and can be found."),
            N_("Only a supervisor can open it again, and says why."),
        ),
    )  # fmt: skip


@blueprint.post("/sprawy/<uuid:case_id>/zamknij")
@for_roles(*WORKERS)
def close_case(case_id: UUID) -> ResponseReturnValue:
    """The file is closed."""
    return press(
        case_id,
        lambda session: close(session, current_clerk(), case_id, at=parts().now(), seen=seen()),
        Written(("closed",)),
    )


@blueprint.get("/sprawy/<uuid:case_id>/otworz-ponownie")
@for_roles(*READERS)
def ask_reopen(case_id: UUID) -> str:
    return _reopening(case_id, ())


@blueprint.post("/sprawy/<uuid:case_id>/otworz-ponownie")
@for_roles(*WORKERS)
def reopen_case(case_id: UUID) -> ResponseReturnValue:
    """The case is worked again; the reason is kept as a note."""
    clerk, now, reason = current_clerk(), parts().now(), typed("reason")
    return press(
        case_id,
        lambda session: reopen(session, clerk, case_id, reason=reason, at=now, seen=seen()),
        Written(("reopened",)),
        lambda faults: _reopening(case_id, faults),
    )


def _reopening(case_id: UUID, faults: Faults) -> str:
    return render_template(
        "step_words.html", opened=at_case(case_id, "reopen"), faults=faults, back=back(case_id),
        name="reason",
        heading=N_("Open the case again"), action="otworz-ponownie", button=N_("Open the case again"),
        label=N_("Why the case is opened again"), hint=N_("It is kept as a note. Colleagues read it."),
        sentences=(
            N_("The case goes back to the queue, in the hands it was in. Its term stays as it was."),
            N_("A decision that was delivered stays in force (KPA art. 110, OP art. 212)."),
            N_("The applicant is told that the case is in progress again."),
        ),
    )  # fmt: skip


def _key(ending: str) -> str:
    return "leave" if ending == LEFT else "conclude"


def _choice(opened: AtCase, faults: Faults) -> str:
    return render_template(
        "step_conclude.html", opened=opened, faults=faults, endings=endings_for(opened.definition),
        back=back(opened.file.case.id),
    )  # fmt: skip


def _step(opened: AtCase, key: str) -> tuple[LetterStep, OpenCall | None]:
    """The letter of an ending; 404 for one that the service does not have."""
    ending = ENDINGS[LEFT] if key == LEFT else endings_for(opened.definition).get(key)
    if ending is None or ending.letter is None:
        abort(404)
    template = parts().letters[ending.letter]
    if not template.fits(opened.definition.procedure):
        abort(404)
    case_id, now = opened.file.case.id, parts().now()
    call = _call(case_id) if key == LEFT else None

    def take(session: Session, letter: UUID, words: Words) -> object:
        return conclude(session, opened.clerk, case_id, outcome=ending.outcome, letter=letter, at=now)

    step = LetterStep(
        template=template,
        address=f"zalatw/{key}",
        heading=ending.label,
        button=N_("Seal the letter and settle the case"),
        written=Written(("letter", OUTCOMES[ending.outcome]), {"outcome": ending.outcome}),
        take=take,
        prefilled=_prefilled(opened, ending, call),
    )
    return step, call


def _call(case_id: UUID) -> OpenCall | None:
    with parts().sessions() as session:
        return find_open_call(session, case_id)


def _prefilled(opened: AtCase, ending: Ending, call: OpenCall | None) -> dict[str, str]:
    """What the case itself knows of the letter's places."""
    if call is not None:
        return {"missing": call.reason, "due_on": call.due_on.isoformat()}
    if ending.letter == "decision":
        appeal = parts().catalogue.office_kinds.appeal(opened.definition.appeal, opened.office)
        return {"appeal": instruction_on_appeal(opened.definition, appeal)}
    if ending.outcome == "not_public":
        return {"text": NOT_PUBLIC}
    return {}
