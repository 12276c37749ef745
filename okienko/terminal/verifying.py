"""`okienko verify FILE`: a receipt or a letter checked offline, with file and published seal alone."""

import argparse
import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from cryptography import x509

from casework.trust.certificates import may_seal, signer_name
from casework.trust.pdf_gate import BIGGEST
from casework.trust.pdf_verdict import verify_pdf
from casework.trust.receipt import ReceiptFacts
from casework.trust.seal import published_seals
from casework.trust.verdict import FileVerdict, Report, Verdict, verify_receipt
from casework.trust.words import N_
from casework.trust.xml_gate import MAX_BYTES
from pages.language import TRANSLATIONS, load_words

VALID, INVALID, INDETERMINATE, USAGE = 0, 1, 2, 64

_EXITS = {Verdict.VALID: VALID, Verdict.INVALID: INVALID, Verdict.INDETERMINATE: INDETERMINATE}
_WORDS = {
    Verdict.VALID: N_("The receipt is genuine. Nobody changed it after it had been sealed."),
    Verdict.INVALID: N_("Do not trust this receipt."),
    Verdict.INDETERMINATE: N_("It cannot be said whether this receipt is genuine."),
}
_WORDS_OF_A_LETTER = {
    Verdict.VALID: N_("The letter is genuine. Nobody changed it after it had been sealed."),
    Verdict.INVALID: N_("Do not trust this letter."),
    Verdict.INDETERMINATE: N_("It cannot be said whether this letter is genuine."),
}
_PDF = b"%PDF-"
_MATCHES = {
    "document": N_("this is the document that was filed"),
    "attachment": N_("this is an attachment that was filed"),
    "none": N_("the receipt does not speak of this file"),
}


