"""What every kind of question can do: read what was typed, judge an answer, ask for a missing one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

from forms_catalog.model import Asked
from forms_catalog.problems import N_
from forms_catalog.texts import Text


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one answer; the words of `Problem` without the place."""

    message: str
    values: Mapping[str, str | Text] = field(default_factory=dict)
    code: str = "invalid"
    own_words: Text | None = None


class Lists(Protocol):
    """The dated lists of a catalogue."""

    def entry(self, name: str, value: str, on: date | None = None) -> object | None:
        """The list's entry with that value if it may be chosen that day, else None."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a judge may look at beside the answer itself."""

    today: date  #: in Warsaw
    lists: Lists
    beside: Mapping[str, object]  #: the answers of the same level


Judge = Callable[[object, Around], Wrong | None]
F = TypeVar("F", bound=Asked)


@dataclass(frozen=True)
class Kind(Generic[F]):
    """One kind of question."""

    #: (field, what was given, raw answers beside it) → canonical value; what it cannot read it gives back.
    #: Texts come trimmed and in NFC.
    read: Callable[[F, object, Mapping[str, object]], object]
    judge: Callable[[F], Judge]  #: made once per field and kept
    missing: str  #: message id; %(label)s is the field's label


WRONG_TYPE = Wrong(N_("This answer must be text."), code="wrong_type")


def as_given(field: Asked, value: object, beside: Mapping[str, object]) -> object:
    """Reads nothing."""
    return value
