"""What a file is, by its content alone: strict, small, and without unpacking anything."""

import io
import struct
import zipfile
import zlib
from typing import Literal
from xml.parsers import expat

Format = Literal["pdf", "jpg", "png", "xml", "docx", "odt"]

CONTENT_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xml": "application/xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
ENDINGS: dict[Format, frozenset[str]] = {
    "pdf": frozenset({"pdf"}),
    "jpg": frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "png": frozenset({"png"}),
    "xml": frozenset({"xml", "xsig", "xades"}),
    "docx": frozenset({"docx"}),
    "odt": frozenset({"odt"}),
}
#: what browsers, mail programs and scripts call these besides the right name
ALIASES: dict[Format, frozenset[str]] = {
    "pdf": frozenset({"application/x-pdf"}),
    "jpg": frozenset({"image/jpg", "image/pjpeg"}),
    "png": frozenset({"image/x-png"}),
    "xml": frozenset({"text/xml"}),
    "docx": frozenset({"application/zip", "application/x-zip-compressed", "application/msword"}),
    "odt": frozenset({"application/zip", "application/x-zip-compressed"}),
}
#: "I do not know": no claim at all
NO_CLAIM = frozenset({"", "application/octet-stream", "binary/octet-stream"})

_DEEPEST = 200
#: a text document has dozens of parts; more is a bomb
_MOST_PARTS = 2_000
_BIGGEST_UNPACKED = 300_000_000
#: what a damaged archive makes the library raise
TORN = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    IndexError,
    struct.error,
    zlib.error,
)
_DIRECTORY_END = b"PK\x05\x06"


def format_of(data: bytes) -> Format | None:
    """The format whose marks the content bears from its first byte; None for everything else."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return "png"
    if data.startswith(b"PK\x03\x04"):
        return _office_document(data)
    return "xml" if _is_xml(data) else None


class _NotOurs(Exception):
    """The XML holds something that we do not let in."""


def _is_xml(data: bytes) -> bool:
    """Well-formed, at most 200 levels deep, and without any DTD: no entity is ever expanded."""
    depth = 0

    # a nested function's raise is how expat is stopped; the first declaration of a DTD ends it
    def refuse(*_: object) -> None:
        raise _NotOurs

    def open_element(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _NotOurs

    def close_element(*_: object) -> None:
        nonlocal depth
        depth -= 1

    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        return False
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = open_element
    parser.EndElementHandler = close_element
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _NotOurs, LookupError, ValueError):
        return False
    return True


def _office_document(data: bytes) -> Format | None:
    """docx or odt by the directory of the archive; nothing but the odt's own few-byte `mimetype` is read."""
    if not _directory_is_small(data):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if not _harmless(parts):
                return None
            names = {part.filename for part in parts}
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return "docx"
            first = parts[0]
            if (
                first.filename != "mimetype"
                or first.compress_type != zipfile.ZIP_STORED
                or first.file_size > 100
            ):
                return None
            return "odt" if archive.read(first) == CONTENT_TYPES["odt"].encode() else None
    except TORN:
        return None


def _directory_is_small(data: bytes) -> bool:
    """Read before the directory is: a hundred thousand entries cost seconds."""
    end = data.rfind(_DIRECTORY_END, max(0, len(data) - 66_000))
    if end < 0 or len(data) - end < 22:
        return False
    entries = int.from_bytes(data[end + 10 : end + 12], "little")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    return 0 < entries <= _MOST_PARTS and size <= _MOST_PARTS * 400


def _harmless(parts: list[zipfile.ZipInfo]) -> bool:
    """No macros, nothing encrypted, no links, no ways out of the folder, no bomb."""
    if not 0 < len(parts) <= _MOST_PARTS or sum(part.file_size for part in parts) > _BIGGEST_UNPACKED:
        return False
    return not any(_is_hostile(part) for part in parts)


def _is_hostile(part: zipfile.ZipInfo) -> bool:
    encrypted, link = bool(part.flag_bits & 1), part.external_attr >> 28 == 0xA
    leads_out = part.filename.startswith("/") or ".." in part.filename.split("/")
    nameless = not part.filename  # the library itself breaks over it
    return nameless or encrypted or link or leads_out or part.filename.lower().endswith("vbaproject.bin")
