"""How alike a question is to the sentences that people ask for a service with."""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from forms_catalog.search.words import Entry, Feature, Met, Words

_NEXT = 0.3  #: what the next most alike sentence of a service counts, against the one before
_COUNTED = 3
_UNKNOWN = 0.5
_NOBODY_KNOWS = 2.0  # what a word weighs that no service and no matter knows


class Sentences:
    """Every title, keyword and question, by the words in it."""

    def __init__(self, entries: Iterable[Entry], words: Words) -> None:
        self._words = words
        self._codes: list[str] = []
        #: feature → the sentences with it, and how much of each it is
        self._places: dict[Feature, list[tuple[int, float]]] = {}
        for entry in entries:
            if entry.kind != "told" and entry.said:
                self._enter(entry)

    def _enter(self, entry: Entry) -> None:
        features = self._words.features([Met(1.0, dict.fromkeys(said.roots, 1.0)) for said in entry.said])
        length = sqrt(sum(weight * weight for weight in features.values()))
        for feature, weight in features.items():
            self._places.setdefault(feature, []).append((len(self._codes), weight / length))
        self._codes.append(entry.code)

    def alike(self, met: Sequence[Met]) -> dict[str, float]:
        """Service → how alike its most alike sentences are to these words, 0–1."""
        asked = {f: weight for f, weight in self._words.features(met).items() if f in self._places}
        unknown = sum(word.weight for word in met if not word.roots)
        length = sqrt(sum(weight * weight for weight in asked.values()) + _UNKNOWN * unknown)
        cosines: dict[int, float] = {}
        for feature, weight in asked.items():
            for place, part in self._places[feature]:
                cosines[place] = cosines.get(place, 0.0) + weight * part
        by_code: dict[str, list[float]] = {}
        for place, cosine in cosines.items():
            by_code.setdefault(self._codes[place], []).append(cosine / length)
        return {code: _fading(sorted(found, reverse=True)[:_COUNTED]) for code, found in by_code.items()}


def _fading(cosines: Sequence[float]) -> float:
    whole = sum(_NEXT**place for place in range(_COUNTED))
    return sum(cosine * _NEXT**place for place, cosine in enumerate(cosines)) / whole


def explained(words: Words, met: Sequence[Met]) -> Mapping[str, float]:
    """Service → how much of the question it explains, 0–1; a word nobody knows counts against all."""
    by_code: dict[str, float] = {}
    whole = 0.0
    for word in met:
        weight = word.weight * max((words.weight[root] for root in word.roots), default=_NOBODY_KNOWS)
        whole += weight
        worth: dict[str, float] = {}
        for root, likeness in word.roots.items():
            for code, value in words.worth[root].items():
                worth[code] = max(value * likeness, worth.get(code, 0.0))
        for code, value in worth.items():
            by_code[code] = by_code.get(code, 0.0) + weight * value
    return {code: value / whole for code, value in by_code.items()}
