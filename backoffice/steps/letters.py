"""A letter to the applicant beside the steps, and the way to the letters that a step is taken with."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS, WORKERS, AtCase, at_case
from backoffice.steps.endings import ENDINGS, LEFT, endings_for
from backoffice.steps.offers import offers_for
from backoffice.steps.pressing import Written
from backoffice.steps.writing import LetterStep, letter_form, write_letter
from casework.desk.letter_templates.template import Template
from forms_catalog.problems import N_

blueprint = Blueprint("letters", __name__)

#: letters that change nothing in the case
FREE = ("other", "information")


@blueprint.get("/sprawy/<uuid:case_id>/pismo")
@for_roles(*READERS)
def choose(case_id: UUID) -> str:
    """The letters that can be written now, each with the step that it takes."""
    opened = at_case(case_id, "letter")
    return render_template("step_letters.html", opened=opened, letters=_letters(opened), free=FREE)


@blueprint.get("/sprawy/<uuid:case_id>/pismo/<template>")
@for_roles(*READERS)
def ask(case_id: UUID, template: str) -> ResponseReturnValue:
    """A letter that takes a step is written on the step's page."""
    opened = at_case(case_id, "letter")
    found = next((place for one, place in _letters(opened) if one.name == template), None)
    if found is None:
        abort(404)
    if template not in FREE:
        return redirect(found, 303)
    return letter_form(opened, _step(template))


@blueprint.post("/sprawy/<uuid:case_id>/pismo/<template>")
@for_roles(*WORKERS)
def write(case_id: UUID, template: str) -> ResponseReturnValue:
    """The letter is sealed and belongs to the case; the applicant may read it."""
    opened = at_case(case_id, "letter")
    if template not in FREE:
        abort(404)
    return write_letter(opened, _step(template))


def _step(template: str) -> LetterStep:
    return LetterStep(
        template=parts().letters[template],
        address=f"pismo/{template}",
        heading=N_("Write a letter"),
        button=N_("Seal the letter and send it"),
        written=Written(("letter",)),
    )


def _letters(opened: AtCase) -> list[tuple[Template, str]]:
    """Template and address of each letter that fits the procedure and the state."""
    offered = {offer.key for offer in offers_for(opened.clerk, opened.file, opened.definition)}
    places = {name: f"pismo/{name}" for name in FREE}
    if "call" in offered:
        places["call"] = "wezwij"
    if "prolong" in offered:
        places["new_term"] = "przedluz"
    if "conclude" in offered:
        endings = endings_for(opened.definition)
        places |= {one.letter: "zalatw" for one in endings.values() if one.letter and one.letter not in FREE}
    if "leave" in offered:
        places[ENDINGS[LEFT].letter or ""] = f"zalatw/{LEFT}"
    known = parts().letters
    return [
        (known[name], f"{opened.address}/{place}")
        for name, place in places.items()
        if known[name].fits(opened.definition.procedure)
    ]
