"""What is wrong, in the language of the page."""

from dataclasses import dataclass

from flask_babel import gettext

from forms_catalog.problems import Problem
from forms_catalog.texts import Text
from forms_catalog.typesetting import bind

_MONTHS = (
    *("January", "February", "March", "April", "May ", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Complaint:
    """One line of the error summary."""

    text: str
    href: str | None  #: where it is mended; None for the form as a whole


def say_problem(problem: Problem, language: str) -> str:
    """How to correct it, as a page shows it: the form's own sentence where it has one, else ours."""
    return bind(plainly(problem, language), language)


def plainly(problem: Problem, language: str) -> str:
    """The same for other programs."""
    if problem.own_words:
        return problem.own_words.in_(language)
    values = {
        name: value.in_(language) if isinstance(value, Text) else value
        for name, value in problem.values.items()
    }
    return str(gettext(problem.message, **values))


def summarise(problem: Problem, label: str, language: str, href: str | None) -> Complaint:
    """The line for the summary: a sentence of ours names the question first."""
    words = say_problem(problem, language)
    return Complaint(words if problem.own_words or not label else named(words, label), href)


def named(words: str, label: str) -> str:
    """A sentence after the name of what it is about."""
    return f"{label}: {_lower(words)}"


def _lower(sentence: str) -> str:
    """The sentence after a colon; an abbreviation or an English month at its beginning keeps its capitals."""
    is_name = sentence[1:2].isupper() or sentence.startswith(_MONTHS)
    return sentence if is_name else sentence[:1].lower() + sentence[1:]
