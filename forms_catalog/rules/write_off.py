"""Rules of writing tax arrears off (OP art. 67a § 1 point 3)."""

from collections.abc import Iterator
from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule
from forms_catalog.texts import Text
from forms_catalog.wording import money_text


@rule("write_off_within_debt@1")
def write_off_within_debt(answers: ReadAnswers) -> Iterator[Problem]:
    """Not more is asked to be written off than is owed; interest nobody has given limits nothing."""
    amount, principal = reading.decimal(answers, "/amount"), reading.decimal(answers, "/principal")
    interest = reading.decimal(answers, "/interest")
    if amount is None or principal is None:
        return
    alone = reading.text(answers, "/scope") == "interest_only"
    if alone and interest is None:
        return
    owed = interest if alone and interest is not None else principal + (interest or Decimal(0))
    if amount > owed:
        message = N_("This is more than you owe, %(owed)s. Give that amount or less, or correct the debt.")
        values: dict[str, str | Text] = {"owed": money_text(owed)}
        yield Problem("/amount", message, values, code="more_than_owed")
