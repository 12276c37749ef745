"""An office's own changes laid over a newer shipped form; what both changed is left to be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from forms_catalog.designing.document import Document
from forms_catalog.texts import LANGUAGES

Choice = Literal["ours", "theirs"]
#: names from the top of the form: ("sections", "request", "fields", "form", "label")
Place = tuple[str, ...]


class _Nothing:
    """Stands for a key or piece that is not there."""


NOTHING = _Nothing()


@dataclass(frozen=True)
class Clash:
    """A place that the office and the newer shipped form each changed, and not alike."""

    place: Place
    ours: object  #: NOTHING where it was removed or is not said
    theirs: object

    @property
    def id(self) -> str:
        return "/".join(self.place)


@dataclass
class Merged:
    """The form put together, and what clashed: decided as asked, else as the shipped form has it."""

    document: Document = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    #: of `clashes`, those nobody has decided
    open: list[Clash] = field(default_factory=list)


def merge(
    base: Document, ours: Document, theirs: Document, decided: Mapping[str, Choice] | None = None
) -> Merged:
    """`theirs` with what `ours` changed since `base`, the shipped form that ours grew from.

    Pages, questions, attachments and answers to choose from are told apart by their names; a text is one
    thing in all its languages. `decided` says by id of a clash whose words count.
    """
    made = Merged()
    whole = _Merging(decided or {}, made).pieces(base, ours, theirs, ())
    made.document = whole | {key: theirs[key] for key in ("code", "version") if key in theirs}
    return made


@dataclass
class _Merging:
    decided: Mapping[str, Choice]
    made: Merged

    def value(self, base: object, ours: object, theirs: object, place: Place) -> object:
        if _same(ours, base) or _same(ours, theirs):
            return theirs
        if _same(theirs, base):
            return ours
        if isinstance(ours, dict) and isinstance(theirs, dict) and not _whole(ours, place):
            return self.pieces(base if isinstance(base, dict) else {}, ours, theirs, place)
        if isinstance(ours, list) and isinstance(theirs, list):
            key = _key(ours, theirs)
            before = base if isinstance(base, list) else []
            if key:
                return self.named(before, ours, theirs, place, key)
            if all(isinstance(one, str) for one in (*ours, *theirs)):
                return _one_by_one(before, ours, theirs)
        return self.clash(ours, theirs, place)

    def clash(self, ours: object, theirs: object, place: Place) -> object:
        found = Clash(place, ours, theirs)
        self.made.clashes.append(found)
        if found.id not in self.decided:
            self.made.open.append(found)
        return ours if self.decided.get(found.id) == "ours" else theirs

    def pieces(self, base: Document, ours: Document, theirs: Document, place: Place) -> Document:
        made: Document = {}
        for key in dict.fromkeys((*theirs, *ours)):
            if not place and key in ("code", "version"):
                continue
            one = self.value(
                base.get(key, NOTHING), ours.get(key, NOTHING), theirs.get(key, NOTHING), (*place, key)
            )
            if one is not NOTHING:
                made[key] = one
        return made

    def named(
        self, base: Sequence[object], ours: Sequence[object], theirs: Sequence[object], place: Place, key: str
    ) -> list[object]:
        """Pieces by their names, in the order of whoever changed it; of both, in that of the shipped form."""
        before, mine, other = (_by_name(pieces, key) for pieces in (base, ours, theirs))
        made = {
            name: self.value(
                before.get(name, NOTHING), mine.get(name, NOTHING), other.get(name, NOTHING), (*place, name)
            )
            for name in dict.fromkeys((*other, *mine))
        }
        moved = _order(mine, before) != _order(before, mine) and _order(other, before) == _order(
            before, other
        )
        first, second = (mine, other) if moved else (other, mine)
        return [made[name] for name in _laid(list(first), list(second)) if made[name] is not NOTHING]


def _laid(first: list[str], second: list[str]) -> list[str]:
    """The names of `first` in their order, those of `second` alone each after the one before it."""
    names = list(first)
    for number, name in enumerate(second):
        if name not in names:
            before = next((one for one in reversed(second[:number]) if one in names), None)
            names.insert(names.index(before) + 1 if before is not None else 0, name)
    return names


def _order(names: Mapping[str, object], among: Mapping[str, object]) -> list[str]:
    return [name for name in names if name in among]


def _one_by_one(base: Sequence[object], ours: Sequence[object], theirs: Sequence[object]) -> list[object]:
    """Plain words: each that one side added is added, each that one took away is gone."""
    stay = [one for one in theirs if one in ours or one not in base]
    return [*stay, *(one for one in ours if one not in base and one not in stay)]


def _whole(piece: Document, place: Place) -> bool:
    """Whether it is decided as one: a text, a condition."""
    text = piece.keys() <= {*LANGUAGES} and place[0] not in ("questions", "also_asked")
    return text or place[-1] in _CONDITIONS


_CONDITIONS = ("shown_when", "required_when")


def _key(ours: Sequence[object], theirs: Sequence[object]) -> str:
    """What tells the pieces of a list apart; "" where nothing does."""
    pieces = [*ours, *theirs]
    for key in ("name", "value"):
        if pieces and all(isinstance(one, dict) and isinstance(one.get(key), str) for one in pieces):
            return key
    return ""


def _by_name(pieces: Sequence[object], key: str) -> dict[str, object]:
    return {str(one[key]): one for one in pieces if isinstance(one, dict) and key in one}


def _same(one: object, other: object) -> bool:
    return one is other if NOTHING in (one, other) else one == other
