"""What stands on printed sheets of a submission, in the words of the page's language: for portal and desk."""

from casework.intake.receipts import KeptReceipt
from casework.papers.form import FormPart, FormSheet, FormSum, form_pdf
from forms_catalog.calculation import Calculation, as_kept
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.readback import read_back, say_date, say_moment, say_money
from forms_catalog.documents.xml import from_xml
from forms_catalog.model import Definition
from forms_catalog.problems import N_
from pages.language import language
from pages.offices import address_of
from pages.words import gettext

SIGNATURE_WORDS = {
    "not_needed": N_("not needed"),
    "missing": N_("missing"),
    "valid": N_("valid"),
    "invalid": N_("invalid"),
}


def size_in_words(size: int) -> str:
    """ "412 KB": whole kilobytes, at least one."""
    return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}KB"


def amount_in_words(sum_: Calculation) -> str:
    """What is due; "not known" where a rate is missing."""
    if sum_.total is None:
        return gettext("not known")
    return say_money(sum_.total, language(), whole=sum_.rounding is not None)


def file_rows(receipt: KeptReceipt) -> tuple[tuple[str, str, str], ...]:
    """Name, size in words and SHA-256 of the document and of each attachment."""
    document = (gettext("document.xml"), size_in_words(len(receipt.document)), receipt.document_sha256)
    return (document, *((one.filename, size_in_words(one.size), one.sha256) for one in receipt.files))


def filed_form_pdf(
    receipt: KeptReceipt, definition: Definition, *, catalogue: Catalogue, demo: bool
) -> bytes:
    """The form as filed, on paper: answers in the order of the form, sums, files.

    `definition` is the very version that was filed. The sealed original stays the XML document.
    """
    tongue, office = language(), catalogue.offices[receipt.office]
    sums = as_kept(receipt.calculations)
    parts = read_back(
        definition,
        from_xml(definition, receipt.document),
        catalogue=catalogue.of_office(receipt.office),
        language=tongue,
        calculations=sums,
    )
    unit = office.units.get(definition.department)
    rows = (
        (gettext("Number at the office"), receipt.register_number),
        (gettext("Date and hour of receipt"), say_moment(receipt.filed_at, tongue)),
        (gettext("To"), ", ".join(text.in_(tongue) for text in (office.authority, unit) if text)),
        (gettext("Applicant's signature"), gettext(SIGNATURE_WORDS[receipt.signature])),
    )
    sheet = FormSheet(
        language=tongue,
        demo=demo,
        office_name=office.name.in_(tongue),
        office_address=address_of(office),
        title=definition.title.in_(tongue),
        register_number=receipt.register_number,
        rows=rows,
        parts=tuple(
            FormPart(part.title, part.level, tuple((item.label, item.value) for item in part.items))
            for part in parts
        ),
        sums=tuple(_sum(one, tongue) for one in sums if one.lines),
        files=file_rows(receipt),
        labels=_labels(),
    )
    return form_pdf(sheet)


def _sum(sum_: Calculation, tongue: str) -> FormSum:
    lines = tuple(
        (
            line.label.in_(tongue),
            (line.missing or line.formula).in_(tongue),
            gettext("not known") if line.amount is None else say_money(line.amount, tongue),
        )
        for line in sum_.lines
    )
    if sum_.rounding and sum_.total is not None:
        lines += ((gettext("Sum"), "", say_money(sum_.exact, tongue)),)
    notes = [text.in_(tongue) for text in (sum_.rounding, sum_.note) if text]
    rates = {line.rate.key: line.rate for line in sum_.lines if line.rate}
    for rate in rates.values():
        since = gettext("valid from %(first)s", first=say_date(rate.valid_from, tongue))
        notes.append(f"{rate.source.in_(tongue)}, {since}")
    total = (sum_.total_label.in_(tongue), amount_in_words(sum_))
    return FormSum(sum_.title.in_(tongue), lines, total, tuple(dict.fromkeys(notes)))


def _labels() -> dict[str, str]:
    return {
        "files": gettext("Files handed in"),
        "file": gettext("File"),
        "size": gettext("Size"),
        "digest": gettext("SHA-256 digest"),
        "note": gettext(
            "This printout is for information. The original is the XML document named in the receipt."
        ),
        "page": gettext("page"),
    }
