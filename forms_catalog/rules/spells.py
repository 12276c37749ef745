"""Rules of forms that ask from which day until which day."""

from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule


@rule("days_in_order@1")
def days_in_order(answers: ReadAnswers) -> Iterator[Problem]:
    """The last day is not before the first one; one day is enough."""
    first, last = reading.day(answers, "/date_from"), reading.day(answers, "/date_to")
    if first is not None and last is not None and last < first:
        message = N_("It ends before it begins. Correct one of the two days.")
        yield Problem("/date_to", message, code="wrong_order")
