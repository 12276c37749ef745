"""Finds the service a person means: forgives typing errors, missing Polish letters, dialect and long stories.

A question is read to roots. The services compete for it with the matters that none of them handles: each
is scored by how much of the question it explains, and by how like the sentences it is that people ask for it
with. Where such a matter wins, or nobody knows most of the words, it is no question for the city's services.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz import fuzz

from forms_catalog.folding import fold
from forms_catalog.model import Definition
from forms_catalog.reference import NotHere
from forms_catalog.search.persons import Asker
from forms_catalog.search.reading import Said, reader
from forms_catalog.search.sentences import Sentences, explained
from forms_catalog.search.words import Entry, Words
from forms_catalog.texts import Text


@dataclass(frozen=True)
class Hit:
    code: str
    title: str
    score: float  #: 0–1


@dataclass(frozen=True)
class Found:
    results: tuple[Hit, ...]
    answerable: bool  #: False: none of the services that were to be found
    not_here: str | None = None  #: the matter meant, where no service handles it
    where: str | None = None  #: who handles that matter, where this is known
    switched_off: Hit | None = None  #: the service meant, where it was not among those to be found


#: below it a service is not shown
_SHOWN = 0.12
#: below it a service is no answer: this for an endless question, more the fewer its words, at most the last
_ANSWER, _IN_WORDS, _AT_MOST = 0.06, 0.6, 0.33
#: what beats the best service by so much leaves nothing to show
_BEATEN = 0.1
_LONGEST_NAME = 200
_ALIKE = 0.3  # what likeness to sentences counts, against the part of the question that is explained
_LEAST_SCORE = 0.4  # what is told of a service that is barely shown
_FIRST, _OF_THE_FIRST = 3, 0.4  # further results must come near the first one


class SearchIndex:
    """An index over the services' titles, cards, keywords and example questions; built once, read by all."""

    def __init__(
        self,
        definitions: Iterable[Definition],
        not_here: Iterable[NotHere] = (),
        own: Mapping[tuple[str, str], Definition] = MappingProxyType({}),
    ) -> None:
        """`own`: (office, code) → what that office has in place of ours, or it alone."""
        self._services = {definition.code: definition for definition in definitions}
        #: what people of one office alone may find; a code has no "@"
        self._own = {place: f"{place[1]}@{place[0]}" for place in own}
        self._services |= {self._own[place]: definition for place, definition in own.items()}
        #: a code's "!" keeps matters and services apart
        self._matters = {f"!{number}": matter for number, matter in enumerate(not_here)}
        self._names = {code: [fold(name) for name in _named(one)] for code, one in self._services.items()}
        entries = list(self._entries())
        self._words = Words(entries)
        self._sentences = Sentences(entries, self._words)

    def _entries(self) -> Iterator[Entry]:
        for code, definition in self._services.items():
            for kind, texts in (("named", _named), ("asked", _asked), ("told", _told)):
                for text in texts(definition):
                    yield Entry(code, reader().read(text), kind)
        for code, matter in self._matters.items():
            for text in (*_each(matter.name), *matter.also):
                yield Entry(code, reader().read(text), "asked")

    def find(
        self,
        query: str,
        *,
        language: str = "pl",
        limit: int = 10,
        among: Collection[str] | None = None,
        office: str | None = None,
    ) -> Found:
        """The services that fit, best first; nothing for unknown words. `among`: codes of those that may be
        found; with `office` its own forms are looked through in place of ours.
        """
        said = reader().read(query)
        scores, enough = self._scores(query, said), _enough(said)
        offered = self._offered(among, office)
        best = max((scores.get(code, 0.0) for code in offered), default=0.0)
        # what another office has of its own, and ours where this one has its own, is nobody's rival
        others = scores.keys() - offered - set(self._own.values()) - {code.split("@")[0] for code in offered}
        rival = max(others, key=lambda code: (scores[code], code), default="")
        against = scores.get(rival, 0.0)
        answerable = best >= max(enough, against)
        # an answer to a long story is shown, however little of it the service explains
        shown = min(_SHOWN, enough) if answerable else max(_SHOWN, against - _BEATEN)
        ranked = sorted((-scores[code], code) for code in scores.keys() & offered if scores[code] >= shown)
        kept = [
            (code, -score)
            for place, (score, code) in enumerate(ranked[:limit])
            if place < _FIRST or -score >= best * _OF_THE_FIRST
        ]
        hits = tuple(self._hit(code, score, language) for code, score in kept)
        if answerable:
            return Found(hits, True)
        hits = hits[:_FIRST]
        if against < max(enough, best):
            return Found(hits, False)
        if rival in self._services:
            return Found(hits, False, switched_off=self._hit(rival, against, language))
        matter = self._matters[rival]
        return Found(hits, False, _in(matter.name, language), _in(matter.where, language))

    def _offered(self, among: Collection[str] | None, office: str | None) -> set[str]:
        """Keys of what may be found: an office's own in place of the shared."""
        if among is None:
            return self._services.keys() - set(self._own.values())
        own = {code: self._own[office, code] for code in among if office and (office, code) in self._own}
        return {own.get(code, code) for code in among} & self._services.keys()

    def _scores(self, query: str, said: Sequence[Said]) -> Mapping[str, float]:
        met, asker = self._words.met(said), Asker(query, said)
        parts, alike = explained(self._words, met), self._sentences.alike(met)
        scores = {code: (1 - _ALIKE) * part + _ALIKE * alike.get(code, 0.0) for code, part in parts.items()}
        for code in scores.keys() & self._services:
            scores[code] *= asker.fits(self._services[code].applicants) * self._named_alike(code, query)
        return scores

    def _named_alike(self, code: str, query: str) -> float:
        """0.9–1: among services that fit alike, the one whose name reads like the question goes first."""
        folded = fold(query[:_LONGEST_NAME])
        return 0.9 + max(fuzz.token_sort_ratio(folded, name) for name in self._names[code]) / 1000

    def _hit(self, code: str, score: float, language: str) -> Hit:
        told = _LEAST_SCORE + (1 - _LEAST_SCORE) * (score - _SHOWN) / (1 - _SHOWN)
        return Hit(
            code.split("@")[0],
            self._services[code].title.in_(language),
            round(min(max(told, _LEAST_SCORE), 1.0), 3),
        )


def _enough(said: Sequence[Said]) -> float:
    """What a service must score to be an answer: few words must be understood well."""
    return min(_AT_MOST, _ANSWER + _IN_WORDS / sum(one.weight for one in said)) if said else 1.0


def _in(text: Text | None, language: str) -> str | None:
    return text.in_(language) if text else None


def _each(text: Text | None) -> Iterator[str]:
    if text is not None:
        yield text.pl
        yield text.en
        yield text.uk or ""


def _named(definition: Definition) -> Iterator[str]:
    yield from _each(definition.title)
    yield from _each(definition.short_title)
    yield definition.form_symbol or ""
    yield from definition.keywords


def _asked(definition: Definition) -> Iterator[str]:
    for asked in (definition.questions, definition.also_asked):
        for questions in asked.values():
            yield from questions


def _told(definition: Definition) -> Iterator[str]:
    card = definition.card
    yield definition.summary_pl
    for text in (card.lead, card.who):
        yield from _each(text)
