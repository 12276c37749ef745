"""Signs that have no place in a text: what neither XML nor a database holds, and what turns reading round."""

import re

#: control signs but tab and line ends, halves of surrogates, U+FFFE/FFFF; marks that show letters in another
#: order than the one kept
STRANGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def without_strange(text: str) -> str:
    """The text without such signs; the very text where it holds none."""
    return text if text.isascii() and text.isprintable() else STRANGE.sub("", text)
