"""A case that stands: suspended, resumed, or no longer waiting for the applicant."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS, WORKERS, Faults, at_case, back, seen, typed
from backoffice.steps.pressing import Written, press
from casework.clock.deadlines import stops
from casework.desk.calls import end_call
from casework.desk.suspension import pause, resume
from forms_catalog.problems import N_

blueprint = Blueprint("standing", __name__)


@blueprint.get("/sprawy/<uuid:case_id>/zawies")
@for_roles(*READERS)
def ask_pause(case_id: UUID) -> str:
    return _pausing(case_id, ())


@blueprint.post("/sprawy/<uuid:case_id>/zawies")
@for_roles(*WORKERS)
def pause_case(case_id: UUID) -> ResponseReturnValue:
    """The case stands; the reason is kept as a note."""
    clerk, now, reason = current_clerk(), parts().now(), typed("reason")
    return press(
        case_id,
        lambda session: pause(session, clerk, case_id, reason=reason, at=now, seen=seen()),
        Written(("paused",)),
        lambda faults: _pausing(case_id, faults),
    )


@blueprint.post("/sprawy/<uuid:case_id>/wznow")
@for_roles(*WORKERS)
def resume_case(case_id: UUID) -> ResponseReturnValue:
    """The case goes on, and its clock from tomorrow."""
    clerk, now = current_clerk(), parts().now()
    return press(
        case_id,
        lambda session: resume(session, clerk, case_id, at=now, seen=seen()),
        Written(("resumed",)),
    )


@blueprint.get("/sprawy/<uuid:case_id>/zakoncz-wezwanie")
@for_roles(*READERS)
def ask_end_call(case_id: UUID) -> str:
    opened = at_case(case_id, "end_call")
    return render_template(
        "step_words.html", opened=opened, faults=(), back=back(case_id), name=None,
        heading=N_("Stop waiting for the applicant"), action="zakoncz-wezwanie",
        button=N_("Stop waiting"),
        sentences=(
            N_("The papers came another way, or are not needed."),
            N_("The applicant reads that nothing is awaited. The case goes on, its clock from tomorrow."),
        ),
    )  # fmt: skip


@blueprint.post("/sprawy/<uuid:case_id>/zakoncz-wezwanie")
@for_roles(*WORKERS)
def end_waiting(case_id: UUID) -> ResponseReturnValue:
    """The office waits no longer."""
    clerk, now = current_clerk(), parts().now()
    return press(
        case_id,
        lambda session: end_call(session, clerk, case_id, at=now, seen=seen()),
        Written(("call_ended",)),
    )


def _pausing(case_id: UUID, faults: Faults) -> str:
    opened = at_case(case_id, "pause")
    clock = (
        N_("The clock stands from tomorrow, until the case is resumed.")
        if stops(opened.file.case.due_explained)
        else N_("The term of this case runs on: the law does not stop it.")
    )
    return render_template(
        "step_words.html", opened=opened, faults=faults, back=back(case_id), name="reason",
        heading=N_("Suspend the case"), action="zawies", button=N_("Suspend the case"),
        label=N_("Why the case is suspended"), hint=N_("It is kept as a note. Colleagues read it."),
        sentences=(clock, N_("Suspend only for a reason that the law names (KPA art. 97-98, OP art. 201).")),
    )  # fmt: skip
