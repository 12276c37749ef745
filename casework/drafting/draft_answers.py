"""How a draft's answers come together: sections merged, rows of repeating groups put in their place."""

from collections.abc import Iterable, Sequence

from forms_catalog.answers import Answers, ReadAnswers, Value
from forms_catalog.judging.judge import is_shown
from forms_catalog.model import AnyField, Definition, GroupField, RowsField, Section


def merge_section(
    definition: Definition, section: Section, before: ReadAnswers, typed: ReadAnswers
) -> Answers:
    """All answers once a section's form was sent.

    What the form asked and did not bring back is removed. Questions that the new answers hide keep what was
    typed there, so that somebody who changes "company" to "person" and back finds the company again.
    """
    own = {field.name for field in section.fields}
    others = {name: value for name, value in before.items() if name not in own}
    brought = {name: value for name, value in typed.items() if name in own}
    return others | _merge(definition, section.fields, before, brought, others | brought, "")


def _merge(
    definition: Definition,
    fields: Sequence[AnyField],
    before: ReadAnswers,
    typed: ReadAnswers,
    whole: ReadAnswers,
    pointer: str,
) -> Answers:
    known = {field.name for field in fields}
    # of a form that changed meanwhile: nobody emptied what has no question any more
    merged: Answers = {name: value for name, value in before.items() if pointer and name not in known}
    for field in fields:
        old, new = before.get(field.name), typed.get(field.name)
        if isinstance(field, RowsField):
            continue
        if isinstance(field, GroupField) and isinstance(new, dict):
            inner = old if isinstance(old, dict) else {}
            new = _merge(definition, field.fields, inner, new, whole, f"{pointer}/{field.name}") or None
        elif new is None and old is not None and not is_shown(definition, field, whole, pointer):
            new = old
        if new is not None:
            merged[field.name] = new
    return merged


def place_rows(answers: Answers, rows: Iterable[tuple[str, Answers]]) -> Answers:
    """The answers with the rows (pointer of their group, answers), in the order given, in their groups."""
    for pointer, row in rows:
        *path, name = pointer.removeprefix("/").split("/")
        here = answers
        for step in path:
            inner = here.setdefault(step, {})
            if not isinstance(inner, dict):
                here[step] = inner = {}
            here = inner
        group = here.setdefault(name, [])
        if not isinstance(group, list):
            here[name] = group = []
        group.append(row)
    return answers


def storable(answers: ReadAnswers) -> Answers:
    """The answers without what a database cannot hold: NUL and halves of letters (lone surrogates)."""
    return {name: _storable(value) for name, value in answers.items()}


def _storable(value: Value) -> Value:
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="ignore").decode()
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return storable(value) if isinstance(value, dict) else value
