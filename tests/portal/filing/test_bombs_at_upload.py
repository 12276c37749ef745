"""A file that would be huge when opened is refused where it is chosen, in words that say how to mend it."""

import struct
import zlib

import pytest

from forms_catalog.samples import SampleFile
from tests.portal.filing.filling import PROPERTY, fill_in
from tests.portal.filing.test_attachments import SLOT, Example, kept
from tests.portal.filing.visitor import Visitor

_HEAD = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + _HEAD + struct.pack(">I", zlib.crc32(b"IHDR" + _HEAD))
PDF = b"%PDF-1.7\n" + b"1 0 obj<</Type/ObjStm/N 1000000/First 9>>stream\nx\nendstream endobj\n%%EOF\n"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (
            SampleFile(SLOT, "plan.png", "image/png", PNG),
            "Obraz ma 50000 × 50000 punktów, to za dużo. Zmniejsz go.",
        ),
        (SampleFile(SLOT, "umowa.pdf", "application/pdf", PDF), "PDF ma za dużo obiektów. Wydrukuj go"),
    ],
)
def test_a_bomb_is_named_at_its_field_and_all_else_is_kept(
    visitor: Visitor, example: Example, file: SampleFile, says: str
) -> None:
    fill_in(visitor, PROPERTY, example(PROPERTY, "proxy"))
    visitor.open(visitor.path.replace("sprawdz", "proxy"))
    visitor.type({"proxy-first_name": "Zmieniona"}).attach(SLOT, file).press("Zapisz i ")
    assert visitor.status == 422
    complaint = visitor.complaints()[f"#attachments-{SLOT}"].replace("\N{NO-BREAK SPACE}", " ")
    assert file.filename in complaint and says in complaint
    assert visitor.typed["proxy-first_name"] == "Zmieniona"
    assert not [name for name in kept(visitor) if file.filename in name]
