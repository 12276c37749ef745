"""The printed receipt: one A4 sheet."""

import json
import threading
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import segno
import typst

from casework.papers.writing import writable

HERE = Path(__file__).parent
_ONE_AT_A_TIME = threading.Lock()


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
    access_key: str
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
    """A tagged PDF/A-2a and PDF/UA-1 of one A4 page (more only when the files do not fit).

    Any text is printed as text; signs that our letters lack, and signs that turn the direction of writing,
    become an empty box.
    """
    data = json.dumps(_in_letters(_content(sheet)), ensure_ascii=False)
    with _ONE_AT_A_TIME:
        pdf = _press().compile(format="pdf", sys_inputs={"sheet": data}, pdf_standards=["ua-1", "a-2a"])
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF")
    return pdf


def qr_svg(url: str) -> str:
    """A QR code as inline SVG (role="img" and label are the template's)."""
    code = segno.make_qr(url, error="m")
    svg: str = code.svg_inline(border=2, omitsize=True)
    return svg


@cache
def _press() -> typst.Compiler:
    """The compiler with our letters, kept per process: fonts and layout are read once.

    typst starts threads of its own at the first sheet, so a process that has printed must not fork printers.
    """
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")])
    return typst.Compiler(HERE / "receipt.typ", root=HERE, font_paths=fonts)


def _content(sheet: ReceiptSheet) -> dict[str, object]:
    address = urlsplit(sheet.check_url)
    labels = sheet.labels
    return {
        **asdict(sheet),
        "title": f"{labels['title']} {sheet.register_number}",
        "files": [(name, size, _in_fours(digest)) for name, size, digest in sheet.files],
        "qr": qr_svg(sheet.check_url),
        "payments": [{**asdict(one), "qr": qr_svg(one.code) if one.code else None} for one in sheet.payments],
        "qr_alt": f"{labels.get('qr', 'QR')}: {sheet.check_url}",
        "check_host": address.netloc,
        "check_path": address.path,
        "receipt_word": labels.get("receipt", "UPO"),
        "mark": (HERE / "mark.svg").read_text(encoding="utf-8"),
    }


def _in_fours(digest: str) -> str:
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def _in_letters(value: object) -> object:
    """The same data with every text in signs that the sheet can show."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {key: _in_letters(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_in_letters(inner) for inner in value]
    return value
