"""Units of a city that forms offer to choose from: district councils, municipal units, library branches."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from forms_catalog.particulars import Frozen
from forms_catalog.reference import ListEntry
from forms_catalog.texts import Text

UnitKind = Literal["district_council", "municipal_unit", "library_branch"]
#: the choice list of forms that units of a kind stand in
LISTS: Mapping[UnitKind, str] = {
    "district_council": "local_units",
    "municipal_unit": "municipal_units",
    "library_branch": "municipal_units",
}


class LocalUnit(Frozen):
    """One unit; once offered it is never taken out: `valid_to` ends it, and old answers keep their name."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    kind: UnitKind
    name: Text
    valid_from: date | None = None
    valid_to: date | None = None

    def stays(self, today: date) -> bool:
        """Offered that day or to be offered later."""
        return self.valid_to is None or self.valid_to >= today

    def offered_on(self, today: date) -> bool:
        return self.stays(today) and (self.valid_from is None or self.valid_from <= today)

    def entry(self, office: str) -> ListEntry:
        """As forms offer it. Values of two offices never meet."""
        value = self.code if self.code.startswith(f"{office}-") else f"{office}-{self.code}"
        return ListEntry(value, self.name, self.valid_from, self.valid_to, office)


def succeeded(
    before: Iterable[LocalUnit],
    after: Iterable[LocalUnit],
    *,
    today: date,
    spared: Collection[UnitKind] = (),
) -> tuple[LocalUnit, ...]:
    """The new units; those that are gone ended yesterday, unless of a spared kind."""
    units = {unit.code: unit for unit in after}
    yesterday = today - timedelta(days=1)
    for unit in before:
        if unit.code not in units:
            as_it_is = unit.kind in spared or not unit.stays(today)
            units[unit.code] = unit if as_it_is else unit.model_copy(update={"valid_to": yesterday})
    return tuple(units.values())


def ended(before: Iterable[LocalUnit], after: Iterable[LocalUnit], *, today: date) -> Counter[UnitKind]:
    """How many of each kind were to be offered and are not any more."""
    staying = {unit.code for unit in after if unit.stays(today)}
    return Counter(unit.kind for unit in before if unit.stays(today) and unit.code not in staying)


def emptied(
    before: Collection[LocalUnit],
    after: Collection[LocalUnit],
    shipped: Mapping[str, tuple[ListEntry, ...]],
    *,
    today: date,
) -> Mapping[UnitKind, int]:
    """Kinds of which forms offer units before and none after → how many they offer; `shipped` are the
    lists of the office, which its first own unit of a list takes the place of.
    """
    found: dict[UnitKind, int] = {}
    for still in (LocalUnit.stays, LocalUnit.offered_on):
        had = Counter(unit.kind for unit in before if still(unit, today))
        left = {unit.kind for unit in after if still(unit, today)}
        found |= {kind: count for kind, count in had.items() if kind not in left}
    own_before, own_after = ({LISTS[unit.kind] for unit in units} for units in (before, after))
    offered = {LISTS[unit.kind] for unit in after if unit.offered_on(today)}
    for kind in {unit.kind for unit in after}:
        name = LISTS[kind]
        count = sum(entry.offered_on(today) for entry in shipped.get(name, ()))
        if count and name in own_after - own_before - offered:
            found[kind] = count
    return found


def lists_with(
    lists: Mapping[str, tuple[ListEntry, ...]], units: Mapping[str, tuple[LocalUnit, ...]]
) -> Mapping[str, tuple[ListEntry, ...]]:
    """The lists with each office's own units instead of those that are shipped for it; these keep their
    names for old answers and are not offered any more.
    """
    own: dict[str, dict[str, ListEntry]] = {}
    for office, of_office in units.items():
        for unit in of_office:
            entry = unit.entry(office)
            own.setdefault(LISTS[unit.kind], {})[entry.value] = entry
    laid = dict(lists)
    for name, entries in own.items():
        offices = {entry.office for entry in entries.values()}
        laid[name] = (*_not_own(lists.get(name, ()), offices, entries), *entries.values())
    return laid


def _not_own(
    shipped: Iterable[ListEntry], offices: set[str | None], own: Mapping[str, ListEntry]
) -> Iterator[ListEntry]:
    for entry in shipped:
        if entry.office not in offices:
            yield entry
        elif entry.value not in own:
            yield replace(entry, valid_to=date.min)
