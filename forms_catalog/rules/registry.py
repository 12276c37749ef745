"""Cross-field rules by name and number."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from forms_catalog.answers import ReadAnswers
from forms_catalog.facts.rates import RateBook
from forms_catalog.problems import Problem

#: the asked answers of any form → the breaches; answers a rule needs but does not find break nothing
Plain = Callable[[ReadAnswers], Iterable[Problem]]
#: the same for a rule whose limits are dated data; limits nobody has seen break nothing
Dated = Callable[[ReadAnswers, RateBook], Iterable[Problem]]

P = TypeVar("P", bound=Plain)
D = TypeVar("D", bound=Dated)

_NO_RATES = RateBook(())


class Rule(Protocol):
    """A rule as the judge asks it."""

    def __call__(self, answers: ReadAnswers, rates: RateBook = _NO_RATES, /) -> Iterable[Problem]: ...


RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[P], P]:
    """Registers it under `name@number`; filed forms name it, so a numbered rule is never changed in place."""

    def register(function: P) -> P:
        _enter(name, lambda answers, rates=_NO_RATES: function(answers))
        return function

    return register


def dated_rule(name: str) -> Callable[[D], D]:
    """The same for a rule that looks its limits up among the rates."""

    def register(function: D) -> D:
        _enter(name, lambda answers, rates=_NO_RATES: function(answers, rates))
        return function

    return register


def _enter(name: str, asked: Rule) -> None:
    if name in RULES:
        raise ValueError(f"the rule {name} is there already")
    RULES[name] = asked
