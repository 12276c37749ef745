"""A file that we did not seal is never read as a PDF: whatever it is, the answer comes at once."""

import io
import re
import time
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import datetime

import pytest
import typst
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from casework.trust.pdf_gate import BIGGEST, Refused, admit
from casework.trust.pdf_seal import seal_pdf
from casework.trust.pdf_verdict import MESSAGES, verify_pdf
from casework.trust.seal import Seal
from casework.trust.verdict import Verdict
from tests.trust.centre import Centre

SOURCE = b'#set document(title: "Decyzja")\n= Decyzja\nNie.'
#: seconds of our own time, and bytes beside the file itself
QUICK, SMALL = 1.0, 25_000_000
END = b"\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    made = typst.compile(SOURCE, format="pdf")
    assert isinstance(made, bytes)
    return made


@pytest.fixture
def sealed(pdf: bytes, seal: Seal) -> bytes:
    return seal_pdf(pdf, seal, reason="Decyzja")


def _million_objects() -> bytes:
    return (
        b"%PDF-1.7\n" + b"".join(b"%d 0 obj<<>>endobj\n" % n for n in range(1_000_000))[: BIGGEST - 100] + END
    )


def _million_objects_packed() -> bytes:
    """20 kB that a reader makes a million objects of."""
    packed = zlib.compress(b" ".join(b"%d 0" % n for n in range(1_000_000)), 9)
    head = b"1 0 obj<</Type/ObjStm/N 1000000/First 9/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return b"%PDF-1.7\n" + head + packed + b"\nendstream endobj" + END


def _nested() -> bytes:
    return b"%PDF-1.7\n1 0 obj" + b"<</A" * 2_000_000 + END


def _spaces() -> bytes:
    return b"%PDF-1.7\n" + b"/ByteRange" * 1_000_000 + b" [" + b" " * 5_000_000 + END


def _numbers() -> bytes:
    return b"%PDF-1.7\n" + b"/ByteRange [0 1 " * 1_000_000 + END


def _places() -> bytes:
    return b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 900_000 + END


def _deep_seal() -> bytes:
    """A seal of 60 kB in which each part holds another one."""
    hole = b"<" + (b"\x30\x80" * 30_000).hex().encode() + b">"
    head = b"%PDF-1.7\n/ByteRange [0 60 "
    whole = head + b"%d " % (60 + len(hole)) + b"%09d]" % 0
    whole = whole.ljust(60) + hole + END
    return whole.replace(b"000000000]", b"%09d]" % (len(whole) - 60 - len(hole)))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "not_pdf"),
        (lambda: b"%PDF-1.7\n" + b"\0" * (BIGGEST - 9), "not_pdf"),
        (lambda: b"\0" * (BIGGEST + 1), "too_big"),
        (_million_objects, "no_seal"),
        (_million_objects_packed, "no_seal"),
        (_nested, "no_seal"),
        (_spaces, "no_seal"),
        (_numbers, "no_seal"),
        (_places, "more_seals"),
        (_deep_seal, "changed"),
        (lambda: b"%PDF-1.7\n/ByteRange [0 9 999999999 999999999]" + END, "changed"),
        (lambda: b"%PDF-1.7\n/ByteRange [9 0 9 9]" + END, "changed"),
    ],
)
def test_a_hostile_file_gets_its_answer_at_once(
    make: Callable[[], bytes], code: str, seal: Seal, now: datetime
) -> None:
    data = make()
    tracemalloc.start()
    began = time.process_time()
    report = verify_pdf(data, seals=[seal.certificate], now=now)
    took, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.verdict, report.code) == (Verdict.INVALID, code)
    assert (report.office, report.title, report.sealed_at) == ("", "", None)
    assert took < QUICK * 3, f"{took:.1f} s, measured with every allocation counted"
    assert most < SMALL, f"{most:,} bytes"


def test_a_locked_file_is_called_so(pdf: bytes, seal: Seal, now: datetime) -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt("haslo", "haslo")
    locked = io.BytesIO()
    writer.write(locked)
    assert verify_pdf(locked.getvalue(), seals=[seal.certificate], now=now).code == "locked"


def test_a_whole_seal_under_foreign_words_is_found(sealed: bytes, seal: Seal, now: datetime) -> None:
    """An update appended, a second seal appended, and the seal's own claim of how much it covers."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.add_object(writer.root)
    writer.update_root()
    updated = io.BytesIO()
    writer.write(updated)
    twice = sealed + sealed
    begun_later = b"%PDF-1.7\n% before\n" + sealed
    codes = [verify_pdf(data, seals=[seal.certificate], now=now).code for data in (updated.getvalue(), twice)]
    assert codes == ["changed", "more_seals"]
    assert verify_pdf(begun_later, seals=[seal.certificate], now=now).verdict is Verdict.INVALID


@pytest.mark.parametrize("part", [b"2a8648ce3d0201", b"2a8648ce3d030107"], ids=["kind of key", "curve"])
def test_a_key_that_nobody_knows_is_no_seal(sealed: bytes, now: datetime, part: bytes) -> None:
    """`okienko verify` without a pinned seal reads the certificate that the file brings along."""
    forged = re.sub(part, part[:-2] + b"7f", sealed, flags=re.IGNORECASE)
    assert forged != sealed
    assert verify_pdf(forged, seals=[], now=now).verdict is Verdict.INVALID


def test_a_seal_taken_from_another_letter_does_not_fit(
    pdf: bytes, sealed: bytes, seal: Seal, now: datetime
) -> None:
    other = (
        sealed.replace(b"/PageMode", b"/pagemode")
        if b"/PageMode" in sealed
        else sealed.replace(b"/Type", b"/Typf", 1)
    )
    assert other != sealed
    assert verify_pdf(other, seals=[seal.certificate], now=now).code == "changed"


def test_office_title_and_time_are_said_of_a_sealed_letter_only(
    sealed: bytes, seal: Seal, centre: Centre, pdf: bytes, now: datetime
) -> None:
    report = verify_pdf(sealed, seals=[seal.certificate], now=now)
    assert (report.title, report.code) == ("Decyzja", "genuine")
    assert "Zabrzu" in report.office
    assert report.sealed_at is not None
    namesake = centre.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", now)
    foreign = verify_pdf(seal_pdf(pdf, namesake, reason="Decyzja"), seals=[seal.certificate], now=now)
    assert (foreign.code, foreign.title, foreign.sealed_at) == ("not_our_seal", "", None)


def test_without_a_pinned_seal_nobody_can_say(sealed: bytes, now: datetime) -> None:
    report = verify_pdf(sealed, seals=[], now=now)
    assert (report.verdict, report.code, report.title) == (Verdict.INDETERMINATE, "seal_not_pinned", "")
    assert "DEMO" in report.signer
    assert MESSAGES[report.code]


def test_the_gate_alone_lets_no_changed_byte_through(sealed: bytes, seal: Seal) -> None:
    """So that no reader of PDF ever meets bytes that somebody else chose."""
    assert admit(sealed, [seal.certificate]) == seal.certificate
    hole = sealed.index(b"/Contents")
    for place in range(20, hole, 997):
        flipped = bytearray(sealed)
        flipped[place] ^= 1
        with pytest.raises(Refused, match=r"changed|no_seal"):
            admit(bytes(flipped), [seal.certificate])
