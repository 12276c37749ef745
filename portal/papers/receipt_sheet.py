"""The printed receipt as whoever filed reads it: with the key to the case, and what is to be paid."""

from casework import access
from casework.intake.receipts import KeptReceipt
from casework.papers.receipt import ReceiptSheet, SheetPayment
from forms_catalog.catalogue import OfficeFacts
from forms_catalog.documents.readback import say_money
from forms_catalog.model import Definition
from forms_catalog.problems import N_
from pages.language import language
from pages.receipt_sheet import check_url, sheet_of_receipt
from pages.words import gettext
from portal.paying import Payment

_WHOSE_DUTY = N_(
    "The duty goes to the commune of the person the proxy acts for. If that person lives elsewhere, ask that"
    " commune for its account."
)
_UNSURE = N_("The office has not confirmed this account yet. Ask the office before you pay.")

__all__ = ["check_url", "receipt_sheet"]


def receipt_sheet(
    receipt: KeptReceipt,
    definition: Definition,
    *,
    office: OfficeFacts,
    secret: bytes,
    public_url: str,
    demo: bool,
    payments: tuple[Payment, ...] = (),
) -> ReceiptSheet:
    """The sheet in the language of the page."""
    return sheet_of_receipt(
        receipt,
        definition,
        office=office,
        access_key=access.access_key(secret, receipt.submission),
        public_url=public_url,
        demo=demo,
        payments=tuple(_payment(one, language()) for one in payments),
    )


def _payment(payment: Payment, tongue: str) -> SheetPayment:
    transfer, payee = payment.transfer, payment.transfer.payee
    rows: list[tuple[str, str]] = []
    if payee is not None and payment.account is not None:
        rows = [
            (gettext("Payee"), payee.name),
            (gettext("Account number"), payment.account),
            (gettext("Title"), transfer.title),
        ]
    else:
        rows = [(gettext("Account number"), gettext("We do not know this account number. Ask the office."))]
    if transfer.of_proxy:
        rows.append((gettext("Power of attorney"), gettext(_WHOSE_DUTY)))
    if payment.demo:
        sign, _, said = gettext("DEMO: this account is made up. Do not pay.").partition(": ")
        rows.append((sign, said[:1].upper() + said[1:]))
    if payment.unsure:
        rows.append((gettext("Not confirmed"), gettext(_UNSURE)))
    return SheetPayment(
        gettext("To pay: %(amount)s", amount=say_money(transfer.amount, tongue)),
        tuple(rows),
        payment.code,
        gettext("Scan it in the app of your bank"),
    )
