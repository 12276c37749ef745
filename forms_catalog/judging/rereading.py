"""Answers given under one form, read by the form that took its place: what another kind can read, it gets."""

from collections.abc import Sequence
from typing import cast

from forms_catalog.answers import Answers, ReadAnswers, Value
from forms_catalog.kinds import KINDS
from forms_catalog.model import AnyField, Definition, GroupField, RowsField


def reread(old: Definition, new: Definition, answers: ReadAnswers) -> Answers:
    """The answers with each that was given to a question of another kind read as its kind now reads it.

    "12" in a line of text becomes the number 12, the number the line "12", one answer of a few a list of it.
    What cannot be read stays as it was given, for the judge to name. Nothing is taken away; twice is once.
    """
    return _reread(_questions(old), _questions(new), answers)


def _questions(form: Definition) -> list[AnyField]:
    return [field for section in form.sections for field in section.fields]


def _reread(old: Sequence[AnyField], new: Sequence[AnyField], answers: ReadAnswers) -> Answers:
    made: Answers = dict(answers)
    before = {field.name: field for field in old}
    for field in new:
        was, value = before.get(field.name), answers.get(field.name)
        if was is None or value is None:
            continue
        if isinstance(was, GroupField | RowsField) and isinstance(field, GroupField | RowsField):
            made[field.name] = _inside(was, field, value)
        elif was.kind != field.kind and field.kind in KINDS:
            made[field.name] = _read(was, field, value, answers)
    return made


def _inside(was: GroupField | RowsField, now: GroupField | RowsField, value: Value) -> Value:
    if isinstance(value, dict):
        return cast(Value, _reread(was.fields, now.fields, value))
    if isinstance(value, list):
        rows = [_reread(was.fields, now.fields, row) if isinstance(row, dict) else row for row in value]
        return cast(Value, rows)
    return value


def _read(was: AnyField, now: AnyField, value: Value, beside: ReadAnswers) -> Value:
    given: object = value
    if was.kind == "multi_enum" and isinstance(value, list) and len(value) == 1:
        given = value[0]
    elif was.kind == "datetime" and now.kind == "date" and isinstance(value, str):
        given = value[:10]
    elif isinstance(value, int) and not isinstance(value, bool) and now.kind not in ("int", "year"):
        given = str(value)
    return cast(Value, KINDS[now.kind].read(now, given, beside))
