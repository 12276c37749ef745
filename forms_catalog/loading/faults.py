"""What is wrong in definition files, in words for the person who edits them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

from forms_catalog.problems import N_


class Said(str):
    """An English sentence that remembers its message id and values, so that a page can say it in Polish."""

    message: str
    values: dict[str, str]

    def __new__(cls, message: str, values: dict[str, str]) -> Self:
        made = super().__new__(cls, message % values if values else message)
        made.message, made.values = message, values
        return made


def said(message: str, **values: object) -> Said:
    """The sentence of this id (marked by N_) with its values in their %(name)s places."""
    return Said(message, {name: str(value) for name, value in values.items()})


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend: file, place in it (`sections[2].fields[0].label`), what is wrong, how to mend it."""

    file: str
    path: str
    wrong: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}: {self.path}: " if self.path else f"{self.file}: "
        return place + self.wrong + (f" {self.hint}" if self.hint else "")


class DefinitionError(Exception):
    """A definition file cannot be used; says file, path in it and how to mend it, all at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        places = "1 place" if len(self.faults) == 1 else f"{len(self.faults)} places"
        super().__init__("\n".join([f"The definitions need mending in {places}:", *map(str, self.faults)]))


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A hint with the nearest known word, else with all of them where they are few; "" when nothing helps."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return said(N_("Did you mean “%(word)s”?"), word=near[0])
    return said(N_("Known: %(words)s."), words=", ".join(sorted(known))) if 0 < len(known) <= 12 else ""
