"""Yes or no, statements, and choices from a list."""

import re
from collections.abc import Mapping

from forms_catalog.kinds.kind import Around, Judge, Kind, Wrong, as_given
from forms_catalog.model import BoolField, EnumField, ListField, MultiEnumField, StatementField
from forms_catalog.problems import N_
from forms_catalog.scopes import is_box

_YES = {"on", "true", "1", "y", "yes", "tak"}
_NO = {"off", "false", "0", "n", "no", "nie"}

_NOT_YES_OR_NO = Wrong(N_("Answer yes or no."), code="wrong_type")
_NOT_OFFERED = Wrong(N_("Choose one of the answers given."), code="not_offered")
_ONE_NOT_OFFERED = Wrong(N_("Choose only from the answers given."), code="not_offered")
_NOT_IN_LIST = Wrong(N_("Choose from the list."), code="not_offered")
_NOT_TICKED = N_("Tick this box, otherwise we cannot take it.")


def _yes_or_no(value: object) -> object:
    if isinstance(value, str):
        word = value.lower() if len(value) < 6 else value
        return True if word in _YES else False if word in _NO else value
    return value


def _read_bool(field: BoolField, value: object, beside: Mapping[str, object]) -> object:
    answer = _yes_or_no(value)
    # a box left unticked is no answer; "no" on two radios is one
    return None if answer is False and is_box(field) else answer


def _read_statement(field: StatementField, value: object, beside: Mapping[str, object]) -> object:
    answer = _yes_or_no(value)
    return None if answer is False else answer


def _judge_bool(field: BoolField) -> Judge:
    return lambda value, around: None if isinstance(value, bool) else _NOT_YES_OR_NO


def _judge_statement(field: StatementField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if value is False:
            return Wrong(_NOT_TICKED, code="required", own_words=field.missing)
        return None if value is True else _NOT_YES_OR_NO

    return judge


def _judge_enum(field: EnumField) -> Judge:
    values = {choice.value for choice in field.choices}
    return lambda value, around: None if isinstance(value, str) and value in values else _NOT_OFFERED


def _read_several(field: MultiEnumField, value: object, beside: Mapping[str, object]) -> object:
    """One list without doubles, in the order of the form; a text may name several: "A, B"."""
    given = [part.strip() for part in re.split(r"[,;|]", value)] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        return value
    offered = [choice.value for choice in field.choices]
    chosen = [one for one in offered if one in given]
    return [*chosen, *(one for one in given if one and one not in chosen)] or value


def _judge_several(field: MultiEnumField) -> Judge:
    values = {choice.value for choice in field.choices}

    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, list) or not value:
            return _ONE_NOT_OFFERED
        known = all(isinstance(one, str) and one in values for one in value)
        return None if known and len(set(value)) == len(value) else _ONE_NOT_OFFERED

    return judge


def _judge_list(field: ListField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        known = isinstance(value, str) and around.lists.entry(field.list, value, around.today) is not None
        return None if known else _NOT_IN_LIST

    return judge


BOOL = Kind(_read_bool, _judge_bool, N_("Choose an answer: %(label)s"))
STATEMENT = Kind(_read_statement, _judge_statement, _NOT_TICKED)
ENUM = Kind(as_given, _judge_enum, N_("Choose an answer: %(label)s"))
MULTI_ENUM = Kind(_read_several, _judge_several, N_("Choose at least one: %(label)s"))
LIST = Kind(as_given, _judge_list, N_("Choose from the list: %(label)s"))
