"""What is wrong in definition files, in words for the person who edits them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches


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
        return f"Did you mean “{near[0]}”?"
    return f"Known: {', '.join(sorted(known))}." if 0 < len(known) <= 12 else ""
