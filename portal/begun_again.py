"""A new form from one that was filed: a similar one, or a correction. After the code only."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from casework.cases import CaseView
from casework.clock.deadlines import warsaw_date
from casework.drafting.begun_from import note_origin
from casework.drafting.draft_begun import begin
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.readback import Part, read_back
from forms_catalog.documents.xml import from_xml
from forms_catalog.model import Definition
from forms_catalog.starting import From, Start, correction_of, labels_of, start
from pages.filling.place import VERSION
from pages.language import language
from portal.own_case.cases import demand_token, opened_case
from portal.own_case.proofs import is_proved
from portal.own_case.proving import AGAIN, CORRECT, case_page, code_page
from portal.papers.receipts import kept_receipt
from portal.parts import parts

blueprint = Blueprint("begun_again", __name__)


@dataclass(frozen=True)
class _Again:
    """What the earlier document gives to a new one."""

    case: CaseView
    form: Definition
    earlier: Definition
    offered: Catalogue
    start: Start
    corrects: bool

    @property
    def copied(self) -> tuple[Part, ...]:
        """In words, as far as the form as it starts asks for them."""
        return read_back(self.form, self.start.answers, catalogue=self.offered, language=language())

    @property
    def left_out(self) -> tuple[str, ...]:
        """Questions whose answers the form does not take any more, in its words or those of the earlier."""
        pointers = (problem.pointer for problem in self.start.left_out)
        return tuple(dict.fromkeys(labels_of(self.form, pointers, language(), earlier=self.earlier)))


@blueprint.get("/sprawy/<uuid:submission>/podobne")
def offer(submission: UUID) -> ResponseReturnValue:
    """What would be copied and what not, with the button that begins; without the code, its page."""
    demand_token(submission)
    case = opened_case(submission)
    wish = CORRECT if request.args.get("jak") == CORRECT else AGAIN
    if not is_proved(submission):
        return redirect(code_page(submission, wish), 303)
    form = form_again(case)
    return _offer(case, _again(case, form, wish == CORRECT) if form else None, uuid4())


def _offer(case: CaseView, again: _Again | None, draft: UUID, refused: str = "") -> str:
    return render_template(
        "begin_again.html",
        case=case,
        again=again,
        files=bool(kept_receipt(case.submission).files),
        draft=draft,
        how=CORRECT if again and again.corrects else AGAIN,
        here=request.full_path,
        back=case_page(case.submission),
        refused=refused,
    )


@blueprint.post("/sprawy/<uuid:submission>/podobne")
def begin_it(submission: UUID) -> ResponseReturnValue:
    """Makes the draft once, however often the button is pressed, and leads to its first page."""
    demand_token(submission)
    case = opened_case(submission)
    if not is_proved(submission):
        return redirect(code_page(submission, AGAIN), 303)
    form = form_again(case)
    try:
        draft_id = UUID(request.form.get("draft", ""))
    except ValueError:
        abort(400)
    if form is None:
        return _offer(case, None, draft_id), 410
    again = _again(case, form, request.form.get("jak") == CORRECT)
    if request.form.get(VERSION, str(form.version)) != str(form.version):
        said = gettext("The office changed this form meanwhile. Look once more at what we copy, then start.")
        return _offer(case, again, draft_id, said), 409
    with parts().sessions.begin() as session:
        made = begin(
            session,
            draft_id,
            office=case.office,
            definition=form,
            answers=again.start.answers,
            language=language(),
            now=parts().now(),
            draft_days=parts().options.draft_days,
        )
        if made:
            note_origin(
                session,
                draft_id,
                submission,
                office=case.office,
                corrects=again.corrects,
                at=parts().now(),
            )
    return redirect(f"/uslugi/{form.code}/formularz/{draft_id}/{form.sections[0].name}", 303)


def form_again(case: CaseView) -> Definition | None:
    """The form that office takes today for the same matter; None where it takes none."""
    catalogue = parts().catalogue
    if case.service not in catalogue.offices[case.office].services:
        return None
    return catalogue.of_office(case.office).service(case.service)


def _again(case: CaseView, form: Definition, correct: bool) -> _Again:
    catalogue = parts().catalogue
    offered = catalogue.of_office(case.office)
    earlier = catalogue.definitions[case.service, case.version]
    given = from_xml(earlier, kept_receipt(case.submission).document)
    corrects = correct and correction_of(form) is not None
    origin = From.CORRECTED if corrects else From.SIMILAR
    begun = start(form, given, origin, catalogue=offered, today=warsaw_date(parts().now()))
    return _Again(case, form, earlier, offered, begun, corrects)
