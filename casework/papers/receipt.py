"""The printed receipt: one A4 sheet."""

from dataclasses import dataclass


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
    ]  #: the sheet's own words: title, lead, register_number, filed_at, access_key, about, files, file, size, digest, print_note, page


def receipt_pdf(sheet: ReceiptSheet) -> bytes:
    """A tagged PDF/A-2a and PDF/UA-1 of one A4 page (more only when the files do not fit)."""
    raise NotImplementedError


def qr_svg(url: str) -> str:
    """A QR code as inline SVG (role="img" and label are the template's)."""
    raise NotImplementedError
