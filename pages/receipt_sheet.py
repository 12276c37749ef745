"""What stands on the printed receipt, in the words of its reader: for portal and desk."""

from casework.intake.receipts import KeptReceipt
from casework.papers.receipt import ReceiptSheet, SheetPayment
from forms_catalog.calculation import as_kept
from forms_catalog.documents.readback import say_date, say_moment
from forms_catalog.model import Definition
from forms_catalog.reference import OfficeFacts
from pages.language import language
from pages.offices import address_of
from pages.printed import SIGNATURE_WORDS, amount_in_words, file_rows
from pages.words import gettext


def check_url(public_url: str, receipt: KeptReceipt) -> str:
    """The address in the QR code: anyone may compare the receipt with the register."""
    return f"{public_url}/sprawdz-upo?id={receipt.submission}&skrot={receipt.receipt_digest}"


def sheet_of_receipt(
    receipt: KeptReceipt,
    definition: Definition,
    *,
    office: OfficeFacts,
    access_key: str | None,
    public_url: str,
    demo: bool,
    payments: tuple[SheetPayment, ...] = (),
) -> ReceiptSheet:
    """The sheet in the language of the page. `access_key` None: printed for somebody who must not know it."""
    tongue = language()
    name = office.name.in_(tongue)
    return ReceiptSheet(
        language=tongue,
        demo=demo,
        office_name=name,
        office_address=address_of(office),
        register_number=receipt.register_number,
        filed_at=say_moment(receipt.filed_at, tongue),
        access_key=access_key,
        rows=tuple(_rows(receipt, definition, office)),
        files=file_rows(receipt),
        receipt_id=receipt.receipt_id,
        seal_note=gettext("Sealed with the electronic seal: %(office)s.", office=name),
        check_url=check_url(public_url, receipt),
        labels=_labels(),
        payments=payments,
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
