"""Answers that somebody begins with: from a link, from what they filed before. A start, never a filing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from forms_catalog.answers import Answers, ReadAnswers, Value, at
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.cleaning import clean
from forms_catalog.judging.hearing import Hearing
from forms_catalog.judging.questions import Level, form_of
from forms_catalog.model import (
    AnyField,
    BoolField,
    ComputedField,
    DateField,
    DateTimeField,
    Definition,
    EnumField,
    NrbField,
    StatementField,
)
from forms_catalog.problems import Problem

#: the group of every form that holds what is stated by ticking
_CONSENTS = "consents"
_PURPOSE, _CORRECTION = "purpose", "correction"
#: asked anew each time: why a declaration is corrected, since when, how a duty on a paper was paid
_ANEW = frozenset({"correction_reason", "change_from", "valid_from", "duty_payment_ref"})


class From(Enum):
    """Where the answers come from, which decides what is asked anew."""

    LINK = "link"
    SIMILAR = "similar"  #: what the person filed before
    CORRECTED = "corrected"  #: a declaration to be corrected: days stay as they were declared


@dataclass(frozen=True)
class Start:
    """What a form begins with."""

    answers: Answers
    left_out: tuple[Problem, ...]  #: what the form does not take (any more), at its pointer


def start(
    definition: Definition, given: Mapping[str, object], origin: From, *, catalogue: Catalogue, today: date
) -> Start:
    """The given answers that the form takes today, each by itself; missing ones and breaches between several
    are for whoever goes on. Statements and consents are dropped: nobody makes them for another, nor once for
    all. `left_out` names what the form does not take; what is asked anew on purpose is not named.
    """
    form = form_of(definition)
    kept = _without(form.top, clean(definition, given), lambda field, deep: asked_anew(field, origin, deep))
    left_out: list[Problem] = []
    # an answer that goes may hide another question: each round takes at least one, a form nests a few deep
    while faults := _refused(form.top, kept, catalogue, today):
        left_out += faults
        for fault in sorted(faults, key=_place, reverse=True):  # the last row first: numbers stay right
            _take_out(kept, fault.pointer)
    if origin is not From.LINK:
        _name_purpose(definition, kept, corrects=origin is From.CORRECTED)
    return Start(_pruned(kept), tuple(left_out))


def correction_of(definition: Definition) -> tuple[str, str] | None:
    """Pointer and value of the answer that makes a declaration a correction; None for other forms."""
    level = form_of(definition).top
    for question in level.questions:
        inside = question.inner.by_name.get(_PURPOSE) if question.inner else None
        prefix = f"/{question.field.name}" if inside else ""
        asked = inside.field if inside else question.field
        if isinstance(asked, EnumField) and asked.name == _PURPOSE:
            for choice in asked.choices:
                if choice.value == _CORRECTION or choice.value.endswith(f"_{_CORRECTION}"):
                    return f"{prefix}/{_PURPOSE}", choice.value
    return None


def asked_anew(field: AnyField, origin: From, deep: bool = False) -> bool:
    """Whether an answer is never handed on: statements and consents; by a link also bank accounts; of earlier
    ones also days to come (of a row, `deep`, only those that must be so) and what belongs to that one filing.
    """
    if isinstance(field, StatementField | ComputedField) or field.name == _CONSENTS:
        return True
    if isinstance(field, BoolField) and field.name.endswith("_consent"):
        return True
    if origin is From.LINK:
        # whoever makes a link may send it to a stranger: nobody's money goes to an account that it brought
        return isinstance(field, NrbField)
    if field.name in _ANEW or isinstance(field, DateTimeField):
        return True
    if not isinstance(field, DateField):
        return False
    bound = field.after_today or field.days_back is not None
    return bound or (origin is From.SIMILAR and not deep and not field.not_after_today)


def _without(
    level: Level, answers: ReadAnswers, drop: Callable[[AnyField, bool], bool], deep: bool = False
) -> Answers:
    kept: Answers = {}
    for name, value in answers.items():
        question = level.by_name.get(name)
        if question is None or question.inner is None:
            if question is None or not drop(question.field, deep):
                kept[name] = value
        elif isinstance(value, dict):
            if not drop(question.field, deep):
                kept[name] = _without(question.inner, value, drop, deep)
        elif isinstance(value, list):
            inner = question.inner
            kept[name] = [_without(inner, row, drop, True) if isinstance(row, dict) else row for row in value]
        else:
            kept[name] = value
    return kept


def _refused(level: Level, answers: Answers, catalogue: Catalogue, today: date) -> list[Problem]:
    """What does not fit by itself; a list of too many rows loses those beyond its limit."""
    hearing = Hearing(catalogue, today)
    hearing.level(level, answers, "", (answers,))
    return [problem for problem in hearing.problems if problem.code != "required"]


def _place(problem: Problem) -> tuple[tuple[int, str], ...]:
    steps = problem.pointer.split("/")[1:]
    return tuple((int(step), "") if step.isdigit() else (0, step) for step in steps)


def _take_out(answers: Answers, pointer: str) -> None:
    *path, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    here: Value | None = answers
    for step in path:
        if isinstance(here, list):
            here = here[int(step)] if step.isdigit() and int(step) < len(here) else None
        else:
            here = here.get(step) if isinstance(here, dict) else None
    if isinstance(here, list):
        if last.isdigit() and int(last) < len(here):
            del here[int(last)]
    elif isinstance(here, dict):
        # names are cut short where they are told: whatever begins so goes too
        for name in [one for one in here if one == last or (len(last) >= 80 and one.startswith(last))]:
            del here[name]


def _name_purpose(definition: Definition, answers: Answers, *, corrects: bool) -> None:
    """A correction says so; what is filed anew is not the correction that the earlier one was."""
    found = correction_of(definition)
    if found is None:
        return
    if not corrects:
        if at(answers, found[0]) == found[1]:
            _take_out(answers, found[0])
        return
    *path, name = found[0].split("/")[1:]
    here = answers
    for step in path:
        inner = here.setdefault(step, {})
        if not isinstance(inner, dict):
            here[step] = inner = {}
        here = inner
    here[name] = found[1]


def _pruned(answers: Answers) -> Answers:
    """Without groups that nothing is left of; rows stay, also those that lost an answer."""
    kept: Answers = {}
    for name, value in answers.items():
        value = _pruned(value) if isinstance(value, dict) else value
        if value != {} and value != []:
            kept[name] = value
    return kept


def row_lists(answers: ReadAnswers, level: str = "") -> Iterator[tuple[str, list[Answers]]]:
    """The repeating groups of the answers: pointer and rows."""
    for name, value in answers.items():
        here = f"{level}/{name}"
        if isinstance(value, dict):
            yield from row_lists(value, here)
        elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
            yield here, [row for row in value if isinstance(row, dict)]


def without_rows(answers: ReadAnswers) -> Answers:
    """The answers without their repeating groups."""
    kept: Answers = {}
    for name, value in answers.items():
        if isinstance(value, dict):
            kept[name] = without_rows(value)
        elif not (isinstance(value, list) and any(isinstance(row, dict) for row in value)):
            kept[name] = value
    return _pruned(kept)


def labels_of(
    definition: Definition, pointers: Iterable[str], language: str, *, earlier: Definition | None = None
) -> Iterator[str]:
    """The questions at these pointers in words, those of the `earlier` form where this one has none; what is
    no question of either is passed over.
    """
    for pointer in pointers:
        label = _label(definition, pointer, language) or (
            _label(earlier, pointer, language) if earlier else ""
        )
        if label:
            yield label


def _label(definition: Definition, pointer: str, language: str) -> str:
    level: Level | None = form_of(definition).top
    label = ""
    for step in pointer.split("/")[1:]:
        question = level.by_name.get(step) if level else None
        if question is not None:
            label, level = question.field.label.in_(language), question.inner
        elif not step.isdigit():
            return ""
    return label
