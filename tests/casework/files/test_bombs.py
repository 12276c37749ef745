"""A file that is small on the way and huge when opened is refused before anything of it is unpacked."""

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pytest

from casework.files.attachments import FileRefused, inspect
from casework.files.bombs import MOST_OBJECTS, find_bomb
from forms_catalog.model import AttachmentSlot
from forms_catalog.texts import Text

SLOT = AttachmentSlot(
    name="any", label=Text(pl="x", en="x"), formats=("pdf", "jpg", "png", "docx", "odt"), max_bytes=40_000_000
)
DOCUMENT = (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"))
SECONDS, EXTRA = 2.0, 50_000_000


def packed(*parts: tuple[str, bytes], stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*DOCUMENT, *parts):
            archive.writestr(name, data)
    return out.getvalue()


def nested(levels: int) -> bytes:
    data = b"core"
    for level in range(levels):
        data = packed((f"word/embeddings/{level}.docx", data))
    return data


def lying(parts: int) -> bytes:
    """Each part says that it is small; together they are the classic 42 kB that become petabytes."""
    inner = packed(("a", bytes(5_000_000)))
    return packed(*((f"word/{n}.docx", inner) for n in range(parts)))


def overlapping() -> bytes:
    """Two parts of the directory that share their bytes."""
    data = packed(("word/media/1.bin", b"x" * 5000), ("word/media/2.bin", b"y" * 5000), stored=True)
    first = struct.pack("<I", data.index(b"word/media/1.bin") - 30)
    at = data.rindex(b"word/media/2.bin") - 4
    return data[:at] + first + data[at + 4 :]


def png(wide: int, high: int) -> bytes:
    head = struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))


def jpeg(wide: int, high: int) -> bytes:
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, high, wide, 3) + bytes(9)
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + frame + b"\xff\xd9"


def pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def million_objects() -> bytes:
    return pdf(b"".join(b"%d 0 obj<<>>endobj\n" % n for n in range(1_000_000)))


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "400 MB in 400 kB": (lambda: packed(("word/a", bytes(400_000_000))), "bomb_unpacked"),
    "steep": (lambda: packed(("word/a", bytes(200_000_000))), "bomb_ratio"),
    "many parts": (lambda: packed(*((f"word/{n}", b"") for n in range(2_500))), "bomb_parts"),
    "100,000 parts": (lambda: packed(*((f"w/{n}", b"") for n in range(100_000))), "bomb_parts"),
    "deep": (lambda: nested(6), "bomb_depth"),
    "42": (lambda: lying(30), "bomb_ratio"),
    "many archives within": (
        lambda: packed(*((f"word/{n}.docx", nested(1)) for n in range(30))),
        "bomb_depth",
    ),
    "overlapping": (overlapping, "bomb_overlap"),
    "50k × 50k PNG": (lambda: png(50_000, 50_000), "bomb_dots"),
    "65k × 65k JPEG": (lambda: jpeg(65_535, 65_535), "bomb_dots"),
    "a million objects": (million_objects, "bomb_objects"),
    "a million packed objects": (
        lambda: pdf(b"1 0 obj<</Type/ObjStm/N 1000000/First 9>>stream\nx\nendstream endobj"),
        "bomb_objects",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_and_says_how_to_mend_it(name: str) -> None:
    make, code = BOMBS[name]
    data = make()
    began = time.process_time()
    with pytest.raises(FileRefused) as refused:
        inspect(SLOT, "zalacznik", None, data)
    assert time.process_time() - began < SECONDS
    assert refused.value.code == code
    assert refused.value.message % dict(refused.value.values)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["400 MB in 400 kB", "42", "a million objects"])
def test_a_bomb_takes_no_memory(name: str) -> None:
    data = BOMBS[name][0]()
    tracemalloc.start()
    assert find_bomb(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < EXTRA


@pytest.mark.parametrize(
    "data",
    [
        packed(("word/media/zdjecie.png", zlib.compress(b"x" * 100) * 1000)),
        packed(("word/embeddings/arkusz.xlsx", packed(("xl/sheet.xml", b"<c/>" * 10_000)))),
        packed(("word/tekst.xml", b"<w:p>tekst </w:p>" * 50_000)),
        png(20_000, 12_000),
        jpeg(16_320, 12_240),
        jpeg(1, 1)[:9],
        pdf(b"".join(b"%d 0 obj<<>>endobj\n" % n for n in range(50_000))),
        b"PK\x03\x04 and then nothing",
        b"",
    ],
    ids=[
        "pictures",
        "a sheet within",
        "much text",
        "plan",
        "200 Mpx photo",
        "torn",
        "long PDF",
        "torn zip",
        "nothing",
    ],
)
def test_what_people_really_send_is_no_bomb(data: bytes) -> None:
    assert find_bomb(data) is None


def test_the_limit_of_objects_is_where_it_is_said_to_be() -> None:
    assert find_bomb(pdf(b"1 0 obj " * MOST_OBJECTS)) is None
    assert find_bomb(pdf(b"1 0 obj " * (MOST_OBJECTS + 1)))
