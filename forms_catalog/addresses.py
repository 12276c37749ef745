"""An address in one line, as on an envelope, with everything that was given."""

from collections.abc import Callable, Mapping

from forms_catalog.answers import Value
from forms_catalog.model import AnyField, GroupField

_ON_THE_ENVELOPE = ("street", "building", "flat", "postal_code", "city")
_HOME = "PL"


def say_address(
    group: GroupField, answers: Mapping[str, Value], say: Callable[[AnyField, Value], str], language: str
) -> str:
    """ "ul. Wzorcowa 4/2, 41-800 Zabrze, gmina: Zabrze"; only a country abroad is said."""
    words = {field.name: say(field, answers[field.name]) for field in group.fields if field.name in answers}
    door = "/".join(words[name] for name in ("building", "flat") if name in words)
    street = words.get("street") or (words.get("city") if door else None)
    town = " ".join(words[name] for name in ("postal_code", "city") if name in words)
    envelope = [" ".join(part for part in (street, door) if part), town]
    further = [
        f"{_named(field, language)}: {words[field.name]}"
        for field in group.fields
        if field.name in words and field.name not in (*_ON_THE_ENVELOPE, "country")
    ]
    abroad = [words["country"]] if answers.get("country", _HOME) != _HOME else []
    return ", ".join([line for line in envelope if line] + further + abroad)


def _named(field: AnyField, language: str) -> str:
    label = field.label.in_(language)
    return f"{label[:1].lower()}{label[1:]}"
