"""What pydantic says of a definition, told as faults: the place in the file as written, how to mend it."""

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from forms_catalog import model
from forms_catalog.loading.blocks import Origins
from forms_catalog.loading.faults import Fault, did_you_mean, said
from forms_catalog.problems import N_
from forms_catalog.texts import LANGUAGES

_KINDS: dict[str, type[BaseModel]] = {
    str(get_args(kind.model_fields["kind"].annotation)[0]): kind
    for kind in get_args(get_args(model.AnyField)[0])
}
_CONDITION_TAGS = {"is", "in", "all", "any", "not"}
_KEYS = {
    name
    for thing in vars(model).values()
    if isinstance(thing, type) and issubclass(thing, BaseModel)
    for name in thing.model_fields
}


def faults_of(error: ValidationError, data: object, file: str, origins: Origins) -> Iterator[Fault]:
    """A fault per complaint; `data` was validated and stands in `file` unless `origins` knows better."""
    for detail in error.errors(include_url=False, include_context=True):
        where, path = _place(detail["loc"], data, file, origins)
        wrong, hint = _words(detail)
        yield Fault(where, path, wrong, hint)


def step(path: str, part: str | int) -> str:
    """One more step of a path: `sections` + 2 → `sections[2]`."""
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{part}" if path else part


def _place(loc: tuple[str | int, ...], data: object, file: str, origins: Origins) -> tuple[str, str]:
    path = ""
    for number, part in enumerate(loc):
        last = number == len(loc) - 1
        if isinstance(data, dict) and isinstance(part, str):
            if not last and _is_tag(part, data, loc[number + 1]):
                continue
            path, data = step(path, part), data.get(part)
        elif isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
            path, data = step(path, part), data[part]
        elif last and not isinstance(data, list | tuple):
            path = step(path, part)
        origin = origins.of(data) if isinstance(data, dict) else None
        if origin:
            file, path = origin
    return file, path


def _is_tag(part: str, data: dict[str, object], following: str | int) -> bool:
    """Whether a step names a kind of the union (pydantic's own) and not a key of the file."""
    if part == data.get("kind"):
        return True
    return part in _CONDITION_TAGS and isinstance(following, str) and part in data


def _words(detail: ErrorDetails) -> tuple[str, str]:
    kind, loc = detail["type"], detail["loc"]
    given = detail["input"]
    if kind == "missing":
        return _missing(str(loc[-1]))
    if kind == "extra_forbidden":
        return said(N_("unknown key.")), did_you_mean(str(loc[-1]), _keys_at(loc))
    if kind == "union_tag_not_found":
        return said(N_("the kind of field is missing.")), said(N_("Add `kind: string` or another kind."))
    if kind == "union_tag_invalid":
        tag = str(given.get("kind")) if isinstance(given, dict) else ""
        return said(N_("no kind of field “%(name)s”."), name=tag), did_you_mean(tag, _KINDS)
    if kind == "string_type" and isinstance(given, int):
        return said(N_("this must be text.")), said(N_('Put it in quotes: "%(given)s".'), given=given)
    if kind == "literal_error":
        allowed = detail.get("ctx", {}).get("expected", "")
        wrong = said(N_("“%(given)s” is not known here."), given=given)
        return wrong, said(N_("Use one of %(words)s."), words=allowed)
    if kind == "string_pattern_mismatch":
        wrong = said(N_("“%(given)s” is not a good name."), given=given)
        return wrong, said(N_("It must match %(pattern)s."), pattern=detail.get("ctx", {}).get("pattern", ""))
    return _other_words(detail), ""


#: what pydantic calls it → our words, where somebody without programming may come upon it
_OTHER = {
    "int_parsing": N_("this must be a whole number."),
    "int_type": N_("this must be a whole number."),
    "int_from_float": N_("this must be a whole number."),
    "decimal_parsing": N_("this must be a number."),
    "decimal_type": N_("this must be a number."),
    "bool_type": N_("this must be yes or no."),
    "bool_parsing": N_("this must be yes or no."),
    "too_short": N_("this must not be empty."),
    "tuple_type": N_("this must be a list."),
    "dict_type": N_("this must hold keys."),
    "model_type": N_("this must hold keys."),
    "model_attributes_type": N_("this must hold keys."),
}


