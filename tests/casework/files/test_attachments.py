"""What may be attached: type by content, name and claim agreeing, and names that harm nobody."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.files.attachments import FileRefused, Inspected, inspect
from casework.files.content_types import CONTENT_TYPES, format_of
from casework.files.file_names import LONGEST, own_name
from forms_catalog.model import AttachmentSlot
from forms_catalog.texts import Text

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\xff\xd9"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + chunk(b"IEND", b"")
)
XML = '<?xml version="1.0" encoding="UTF-8"?><a xmlns="urn:x">żółć</a>'.encode()


def zipped(*parts: tuple[str, bytes], stored: bool = False) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return packed.getvalue()


DOCX_PARTS = (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"))
DOCX = zipped(*DOCX_PARTS)
ODT = zipped(("mimetype", CONTENT_TYPES["odt"].encode()), ("content.xml", b"<office/>"), stored=True)
GOOD = {"pdf": PDF, "jpg": JPG, "png": PNG, "xml": XML, "docx": DOCX, "odt": ODT}


def slot(*formats: str, max_bytes: int = 10_000_000) -> AttachmentSlot:
    words = Text(pl="x", en="x")
    return AttachmentSlot.model_validate(
        {"name": "any", "label": words, "formats": formats or tuple(GOOD), "max_bytes": max_bytes}
    )


def refused(name: str, claim: str | None, data: bytes, where: AttachmentSlot | None = None) -> str:
    with pytest.raises(FileRefused) as error:
        inspect(where or slot(), name, claim, data)
    assert error.value.message % dict.fromkeys(error.value.values, "…")
    return error.value.code


@pytest.mark.parametrize("format_", GOOD)
@pytest.mark.parametrize("claim", [None, "", "application/octet-stream", "the right one", "RIGHT; charset=x"])
def test_a_file_of_every_kind_is_taken_with_its_own_type(format_: str, claim: str | None) -> None:
    right = CONTENT_TYPES[format_]  # type: ignore[index]  # the keys of GOOD are formats
    said = {"the right one": right, "RIGHT; charset=x": f"{right.upper()}; charset=utf-8"}.get(
        claim or "", claim
    )
    assert inspect(slot(), f"skan.{format_}", said, GOOD[format_]) == Inspected(f"skan.{format_}", right)


@pytest.mark.parametrize(
    ("name", "claim", "data"),
    [
        ("a.JPEG", "image/pjpeg", JPG),
        ("a.jpe", "image/jpg", JPG),
        ("a.pdf", "application/x-pdf", PDF),
        ("a.xml", "text/xml; charset=utf-8", XML),
        ("a.docx", "application/zip", DOCX),
    ],
)
def test_what_programs_call_a_kind_besides_its_name_is_taken(name: str, claim: str, data: bytes) -> None:
    assert inspect(slot(), name, claim, data).content_type in CONTENT_TYPES.values()


def test_an_empty_file_is_refused() -> None:
    assert refused("a.pdf", None, b"") == "empty"


def test_a_file_one_byte_too_big_is_refused_and_told_the_limit() -> None:
    small = slot(max_bytes=2_000_000)
    assert inspect(small, "a.pdf", None, PDF.ljust(2_000_000))
    with pytest.raises(FileRefused) as error:
        inspect(small, "a.pdf", None, PDF.ljust(2_000_001))
    assert (error.value.code, error.value.values) == ("too_big", {"limit": "2\N{NO-BREAK SPACE}MB"})


def test_a_kind_that_the_slot_does_not_take_is_refused_and_told_which_it_takes() -> None:
    with pytest.raises(FileRefused) as error:
        inspect(slot("pdf", "jpg"), "a.png", "image/png", PNG)
    assert (error.value.code, error.value.values) == ("wrong_type", {"formats": "PDF, JPG"})


@pytest.mark.parametrize(
    "data",
    [
        b" " + PDF,  # a PDF must begin at the first byte
        b"<html><script>1</script></html>" + PDF,
        b"GIF89a" + b"<script>alert(1)</script>",
        b"MZ\x90\x00" + PDF,
        b"<!DOCTYPE html><html></html>",
        b"<html><br></html>",
        b"plain text",
        JPG[:2],
        PNG[:8],
        b"PK\x03\x04 and then nothing",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word document",
    ],
)
@pytest.mark.parametrize("format_", GOOD)
def test_content_that_is_no_document_is_refused_whatever_it_is_called(data: bytes, format_: str) -> None:
    assert refused(f"a.{format_}", None, data) == "wrong_type"


@pytest.mark.parametrize("inside", GOOD)
@pytest.mark.parametrize("outside", GOOD)
def test_name_and_content_must_agree(inside: str, outside: str) -> None:
    if inside != outside:
        assert refused(f"a.{outside}", None, GOOD[inside]) == "name_disagrees"


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "a.html", "a.svg", "a.pdf.js", "umowa\u202efdp.exe"])
def test_a_name_of_a_program_is_refused_even_around_a_true_document(name: str) -> None:
    assert refused(name, None, PDF) == "name_disagrees"


@pytest.mark.parametrize("claim", ["text/html", "image/svg+xml", "image/png", "application/x-msdownload"])
def test_a_claim_that_contradicts_the_content_is_refused(claim: str) -> None:
    assert refused("a.pdf", claim, PDF) == "claim_disagrees"


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        b"<a>" * 100_000 + b"</a>" * 100_000,
        b"<a><b></a></b>",
        b"<a>&undefined;</a>",
        b"<a x:y='1'/>",
        b"<a/><b/>",
        b"<a>" + b"\xff" + b"</a>",
        b"<a",
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="no-such"?><a/>',
    ],
)
def test_xml_that_is_broken_or_brings_a_dtd_is_refused(xml: bytes) -> None:
    assert refused("a.xml", "application/xml", xml) == "wrong_type"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-2", "windows-1250"])
def test_xml_is_taken_in_the_encodings_that_offices_use(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<pismo>Zażółć</pismo>'
    assert format_of(text.encode(encoding)) == "xml"


def directory_lies(data: bytes, entries: int) -> bytes:
    end = data.rfind(b"PK\x05\x06")
    return data[: end + 8] + struct.pack("<HH", entries, entries) + data[end + 12 :]


def with_link() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in DOCX_PARTS:
            archive.writestr(name, data)
        link = zipfile.ZipInfo("word/media/x")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


def encrypted() -> bytes:
    data = bytearray(DOCX)
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def torn(data: bytes) -> bytes:
    """The directory leads to a part beyond the end."""
    at = data.find(b"PK\x01\x02") + 42
    return data[:at] + struct.pack("<I", len(data) - 40) + data[at + 4 :]


@pytest.mark.parametrize(
    "archive",
    [
        zipped(("a.txt", b"x")),
        zipped(("word/document.xml", b"<document/>")),
        zipped(*DOCX_PARTS, ("word/vbaProject.bin", b"macro")),
        zipped(*DOCX_PARTS, ("../../etc/cron.d/x", b"x")),
        zipped(*DOCX_PARTS, *((f"word/{n}", b"") for n in range(2_001))),
        zipped(*DOCX_PARTS, ("word/a", bytes(150_000_001)), ("word/b", bytes(150_000_001))),
        directory_lies(DOCX, 65_000),
        with_link(),
        encrypted(),
        DOCX[:-5],
        zipped(("mimetype", CONTENT_TYPES["odt"].encode())),  # packed, so not the first thing to be read
        zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), stored=True),
        zipped(("content.xml", b""), ("mimetype", CONTENT_TYPES["odt"].encode()), stored=True),
        zipped(*DOCX_PARTS, ("qqq", b"nameless")).replace(b"qqq", b"\0qq"),
        torn(zipped(("mimetype", CONTENT_TYPES["odt"].encode()), stored=True)),
    ],
    ids=[
        "just a zip", "no content types", "macros", "way out", "too many parts", "bomb", "lying directory",
        "link", "encrypted", "truncated", "packed mimetype", "spreadsheet", "mimetype not first",
        "nameless part", "torn",
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_an_archive_that_is_no_harmless_text_document_is_refused(archive: bytes, ending: str) -> None:
    assert refused(f"a.{ending}", None, archive) in {
        "wrong_type",
        "bomb_parts",
        "bomb_unpacked",
        "bomb_overlap",
    }


@given(st.sampled_from(sorted(GOOD)), st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_get_an_answer(format_: str, noise: bytes, cut: int) -> None:
    for data in (noise, GOOD[format_][:cut] + noise, noise + GOOD[format_]):
        if data:
            assert format_of(data) in {*GOOD, None}


# names


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a.exe", "a.exe.pdf"),
        ("umowa najmu.pdf", "umowa najmu.pdf"),
        ("C:\\fakepath\\umowa.pdf", "umowa.pdf"),
        ("/etc/../umowa.pdf", "umowa.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("umowa\u202egnp.pdf", "umowagnp.pdf"),
        ("a\x00b\r\nc\t.pdf", "abc.pdf"),
        ("z\u0307o\u0301l\u0301c.pdf", "żóĺc.pdf"),
        ("Za\u200bżółć\ufeff.pdf", "Zażółć.pdf"),
        ('a<b>:"c|d?e*.pdf', "a_b___c_d_e_.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1.pdf"),
        ("", "plik.pdf"),
        (".pdf", "plik.pdf"),
        ("...", "plik.pdf"),
        ("/", "plik.pdf"),
        ("\u202e\u200b", "plik.pdf"),
        ("bez końcówki", "bez końcówki.pdf"),
        ("skan z 2026.11.22", "skan z 2026.11.22.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("a. .pdf", "a.pdf"),
        ("zażółć 🙂.pdf", "zażółć 🙂.pdf"),
        ("\ud800x.pdf", "x.pdf"),
    ],
)
def test_a_name_is_kept_without_what_harms(sent: str, kept: str) -> None:
    assert own_name(sent, "pdf") == kept


@pytest.mark.parametrize(
    "sent", ["ż" * 255 + ".pdf", "ż" * 255, "a" * 117 + ".jpeg", "a/" + "b" * 5000 + ".PDF"]
)
def test_a_long_name_is_cut_and_keeps_its_ending(sent: str) -> None:
    name = own_name(sent, "pdf")
    assert len(name) <= LONGEST
    assert name.endswith(".pdf")
    assert len(own_name(sent, "jpg", ["jpeg"])) <= LONGEST


@given(st.text(), st.sampled_from(sorted(GOOD)))
def test_any_name_becomes_one_that_may_be_kept(sent: str, ending: str) -> None:
    name = own_name(sent, ending)
    assert 0 < len(name) <= LONGEST
    assert not set(name) & set('/\\<>:"|?*\x00')
    assert name.strip(" .-") == name
    assert own_name(name, ending) == name
    name.encode()
