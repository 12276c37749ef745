"""Files that are small on the way and huge when opened: found by what they declare, before they are unpacked.

Only the directory of an archive, the head of a picture and the marks of a PDF are read. An archive within an
archive is opened as far as its own directory, and only after the outer one was found to be of a sane size.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice, pairwise

from casework.files.content_types import TORN
from forms_catalog.problems import N_

#: a text document has dozens of parts; more is a bomb
MOST_PARTS = 2_000
MOST_UNPACKED = 300_000_000  # bytes
#: text shrinks to a twentieth or so; a thousandth is a bomb
STEEPEST = 200
_SMALL = 1_000_000  # bytes; below this steepness is no matter
#: a document, what is embedded in it, and what is embedded in that
DEEPEST = 3
_MOST_INNER = 20
_MOST_READ = 30_000_000  # bytes of archives within archives, all together
#: two hundred million dots: more than any camera or scanner of an office takes
MOST_DOTS = 250_000_000
MOST_OBJECTS = 250_000

_END = b"PK\x05\x06"
_OBJECT = re.compile(rb"\d\s+obj\b")
_PACKED_OBJECTS = re.compile(rb"/(?:N|Size)\s{0,9}(\d{1,12})\b")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset((0x01, *range(0xD0, 0xDA)))


@dataclass(frozen=True)
class Bomb:
    """Why a file is not opened; `message` is an English message id with %(name)s places."""

    code: str  #: stable: parts | unpacked | ratio | depth | overlap | dots | objects
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


_PARTS = N_("The file holds more parts than any document. Save it anew as PDF and choose that.")
_UNPACKED = N_("Opened, the file would take more than 300 MB. Save it anew with smaller pictures.")
_RATIO = N_("The file is packed too tightly to be opened safely. Save it anew as PDF and choose that.")
_DEPTH = N_("There are files within files within this file. Send the inner files on their own.")
_DAMAGED = N_("The file is damaged. Save it anew and choose it again.")
_DOTS = N_("The picture has %(wide)s × %(high)s dots, which is too many. Make it smaller.")
_OBJECTS = N_("The PDF holds too many objects. Print it to a new PDF and choose that.")


def find_bomb(data: bytes) -> Bomb | None:
    """The bomb that the file is, by its content alone; None for all others.

    ≤ 2 s and ≤ 50 MB beside the file. An archive that cannot be read is none of its matters.
    """
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, 1, _Allowance())
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(_png_size(data))
    if data.startswith(b"\xff\xd8\xff"):
        return _picture(_jpeg_size(data))
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    return None


@dataclass
class _Allowance:
    """What may still be read of archives within archives."""

    archives: int = _MOST_INNER
    size: int = _MOST_READ  #: bytes


def _archive(data: bytes, depth: int, left: _Allowance) -> Bomb | None:
    if depth > DEEPEST:
        return Bomb("depth", _DEPTH)
    if _has_many_parts(data):
        return Bomb("parts", _PARTS)
    with suppress(*TORN), zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        return _declared(parts, len(data)) or _inner(archive, parts, depth, left)
    return None


def _has_many_parts(data: bytes) -> bool:
    """Read before the directory is: a hundred thousand entries cost seconds."""
    end = data.rfind(_END, max(0, len(data) - 66_000))
    entries = int.from_bytes(data[end + 10 : end + 12], "little")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    return end >= 0 and (entries > MOST_PARTS or size > MOST_PARTS * 400)


def _declared(parts: list[zipfile.ZipInfo], size: int) -> Bomb | None:
    if len(parts) > MOST_PARTS:
        return Bomb("parts", _PARTS)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        return Bomb("unpacked", _UNPACKED)
    if any(part.file_size > max(_SMALL, STEEPEST * part.compress_size) for part in parts):
        return Bomb("ratio", _RATIO)
    places = sorted((part.header_offset, part.header_offset + 30 + part.compress_size) for part in parts)
    overlapping = any(first[1] > second[0] for first, second in pairwise(places))
    if overlapping or (places and places[-1][1] > size):
        return Bomb("overlap", _DAMAGED)
    return None


def _inner(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], depth: int, left: _Allowance
) -> Bomb | None:
    for part in parts:
        with suppress(*TORN):
            folder = part.filename.endswith("/")  # is_dir() fails on a part without any name
            if part.flag_bits & 1 or folder or not _begins_as_archive(archive, part):
                continue
            left.archives -= 1
            left.size -= part.file_size
            if left.archives < 0 or left.size < 0:
                return Bomb("depth", _DEPTH)
            if bomb := _archive(archive.read(part), depth + 1, left):
                return bomb
    return None


def _begins_as_archive(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as inside:
        return inside.read(4) == b"PK\x03\x04"


def _picture(size: tuple[int, int] | None) -> Bomb | None:
    if size is None or size[0] * size[1] <= MOST_DOTS:
        return None
    return Bomb("dots", _DOTS, {"wide": str(size[0]), "high": str(size[1])})


def _png_size(data: bytes) -> tuple[int, int] | None:
    return (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Of the first frame; None where there is none."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == 0xFF or kind in _ALONE:
            at += 1 if kind == 0xFF else 2
            continue
        if kind in _FRAMES:
            return (
                int.from_bytes(data[at + 7 : at + 9], "big"),
                int.from_bytes(data[at + 5 : at + 7], "big"),
            )
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _pdf(data: bytes) -> Bomb | None:
    """Objects as they stand, and those that packed streams and tables say they hold."""
    plain = data.count(b"obj")  # quick; the careful count only where there are that many
    if plain > MOST_OBJECTS:
        plain = sum(1 for _ in islice(_OBJECT.finditer(data), MOST_OBJECTS + 1))
    if plain > MOST_OBJECTS or max(_packed(data), default=0) > MOST_OBJECTS:
        return Bomb("objects", _OBJECTS)
    return None


def _packed(data: bytes) -> Iterator[int]:
    return (int(found[1]) for found in islice(_PACKED_OBJECTS.finditer(data), MOST_OBJECTS))
