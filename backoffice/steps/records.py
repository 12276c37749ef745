"""What the office writes for itself: the case's sign, notes, and that an answer was read."""

from uuid import UUID, uuid4

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS, WORKERS, Faults, at_case, back, seen, typed
from backoffice.steps.pressing import Written, press
from casework.desk.calls import mark_read
from casework.desk.case_signs import open_case_sign
from casework.desk.notes import note
from forms_catalog.problems import N_

blueprint = Blueprint("records", __name__)


@blueprint.post("/sprawy/<uuid:case_id>/otworz-znak")
@for_roles(*WORKERS)
def open_sign(case_id: UUID) -> ResponseReturnValue:
    """The case stands in its unit's list of cases and bears a sign."""
    catalogue = parts().catalogue
    return press(
        case_id,
        lambda session: open_case_sign(
            session, current_clerk(), case_id, catalogue=catalogue, at=parts().now(), seen=seen()
        ),
        Written(("opened",)),
    )


@blueprint.post("/sprawy/<uuid:case_id>/odpowiedz-przeczytana")
@for_roles(*WORKERS)
def answer_read(case_id: UUID) -> ResponseReturnValue:
    """The case leaves the new answers; nothing else of it changes."""
    return press(
        case_id,
        lambda session: mark_read(session, current_clerk(), case_id, at=parts().now(), seen=seen()),
        Written(("answer_read",)),
    )


@blueprint.get("/sprawy/<uuid:case_id>/notatka")
@for_roles(*READERS)
def ask_note(case_id: UUID) -> str:
    return _form(case_id, ())


@blueprint.post("/sprawy/<uuid:case_id>/notatka")
@for_roles(*WORKERS)
def write_note(case_id: UUID) -> ResponseReturnValue:
    """A note of one form is entered once."""
    return press(
        case_id,
        lambda session: note(
            session, current_clerk(), case_id, text=typed("text"), at=parts().now(), note_id=_id()
        ),
        Written(()),
        lambda faults: _form(case_id, faults),
    )


def _id() -> UUID | None:
    try:
        return UUID(request.form.get("note_id", ""))
    except ValueError:
        return None


def _form(case_id: UUID, faults: Faults) -> str:
    opened = at_case(case_id, "note")
    return render_template(
        "step_words.html", opened=opened, faults=faults, back=back(case_id), name="text",
        heading=N_("Write a note"), action="notatka", button=N_("Save the note"),
        label=N_("Note"), hint=N_("Colleagues read it, the applicant does not. It stays in the file."),
        sentences=(), note_id=_id() or uuid4(),
    )  # fmt: skip
