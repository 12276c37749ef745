"""Rules of the waste-fee declaration."""

from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule


@rule("compost_single_family@1")
def compost_single_family(answers: ReadAnswers) -> Iterator[Problem]:
    """The relief for a composter is for single-family houses only (ucpg art. 6k ust. 4a)."""
    if answers.get("composter") is True and reading.text(answers, "/building_type") == "multi_family":
        message = N_("The relief for a composter is for single-family houses only. Untick the composter.")
        yield Problem("/composter", message, code="compost_not_single_family")
