"""Rules of the registration of a temporary stay (uel art. 25)."""

from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule


@rule("stay_in_order@1")
def stay_in_order(answers: ReadAnswers) -> Iterator[Problem]:
    """A stay ends after it begins. One of up to three months need not be registered, but may be."""
    first, last = reading.day(answers, "/period_from"), reading.day(answers, "/period_to")
    if first is not None and last is not None and last <= first:
        message = N_("The stay ends after it begins. Correct one of the two days.")
        yield Problem("/period_to", message, code="ends_before_it_begins")
