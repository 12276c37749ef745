"""The known words that a misspelt one may be meant for."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_BEGUN = 0.85  # how alike the beginning of a word is to the whole: "nieruch", "publ"
_AN_EDIT = 1.2
_MOST = 20


class Spelling:
    """Folded words by their length, so that few are compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(words):
            self._by_length.setdefault(len(word), []).append(word)

    def meant(self, word: str) -> dict[str, float]:
        """Known words it may have been meant for, with how alike they are (0–1)."""
        edits = _edits_forgiven(word)
        alike: dict[str, float] = {}
        for length in range(len(word) - edits, len(word) + edits + 1) if edits else ():
            near = process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=3
            )
            for spelt, distance, _ in near:
                alike[spelt] = 1 - _AN_EDIT * distance / len(word)
        return alike or self._begun(word)

    def _begun(self, word: str) -> dict[str, float]:
        if len(word) < 4:
            return {}
        lengths = range(len(word) + 1, len(word) + 9)
        longer = (spelt for length in lengths for spelt in self._by_length.get(length, ()))
        return dict.fromkeys([spelt for spelt in longer if spelt.startswith(word)][:_MOST], _BEGUN)


def _edits_forgiven(word: str) -> int:
    if word.isdigit() or len(word) < 5:
        return 0
    return 1 if len(word) < 7 else 2
