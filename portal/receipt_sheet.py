"""What stands on the printed receipt, in the words of its reader."""

from pydantic import TypeAdapter

from casework import access
from casework.papers.receipt import ReceiptSheet, SheetPayment
from casework.receipts import KeptReceipt
from forms_catalog.calculation import Calculation
from forms_catalog.catalogue import OfficeFacts
from forms_catalog.model import Definition
from forms_catalog.problems import N_
from forms_catalog.readback import say_date, say_moment, say_money
from pages.language import language
from pages.offices import address_of
from pages.words import gettext
from portal.paying import Payment

_KEPT = TypeAdapter(tuple[Calculation, ...])
SIGNATURE_WORDS = {
    "not_needed": N_("not needed"),
    "missing": N_("missing"),
    "valid": N_("valid"),
    "invalid": N_("invalid"),
}


def check_url(public_url: str, receipt: KeptReceipt) -> str:
    """The address in the QR code: anyone may compare the receipt with the register."""
    return f"{public_url}/sprawdz-upo?id={receipt.submission}&skrot={receipt.receipt_digest}"


def size_in_words(size: int) -> str:
    """ "412 KB": whole kilobytes, at least one."""
    return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}KB"


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
        files=tuple(_files(receipt)),
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
    rows += [(sum_.total_label.in_(tongue), _amount(sum_, tongue)) for sum_ in kept_sums(receipt)]
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


def kept_sums(receipt: KeptReceipt) -> tuple[Calculation, ...]:
    """The calculated lines as they were kept at filing; nothing is worked out again."""
    return _KEPT.validate_python(receipt.calculations)


def _amount(sum_: Calculation, tongue: str) -> str:
    if sum_.total is None:
        return gettext("not known")
    return say_money(sum_.total, tongue, whole=sum_.rounding is not None)


def _files(receipt: KeptReceipt) -> list[tuple[str, str, str]]:
    document = (gettext("document.xml"), size_in_words(len(receipt.document)), receipt.document_sha256)
    return [document, *((one.filename, size_in_words(one.size), one.sha256) for one in receipt.files)]


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
