"""The printed receipt: one A4 sheet."""

from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import segno

from casework.papers.press import mark, press


@dataclass(frozen=True)
class SheetPayment:
    """A transfer on the sheet."""

    title: str  #: "To pay: 17,00 zł"
    rows: tuple[tuple[str, str], ...]  #: label, value: payee, account, title
    code: str | None  #: text of the QR code for bank apps
    code_label: str  #: what that code is


@dataclass(frozen=True)
class ReceiptSheet:
    """Everything on the sheet, already in words of its language."""

    language: str
    demo: bool
    office_name: str
    office_address: str
    register_number: str
    filed_at: str
    access_key: str | None  #: None: it stands on the applicant's sheet alone
    rows: tuple[
        tuple[str, str], ...
    ]  #: label, value: document, from whom, for whom, signature, amount, answer by
    files: tuple[tuple[str, str, str], ...]  #: name, size in words, SHA-256 hex
    receipt_id: str
    seal_note: str  #: who sealed it and when
    check_url: str  #: goes into the QR code
    labels: dict[
        str, str
    ]  #: the sheet's own words: title, lead, register_number, filed_at, access_key, about, files, file, size,
    #: digest, print_note, page; when given also receipt ("UPO" without it) and qr (what the QR code is for)
    payments: tuple[SheetPayment, ...] = ()


def receipt_pdf(sheet: ReceiptSheet) -> bytes:
    """A tagged PDF of one A4 page (more only when the files do not fit)."""
    return press("receipt", _content(sheet))


def qr_svg(text: str) -> str:
    """A QR code as inline SVG (role="img" and label are the template's).

    Always UTF-8, as the code of Polish bank apps wants it: left alone, "Brójce" would be Latin-1.
    """
    code = segno.make_qr(text, error="m", encoding="utf-8")
    svg: str = code.svg_inline(border=2, omitsize=True)
    return svg


def _content(sheet: ReceiptSheet) -> dict[str, object]:
    address = urlsplit(sheet.check_url)
    labels = sheet.labels
    return {
        **asdict(sheet),
        "title": f"{labels['title']} {sheet.register_number}",
        "files": [(name, size, in_fours(digest)) for name, size, digest in sheet.files],
        "qr": qr_svg(sheet.check_url),
        "payments": [{**asdict(one), "qr": qr_svg(one.code) if one.code else None} for one in sheet.payments],
        "qr_alt": f"{labels.get('qr', 'QR')}: {sheet.check_url}",
        "check_host": address.netloc,
        "check_path": address.path,
        "receipt_word": labels.get("receipt", "UPO"),
        "mark": mark(),
    }


def in_fours(digest: str) -> str:
    """A digest in groups that an eye can compare."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
