"""What our letters can write: PDF/A and PDF/UA forbid a sign without a shape."""

import unicodedata
from functools import cache
from pathlib import Path

#: one range of code points per line, written when the fonts were cut
COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"
EMPTY_BOX = "\N{WHITE SQUARE}"  #: from the fixed-width letters, which stand in for this sign only
_INVISIBLE = {"\N{SOFT HYPHEN}"}


def writable(text: str) -> str:
    """The text on one line in NFC, an empty box for a sign that our letters lack or that steers writing."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()) if "\n" in text or "\t" in text else text)
    letters = _letters()
    return "".join(
        sign if ord(sign) in letters and sign not in _INVISIBLE else EMPTY_BOX for sign in composed
    )


@cache
def _letters() -> frozenset[int]:
    ranges = (line.split("-") for line in COVERAGE.read_text(encoding="ascii").split())
    return frozenset(point for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1))
