"""Reads what somebody wrote: words become roots; the end of a story, where the need stands, weighs most."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms_catalog.folding import fold
from forms_catalog.search.stems import STOP_WORDS, stem

_SAYINGS = Path(__file__).with_name("sayings.txt")
_LONGEST, _MOST_WORDS = 1_000, 70  # of a question; of a longer one the end is read
_SENTENCE = re.compile(r"(?<=\w)[.!?…;]+(?=\s|$)|\n+")
_SYMBOL = re.compile(r"\b([a-z]{1,5}) (\d{1,2})\b")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
#: what a sentence weighs, counted from the last one: the first ones of a story only set the scene
_WEIGHTS = (1.0, 0.6, 0.35)

Roots = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A word, or two or three that mean one thing."""

    roots: Roots  #: what it may mean; its stem where no saying knows it
    word: str  #: as written, folded
    weight: float = 1.0


class Reader:
    """Knows which words mean the same."""

    def __init__(self, sayings: str) -> None:
        self._meanings: dict[Roots, Roots] = {}
        self._longest: dict[str, int] = {}  #: words of the longest saying that begins with this one
        for line in sayings.splitlines():
            if line and not line.startswith("#"):
                name, _, said = line.partition(":")
                for saying in (name, *said.split()):
                    self._enter(tuple(stem(word) for word in fold(saying).split()), f"={name}")

    def _enter(self, stems: Roots, meaning: str) -> None:
        self._longest[stems[0]] = max(len(stems), self._longest.get(stems[0], 0))
        self._meanings[stems] = tuple(dict.fromkeys((*self._meanings.get(stems, ()), meaning)))

    def read(self, text: str) -> list[Said]:
        """The words that say something, each once, of a text of any length."""
        words: dict[Roots, Said] = {}
        sentences = [part for part in _SENTENCE.split(text[-_LONGEST:]) if part.strip()]
        for place, sentence in enumerate(reversed(sentences)):
            weight = _WEIGHTS[min(place, len(_WEIGHTS) - 1)]
            for roots, word in self._sentence(sentence):
                words.setdefault(roots, Said(roots, word, weight))
        return list(words.values())[:_MOST_WORDS]

    def _sentence(self, sentence: str) -> Iterator[tuple[Roots, str]]:
        """The words in their order; "DN-1", "dn 1" and "dn1" are one word."""
        words = _SYMBOL.sub(r"\1\2", fold(_APOSTROPHE.sub("", sentence))).split()
        stems, here = [stem(word) for word in words], 0
        while here < len(words):
            length, roots = self._saying(stems, here)
            said = " ".join(words[here : here + length])
            if roots:
                yield roots, said
            elif len(said) > 2 and said not in STOP_WORDS:
                yield (stems[here],), said
            here += length

    def _saying(self, stems: list[str], here: int) -> tuple[int, Roots]:
        longest = min(self._longest.get(stems[here], 0), len(stems) - here)
        for length in range(longest, 0, -1):
            if meant := self._meanings.get(tuple(stems[here : here + length])):
                return length, meant
        return 1, ()


@cache
def reader() -> Reader:
    """The reader of the shipped sayings, made once."""
    return Reader(_SAYINGS.read_text("utf-8"))
