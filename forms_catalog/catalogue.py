"""All services known, and what belongs to them."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from forms_catalog.doubts import Look
from forms_catalog.facts.holidays import Holiday
from forms_catalog.facts.rate_names import RateNames
from forms_catalog.facts.rates import RateBook
from forms_catalog.folding import fold
from forms_catalog.loading.bounds import MinimumTable
from forms_catalog.loading.faults import DefinitionError, Fault
from forms_catalog.loading.loader import read_folder
from forms_catalog.model import Definition
from forms_catalog.offices.local_units import lists_with
from forms_catalog.offices.office_rows import OfficeKinds, OfficeRow
from forms_catalog.offices.own_rows import LeftOut, OwnDated, OwnForm
from forms_catalog.offices.own_values import OfService, with_own
from forms_catalog.reference import ListEntry, NotHere, OfficeFacts, Situation
from forms_catalog.texts import Text

__all__ = [
    "DEFINITIONS",
    "Catalogue",
    "DefinitionError",
    "Fault",
    "ListEntry",
    "OfficeFacts",
    "Situation",
    "load",
]

DEFINITIONS = Path(__file__).parent / "definitions"
_GROUPS = ("tax", "business", "residency", "general")


@dataclass(frozen=True)
class Catalogue:
    """Definitions, lists, rates, acts, situations and offices, loaded and checked."""

    definitions: Mapping[tuple[str, int], Definition]
    lists: Mapping[str, tuple[ListEntry, ...]]
    rates: RateBook
    acts: Mapping[str, Text]
    situations: tuple[Situation, ...]
    offices: Mapping[str, OfficeFacts]
    office_rows: Mapping[str, OfficeRow] = field(default_factory=dict)  #: what `offices` were made of
    office_kinds: OfficeKinds = field(default_factory=OfficeKinds)
    rate_names: RateNames = field(default_factory=RateNames)
    list_titles: Mapping[str, Text] = field(default_factory=dict)  #: what people call a list
    unsure: tuple[str, ...] = ()  #: names of lists that nobody has confirmed
    minimums: tuple[MinimumTable, ...] = ()  #: below which no council may set a rate
    #: what is looked at twice in a form (code, version) before it is filed; a form without is absent
    looks: Mapping[tuple[str, int], tuple[Look, ...]] = field(default_factory=dict)
    often: tuple[str, ...] = ()  #: codes of what most people come for
    not_here: tuple[NotHere, ...] = ()  #: what people look for and no service handles
    holidays: tuple[Holiday, ...] = ()  #: days free by law, in no order
    office: str | None = None  #: the one that lists, forms and facts are narrowed to
    #: forms that offices made of shipped ones, published; their definitions stand among the others
    variants: Mapping[tuple[str, int], OwnForm] = field(default_factory=dict)
    #: office → what it set for its services that day in place of what their forms say
    values: Mapping[str, OfService] = field(default_factory=dict)
    #: service → its fee as the law has it that day, where it was written at the desk
    fees: Mapping[str, OwnDated] = field(default_factory=dict)
    change: int = 0  #: number of the last change of an office that is in here
    day: date = date.max  #: the day that `in force` speaks of; variants that begin later wait
    left_out: tuple[LeftOut, ...] = ()  #: what offices changed and nobody can use
    #: office (None: all), subject and digest of what somebody compared with its source
    confirmed: frozenset[tuple[str | None, str, str]] = frozenset()

    def of_office(self, code: str) -> "Catalogue":
        """The same as this office has it: its own districts, its own forms before ours."""
        kept = self._of_office.get(code)
        if kept is None:
            lists = {name: _offered_in(code, entries) for name, entries in self.lists.items()}
            definitions = self.definitions
            if self.variants:
                foreign = {key for key, own in self.variants.items() if own.office != code}
                definitions = {key: form for key, form in definitions.items() if key not in foreign}
            own, fees = self.values.get(code, {}), self.fees
            if own or fees:
                definitions = {
                    key: with_own(form, own.get(form.code, {}), fees.get(form.code))
                    if form.code in own or form.code in fees
                    else form
                    for key, form in definitions.items()
                }
            kept = replace(self, lists=lists, definitions=definitions, office=code)
            self._of_office[code] = kept
        return kept

    def service(self, code: str, version: int | None = None) -> Definition | None:
        """The version asked for, else the newest one in force: an office's own, else the shipped one that is
        not retired; None for an unknown service.
        """
        return self._newest.get(code) if version is None else self.definitions.get((code, version))

    def called(self, code: str, office: str) -> Definition | None:
        """A form to call a case of that office by: in force there, else the newest that anybody ever had."""
        known = self.of_office(office).service(code)
        if known is not None:
            return known
        return max(
            (form for (its, _), form in self.definitions.items() if its == code),
            key=lambda form: form.version,
            default=None,
        )

    def own_in_force(self) -> Mapping[tuple[str, str], Definition]:
        """(office, code) → the form that it has of its own that day."""
        found = {}
        for place in {(row.office, row.code) for row in self.variants.values()}:
            form = self.of_office(place[0]).service(place[1])
            if form is not None and (form.code, form.version) in self.variants:
                found[place] = form
        return found

    def services(self, office: str | None = None) -> tuple[Definition, ...]:
        """The newest forms, of one office as it has them or of all as shipped, sorted by group and title."""
        if office is None:
            return self._sorted
        return self._offered if office == self.office else self.of_office(office)._offered

    def list_title(self, name: str) -> Text:
        """What people call the list; its name for computers where nobody named it."""
        return self.list_titles.get(name) or Text(pl=name, en=name, uk=name)

    def entry(self, name: str, value: str, on: date | None = None) -> ListEntry | None:
        """The list's entry with that value, if it may be chosen that day (on any day without one)."""
        entry = self._entries.get((name, value))
        return entry if entry is not None and (on is None or entry.offered_on(on)) else None

    @cached_property
    def _of_office(self) -> dict[str, "Catalogue"]:
        return {}

    @cached_property
    def _newest(self) -> dict[str, Definition]:
        shipped = (d for key, d in self.definitions.items() if key not in self.variants)
        newest = {d.code: d for d in sorted(shipped, key=lambda d: d.version) if d.retired_on is None}
        own = (
            form for form in self.variants.values() if form.office == self.office and form.in_force(self.day)
        )
        for form in sorted(own, key=lambda form: (form.valid_from, form.version)):
            newest[form.code] = self.definitions[form.key]
        return newest

    @cached_property
    def _sorted(self) -> tuple[Definition, ...]:
        return tuple(
            sorted(self._newest.values(), key=lambda d: (_GROUPS.index(d.group), fold(d.title.pl), d.code))
        )

    @cached_property
    def _offered(self) -> tuple[Definition, ...]:
        facts = self.offices.get(self.office or "")
        switched_on = set(facts.services) if facts else set()
        return tuple(definition for definition in self._sorted if definition.code in switched_on)

    @cached_property
    def _entries(self) -> dict[tuple[str, str], ListEntry]:
        return {(name, entry.value): entry for name, entries in self.lists.items() for entry in entries}


