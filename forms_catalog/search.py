"""Finds the service a person means: forgives typing errors and missing Polish letters.

A query is folded, cut to words, and each word to its stem. A service's score says how much of the query it
explains: a word of its title, keywords or questions counts fully, one met only in its card little, one not
met at all against it. So a word nobody knows does not bring everything up. Words that together name a matter
which no service handles ("dodatek mieszkaniowy") explain nothing, however much they sound like one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from forms_catalog.folding import fold
from forms_catalog.model import Definition
from forms_catalog.reference import NotHere
from forms_catalog.stems import GENERIC, STOP_WORDS, stem
from forms_catalog.texts import Text


@dataclass(frozen=True)
class Hit:
    code: str
    title: str
    score: float  #: 0–1


@dataclass(frozen=True)
class Found:
    results: tuple[Hit, ...]
    answerable: bool  #: False: none of the city's services
    not_here: str | None = None  #: the matter meant, where no service handles it


#: a service that explains less of the query than this is not shown, or is shown but not called an answer
_SHOWN, _ANSWER = 0.44, 0.5
_TITLE, _QUESTION, _CARD = 1.0, 0.9, 0.3  #: what a word is worth by the place it was met in
#: weight of a word nobody knows, and of a word that names no subject ("wniosek")
_UNKNOWN, _ANY_PAPER = 1.2, 0.4
_LONGEST_QUERY, _MOST_WORDS = 300, 12

#: a word of a query: its weight, and what it is worth at each service that knows it
_Met = tuple[float, Mapping[str, float]]


class SearchIndex:
    """An index over the services' titles, cards, keywords and example questions; built once, read by all."""

    def __init__(self, definitions: Iterable[Definition], not_here: Iterable[NotHere] = ()) -> None:
        self._elsewhere = Elsewhere(not_here)
        self._titles: dict[str, Text] = {}
        self._phrases: dict[str, list[str]] = {}
        #: stem → code → what the word is worth there
        self._worth: dict[str, dict[str, float]] = {}
        #: words that a misspelt one may be meant for; those of cards alone are too many and too common
        self._spelt: dict[str, str] = {}
        for definition in definitions:
            self._titles[definition.code] = definition.title
            self._phrases[definition.code] = [fold(text) for text in _named(definition)]
            self._enter(definition.code, _named(definition), _TITLE)
            self._enter(definition.code, _asked(definition), _QUESTION)
            self._enter(definition.code, _told(definition), _CARD)

    def _enter(self, code: str, texts: Iterable[str], worth: float) -> None:
        for text in texts:
            for word in _words(text):
                places = self._worth.setdefault(stem(word), {})
                places[code] = max(worth, places.get(code, 0.0))
                if worth > _CARD:
                    self._spelt[word] = stem(word)

    def find(
        self, query: str, *, language: str = "pl", limit: int = 10, among: Collection[str] | None = None
    ) -> Found:
        """The services that fit, best first; nothing for unknown words."""
        words = list(dict.fromkeys(_words(query[:_LONGEST_QUERY])))[:_MOST_WORDS]
        codes = [code for code in self._titles if among is None or code in among]
        matter, its_words = self._elsewhere.meant(words)
        met = [(word not in its_words and self._known(word)) or (_UNKNOWN, {}) for word in words]
        explained = {code: _explained(code, met) for code in codes}
        shown = sorted(
            (-part * self._named_alike(code, query), code)
            for code, part in explained.items()
            if part >= _SHOWN
        )
        hits = tuple(
            Hit(code, self._titles[code].in_(language), round(-score, 3)) for score, code in shown[:limit]
        )
        answerable = any(explained[hit.code] >= _ANSWER for hit in hits)
        return Found(hits, answerable, matter.in_(language) if matter and not hits else None)

    def _known(self, word: str) -> _Met | None:
        near = {stem(word): 1.0} if stem(word) in self._worth else self._misspelt(word)
        if not near:
            return None
        worth: dict[str, float] = {}
        for spelt, likeness in near.items():
            for code, value in self._worth[spelt].items():
                worth[code] = max(value * likeness, worth.get(code, 0.0))
        # a word that other services only mention in their cards still tells this one from them
        services = sum(value > _CARD for value in worth.values()) or len(worth)
        return max(self._weight(spelt, services) for spelt in near), worth

    def _weight(self, word: str, services: int) -> float:
        """1 for a word of one service, less the more services use it."""
        if word in GENERIC:
            return _ANY_PAPER
        everything = len(self._titles) + 1
        return max(_ANY_PAPER, log(everything / services) / log(everything))

    def _misspelt(self, word: str) -> dict[str, float]:
        """Stems of the known words it may have been meant for, with how alike they are."""
        # the beginning of a longer word: "nieruch", "publ"
        begun = [spelt for spelt in self._spelt if len(word) > 3 and spelt.startswith(word)][:20]
        alike = {self._spelt[spelt]: 0.85 for spelt in begun}
        if edits := _edits_forgiven(word):
            near = process.extract(word, self._spelt.keys(), scorer=OSA.distance, score_cutoff=edits, limit=4)
            for spelt, distance, _ in near:
                likeness = 1 - 1.2 * distance / len(word)
                alike[self._spelt[spelt]] = max(likeness, alike.get(self._spelt[spelt], 0.0))
        return alike

    def _named_alike(self, code: str, query: str) -> float:
        """0.9–1: among services that explain a query alike, the one whose name reads like it goes first."""
        folded = fold(query[:_LONGEST_QUERY])
        return 0.9 + max(fuzz.token_sort_ratio(folded, phrase) for phrase in self._phrases[code]) / 1000


