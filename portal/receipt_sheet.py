"""What stands on the printed receipt, in the words of its reader."""

from casework import access
from casework.papers.receipt import ReceiptSheet, SheetPayment
from casework.receipts import KeptReceipt
from forms_catalog.calculation import as_kept
from forms_catalog.catalogue import OfficeFacts
from forms_catalog.model import Definition
from forms_catalog.readback import say_date, say_moment, say_money
from pages.language import language
from pages.offices import address_of
from pages.printed import SIGNATURE_WORDS, amount_in_words, file_rows
from pages.words import gettext
from portal.paying import Payment


def check_url(public_url: str, receipt: KeptReceipt) -> str:
    """The address in the QR code: anyone may compare the receipt with the register."""
    return f"{public_url}/sprawdz-upo?id={receipt.submission}&skrot={receipt.receipt_digest}"


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
    tongue = language()
    name = office.name.in_(tongue)
    return ReceiptSheet(
        language=tongue,
        demo=demo,
        office_name=name,
        office_address=address_of(office),
        register_number=receipt.register_number,
        filed_at=say_moment(receipt.filed_at, tongue),
        access_key=access.access_key(secret, receipt.submission),
        rows=tuple(_rows(receipt, definition, office)),
        files=file_rows(receipt),
        receipt_id=receipt.receipt_id,
        seal_note=gettext("Sealed with the electronic seal: %(office)s.", office=name),
        check_url=check_url(public_url, receipt),
        labels=_labels(),
        payments=tuple(_payment(one, tongue) for one in payments),
    )


def _rows(receipt: KeptReceipt, definition: Definition, office: OfficeFacts) -> list[tuple[str, str]]:
    tongue = language()
    unit = office.units.get(definition.department)
    version = gettext("version %(version)s of the form", version=receipt.version)
    rows = [
        (gettext("Document"), f"{definition.title.in_(tongue)} ({version})"),
        (gettext("From"), receipt.sender or gettext("nobody is named")),
        (gettext("To"), ", ".join(text.in_(tongue) for text in (office.authority, unit) if text)),
        (gettext("Applicant's signature"), gettext(SIGNATURE_WORDS[receipt.signature])),
    ]
    rows += [(sum_.total_label.in_(tongue), amount_in_words(sum_)) for sum_ in as_kept(receipt.calculations)]
    if receipt.due_on:
        whose = (
            gettext("the law sets this term")
            if definition.office_deadline.statutory
            else gettext("the office's own term: the law sets none")
        )
        day = say_date(receipt.due_on, tongue, weekday=True)
        rows.append((gettext("The office answers by"), f"{day}; {whose}"))
    return rows


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
    if payment.demo:
        rows.append(("DEMO", gettext("DEMO: this account is made up. Do not pay.")))
    return SheetPayment(
        gettext("To pay: %(amount)s", amount=say_money(transfer.amount, tongue)),
        tuple(rows),
        payment.code,
        gettext("Scan it in the app of your bank"),
    )


def _labels() -> dict[str, str]:
    return {
        "title": gettext("Official receipt of filing (UPO)"),
        "lead": gettext("The office confirms that it received this document."),
        "register_number": gettext("Number at the office"),
        "filed_at": gettext("Date and hour of receipt"),
        "access_key": gettext("Access key to the case"),
        "about": gettext("What it is about"),
        "files": gettext("Files handed in"),
        "file": gettext("File"),
        "size": gettext("Size"),
        "digest": gettext("SHA-256 digest"),
        "print_note": gettext(
            "This printout is for information. The sealed XML file is the original. Check it by the QR code."
        ),
        "page": gettext("page"),
    }
