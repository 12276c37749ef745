"""From what was typed to answers: forgiving in form, never in content."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from forms_catalog.answers import Answers, ReadAnswers, Value
from forms_catalog.judging.questions import Level, form_of
from forms_catalog.kinds import KINDS
from forms_catalog.model import AnyField, Definition, GroupField, RowsField
from forms_catalog.scopes import Chain

#: white space and signs without width, cut off at both ends
_ENDS = (
    "\t\n\v\f\r \x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
_LOST = "\N{REPLACEMENT CHARACTER}"
_DEEPEST = 32  #: levels of an unknown answer that are kept; no form nests so deep
_LARGEST = 2**63 - 1  #: the largest whole number that every JSON reader holds


def clean(definition: Definition, raw: Mapping[str, object]) -> Answers:
    """The answers in canonical shape: NFC, trimmed, decimal comma read, dashes and spaces of numbers gone.

    Empty ones are absent. What cannot be read stays as it was given (as far as JSON can hold it), for the
    judge to name. Never raises, whatever the type of the input. Idempotent: clean(clean(x)) == clean(x).
    """
    return clean_fields([field for section in definition.sections for field in section.fields], raw)


def clean_fields(fields: Sequence[AnyField], raw: Mapping[str, object]) -> Answers:
    """The same for one section, group or row."""
    answers: Answers = {}
    if not isinstance(raw, Mapping):
        return answers
    known = 0
    for field in fields:
        if field.name in raw:
            known += 1
            value = _clean(field, raw[field.name], raw)
            if value is not None:
                answers[field.name] = value
    if known < len(raw):
        names = {field.name for field in fields}
        _keep({key: value for key, value in raw.items() if key not in names}, answers, 0)
    return answers


def _clean(field: AnyField, value: object, beside: Mapping[str, object]) -> Value | None:
    kind = KINDS.get(field.kind)
    if kind is not None:  # groups and rows are of no kind
        given = _storable(value)
        # a kind gives back what JSON holds, or what it got
        return None if given is None else cast(Value | None, kind.read(field, given, beside))
    if isinstance(field, GroupField) and isinstance(value, Mapping):
        return cast(Value, clean_fields(field.fields, value)) or None
    if isinstance(field, RowsField) and isinstance(value, list | tuple):
        rows = [
            clean_fields(field.fields, row) if isinstance(row, Mapping) else _storable(row) for row in value
        ]
        return cast(Value, [row for row in rows if row]) or None
    return _storable(value)


def _storable(value: object, depth: int = 0) -> Value | None:
    """The value as JSON and the database can hold it; None for an empty one."""
    if isinstance(value, str):
        return _text(value) or None
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f") if math.isfinite(value) else str(value)
    if value is None:
        return None
    if depth >= _DEEPEST:
        return "…"
    return _nested(value, depth)


def _nested(value: object, depth: int) -> Value | None:
    if isinstance(value, Mapping):
        kept: Answers = {}
        _keep(value, kept, depth)
        return cast(Value, kept) or None
    if isinstance(value, list | tuple | set | frozenset):
        items = [_storable(item, depth + 1) for item in value]
        return [item for item in items if item is not None] or None
    return f"({type(value).__name__})"


def _keep(raw: Mapping[str, object], answers: Answers, depth: int) -> None:
    for key, value in raw.items():
        kept = _storable(value, depth + 1)
        if kept is not None:
            answers[_holdable(key) if isinstance(key, str) else f"({type(key).__name__})"] = kept


def _whole(value: int) -> Value:
    if abs(value) <= _LARGEST:
        return value
    return str(value) if value.bit_length() < 4000 else "…"


def _text(value: str) -> str:
    return _holdable(value).strip(_ENDS)


def _holdable(value: str) -> str:
    """NFC; signs that UTF-8 or the database cannot hold become U+FFFD, which the judge names."""
    if value.isascii():
        return value.replace("\x00", _LOST)
    value = unicodedata.normalize("NFC", value).replace("\x00", _LOST)
    try:
        value.encode()
    except UnicodeEncodeError:
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return value


def known_only(definition: Definition, answers: ReadAnswers) -> Answers:
    """The answers that the form has a question for: a draft keeps others when the form changes under it."""
    return _known(form_of(definition).top, answers)


def _known(level: Level, answers: ReadAnswers) -> Answers:
    kept: Answers = {}
    for name, value in answers.items():
        question = level.by_name.get(name)
        if question is None:
            continue
        if question.inner is None:
            kept[name] = value
        elif isinstance(value, list):
            rows = [_known(question.inner, row) if isinstance(row, dict) else row for row in value]
            kept[name] = cast(Value, rows)
        elif isinstance(value, dict):
            if inner := _known(question.inner, value):
                kept[name] = inner
        else:
            kept[name] = value
    return kept


def asked_only(definition: Definition, answers: ReadAnswers) -> Answers:
    """The answers without those to questions that are not shown (a company's data when a person files)."""
    return _asked(form_of(definition).top, answers, (answers,))


def _asked(level: Level, answers: ReadAnswers, chain: Chain) -> Answers:
    kept: Answers = {}
    for name, value in answers.items():
        question = level.by_name.get(name)
        if question is None or question.inner is None:
            if question is None or question.shown is None or question.shown(chain):
                kept[name] = value
        elif question.shown is None or question.shown(chain):
            asked = _asked_inside(question.inner, value, chain)
            if asked:
                kept[name] = asked
    return kept


def _asked_inside(level: Level, value: Value, chain: Chain) -> Value:
    if isinstance(value, dict):
        return cast(Value, _asked(level, value, (*chain, value)))
    if isinstance(value, list):
        return [
            cast(Value, _asked(level, row, (*chain, row))) if isinstance(row, dict) else row for row in value
        ]
    return value
