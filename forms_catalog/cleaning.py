"""From what was typed to answers: forgiving in form, never in content."""

from collections.abc import Mapping, Sequence

from forms_catalog.answers import Answers, ReadAnswers
from forms_catalog.model import AnyField, Definition


def clean(definition: Definition, raw: Mapping[str, object]) -> Answers:
    """The answers in canonical shape: NFC, trimmed, decimal comma read, dashes and spaces of numbers gone, empty ones absent.

    What cannot be read stays as it was given (as far as JSON can hold it), for the judge to name. Never raises,
    whatever the type of the input. Idempotent: clean(clean(x)) == clean(x).
    """
    raise NotImplementedError


def clean_fields(fields: Sequence[AnyField], raw: Mapping[str, object]) -> Answers:
    """The same for one section, group or row."""
    raise NotImplementedError


def asked_only(definition: Definition, answers: ReadAnswers) -> Answers:
    """The answers without those to questions that are not shown (a company's data when a person files)."""
    raise NotImplementedError
