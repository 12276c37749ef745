"""What of a file is shown to the scanner: the file, and what an XML carries in base64."""

import base64
import binascii
import re
from collections.abc import Iterator
from xml.parsers import expat

from casework.files.content_types import format_of

#: levels of XML within XML
_DEEPEST = 4
#: signs; shorter ones hold no program
_SHORTEST = 40
_MOST = 500
_BASE64 = re.compile(r"[A-Za-z0-9+/_=-]+")
_SPACE = re.compile(r"\s+")


class TooMuch(Exception):
    """More carried files than anybody needs: they cannot all be shown to the scanner."""


def contents(data: bytes) -> Iterator[bytes]:
    """The file itself, then everything that it carries in base64, to any depth that we admit; TooMuch."""
    yield from _with_carried(data, 1)


def _with_carried(data: bytes, level: int) -> Iterator[bytes]:
    yield data
    if format_of(data) != "xml":
        return
    carried = _carried(data)
    if carried and level == _DEEPEST:
        raise TooMuch
    for inner in carried:
        yield from _with_carried(inner, level + 1)


def _carried(data: bytes) -> list[bytes]:
    texts = _Texts()
    texts.read(data)
    found = [decoded for text in texts.found if (decoded := _decoded(text)) is not None]
    if len(found) > _MOST:
        raise TooMuch
    return found


class _Texts:
    """Every text and attribute of an XML that is long enough to matter."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._open: list[list[str]] = [[]]

    def read(self, data: bytes) -> None:
        """The content type has been found by `format_of`: well-formed, no DTD, not deep."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.found += [value for value in attributes.values() if len(value) >= _SHORTEST]
        self._open.append([])

    def _end(self, name: str) -> None:
        text = "".join(self._open.pop())
        if len(text) >= _SHORTEST:
            self.found.append(text)

    def _text(self, text: str) -> None:
        self._open[-1].append(text)


def _decoded(text: str) -> bytes | None:
    """The bytes behind base64, also of a `data:` address; None for words."""
    head, _, rest = text.partition(";base64,")
    bare = _SPACE.sub("", rest if head.lstrip().startswith("data:") and rest else text)
    if len(bare) < _SHORTEST or not _BASE64.fullmatch(bare):
        return None
    plain = bare.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return None
