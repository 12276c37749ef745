"""How many parts an SMS has and costs, counted as phones do (3GPP TS 23.038 and 23.040)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

#: GSM 03.38's basic alphabet; it holds no Polish letter, not even ó
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: each is sent as an escape and a letter, so it counts as two
EXTENSION = frozenset("\f^{}\\[~]|€")
_SINGLE = {"GSM-7": 160, "UCS-2": 70}
#: every part of a longer message gives some of its room to the header that joins them
_JOINED = {"GSM-7": 153, "UCS-2": 67}
_PLAIN = str.maketrans(
    {
        **dict(zip("łŁđĐ", "lLdD", strict=True)),  # a stroke is no accent: Unicode does not take them apart
        **dict.fromkeys("„”“‟″«»", '"'),
        **dict.fromkeys("‚’‘‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\t", " "),
        **dict.fromkeys(
            "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}", ""
        ),
        "…": "...",
        "•": "-",
    }
)


@dataclass(frozen=True)
class Count:
    """What a text takes on the air."""

    encoding: Literal["GSM-7", "UCS-2"]
    units: int  #: septets, or 16-bit code units
    segments: int  #: what the operator charges; 0 for an empty text
    room: int  #: units that still fit in the last segment


def count(text: str) -> Count:
    """The segments of a text as it stands; one letter outside GSM 03.38 makes all of it UCS-2."""
    encoding = _encoding(text)
    packed = [sum(_width(letter, encoding) for letter in part) for part in _packed(text, encoding)]
    most = (_SINGLE if len(packed) <= 1 else _JOINED)[encoding]
    return Count(encoding, sum(packed), len(packed), most - packed[-1] if packed else most)


def split(text: str) -> tuple[str, ...]:
    """The parts in which phones receive it; no escape pair and no surrogate pair is ever torn."""
    return tuple(_packed(text, _encoding(text)))


def fold(text: str) -> str:
    """The text in cheap letters: ą → a … ł → l, „” → ", – → -; what cannot be folded stays."""
    return "".join(_folded(letter) for letter in unicodedata.normalize("NFC", text).translate(_PLAIN))


def _folded(letter: str) -> str:
    if letter in BASIC or letter in EXTENSION:
        return letter
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return bare if bare and all(part in BASIC or part in EXTENSION for part in bare) else letter


def _encoding(text: str) -> Literal["GSM-7", "UCS-2"]:
    return "GSM-7" if all(letter in BASIC or letter in EXTENSION for letter in text) else "UCS-2"


def _width(letter: str, encoding: str) -> int:
    if encoding == "GSM-7":
        return 2 if letter in EXTENSION else 1
    return 2 if ord(letter) > 0xFFFF else 1  # a surrogate pair


def _packed(text: str, encoding: str) -> Iterator[str]:
    """A pair that does not fit at the end of a part begins the next one."""
    if not text:
        return
    if sum(_width(letter, encoding) for letter in text) <= _SINGLE[encoding]:
        yield text
        return
    part, taken = "", 0
    for letter in text:
        width = _width(letter, encoding)
        if taken + width > _JOINED[encoding]:
            yield part
            part, taken = "", 0
        part, taken = part + letter, taken + width
    yield part
