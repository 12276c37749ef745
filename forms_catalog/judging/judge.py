"""The one judge: HTML, API, CSV and tests all ask it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from forms_catalog.answers import ReadAnswers
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.cleaning import asked_only
from forms_catalog.judging.hearing import NOT_ASKED, Hearing, escaped
from forms_catalog.judging.questions import Form, Level, Slot, form_of
from forms_catalog.model import AnyField, AttachmentSlot, Definition, RowsField, Section
from forms_catalog.problems import N_, Problem
from forms_catalog.rules import RULES
from forms_catalog.scopes import Chain, Path


def validate(
    definition: Definition, answers: ReadAnswers, *, catalogue: Catalogue, today: date
) -> tuple[Problem, ...]:
    """Everything wrong with cleaned answers, in the order of the form; () when they may be filed.

    Names missing and wrong answers, answers to questions not asked, unknown fields, values of the wrong type,
    too many rows, and breaches of the definition's cross-field rules. Attachments are judged by
    `validate_attachments`. Never raises for any JSON value.
    """
    form = form_of(definition)
    answers = answers if isinstance(answers, Mapping) else {}
    hearing = Hearing(catalogue, today)
    hearing.level(form.top, answers, "", (answers,))
    return _with_rules(form, answers, hearing.problems, catalogue)


def validate_section(
    definition: Definition, section: Section, answers: ReadAnswers, *, catalogue: Catalogue, today: date
) -> tuple[Problem, ...]:
    """The problems of one section (with its rules), judged with the whole form's answers at hand."""
    form = form_of(definition)
    level = form.sections[section.name]
    hearing = Hearing(catalogue, today)
    of_section = {name: value for name, value in answers.items() if name in level.by_name}
    hearing.level(level, of_section, "", (answers,))
    problems = _with_rules(form, answers, hearing.problems, catalogue)
    return tuple(problem for problem in problems if _top_name(problem.pointer) in level.by_name)


def validate_row(
    definition: Definition, pointer: str, answers: ReadAnswers, *, catalogue: Catalogue, today: date
) -> tuple[Problem, ...]:
    """The problems of the one row that `pointer` ("/land_items/2") leads to."""
    form = form_of(definition)
    hearing = Hearing(catalogue, today)
    level, chain, _ = _walk(form, answers, pointer)
    if level is None:
        return ()
    hearing.level(level, chain[-1], pointer, chain)
    problems = _with_rules(form, answers, hearing.problems, catalogue)
    return tuple(problem for problem in problems if problem.pointer.startswith(f"{pointer}/"))


def validate_attachments(
    definition: Definition, answers: ReadAnswers, slots: Collection[str]
) -> tuple[Problem, ...]:
    """Missing, unasked and too many attachments, at the pointers /attachments/<slot>.

    `slots` names the slot of each attached file.
    """
    form = form_of(definition)
    given = Counter(slots)
    problems = [
        problem for slot in form.slots for problem in _slot_problems(slot, given[slot.slot.name], (answers,))
    ]
    known = {slot.slot.name for slot in form.slots}
    for name in given:
        if name not in known:
            message = N_("The form takes no such attachment. Leave it out.")
            problems.append(Problem(f"/attachments/{escaped(name)}", message, code="unknown_slot"))
    return tuple(problems)


def is_shown(
    definition: Definition, item: AnyField | Section | AttachmentSlot, answers: ReadAnswers, pointer: str = ""
) -> bool:
    """Whether a question at the level `pointer` is asked, given the answers so far.

    "" is the top of the form, "/land_items/2" a row, "/person" a group; in a hidden group nothing is asked.
    """
    form = form_of(definition)
    level, chain, path = _walk(form, answers, pointer)
    if level is None or not _all_shown(form, path, chain):
        return False
    if isinstance(item, Section | AttachmentSlot):
        shown = form.scopes.bind(item.shown_when, ())
    else:
        question = level.by_name.get(item.name)
        shown = question.shown if question is not None else form.scopes.bind(item.shown_when, path)
    return shown is None or shown(chain)


def _with_rules(
    form: Form, answers: ReadAnswers, problems: list[Problem], catalogue: Catalogue
) -> tuple[Problem, ...]:
    """The problems and the breaches of the form's rules, in its order; no place is named twice."""
    if not form.definition.rules:
        return tuple(problems)
    named = {problem.pointer for problem in problems}
    asked = asked_only(form.definition, answers)
    breaches = [
        breach
        for name in form.definition.rules
        for breach in RULES[name](asked, catalogue.rates)
        if breach.pointer not in named
    ]
    if not breaches:
        return tuple(problems)
    last = len(form.order)
    # sorting keeps the order of what belongs to one question; breaches of the whole form come last
    order = form.order
    return tuple(sorted([*problems, *breaches], key=lambda p: order.get(_top_name(p.pointer), last)))


def _slot_problems(slot: Slot, count: int, chain: Chain) -> Iterator[Problem]:
    pointer = f"/attachments/{slot.slot.name}"
    label = {"label": slot.slot.label}
    if slot.shown is not None and not slot.shown(chain):
        if count:
            yield Problem(pointer, NOT_ASKED, code="not_asked")
    elif not count and slot.required is not None and slot.required(chain):
        message = N_("Attach: %(label)s.")
        yield Problem(pointer, message, label, slot.slot.missing, "required")
    elif count > slot.slot.max_files:
        values = {"maximum": str(slot.slot.max_files)}
        yield Problem(pointer, N_("Files you can attach here: at most %(maximum)s."), values, code="too_many")


def _walk(form: Form, answers: ReadAnswers, pointer: str) -> tuple[Level | None, Chain, Path]:
    """The level a pointer leads to, the answers on the way there, and its path; None where it leads nowhere.

    Groups and rows that hold no answers yet count as empty ones.
    """
    level, path = form.top, Path()
    chain: Chain = (answers,)
    here: object = answers
    rows = False
    for step in pointer.split("/")[1:]:
        if rows:
            index = int(step) if step.isascii() and step.isdigit() and len(step) < 6 else -1
            here = here[index] if isinstance(here, list) and 0 <= index < len(here) else {}
            rows = False
        else:
            question = level.by_name.get(step)
            if question is None or question.inner is None:
                return None, chain, path
            here = here.get(step) if isinstance(here, Mapping) else None
            level, path = question.inner, (*path, step)
            rows = isinstance(question.field, RowsField)
        if not rows:
            chain = (*chain, here if isinstance(here, Mapping) else {})
    return level, chain, path


def _all_shown(form: Form, path: Path, chain: Chain) -> bool:
    for depth in range(1, len(path) + 1):
        shown = form.scopes.shown(path[:depth])
        if shown is not None and not shown(chain[:depth]):
            return False
    return True


def _top_name(pointer: str) -> str:
    return pointer.split("/", 2)[1] if pointer else ""
