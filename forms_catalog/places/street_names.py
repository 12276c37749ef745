"""Names of streets as people write them and as the register does: "Ks. J. Popiełuszki", "1-go Maja"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from forms_catalog.folding import fold

#: what stands before a name: kinds of street and their abbreviations (CECHA in ULIC)
_KINDS = frozenset(
    {"ul", "ulica", "ulicy", "al", "aleja", "aleje", "alei", "pl", "plac", "placu", "os", "osiedle", "rondo"}
    | {"skwer", "bulw", "bulwar", "park", "rynek", "szosa", "droga", "ogrod", "wyspa", "wyb", "wybrzeze"}
    | {"zaulek", "pasaz", "trakt"}
)
_SHORT = {
    "swietego": "sw", "swietej": "sw", "swietych": "sw", "ksiedza": "ks", "generala": "gen",
    "marszalka": "marsz", "pulkownika": "plk", "podpulkownika": "pplk", "porucznika": "por",
    "podporucznika": "ppor", "kapitana": "kpt", "majora": "mjr", "profesora": "prof", "doktora": "dr",
    "biskupa": "bp", "arcybiskupa": "abp", "kardynala": "kard", "inzyniera": "inz", "sierzanta": "sierz",
    "blogoslawionego": "bl", "blogoslawionej": "bl",
}  # fmt: skip
#: endings of ordinals, which some write and some do not
_ENDINGS = frozenset({"go", "ego", "tego", "szego"})
_MOST = 3


@dataclass(frozen=True)
class Street:
    """A street of the register."""

    name: str  #: as it is read: "ul. ks. Jerzego Popiełuszki"
    tail: str  #: the words it is sorted by, folded: "popieluszki"
    whole: str  #: all words without the kind, folded: "ks jerzego popieluszki"


def street_of(kind: str, main: str, further: str) -> Street:
    """From CECHA, NAZWA_1 and NAZWA_2 of ULIC; the kind "inne" is not said."""
    said = (kind if fold(kind) != "inne" else "", further, main)
    name = " ".join(part.strip() for part in said if part.strip())
    return Street(name, folded_street(main), folded_street(f"{further} {main}"))


def folded_street(typed: str) -> str:
    """Without its kind, titles abbreviated: "ulica Świętej Barbary" → "sw barbary"."""
    words = [_SHORT.get(word, word) for word in fold(typed).split()]
    words = [word for n, word in enumerate(words) if not (n and word in _ENDINGS and words[n - 1].isdigit())]
    first = next((n for n, word in enumerate(words) if word not in _KINDS), 0)
    return " ".join(words[first:])


def is_meant(typed: str, street: Street) -> bool:
    """Whether a folded name is a way to write this street: titles and first names left out or shortened."""
    words, whole, tail = typed.split(), street.whole.split(), street.tail.split()
    if words == whole[len(whole) - len(words) :] or sorted(words) in (sorted(whole), sorted(tail)):
        return bool(words)
    if not tail or words[-len(tail) :] != tail:
        return False
    further = whole[: len(whole) - len(tail)]
    return all(any(_shortened(word, full) for full in further) for word in words[: -len(tail)])


def _shortened(word: str, full: str) -> bool:
    return full.startswith(word) or word.startswith(full)


def nearest(typed: str, streets: Iterable[Street]) -> Sequence[str]:
    """Names of the streets that were probably meant, the most alike first; at most three."""
    most = max(2, len(typed) // 4)
    found: dict[str, float] = {}
    for street in streets:
        far = min(
            OSA.distance(typed, street.tail, score_cutoff=most),
            OSA.distance(typed, street.whole, score_cutoff=most),
        )
        if far > most and _holds(typed.split(), street.tail.split()):
            far = most  # a house number or another first name stands beside it
        if far <= most:
            found[street.name] = min(found.get(street.name, far), far)
    return sorted(found, key=lambda name: (found[name], name))[:_MOST]


def _holds(words: Sequence[str], tail: Sequence[str]) -> bool:
    return len("".join(tail)) > 3 and set(tail) <= set(words)
