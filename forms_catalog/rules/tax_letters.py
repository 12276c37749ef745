"""Rules of rulings, powers of attorney and appeals in tax matters (OP art. 14b, 138a, 223)."""

from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule


@rule("both_are_two_situations@1")
def both_are_two_situations(answers: ReadAnswers) -> Iterator[Problem]:
    """Who asks about the past and the future describes at least two situations (OP art. 14f § 1, 14b § 2)."""
    count = reading.whole(answers, "/situations")
    if reading.text(answers, "/event_kind") == "both" and count is not None and count < 2:
        message = N_("The past and the future are two situations. Give 2 or more.")
        yield Problem("/situations", message, code="two_at_least")


@rule("attorney_period_in_order@1")
def attorney_period_in_order(answers: ReadAnswers) -> Iterator[Problem]:
    """A power of attorney does not end before it begins."""
    first, last = reading.day(answers, "/valid_from"), reading.day(answers, "/valid_to")
    if first is not None and last is not None and last < first:
        message = N_("The last day comes before the first one. Correct one of the two days.")
        yield Problem("/valid_to", message, code="ends_before_it_begins")


@rule("decision_before_delivery@1")
def decision_before_delivery(answers: ReadAnswers) -> Iterator[Problem]:
    """A decision reaches a person on the day of its date or later."""
    issued, reached = reading.day(answers, "/decision_date"), reading.day(answers, "/delivered_on")
    if issued is not None and reached is not None and reached < issued:
        message = N_("The decision reached you before its date. Correct one of the two days.")
        yield Problem("/delivered_on", message, code="before_the_decision")
