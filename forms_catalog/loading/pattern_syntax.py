"""The patterns that a question may have, read into a tree: what Python, XSD and JSON Schema all know.

Letters, classes, groups, | and how often. No anchors inside, no looking around, no going back: an answer is
matched whole, and how long that takes can be told from the tree (`patterns.may_take_for_ever`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

#: signs from … to, both included, ascending and apart from each other
Signs = tuple[tuple[int, int], ...]
_LAST = 0x10FFFF
_FAR: Signs = ((0x80, _LAST),)  # what a category may hold beyond ASCII
_CATEGORIES: dict[str, Signs] = {
    "d": ((48, 57),),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
    "s": ((9, 13), (28, 32)),
}
_CONTROLS = {"n": 10, "t": 9, "r": 13}


class UnknownSign(ValueError):
    """The pattern holds something that patterns here do not have."""

    def __init__(self, sign: str) -> None:
        super().__init__(sign)
        self.sign = sign


@dataclass(frozen=True)
class Sign:
    """One sign of the answer; `signs` may be a few too many, never too few."""

    signs: Signs


@dataclass(frozen=True)
class Row:
    """One after another; of none: the empty text."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Repeat:
    part: "Node"
    least: int
    most: int | None  #: None: without end


Node = Sign | Row | Either | Repeat


def read_pattern(pattern: str) -> Node:
    """The pattern as a tree, without the anchors around it; UnknownSign."""
    bare = pattern.removeprefix("^")
    if bare.endswith("$") and not bare.endswith("\\$"):
        bare = bare[:-1]
    reader = _Reader(bare)
    node = reader.either(0)
    if reader.at < len(bare):
        raise UnknownSign(bare[reader.at])
    return node


@dataclass
class _Reader:
    text: str
    at: int = 0

    def _next(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _take(self) -> str:
        sign = self._next()
        if not sign:
            raise UnknownSign(self.text[-1:])
        self.at += 1
        return sign

    def either(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise UnknownSign("(" * _DEEPEST)
        branches = [self._row(depth)]
        while self._next() == "|":
            self.at += 1
            branches.append(self._row(depth))
        return branches[0] if len(branches) == 1 else Either(tuple(branches))

    def _row(self, depth: int) -> Node:
        parts: list[Node] = []
        while self._next() not in ("", "|", ")"):
            part = self._repeated(self._one(depth))
            if self._next() in ("*", "+", "?", "{"):  # lazy, possessive or doubled
                raise UnknownSign(self.text[self.at - 1 : self.at + 1])
            parts.append(part)
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _one(self, depth: int) -> Node:
        sign = self._take()
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return Sign(self._class())
        if sign == "\\":
            return Sign(_upper(self._escaped()))
        if sign == ".":
            return Sign(_without(((10, 10),)))
        if sign in "^$*+?{}]":
            raise UnknownSign(sign)
        return Sign(((ord(sign), ord(sign)),))

    def _group(self, depth: int) -> Node:
        if self._next() == "?":
            if self.text[self.at : self.at + 2] != "?:":
                raise UnknownSign(self.text[self.at - 1 : self.at + 2])
            self.at += 2
        inner = self.either(depth + 1)
        if self._take() != ")":
            raise UnknownSign("(")
        return inner

    def _repeated(self, part: Node) -> Node:
        sign = self._next()
        if sign in _OFTEN:
            self.at += 1
            return Repeat(part, *_OFTEN[sign])
        if sign == "{":
            end = self.text.find("}", self.at)
            least, comma, most = self.text[self.at + 1 : max(end, self.at)].partition(",")
            if end < 0 or not _number(least) or (most and not _number(most)):
                raise UnknownSign("{")
            self.at = end + 1
            highest = int(most) if most else (None if comma else int(least))
            return Repeat(part, int(least), highest)
        return part

    def _escaped(self) -> tuple[Signs, bool]:
        """The signs and whether a category stands for more of them beyond ASCII."""
        sign = self._take()
        if sign.lower() in _CATEGORIES:
            known = _CATEGORIES[sign.lower()]
            return (known, True) if sign.islower() else (_within_ascii(known), True)
        if sign in _CONTROLS:
            return ((_CONTROLS[sign], _CONTROLS[sign]),), False
        if sign.isalnum():  # \b, \1, \p{L}: each language has its own
            raise UnknownSign("\\" + sign)
        return ((ord(sign), ord(sign)),), False

    def _class(self) -> Signs:
        turned = self._next() == "^"
        self.at += turned
        found: list[tuple[int, int]] = []
        far = False
        while (sign := self._take()) != "]":
            if sign == "[":
                raise UnknownSign("[[")
            signs, category = self._escaped() if sign == "\\" else (((ord(sign), ord(sign)),), False)
            if self._range_follows() and not category:
                self.at += 1
                signs = ((signs[0][0], self._end_of_range()),)
            found += signs
            far = far or category
        if not found:
            raise UnknownSign("[]")
        # what is left out may only be what is surely inside: so much the more is left in
        return _without(_sorted(found)) if turned else _upper((_sorted(found), far))

    def _range_follows(self) -> bool:
        return self._next() == "-" and self.text[self.at + 1 : self.at + 2] not in ("", "]")

    def _end_of_range(self) -> int:
        sign = self._take()
        if sign == "[":
            raise UnknownSign("[[")
        signs, category = self._escaped() if sign == "\\" else (((ord(sign), ord(sign)),), False)
        if category:
            raise UnknownSign("-\\")
        return signs[0][0]


_DEEPEST = 20
_OFTEN: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 6


def _upper(found: tuple[Signs, bool]) -> Signs:
    signs, far = found
    return _sorted([*signs, *_FAR]) if far else signs


def _within_ascii(signs: Signs) -> Signs:
    return tuple((low, min(high, 0x7F)) for low, high in _without(signs) if low < 0x80)


def _without(signs: Signs) -> Signs:
    """All other signs."""
    made, start = [], 0
    for low, high in signs:
        if start < low:
            made.append((start, low - 1))
        start = high + 1
    return (*made, (start, _LAST)) if start <= _LAST else tuple(made)


def _sorted(signs: Sequence[tuple[int, int]]) -> Signs:
    """Ascending, joined where they meet."""
    made: list[tuple[int, int]] = []
    for low, high in sorted(signs):
        if made and low <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], high))
        else:
            made.append((low, high))
    return tuple(made)
