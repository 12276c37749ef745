"""The voivodeship of an address, typed as a name or as its number in TERC, in whatever letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from forms_catalog.answers import ReadAnswers, answers_at
from forms_catalog.folding import fold
from forms_catalog.model import AnyField, GroupField
from forms_catalog.problems import N_, Problem
from forms_catalog.reference import ListEntry

#: name of the list in `definitions/lists`
LIST = "voivodeships"
_WORDS = {"wojewodztwo", "wojewodztwie", "woj", "voivodeship", "province", "воеводство", "воєводство"}
_HOME = "PL"
_SHOWN = 60  #: signs of what was typed that are repeated to the person


class Voivodeships:
    """The entries of the list, found by number and by name in any language of ours."""

    def __init__(self, entries: Sequence[ListEntry]) -> None:
        self.names = {entry.value: entry.label.pl for entry in entries}
        self._codes = {entry.value: entry.value for entry in entries}
        self._polish: dict[str, str] = {}
        for entry in entries:
            self._polish[fold(entry.label.pl)] = entry.value
            for words in (entry.label.pl, entry.label.en, entry.label.uk):
                if words:
                    self._codes[fold(words)] = entry.value

    def code_of(self, typed: str) -> str | None:
        """ "Woj. slaskie", "ŚLĄSKIE", "24" → "24"; None for what is none of them."""
        return self._codes.get(_bare(typed))

    def near(self, typed: str) -> str | None:
        """The Polish name of the one that was probably meant."""
        word = _bare(typed)
        found = process.extractOne(
            word, self._polish.keys(), scorer=OSA.distance, score_cutoff=max(2, len(word) // 4)
        )
        return self.names[self._polish[found[0]]] if found else None


def _bare(typed: str) -> str:
    return " ".join(word for word in fold(typed).split() if word not in _WORDS)


@dataclass(frozen=True)
class OddVoivodeship:
    """A look at the voivodeship of every address in Poland (`forms_catalog.doubts.Look`)."""

    paths: tuple[tuple[str, ...], ...]  #: of the groups that are addresses
    known: Voivodeships

    def __call__(self, answers: ReadAnswers, _: object) -> Iterator[Problem]:
        for path in self.paths:
            for pointer, address in answers_at(answers, path):
                typed = address.get("voivodeship") if isinstance(address, Mapping) else None
                if isinstance(typed, str) and typed and is_polish(address) and not self.known.code_of(typed):
                    yield self._doubt(f"{pointer}/voivodeship", typed)

    def _doubt(self, pointer: str, typed: str) -> Problem:
        near = self.known.near(typed)
        values = {"typed": typed[:_SHOWN]} | ({"near": near} if near else {})
        message = (
            N_("There is no province (województwo) “%(typed)s”. Did you mean %(near)s?")
            if near
            else N_("There is no province (województwo) “%(typed)s”. Type for example śląskie.")
        )
        return Problem(pointer, message, values, code="unknown_voivodeship", level="warning")


def is_address(field: AnyField) -> bool:
    """Whether a group is read as an address that the register of places can know."""
    return isinstance(field, GroupField) and field.read_as == "address"


def is_polish(address: object) -> bool:
    """Whether an address lies in Poland; without a country it does."""
    return isinstance(address, Mapping) and address.get("country", _HOME) == _HOME
