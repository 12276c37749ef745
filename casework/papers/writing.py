"""What our letters can write: PDF/A and PDF/UA forbid a sign without a shape."""

import re
import unicodedata
from functools import cache
from pathlib import Path

#: one range of code points per line, written when the fonts were cut
COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"
EMPTY_BOX = "\N{WHITE SQUARE}"  #: from the fixed-width letters, which stand in for this sign only
#: what stays with the word after it: one-letter words, the parts of an act, figures with their unit
_LOOSE = re.compile(
    r"(?<!\w)([aiouwzAIOUWZ]|art\.|ust\.|pkt|nr|§+) (?=[\w§„(])|(?<=\d) (?=§|dni\b|dzień\b|roku\b|zł\b)"
)
_INVISIBLE = {"\N{SOFT HYPHEN}"}


def writable(text: str) -> str:
    """The text on one line in NFC, an empty box for a sign that our letters lack or that steers writing."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()) if "\n" in text or "\t" in text else text)
    letters = _letters()
    return "".join(
        sign if ord(sign) in letters and sign not in _INVISIBLE else EMPTY_BOX for sign in composed
    )


def bound(text: str) -> str:
    """The text with hard spaces, so that no line ends in "w", "§" or "14"."""
    return _LOOSE.sub(lambda found: f"{found[1] or ''}\N{NO-BREAK SPACE}", text)


@cache
def _letters() -> frozenset[int]:
    ranges = (line.split("-") for line in COVERAGE.read_text(encoding="ascii").split())
    return frozenset(point for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1))
