"""What words weigh, and what each is worth at each service; what a question says of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from forms_catalog.search.reading import Said
from forms_catalog.search.spelling import Spelling
from forms_catalog.search.stems import GENERIC

_NAMED, _ASKED = 2.0, 1.0  #: a title or keyword counts like so many questions
_HALF = 2.0  #: a service that says a word in so many questions has half of what it can be worth
_CARD, _CARD_WEIGHT = 0.3, 0.5  #: what a word that only cards say is worth there, and weighs
_ANY_PAPER, _LEAST = 0.4, 0.05  #: the most that a word weighs which names no subject ("wniosek"); the least
_PAIR = 0.7  #: what two words beside each other weigh, against one

#: a root, or two roots that stand beside each other
Feature = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a service, or of a matter that none handles."""

    code: str
    said: Sequence[Said]
    kind: str  #: named | asked | told


@dataclass(frozen=True, slots=True)
class Met:
    """A word of a question: the known roots it may stand for, with how alike they are (0–1)."""

    weight: float
    roots: Mapping[str, float]  #: empty: nobody knows the word


class Words:
    """The roots of all texts; built once, read by all."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.weight: dict[str, float] = {}
        #: root → code → what the root is worth there, 0–1
        self.worth: dict[str, dict[str, float]] = {}
        self._spelt: dict[str, Said] = {}
        self._once: set[str] = set()  #: roots of one text alone
        told: dict[str, dict[str, float]] = {}
        codes = set()
        for entry in entries:
            codes.add(entry.code)
            self._count(entry, told if entry.kind == "told" else self.worth)
        self._weigh(len(codes), told)
        self._spelling = Spelling(self._spelt)

    def _count(self, entry: Entry, counts: dict[str, dict[str, float]]) -> None:
        once = _NAMED if entry.kind == "named" else _ASKED
        for said in entry.said:
            for root in said.roots:
                places = counts.setdefault(root, {})
                (self._once.discard if places else self._once.add)(root)
                places[entry.code] = places.get(entry.code, 0.0) + once
            # words of cards alone are too many and too common to be meant by a misspelt one
            if entry.kind != "told" and " " not in said.word:
                self._spelt[said.word] = said

    def _weigh(self, everything: int, told: dict[str, dict[str, float]]) -> None:
        """1 for a word of no service, less the more services use it."""

        def rareness(places: int) -> float:
            return max(_LEAST, log((everything + 1) / (places + 0.5)) / log((everything + 1) / 0.5))

        for root, counts in self.worth.items():
            most = _ANY_PAPER if root in GENERIC else 1.0
            self.weight[root] = min(most, rareness(len(counts)))
            for code, count in counts.items():
                counts[code] = count / (count + _HALF)
        for root, counts in told.items():
            self.weight.setdefault(root, _CARD_WEIGHT * rareness(len(counts)))
            places = self.worth.setdefault(root, {})
            for code, count in counts.items():
                places[code] = max(places.get(code, 0.0), _CARD * count / (count + 1))

    def met(self, said: Iterable[Said]) -> list[Met]:
        """The words of a question as these texts know them, misspelt ones too."""
        return [Met(one.weight, self._known(one)) for one in said]

    def _known(self, said: Said) -> dict[str, float]:
        known = {root: 1.0 for root in said.roots if root in self.weight}
        # what only one text says may itself be a misspelling that somebody wrote into it
        if " " in said.word or any(root not in self._once for root in known):
            return known
        for spelt, likeness in self._spelling.meant(said.word).items():
            for root in self._spelt[spelt].roots:
                known[root] = max(likeness, known.get(root, 0.0))
        return known

    def features(self, met: Sequence[Met]) -> dict[Feature, float]:
        """Roots and pairs of roots beside each other, with their weights."""
        found: dict[Feature, float] = {}
        for word in met:
            for root, likeness in word.roots.items():
                found[root] = max(found.get(root, 0.0), word.weight * self.weight[root] * likeness)
        chief = [max(word.roots, key=lambda root: word.roots[root]) for word in met if word.roots]
        for one, other in pairwise(chief):
            pair = (min(one, other), max(one, other))
            found[pair] = _PAIR * sqrt(self.weight[one] * self.weight[other])
        return found
