"""Whether a pattern is safe to match with: no answer, however it is written, keeps the program busy.

Python tries one way after another. A pattern is taken when an answer can be read in at most one way up to
any place of it: no more ways are then open at a time than it has places, and time grows with the answer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from forms_catalog.loading.faults import said
from forms_catalog.loading.pattern_syntax import (
    Either,
    Node,
    Repeat,
    Row,
    Sign,
    Signs,
    UnknownSign,
    read_pattern,
)
from forms_catalog.problems import N_

#: places of a pattern with its repetitions written out, and pairs of them that are looked at
MOST_PLACES = 400
_MOST_PAIRS = 100_000


class _SeveralWays(Exception):
    """An answer can be read in more than one way."""


class _TooLong(Exception):
    """More places than are looked at."""


@lru_cache(maxsize=512)
def wrong_pattern(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a pattern and how to mend it; None for a good one."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        wrong = said(N_("not a regular expression: %(why)s."), why=error)
        return wrong, said(N_("Mind brackets and backslashes."))
    try:
        _look_for_several_ways(read_pattern(pattern))
    except UnknownSign as unknown:
        wrong = said(N_("the pattern holds “%(sign)s”, which not every program reads."), sign=unknown.sign)
        return wrong, said(N_("Use letters, [0-9], groups in (), |, ?, *, + and {1,5}."))
    except _SeveralWays:
        wrong = said(N_("the pattern can be met in several ways: checking an answer could take for ever."))
        return wrong, said(N_("Let each sign fit one place only: [0-9]+ instead of ([0-9]+)+ or (1|1)*."))
    except _TooLong:
        wrong = said(N_("the pattern is too long: it has more than %(most)s places."), most=MOST_PLACES)
        return wrong, said(N_("Let “Letters at most” say how long the answer may be."))
    return None


@dataclass
class _Part:
    """Where a part of the pattern begins and ends, by numbers of places."""

    first: list[int]
    last: list[int]
    empty: bool  #: nothing at all may stand for it


@dataclass
class _Places:
    """The places of a pattern and which may follow which: Glushkov's automaton, repetitions written out."""

    signs: list[Signs] = field(default_factory=list)
    follow: list[dict[int, None]] = field(default_factory=list)

    def lay(self, node: Node) -> _Part:
        if isinstance(node, Sign):
            return self._place(node)
        if isinstance(node, Row):
            return self._row(self.lay(part) for part in node.parts)
        if isinstance(node, Either):
            return self._either([self.lay(part) for part in node.parts])
        return self._repeat(node)

    def _place(self, node: Sign) -> _Part:
        if len(self.signs) >= MOST_PLACES:
            raise _TooLong
        self.signs.append(node.signs)
        self.follow.append({})
        return _Part([len(self.signs) - 1], [len(self.signs) - 1], empty=False)

    def _row(self, parts: Iterable[_Part]) -> _Part:
        row = _Part([], [], empty=True)
        for part in parts:
            self._join(row.last, part.first)
            row = _Part(
                row.first + part.first if row.empty else row.first,
                part.last + row.last if part.empty else part.last,
                row.empty and part.empty,
            )
        return row

    def _either(self, parts: Sequence[_Part]) -> _Part:
        if sum(part.empty for part in parts) > 1:
            raise _SeveralWays
        return _Part(
            [place for part in parts for place in part.first],
            [place for part in parts for place in part.last],
            any(part.empty for part in parts),
        )

    def _repeat(self, node: Repeat) -> _Part:
        if node.most == 0:
            return _Part([], [], empty=True)
        if (node.least, node.most) == (1, 1):
            return self.lay(node.part)
        copies = [self.lay(node.part) for _ in range(max(node.least, 1 if node.most is None else node.most))]
        if copies[0].empty:
            raise _SeveralWays  # nothing, or nothing once more
        for one, following in pairwise(copies):
            self._join(one.last, following.first)
        if node.most is None:
            self._join(copies[-1].last, copies[-1].first)
        ends = copies[max(node.least, 1) - 1 :]
        return _Part(copies[0].first, [place for one in ends for place in one.last], node.least == 0)

    def _join(self, before: Iterable[int], after: Sequence[int]) -> None:
        for one in before:
            for other in after:
                if other in self.follow[one]:
                    raise _SeveralWays
                self.follow[one][other] = None


def _look_for_several_ways(node: Node) -> None:
    places = _Places()
    whole = places.lay(node)
    met: dict[tuple[int, int], bool] = {}
    todo = [pair for ways in (whole.first, *places.follow) for pair in _apart(places, ways)]
    looked = 0
    while todo:
        pair = todo.pop()
        if pair in met:
            continue
        met[pair] = True
        for one in places.follow[pair[0]]:
            for other in places.follow[pair[1]]:
                looked += 1
                if looked > _MOST_PAIRS:
                    raise _TooLong
                if not _share(places.signs[one], places.signs[other]):
                    continue
                if one == other:
                    raise _SeveralWays
                todo.append((one, other) if one < other else (other, one))


def _apart(places: _Places, ways: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Pairs of places that one sign can lead to from the same place."""
    listed = sorted(ways)
    for number, one in enumerate(listed):
        for other in listed[number + 1 :]:
            if _share(places.signs[one], places.signs[other]):
                yield one, other


def _share(one: Signs, other: Signs) -> bool:
    """Whether some sign is in both."""
    return any(low <= high2 and low2 <= high for low, high in one for low2, high2 in other)
