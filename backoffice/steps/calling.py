"""A call for completion: what is missing, by when, and the letter that says so."""

from collections.abc import Iterator
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
from casework.clock.calendar import Calendar
from casework.desk.calls import call_for_completion, shortest_term
from forms_catalog.documents.readback import say_date
from forms_catalog.documents.xml import from_xml
from forms_catalog.judging.judge import is_shown
from forms_catalog.problems import N_
from pages.words import gettext

blueprint = Blueprint("calling", __name__)


@blueprint.get("/sprawy/<uuid:case_id>/wezwij")
@for_roles(*READERS)
def ask(case_id: UUID) -> str:
    opened = at_case(case_id, "call")
    return letter_form(opened, _step(opened))


@blueprint.post("/sprawy/<uuid:case_id>/wezwij")
@for_roles(*WORKERS)
def call(case_id: UUID) -> ResponseReturnValue:
    """The applicant is called by a sealed letter, and the case waits."""
    opened = at_case(case_id, "call")
    return write_letter(opened, _step(opened))


def _step(opened: AtCase) -> LetterStep:
    case, procedure, now = opened.file.case, opened.definition.procedure, parts().now()

    def take(session: Session, letter: UUID, words: Words) -> object:
        return call_for_completion(
            session,
            opened.clerk,
            case.id,
            reason=words["missing"],
            due_on=date.fromisoformat(words["due_on"]),
            letter=letter,
            at=now,
            procedure=procedure,
            calendar=Calendar.of(parts().catalogue),
        )

    shortest = shortest_term(today(), Calendar.of(parts().catalogue))
    earliest = gettext(
        N_("The earliest day that the law allows is %(day)s. A free day moves to the next working one."),
        day=say_date(shortest, "pl", weekday=True),
    )
    return LetterStep(
        template=parts().letters["call"],
        address="wezwij",
        heading=N_("Call for completion"),
        button=N_("Seal the letter and call the applicant"),
        written=Written(("letter", "called")),
        take=take,
        prefilled={"due_on": shortest.isoformat()},
        hints={
            "missing": gettext(N_("The applicant reads these words in the letter and on the case's page.")),
            "due_on": earliest,
        },
        phrases=tuple(_phrases(opened)),
        phrases_for="missing",
        asked_as={"reason": "missing"},
        settle=_on_a_working_day,
    )


def _on_a_working_day(words: Words) -> Words:
    """The letter names the day that the case will wait for (KPA art. 57 § 4, OP art. 12 § 5)."""
    day = date.fromisoformat(words["due_on"])
    return {**words, "due_on": Calendar.of(parts().catalogue).next_working(day).isoformat()}


def _phrases(opened: AtCase) -> Iterator[str]:
    """What this filing most likely lacks: its signature, and attachments that were not added."""
    if opened.file.signature in ("missing", "invalid"):
        yield "Podpisz pismo: podpisem zaufanym, osobistym albo kwalifikowanym."
    added = {file.slot for file in opened.file.attachments}
    answers = from_xml(opened.definition, opened.file.document)
    for slot in opened.definition.attachments:
        if slot.name not in added and is_shown(opened.definition, slot, answers):
            yield slot.missing.pl if slot.missing else f"Dołącz załącznik: {slot.label.pl}."
