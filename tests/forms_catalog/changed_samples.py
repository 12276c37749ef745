"""Samples of the shipped forms with some answers changed or taken away, and what is said of them then."""

from datetime import date

from forms_catalog.answers import Answers, Value
from forms_catalog.judging.judge import validate
from forms_catalog.samples import Sample, samples
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)


class _Gone:
    """Takes an answer away; tests on several cores must give it the same name."""

    def __repr__(self) -> str:
        return "gone"


GONE = _Gone()


def told(value: object) -> str:
    """The name of a case; that of a set is the same on every core."""
    return " ".join(sorted(value)) or "nothing" if isinstance(value, set) else str(value)


def sample(code: str, name: str) -> Sample:
    definition = SHIPPED.service(code)
    assert definition is not None
    return samples(definition, catalogue=SHIPPED, today=TODAY)[name]


def put(answers: Answers, place: str, value: object) -> None:
    *way, last = place.split(".")
    here: Value = answers
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]  # type: ignore[index]  # the table names groups and rows
    assert isinstance(here, dict)
    if value is GONE:
        del here[last]
    else:
        here[last] = value  # type: ignore[assignment]  # the table holds answers


def pointers(code: str, name: str, changes: dict[str, object]) -> set[str]:
    """The places named when a sample is changed."""
    definition = SHIPPED.service(code)
    assert definition is not None
    answers = sample(code, name).answers
    for place, value in changes.items():
        put(answers, place, value)
    return {problem.pointer for problem in validate(definition, answers, catalogue=SHIPPED, today=TODAY)}
