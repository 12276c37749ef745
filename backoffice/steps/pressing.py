"""The press of a step's button: one transaction, one step, however often it is pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk
from backoffice.parts import parts
from backoffice.steps.at_case import Faults, back, say_refused, seen
from casework.desk.changes import changes_since
from casework.desk.steps import Changed, WrongInput

Form = Callable[[Faults], str]


@dataclass(frozen=True)
class Written:
    """What a press leaves in the case's audit: by that a second press of the same button is known."""

    what: tuple[str, ...]
    details: Mapping[str, str] = field(default_factory=dict)  #: of the last entry


def press(
    case_id: UUID, verb: Callable[[Session], object], written: Written, form: Form | None = None
) -> ResponseReturnValue:
    """Takes the step and leads back. WrongInput shows the form again, 422; Changed and the rest are raised.

    A form that is sent with `do=show` is only shown, with what was typed.
    """
    if form is not None and request.form.get("do") == "show":
        return form(())
    try:
        with parts().sessions.begin() as session:
            verb(session)
    except WrongInput as wrong:
        if form is None:
            raise
        return form(((wrong.field, say_refused(wrong)),)), 422
    except Changed:
        if not was_pressed(case_id, written):
            raise
    return redirect(back(case_id), 303)


def was_pressed(case_id: UUID, written: Written) -> bool:
    """Whether all that happened since the page was read is this very step of this clerk."""
    revision = seen()
    if revision is None:
        return False
    with parts().sessions() as session:
        changes = changes_since(session, current_clerk(), case_id, seen=revision)
    if not changes or not all(change.own for change in changes):
        return False
    if tuple(change.what for change in changes) != written.what:
        return False
    return written.details.items() <= dict(changes[-1].details).items()
