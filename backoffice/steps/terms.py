"""A new term for the office's answer, with the letter that the law demands (KPA art. 36, OP art. 140)."""

from datetime import date
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS, WORKERS, AtCase, at_case, today
from backoffice.steps.pressing import Written
from backoffice.steps.writing import LetterStep, Words, letter_form, write_letter
from casework.desk.prolonging import longest_term, prolong
from forms_catalog.documents.readback import say_date
from forms_catalog.problems import N_
from pages.words import gettext

blueprint = Blueprint("terms", __name__)


@blueprint.get("/sprawy/<uuid:case_id>/przedluz")
@for_roles(*READERS)
def ask(case_id: UUID) -> str:
    opened = at_case(case_id, "prolong")
    return letter_form(opened, _step(opened))


@blueprint.post("/sprawy/<uuid:case_id>/przedluz")
@for_roles(*WORKERS)
def set_term(case_id: UUID) -> ResponseReturnValue:
    """The case has a later term, and the applicant a letter that says why."""
    opened = at_case(case_id, "prolong")
    return write_letter(opened, _step(opened))


def _step(opened: AtCase) -> LetterStep:
    case, procedure, now = opened.file.case, opened.definition.procedure, parts().now()

    def take(session: Session, letter: UUID, words: Words) -> object:
        day = date.fromisoformat(words["due_on"])
        return prolong(session, opened.clerk, case.id, due_on=day, letter=letter, procedure=procedure, at=now)

    bounds = gettext(
        N_("The present term ends on %(day)s. The new one may end on %(last)s at the latest."),
        day=say_date(case.due_on, "pl") if case.due_on else "–",
        last=say_date(longest_term(case, today(), procedure), "pl"),
    )
    return LetterStep(
        template=parts().letters["new_term"],
        address="przedluz",
        heading=N_("Set a new term"),
        button=N_("Seal the letter and set the term"),
        written=Written(("letter", "prolonged")),
        take=take,
        hints={"due_on": bounds},
    )
