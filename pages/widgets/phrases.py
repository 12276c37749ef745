"""What differs between two versions of a form, in the language of the page."""

from flask_babel import gettext

from forms_catalog.designing.difference import Difference, Phrase
from forms_catalog.texts import Text


def say_phrase(phrase: Phrase, language: str) -> str:
    """A phrase in the language of the page; `language` is for the texts of the form in it."""
    values = {name: _value(value, language) for name, value in phrase.values.items()}
    return str(gettext(phrase.message, **values))


def say_difference(one: Difference, language: str) -> str:
    """ "Question “Numer działki”: now required"."""
    return f"{say_phrase(one.subject, language)}: {say_phrase(one.what, language)}"


def _value(value: str | Text | Phrase, language: str) -> str:
    if isinstance(value, Phrase):
        return say_phrase(value, language)
    return value.in_(language) if isinstance(value, Text) else value
