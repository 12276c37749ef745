"""A letter on the way: its words, read as it will be sent, then sealed and entered with the step it takes."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk
from backoffice.parts import parts
from backoffice.steps.at_case import AtCase, Faults, back, say_refused, seen
from backoffice.steps.pressing import Written, was_pressed
from backoffice.steps.words import Draft, blank, faults_of, named, read_draft, words_of
from casework.desk.changes import changes_since
from casework.desk.letter_templates.template import Template, TemplateBroken
from casework.desk.letters import (
    KeptLetter,
    LetterFacts,
    answers_of,
    enter_letter,
    facts_for,
    keep_letter,
    letter_digest,
    make_letter,
    preview_letter,
)
from casework.desk.steps import Changed, WrongInput
from forms_catalog.problems import N_
from pages.downloads import PDF, download
from pages.words import gettext

Words = Mapping[str, str]
_BROKEN = N_("The template of this letter is broken at %(place)s. Tell your administrator.")


@dataclass(frozen=True)
class LetterStep:
    """A letter, and the step that is taken with it."""

    template: Template
    address: str  #: path below the case's
    heading: str  #: English message id
    button: str  #: of the last press, English message id
    written: Written
    #: takes the step on the letter's own transaction
    take: Callable[[Session, UUID, Words], object] = lambda session, letter, words: None
    prefilled: Words = field(default_factory=dict)  #: ask → what stands there at first
    hints: Words = field(default_factory=dict)  #: ask → said below its name
    phrases: tuple[str, ...] = ()  #: ready sentences that the clerk ticks
    phrases_for: str = ""  #: the ask they are put into
    asked_as: Words = field(default_factory=dict)  #: the step's own name of an input → the ask
    settle: Callable[[Words], Words] = lambda words: words  #: the words as they will stand on paper


def letter_form(opened: AtCase, step: LetterStep) -> str:
    """The letter's empty form."""
    return _form(opened, step, blank(step.template, step.prefilled, session.get("clerk_post", "")), ())


def write_letter(opened: AtCase, step: LetterStep) -> ResponseReturnValue:
    """What a press on a letter's page does: read it, take it home, change it, or send it.

    Bad input shows the form again, 422; Changed and the rest are raised.
    """
    draft = read_draft(step.template)
    if request.form.get("do") in ("show", "edit"):
        return _form(opened, step, draft, ())
    faults = faults_of(step.template, draft, phrased=step.phrases_for)
    if faults:
        return _form(opened, step, draft, faults), 422
    session["clerk_post"] = draft.post[:200]
    try:
        words = step.settle(words_of(step.template, draft, phrased=step.phrases_for))
        return _DOES.get(request.form.get("do", ""), _preview)(opened, step, draft, words)
    except WrongInput as wrong:
        place = step.asked_as.get(wrong.field, wrong.field)
        return _form(opened, step, draft, ((place, named(step.template, place, say_refused(wrong))),)), 422
    except TemplateBroken as broken:
        said = gettext(_BROKEN, place=broken.place)
        return _form(opened, step, draft, (("clerk_post", said),)), 422


def _preview(
    opened: AtCase, step: LetterStep, draft: Draft, words: Words, *, stale: bool = False
) -> ResponseReturnValue:
    """The letter as it will be sent; the step is tried and taken back, so that its faults show now."""
    preview = preview_letter(step.template, _facts(opened, draft), words)
    _rehearse(opened, step, words)
    pictures = [f"data:image/png;base64,{b64encode(one).decode()}" for one in preview.pictures]
    page = render_template(
        "step_preview.html", opened=opened, step=step, draft=draft, preview=preview, pictures=pictures,
        stale=stale, back=back(opened.file.case.id),
    )  # fmt: skip
    return page, 422 if stale else 200


def _take_home(opened: AtCase, step: LetterStep, draft: Draft, words: Words) -> ResponseReturnValue:
    pdf = make_letter(step.template, _facts(opened, draft), words)
    return download(pdf, "projekt-pisma.pdf", PDF)


def _send(opened: AtCase, step: LetterStep, draft: Draft, words: Words) -> ResponseReturnValue:
    """Sealed and kept before the case is locked; entered together with the step, or not at all."""
    case, facts = opened.file.case, _facts(opened, draft)
    if request.form.get("shown") != letter_digest(step.template, facts, words):
        return _preview(opened, step, draft, words, stale=True)
    seal = parts().counter.seals[case.office]
    try:
        _rehearse(opened, step, words)
        kept = keep_letter(step.template, facts, words, seal=seal, files=parts().files)
        with parts().sessions.begin() as database:
            _enter(database, opened, step, kept, words)
    except Changed:
        if not _was_sent(case.id, step, words):
            raise
    return redirect(back(case.id), 303)


_DOES = {"preview": _preview, "pdf": _take_home, "send": _send}


def _rehearse(opened: AtCase, step: LetterStep, words: Words) -> None:
    """The whole step with an empty letter, taken back."""
    nothing = KeptLetter(step.template.kind, step.template.name, step.template.title.pl, "0" * 64, 1, {})
    with parts().sessions() as database:
        _enter(database, opened, step, nothing, words)
        database.rollback()


def _enter(database: Session, opened: AtCase, step: LetterStep, kept: KeptLetter, words: Words) -> None:
    letter, _ = enter_letter(
        database, opened.clerk, opened.file.case.id, kept, at=parts().now(), seen=opened.seen
    )
    step.take(database, letter, words)


def _was_sent(case_id: UUID, step: LetterStep, words: Words) -> bool:
    """Whether this very letter went out by an earlier press of the same button."""
    revision = seen()
    if revision is None or not was_pressed(case_id, step.written):
        return False
    with parts().sessions() as database:
        first = changes_since(database, current_clerk(), case_id, seen=revision)[0]
        return answers_of(database, case_id, UUID(str(first.details["letter"]))) == dict(words)


def _facts(opened: AtCase, draft: Draft) -> LetterFacts:
    return facts_for(
        opened.file.case,
        opened.office,
        opened.clerk,
        procedure=opened.definition.procedure,
        service=opened.definition.title.pl,
        register_number=opened.file.register_number,
        post=draft.post,
        at=parts().now(),
        demo=parts().options.demo,
    )


def _form(opened: AtCase, step: LetterStep, draft: Draft, faults: Faults) -> str:
    return render_template(
        "step_letter.html", opened=opened, step=step, draft=draft, faults=faults,
        back=back(opened.file.case.id),
    )  # fmt: skip
