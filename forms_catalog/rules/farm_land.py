"""Rules of forms that list farm land (upr art. 6a)."""

from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule


@rule("some_farm_land@1")
def some_farm_land(answers: ReadAnswers) -> Iterator[Problem]:
    """Names at least one parcel, taxed or exempt, unless the duty ends."""
    if reading.text(answers, "/declaration/purpose") == "expiry":
        return
    if not any(True for name in ("/agri_items", "/exempt_items") for _ in reading.rows(answers, name)):
        yield Problem("", N_("Add at least one parcel of farm land."), code="nothing_declared")
