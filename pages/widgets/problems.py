"""What is wrong, in the language of the page."""

import re
from dataclasses import dataclass

from flask_babel import gettext

from forms_catalog.problems import Problem
from forms_catalog.texts import Text
from forms_catalog.typesetting import bind

_MONTHS = (
    *("January", "February", "March", "April", "May ", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = 3  #: letters of words that keep one form: NIP, KRS, rok


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
    """A sentence after the name of what it is about; one that says that name itself stays alone."""
    return words if _says(words, label) else f"{label}: {lowered(words)}"


def _says(words: str, label: str) -> bool:
    """Whether the sentence has the name in it, in any of its cases: "Data uchwały", "datę uchwały"."""
    name = r"\s+".join(_any_case(word) for word in _plain(label).split())
    return re.search(rf"(?<!\w){name}(?!\w)", _plain(words)) is not None


def _any_case(word: str) -> str:
    return re.escape(word) if len(word) <= _SHORT else rf"{re.escape(word[:-1])}\w{{0,2}}"


def _plain(text: str) -> str:
    return text.replace("\N{WORD JOINER}", "").replace("\N{NO-BREAK SPACE}", " ").casefold()


def lowered(sentence: str) -> str:
    """The sentence after a colon or dash; an abbreviation or an English month keeps its capitals."""
    is_name = sentence[1:2].isupper() or sentence.startswith(_MONTHS)
    return sentence if is_name else sentence[:1].lower() + sentence[1:]
