"""Cross-field rules by name and number."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import Problem

#: the asked answers of any form → the breaches; answers a rule needs but does not find break nothing
Rule = Callable[[ReadAnswers], Iterable[Problem]]

R = TypeVar("R", bound=Rule)

RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[R], R]:
    """Registers it under `name@number`; filed forms name it, so a numbered rule is never changed in place."""

    def register(function: R) -> R:
        if name in RULES:
            raise ValueError(f"the rule {name} is there already")
        RULES[name] = function
        return function

    return register