class _Unusable(Exception):
    """The command cannot be carried out as given."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Unusable(f"{message}\n{self.format_usage().strip()}")


@dataclass(frozen=True)
class _Order:
    """What was asked for, files already read."""

    receipt: bytes  #: or a letter
    seals: tuple[x509.Certificate, ...]
    documents: tuple[tuple[str, bytes], ...]
    attachments: tuple[tuple[str, bytes], ...]
    language: str


def verify_command(argv: list[str]) -> int:
    """Prints the verdict on a receipt or letter; 0 valid, 1 invalid or a file does not fit, 2 unsure, 64
    wrong use.

    Opens no socket and reads nothing but the named files and the published seals of the data folder.
    """
    say = _speaker(_language(argv))
    try:
        order = _read_order(argv, say)
        if order.receipt.startswith(_PDF):
            return _verify_letter(order, say)
    except _Unusable as unusable:
        print("okienko verify:", _shown(str(unusable), keep="\n"))
        return USAGE
    report = verify_receipt(
        order.receipt, seals=order.seals, now=datetime.now(UTC), files=order.documents + order.attachments
    )
    _print_report(report, say, order.language)
    fits = _print_files(report.files, len(order.documents), say)
    return max(_EXITS[report.verdict], VALID if fits else INVALID)


def _verify_letter(order: _Order, say: Callable[..., str]) -> int:
    """A letter is whole or not; files are spoken of by receipts alone."""
    if order.documents or order.attachments:
        raise _Unusable(say(N_("Files can be compared with a receipt (UPO) only.")))
    report = verify_pdf(order.receipt, seals=order.seals, now=datetime.now(UTC))
    _print_verdict(report.verdict, _WORDS_OF_A_LETTER[report.verdict], say)
    if report.code != "genuine":
        print(f"  {say(report.message, signer=report.signer, date=report.date)} [{report.code}]")
    if not order.seals:
        _print_what_to_give(say)
    if report.sealed_at is not None:
        _print_facts(
            say,
            (N_("Office"), report.office),
            (N_("Letter"), report.title),
            (N_("Sealed on"), _moment(report.sealed_at, order.language)),
            (N_("Sealed by"), report.signer),
        )
    return _EXITS[report.verdict]


def _speaker(language: str) -> Callable[..., str]:
    words = load_words(TRANSLATIONS, language)

    def say(message: str, **values: str) -> str:
        return words.gettext(message) % {name: _shown(value) for name, value in values.items()}

    return say


def _language(argv: Sequence[str]) -> str:
    """Looked up before everything else, so that complaints about the rest are in it too."""
    return "en" if "--lang=en" in argv or ("--lang", "en") in pairwise(argv) else "pl"


def _read_order(argv: list[str], say: Callable[..., str]) -> _Order:
    parser = _Parser(
        prog="okienko verify",
        description=say(N_("Checks a receipt of filing (UPO) or a letter of the office offline.")),
    )
    parser.add_argument("receipt", metavar="FILE", type=Path)
    parser.add_argument("--seal", metavar="CERT", type=Path, action="append", default=[])
    parser.add_argument(
        "--data", metavar="DIR", type=Path, default=Path(os.environ.get("OKIENKO_DATA") or "data")
    )
    parser.add_argument("--document", metavar="F", type=Path, action="append", default=[])
    parser.add_argument("--attachment", metavar="F", type=Path, action="extend", nargs="+", default=[])
    parser.add_argument("--lang", choices=("pl", "en"), default="pl")
    asked = parser.parse_args(argv)
    return _Order(
        receipt=_read(asked.receipt, say, limit=BIGGEST + 1),
        seals=_named_seals(asked.seal, say) if asked.seal else _published(asked.data / "seals", say),
        documents=tuple((path.name, _read(path, say)) for path in asked.document),
        attachments=tuple((path.name, _read(path, say)) for path in asked.attachment),
        language=asked.lang,
    )


def _read(path: Path, say: Callable[..., str], limit: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise _Unusable(
            say(
                N_("The file %(name)s cannot be read: %(reason)s."),
                name=str(path),
                reason=str(error.strerror),
            )
        ) from None


def _named_seals(paths: Sequence[Path], say: Callable[..., str]) -> tuple[x509.Certificate, ...]:
    seals = []
    for path in paths:
        data = _read(path, say, limit=MAX_BYTES)
        try:
            seal = (
                x509.load_pem_x509_certificate(data)
                if b"-----BEGIN" in data
                else x509.load_der_x509_certificate(data)
            )
        except ValueError:
            raise _Unusable(say(N_("The file %(name)s is not a certificate."), name=str(path))) from None
        if not may_seal(seal):
            message = N_("The certificate in %(name)s is not meant for sealing receipts: %(signer)s.")
            raise _Unusable(say(message, name=str(path), signer=signer_name(seal)))
        seals.append(seal)
    return tuple(seals)


def _published(folder: Path, say: Callable[..., str]) -> tuple[x509.Certificate, ...]:
    try:
        return published_seals(folder)
    except (OSError, ValueError):
        raise _Unusable(say(N_("The seals in %(name)s cannot be read."), name=str(folder))) from None


def _print_report(report: Report, say: Callable[..., str], language: str) -> None:
    _print_verdict(report.verdict, _WORDS[report.verdict], say)
    for reason in report.reasons:
        print(f"  {say(reason.message, **reason.values)} [{reason.code}]")
    if any(reason.code == "seal_not_pinned" for reason in report.reasons):
        _print_what_to_give(say)
    if report.receipt is not None:
        _print_receipt(report, report.receipt, say, language)


def _print_verdict(verdict: Verdict, words: str, say: Callable[..., str]) -> None:
    names = {
        Verdict.VALID: N_("VALID"),
        Verdict.INVALID: N_("INVALID"),
        Verdict.INDETERMINATE: N_("INDETERMINATE"),
    }
    word = say(names[verdict])
    stable = "" if word == verdict else f" ({verdict})"
    print(f"{word}{stable}. {say(words)}")


def _print_what_to_give(say: Callable[..., str]) -> None:
    print(f"  {say(N_('Give the seal certificate that the office published: --seal CERT.'))}")


def _print_receipt(report: Report, receipt: ReceiptFacts, say: Callable[..., str], language: str) -> None:
    _print_facts(
        say,
        (N_("Office"), f"{receipt.office_name} ({receipt.office_code})"),
        (N_("Submission's identifier"), receipt.submission_id),
        (N_("Received at"), _moment(receipt.delivered_at, language)),
        (N_("Receipt's identifier"), receipt.receipt_id),
        (N_("Sealed by"), report.signer or ""),
        (N_("Certificate (SHA-256)"), report.certificate_sha256 or ""),
        (N_("Receipt's digest (SHA-256)"), report.receipt_digest or ""),
    )


def _moment(moment: datetime, language: str) -> str:
    return format_datetime(moment, "d MMMM y, HH:mm:ss", tzinfo=ZoneInfo("Europe/Warsaw"), locale=language)


def _print_facts(say: Callable[..., str], *facts: tuple[str, str]) -> None:
    for label, value in facts:
        print(f"  {say(label)}: {_shown(value)}")


def _print_files(files: Sequence[FileVerdict], documents: int, say: Callable[..., str]) -> bool:
    """True when each file is what it was handed in as."""
    fits = True
    for number, file in enumerate(files):
        expected = "document" if number < documents else "attachment"
        fits = fits and file.match == expected
        print(f"  {'✓' if file.match == expected else '✗'} {_shown(file.name)}: {say(_MATCHES[file.match])}")
    return fits


def _shown(text: str, keep: str = "") -> str:
    """Without signs that steer a terminal or turn the direction of writing."""
    return "".join(sign if sign in keep or unicodedata.category(sign)[0] != "C" else "�" for sign in text)
