"""All services known, and what belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forms_catalog.model import Definition
from forms_catalog.rates import RateBook
from forms_catalog.texts import Text

DEFINITIONS = Path(__file__).parent / "definitions"


@dataclass(frozen=True)
class ListEntry:
    value: str
    label: Text
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Situation:
    """A life situation and the services that help in it."""

    code: str
    title: Text
    summary: Text
    icon: str  #: name of an icon of pages/
    services: tuple[str, ...]


@dataclass(frozen=True)
class OfficeFacts:
    """An office as the data files know it; an office's own changes live in the database."""

    code: str
    name: Text
    city: str  #: "Zabrze"
    authority: Text  #: whom a letter is addressed to: "Prezydent Miasta Zabrze"
    street: str
    postal_code: str
    hours: Text | None
    phone: str | None
    services: tuple[str, ...]  #: codes switched on
    units: Mapping[str, Text]  #: department key → name of the unit
    unit_symbols: Mapping[str, str]  #: department key → symbol used in signs
    standing: str  #: how sure the facts are; shown as data, never asserted


@dataclass(frozen=True)
class Catalogue:
    """Definitions, lists, rates, acts, situations and offices, loaded and checked."""

    definitions: Mapping[tuple[str, int], Definition]
    lists: Mapping[str, tuple[ListEntry, ...]]
    rates: RateBook
    acts: Mapping[str, Text]
    situations: tuple[Situation, ...]
    offices: Mapping[str, OfficeFacts]

    def service(self, code: str, version: int | None = None) -> Definition | None:
        """The version asked for, else the newest one that is not retired; None for an unknown service."""
        raise NotImplementedError

    def services(self, office: str | None = None) -> tuple[Definition, ...]:
        """The newest versions, of one office or of all, sorted by group and title."""
        raise NotImplementedError


class DefinitionError(Exception):
    """A definition file cannot be used; says file, path in it and how to mend it, all at once."""


def load(folder: Path = DEFINITIONS, *, extra: tuple[Path, ...] = ()) -> Catalogue:
    """The whole catalogue of a folder (plus further folders of definitions), or DefinitionError listing every fault."""
    raise NotImplementedError