def _other_words(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _OTHER:
        return said(_OTHER[kind])
    if kind == "less_than_equal":
        return said(N_("this must be at most %(most)s."), most=context.get("le"))
    if kind == "greater_than_equal":
        return said(N_("this must be at least %(least)s."), least=context.get("ge"))
    return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}."


_NO_TEXT = {
    "pl": N_("the Polish text is missing."),
    "en": N_("the English text is missing."),
    "uk": N_("the Ukrainian text is missing."),
}


def _missing(key: str) -> tuple[str, str]:
    if key in _NO_TEXT:
        return said(_NO_TEXT[key]), said(N_("Write it under `%(key)s`."), key=key)
    return said(N_("this key is missing.")), said(N_("Add `%(key)s`."), key=key)


def _keys_at(loc: tuple[str | int, ...]) -> set[str]:
    tags = [part for part in loc[:-1] if isinstance(part, str)]
    if not tags:
        return set(model.Definition.model_fields)
    if tags[-1] in _KINDS and isinstance(loc[-2], str):
        return set(_KINDS[tags[-1]].model_fields)
    return _KEYS


def blank_texts(data: object, file: str, origins: Origins, path: str = "") -> Iterator[Fault]:
    """A fault for every text that has a language's key but no words under it."""
    if path == "" and not _any_blank(data):
        return  # nearly always: the places are worked out only when there is something to tell
    if isinstance(data, dict):
        file, path = origins.of(data) or (file, path)
        for key, value in data.items():
            if key in LANGUAGES and isinstance(value, str) and not value.strip():
                wrong, hint = _missing(str(key))
                yield Fault(file, step(path, str(key)), wrong, hint)
            else:
                yield from blank_texts(value, file, origins, step(path, str(key)))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from blank_texts(item, file, origins, step(path, number))


def _any_blank(data: object) -> bool:
    if isinstance(data, dict):
        if any(isinstance(text := data.get(key), str) and not text.strip() for key in LANGUAGES):
            return True
        return any(_any_blank(value) for value in data.values() if type(value) is not str)
    return isinstance(data, list) and any(_any_blank(item) for item in data)


#: sentences that people say: lists in each language, no texts in three
_ASKED = ("questions", "also_asked")
_FEWEST, _MOST = 5, 8


def too_few_or_many(raw: dict[str, object], file: str) -> Iterator[Fault]:
    """A fault for each language with fewer than five or more than eight example questions: Polish and
    English always, Ukrainian where the form has it anywhere.
    """
    asked = raw.get("questions")
    asked = asked if isinstance(asked, dict) else {}
    for language in LANGUAGES if "uk" in asked or _any_ukrainian(raw) else ("pl", "en"):
        there = asked.get(language, [])
        if isinstance(there, list) and not _FEWEST <= (count := len({str(one) for one in there})) <= _MOST:
            wrong = said(N_("example questions: %(count)s. There have to be five to eight."), count=count)
            more = said(N_("Keep the best and move the others to “Other ways of asking” (also_asked)."))
            few = said(N_("Write as residents would ask for it, each another way."))
            yield Fault(file, f"questions.{language}", wrong, more if count > _MOST else few)


def half_translated(raw: object, file: str) -> Iterator[Fault]:
    """A fault for every text without Ukrainian, in a form that has Ukrainian anywhere."""
    left_out = list(untranslated(raw, file))
    if left_out and _any_ukrainian(raw):
        yield from left_out


def untranslated(piece: object, file: str, path: str = "") -> Iterator[Fault]:
    """A fault for every text without Ukrainian; example questions are no texts."""
    if isinstance(piece, dict):
        if "pl" in piece and piece.keys() <= set(LANGUAGES) and isinstance(piece["pl"], str):
            if not piece.get("uk") and piece["pl"].strip():
                yield Fault(file, f"{path}.uk", *_missing("uk"))
            return
        for key, value in piece.items():
            if key not in _ASKED:
                yield from untranslated(value, file, step(path, str(key)))
    elif isinstance(piece, list):
        for number, value in enumerate(piece):
            yield from untranslated(value, file, step(path, number))


def _any_ukrainian(piece: object) -> bool:
    if isinstance(piece, dict):
        return bool(piece.get("uk")) or any(
            _any_ukrainian(inner) for key, inner in piece.items() if key not in _ASKED
        )
    return isinstance(piece, list) and any(_any_ukrainian(inner) for inner in piece)
