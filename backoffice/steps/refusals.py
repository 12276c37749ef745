"""A step that was not taken: who was first and what they did, and nothing typed is lost."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from backoffice import case_words
from backoffice.entrance.who import current_clerk
from backoffice.parts import parts
from backoffice.steps.at_case import CARRIED, say_refused, seen
from casework.desk.changes import Change, changes_since
from casework.desk.doors import demand_readable
from casework.desk.steps import Changed, NotHandler, StepNotAllowed, StepRefused, WrongInput, read_case
from forms_catalog.problems import N_
from pages.words import gettext

blueprint = Blueprint("refusals", __name__)


@blueprint.app_errorhandler(StepRefused)
def show(refused: StepRefused) -> ResponseReturnValue:
    """409: what changed since the page was read, a link to the case, and back to the form as typed."""
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:  # a page of many cases
        page = render_template(
            "error.html", heading=gettext(_heading(refused)), sentences=[say_refused(refused)]
        )
        return page, 409
    revision = seen() if request.method == "POST" else None
    changes: tuple[Change, ...] = ()
    with parts().sessions() as session:
        demand_readable(session, current_clerk(), case_id)
        case = read_case(session, case_id)
        if revision is not None:
            changes = changes_since(session, current_clerk(), case_id, seen=revision)
    page = render_template(
        "step_refused.html", case=case, heading=_heading(refused), sentence=say_refused(refused),
        changes=changes, words=case_words, carried=_typed(), again=request.path,
    )  # fmt: skip
    return page, 422 if isinstance(refused, WrongInput) else 409


def _heading(refused: StepRefused) -> str:
    if isinstance(refused, Changed):
        return N_("Somebody else was first")
    if isinstance(refused, NotHandler):
        return N_("This is not your case now")
    if isinstance(refused, StepNotAllowed):
        return N_("This step is not possible now")
    return N_("This step was not taken")


def _typed() -> list[tuple[str, str]]:
    """Everything the clerk typed or chose, to be shown and brought back."""
    given = [(name, value) for name, value in request.form.items(multi=True) if name not in CARRIED]
    return given if any(value.strip() for _, value in given) else []
