"""Polish letters folded, so that typing without them finds the same."""

import re
import unicodedata

#: letters that Unicode does not take apart
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"})
_MARKS = re.compile(r"[\u0300-\u036f]+")
_OTHER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, NFC, NFD alike, without Polish and other diacritics (ł → l), other signs as spaces."""
    # taken apart before and after lowering: some signs only then show their letter (𝐀), others a mark (İ)
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    return _OTHER.sub(" ", _MARKS.sub("", lowered).translate(_WHOLE)).strip()
