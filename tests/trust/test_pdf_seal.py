"""A sealed letter is genuine for us, for pyhanko and for poppler, until somebody touches a single bit."""

import asyncio
import logging
import random
import re
import shutil
import socket
import subprocess
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import pytest
import typst
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from casework.trust.pdf_gate import BIGGEST
from casework.trust.pdf_seal import seal_pdf
from casework.trust.pdf_verdict import MESSAGES, verify_pdf
from casework.trust.seal import Seal
from casework.trust.verdict import Verdict
from tests.trust.centre import Centre

needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="pdfsig (poppler) is not on this machine: no second opinion"
)
SOURCE = (
    b'#set document(title: "Wezwanie")\n#set text(lang: "pl")\n= Wezwanie\nDo 7 grudnia.\n#pagebreak()\nDwa.'
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    made = typst.compile(SOURCE, format="pdf", pdf_standards=["ua-1", "a-2a"])
    assert isinstance(made, bytes)
    return made


@pytest.fixture
def sealed(pdf: bytes, seal: Seal) -> bytes:
    return seal_pdf(pdf, seal, reason="Wezwanie do uzupełnienia")


def _refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError("the verifier reached for the network")


def _code(data: bytes, seal: Seal, now: datetime) -> str:
    return verify_pdf(data, seals=[seal.certificate], now=now).code


def test_a_sealed_letter_is_genuine_and_its_pages_stand_as_they_were(
    pdf: bytes, sealed: bytes, seal: Seal, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # pyhanko's event loop makes a pair of sockets for itself; it may reach for nobody else
    monkeypatch.setattr(socket.socket, "connect", _refuse, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
    report = verify_pdf(sealed, seals=[seal.certificate], now=now)
    assert (report.verdict, report.code) == (Verdict.VALID, "genuine")
    assert "DEMO" in report.signer
    assert sealed.startswith(pdf), "the letter itself is not rewritten"


def test_inside_a_running_event_loop_a_letter_is_sealed_and_judged_alike(
    pdf: bytes, seal: Seal, now: datetime
) -> None:
    async def there() -> list[str]:
        made = seal_pdf(pdf, seal, reason="Wezwanie")
        return [_code(made, seal, now), _code(made[:-9] + b"X" + made[-8:], seal, now)]

    assert asyncio.run(there()) == ["genuine", "changed"]


def test_pyhanko_agrees_over_the_chain(sealed: bytes, seal: Seal, centre: Centre) -> None:
    (found,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    from_bytes = type(found.signer_cert).load
    root = from_bytes(centre.certificate.public_bytes(Encoding.DER))
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[root], allow_fetching=False))
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


@needs_pdfsig
def test_poppler_agrees(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pismo.pdf"
    path.write_bytes(sealed)
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


def test_one_bit_flipped_anywhere_is_found(
    sealed: bytes, seal: Seal, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """Also in the seal's own place, which no signature covers: there is one way only to write it."""
    caplog.set_level(logging.CRITICAL)
    chance = random.Random(20261124)  # noqa: S311 – places for a test, no secrets
    seal_at = re.search(rb"/Contents ?<([0-9A-F]+?)0{40,}", sealed)
    assert seal_at is not None
    places = [chance.randrange(len(sealed)) for _ in range(60)]
    places += [chance.randrange(*seal_at.span(1)) for _ in range(120)]
    places += [seal_at.end(1) + 50, seal_at.start(1) + 71, seal_at.start(1) + 73]
    for place in places:
        flipped = bytearray(sealed)
        flipped[place] ^= 1 << chance.randrange(8)
        report = verify_pdf(bytes(flipped), seals=[seal.certificate], now=now)
        assert report.verdict is Verdict.INVALID, place


def test_what_is_added_later_breaks_the_seal(sealed: bytes, seal: Seal, now: datetime) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root["/PageMode"] = writer.root.get("/PageMode") or writer.root["/Type"]
    writer.update_root()
    added = BytesIO()
    writer.write(added)
    for changed in (added.getvalue(), sealed + b"\n% dopisek\n"):
        assert changed.startswith(sealed)
        assert _code(changed, seal, now) == "changed"


def test_only_the_published_seal_counts(pdf: bytes, seal: Seal, centre: Centre, now: datetime) -> None:
    namesake = centre.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", now)
    assert _code(seal_pdf(pdf, namesake, reason="Wezwanie"), seal, now) == "not_our_seal"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_pdf"),
        (b"%PDF-1.7\n", "not_pdf"),
        (b"<xml/>" * 100, "not_pdf"),
        (b"\0" * (BIGGEST + 1), "too_big"),
    ],
)
def test_what_is_no_letter_is_named(data: bytes, code: str, seal: Seal, now: datetime) -> None:
    report = verify_pdf(data, seals=[seal.certificate], now=now)
    assert (report.verdict, report.code) == (Verdict.INVALID, code)
    assert report.message == MESSAGES[code]


def test_a_letter_without_a_seal_and_a_torn_one_are_told_apart(
    pdf: bytes, sealed: bytes, seal: Seal, now: datetime
) -> None:
    assert _code(pdf, seal, now) == "no_seal"
    assert _code(sealed[:-20], seal, now) == "not_pdf"


def test_an_old_seal_is_neither_yes_nor_no(sealed: bytes, seal: Seal, now: datetime) -> None:
    late = verify_pdf(sealed, seals=[seal.certificate], now=now + timedelta(days=4000))
    assert (late.verdict, late.code) == (Verdict.INDETERMINATE, "seal_expired")
    early = verify_pdf(sealed, seals=[seal.certificate], now=now - timedelta(days=4000))
    assert (early.verdict, early.code) == (Verdict.INDETERMINATE, "seal_not_yet_valid")
