"""Between forms and answers: what was typed, what is kept, what is wrong."""

from collections.abc import Callable, Iterator, Sequence

from forms_catalog.answers import ReadAnswers, input_name
from forms_catalog.model import AnyField
from forms_catalog.problems import Problem
from forms_catalog.wtf.build import ATTRIBUTE, AnswerForm
from forms_catalog.wtf.fields import AnswerField, Group, RowsPlace


def to_raw(form: AnswerForm) -> dict[str, object]:
    """What was typed, as the tree that `clean_fields` reads; questions left empty are absent."""
    raw: dict[str, object] = {}
    for field in form:
        value = to_raw(field.form) or None if isinstance(field, Group) else _typed(field)
        if value is not None:
            raw[field.short_name] = value
    return raw


def fill(form: AnswerForm, answers: ReadAnswers) -> None:
    """Shows kept answers, a mistake as it was typed; what was just posted stays as it is."""
    for field in form:
        value = answers.get(field.short_name)
        if isinstance(field, Group):
            fill(field.form, value if isinstance(value, dict) else {})
        elif isinstance(field, AnswerField) and value is not None and not field.posted:
            field.show(value)


def touched(form: AnswerForm) -> frozenset[str]:
    """Names of the questions of this form that the post brought an input for."""
    return frozenset(
        field.short_name
        for field in form
        if (bool(touched(field.form)) if isinstance(field, Group) else getattr(field, "posted", False))
    )


def drop_hidden(form: AnswerForm, shown: Callable[[AnyField, str], bool], level: str = "") -> None:
    """Takes away the questions that are not asked; `shown` gets the question and the pointer of its level."""
    for field in list(form):
        if not isinstance(field, Group | AnswerField):
            continue
        if not shown(field.asked, level):
            del form[ATTRIBUTE + field.short_name]
        elif isinstance(field, Group):
            drop_hidden(field.form, shown, f"{level}/{field.asked.name}")


def every_field(form: AnswerForm) -> Iterator[AnswerField | Group]:
    """All fields, those in groups after their group."""
    for field in form:
        if isinstance(field, Group):
            yield field
            yield from every_field(field.form)
        elif isinstance(field, AnswerField):
            yield field


def put_problems(
    form: AnswerForm, problems: Sequence[Problem], say: Callable[[Problem], str]
) -> tuple[Problem, ...]:
    """Writes each problem beside its question; gives back those whose place is not on this page."""
    places = {field.name: field for field in every_field(form) if not isinstance(field, RowsPlace)}
    elsewhere = []
    for problem in problems:
        field = places.get(input_name(problem.pointer))
        if field is None:
            elsewhere.append(problem)
        else:
            field.problems.append(say(problem))
    return tuple(elsewhere)


def put_doubts(form: AnswerForm, doubts: Sequence[Problem], say: Callable[[Problem], str]) -> None:
    """Writes what to look at once more beside its question, where it is on this page and not wrong anyway."""
    if not doubts:
        return
    places = {field.name: field for field in every_field(form) if isinstance(field, AnswerField)}
    for doubt in doubts:
        field = places.get(input_name(doubt.pointer))
        if field is not None and not field.problems:
            field.doubts = (*field.doubts, say(doubt))


def _typed(field: object) -> object | None:
    return field.raw() if isinstance(field, AnswerField) else None