def _offered_in(office: str, entries: tuple[ListEntry, ...]) -> tuple[ListEntry, ...]:
    """The very tuple where nothing is another office's: lists of all offices share what is the same."""
    own = tuple(entry for entry in entries if entry.office in (None, office))
    return entries if len(own) == len(entries) else own


@contextmanager
def _without_tidying_up() -> Iterator[None]:
    """Nearly all that is read stays: looking through it for rubbish again and again takes a third longer."""
    tidied = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if tidied:
            gc.enable()


def load(folder: Path = DEFINITIONS, *, extra: tuple[Path, ...] = (), demo: bool = False) -> Catalogue:
    """The whole catalogue of a folder (and further ones of services), or DefinitionError with each fault.

    A demo switches on what offices have `demo_on`.
    """
    with _without_tidying_up():
        loaded = read_folder(folder, extra)
    codes, kinds = dict.fromkeys(code for code, _ in loaded.definitions), loaded.office_kinds
    return Catalogue(
        definitions=loaded.definitions,
        lists=lists_with(loaded.lists, {code: row.local_units for code, row in loaded.offices.items()}),
        rates=RateBook(loaded.rates),
        rate_names=RateNames(loaded.rate_names, loaded.rate_titles),
        acts=loaded.acts,
        situations=loaded.situations,
        often=loaded.often,
        offices={code: kinds.facts(row, codes, demo=demo) for code, row in loaded.offices.items()},
        office_rows=loaded.offices,
        office_kinds=kinds,
        list_titles=loaded.list_titles,
        unsure=tuple(loaded.unsure),
        minimums=loaded.minimums,
        looks=loaded.looks,
        not_here=loaded.not_here,
        holidays=loaded.holidays,
    )