class Elsewhere:
    """The matters that no service handles, by the words that name them."""

    def __init__(self, matters: Iterable[NotHere]) -> None:
        self._phrases: list[tuple[frozenset[str], NotHere]] = []
        self._words: dict[str, str] = {}  #: word → its stem
        for matter in matters:
            for phrase in (matter.name.pl, matter.name.en, matter.name.uk or "", *matter.also):
                roots = {word: stem(word) for word in _words(phrase)}
                self._words |= roots
                if roots:
                    self._phrases.append((frozenset(roots.values()), matter))
        self._stems = frozenset(self._words.values())

    def meant(self, words: Sequence[str]) -> tuple[Text | None, frozenset[str]]:
        """The matter that most of the words name, and which words those are; None where they name none."""
        meant: dict[str, list[str]] = {}
        for word in words:
            for root in self._roots(word):
                meant.setdefault(root, []).append(word)
        said = {stem(word) for word in words}
        named = [
            (stems, matter)
            for stems, matter in self._phrases
            if stems <= meant.keys() and said.isdisjoint(stem(fold(word)) for word in matter.unless)
        ]
        if not named:
            return None, frozenset()
        matter = max(named, key=lambda phrase: len(phrase[0]))[1]
        return matter.name, frozenset(word for stems, _ in named for root in stems for word in meant[root])

    def _roots(self, word: str) -> set[str]:
        """Stems of these matters' words that the word is, or may be a misspelling of."""
        if stem(word) in self._stems:
            return {stem(word)}
        edits = _edits_forgiven(word)
        if not edits:
            return set()
        near = process.extract(word, self._words.keys(), scorer=OSA.distance, score_cutoff=edits, limit=4)
        return {self._words[spelt] for spelt, _, _ in near}


def _explained(code: str, met: Sequence[_Met]) -> float:
    whole = sum(weight for weight, _ in met)
    return sum(weight * worth.get(code, 0.0) for weight, worth in met) / whole if whole else 0.0


def _edits_forgiven(word: str) -> int:
    if word.isdigit() or len(word) < 5:
        return 0
    return 1 if len(word) < 7 else 2


_SYMBOL = re.compile(r"\b([a-z]{1,5}) (\d{1,2})\b")


def _words(text: str) -> Iterator[str]:
    """The folded words of a text that say something; "DN-1", "dn 1" and "dn1" are one word."""
    for word in _SYMBOL.sub(r"\1\2", fold(text)).split():
        if len(word) > 2 and word not in STOP_WORDS:
            yield word


def _both(text: Text | None) -> Iterator[str]:
    if text is not None:
        yield text.pl
        yield text.en
        yield text.uk or ""


def _named(definition: Definition) -> Iterator[str]:
    yield from _both(definition.title)
    yield from _both(definition.short_title)
    yield definition.form_symbol or ""
    yield from definition.keywords


def _asked(definition: Definition) -> Iterator[str]:
    for questions in definition.questions.values():
        yield from questions


def _told(definition: Definition) -> Iterator[str]:
    card = definition.card
    yield definition.summary_pl
    for text in (card.lead, card.who, *card.prepare, *card.steps, card.free, card.when, card.refused):
        yield from _both(text)
