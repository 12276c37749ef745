"""Whose case it is: taken, given back, handed over."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS, WORKERS, Faults, at_case, back, seen, typed
from backoffice.steps.pressing import Written, press
from casework.desk import notes
from casework.desk.assignment import give_back, hand_over, take
from casework.desk.clerks import colleagues
from casework.desk.steps import WrongInput
from forms_catalog.problems import N_

blueprint = Blueprint("hands", __name__)


@blueprint.post("/sprawy/<uuid:case_id>/wez")
@for_roles(*WORKERS)
def take_case(case_id: UUID) -> ResponseReturnValue:
    """One clerk has it; a colleague who was first is named."""
    return press(
        case_id,
        lambda session: take(session, current_clerk(), case_id, at=parts().now(), seen=seen()),
        Written(("taken",)),
    )


@blueprint.get("/sprawy/<uuid:case_id>/oddaj")
@for_roles(*READERS)
def ask_give_back(case_id: UUID) -> str:
    return _giving_back(case_id, ())


@blueprint.post("/sprawy/<uuid:case_id>/oddaj")
@for_roles(*WORKERS)
def give_case_back(case_id: UUID) -> ResponseReturnValue:
    """Nobody has it; the reason, where one is given, stays as a note."""
    clerk, now, reason = current_clerk(), parts().now(), typed("reason")

    def give(session: Session) -> None:
        give_back(session, clerk, case_id, at=now, seen=seen())
        if reason.strip():
            _note(session, case_id, reason)

    return press(case_id, give, Written(("given_back",)), lambda faults: _giving_back(case_id, faults))


@blueprint.get("/sprawy/<uuid:case_id>/przekaz")
@for_roles(*READERS)
def ask_hand_over(case_id: UUID) -> str:
    return _handing_over(case_id, ())


@blueprint.post("/sprawy/<uuid:case_id>/przekaz")
@for_roles(*WORKERS)
def hand_case_over(case_id: UUID) -> ResponseReturnValue:
    """A colleague of the department has it."""
    clerk, now, to, reason = current_clerk(), parts().now(), _chosen(), typed("reason")

    def hand(session: Session) -> None:
        if to is None:
            raise WrongInput("to", N_("Choose who takes the case over."))
        hand_over(session, clerk, case_id, to=to, at=now, seen=seen())
        if reason.strip():
            _note(session, case_id, reason)

    written = Written(("handed_over",), {"handler": str(to)})
    return press(case_id, hand, written, lambda faults: _handing_over(case_id, faults))


def _note(session: Session, case_id: UUID, reason: str) -> None:
    """A reason is a note; its faults are named at the reason."""
    try:
        notes.note(session, current_clerk(), case_id, text=reason, at=parts().now())
    except WrongInput as wrong:
        raise WrongInput("reason", wrong.message, wrong.values) from None


def _chosen() -> UUID | None:
    try:
        return UUID(typed("to"))
    except ValueError:
        return None


def _giving_back(case_id: UUID, faults: Faults) -> str:
    opened = at_case(case_id, "give_back")
    return render_template(
        "step_words.html", opened=opened, faults=faults, back=back(case_id), name="reason",
        heading=N_("Give the case back"), action="oddaj", button=N_("Give the case back"),
        label=N_("Reason (not required)"), hint=N_("It is kept as a note. Colleagues read it."),
        sentences=(N_("Nobody handles the case then. It stays in its state and its term runs on."),),
    )  # fmt: skip


def _handing_over(case_id: UUID, faults: Faults) -> str:
    opened = at_case(case_id, "hand_over")
    case = opened.file.case
    with parts().sessions() as session:
        who = [one for one in colleagues(session, case.office, case.department) if one.id != case.handler_id]
    return render_template("step_hand_over.html", opened=opened, faults=faults, who=who, back=back(case_id))
