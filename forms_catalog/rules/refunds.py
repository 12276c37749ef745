"""Rules of getting money back (OP art. 77b)."""

from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule


@rule("companies_paid_by_account@1")
def companies_paid_by_account(answers: ReadAnswers) -> Iterator[Problem]:
    """A company gets money back on a bank account alone; crediting it is no payment (OP art. 77b § 1)."""
    method = reading.text(answers, "/refund_method")
    if reading.text(answers, "/applicant_kind") == "company" and method in ("cash_desk", "postal_order"):
        message = N_("A company is paid to its bank account. Choose the account and give its number.")
        yield Problem("/refund_method", message, code="account_only")
