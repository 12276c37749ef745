"""What the register of places says of an address, and what of it the person who typed it is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rapidfuzz.distance import OSA

from forms_catalog.model import AnyField
from forms_catalog.places.address import Address, addresses_in, town_name, unit_name
from forms_catalog.places.street_names import Street, folded_street, is_meant, nearest
from forms_catalog.places.voivodeships import Voivodeships
from forms_catalog.problems import N_, Problem

_MOST = 3
_SHOWN = 60


@dataclass(frozen=True)
class NearTown:
    name: str  #: "Zabrze"
    folded: str
    voivodeships: tuple[str, ...]  #: numbers of those it lies in
    is_town: bool = False


@dataclass(frozen=True)
class Known:
    """What the register knows about one address."""

    towns: bool = False  #: whether SIMC is loaded
    streets: bool = False  #: whether ULIC is loaded
    units: bool = False  #: whether TERC is loaded
    places: int = 0  #: of that name, in the voivodeship given where one lies there
    with_streets: int = 0  #: of them have streets
    voivodeships: tuple[str, ...] = ()  #: numbers of those that places of that name lie in
    near_towns: Sequence[NearTown] = ()  #: asked only where there is no place of that name
    has_street: bool = False
    #: of these places; asked only where none is written as the street typed
    other_streets: Sequence[Street] = ()
    has_county: bool = False
    has_commune: bool = False
    counties: Sequence[str] = ()  #: asked only where there is none of that name
    communes: Sequence[str] = ()


class Register(Protocol):
    """The register of places, wherever it is kept."""

    def look_up(self, address: Address, voivodeship: str | None) -> Known:
        """What is known about an address; `voivodeship` is the number of the one typed. Asks once."""


@dataclass(frozen=True)
class Doubt:
    """Something about an address to look at once more; plain enough to be kept with a draft."""

    question: str  #: its name: "city"
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


#: code → message ids: with and without a suggestion
_WORDS = {
    "unknown_town": (
        N_("We do not know the town “%(typed)s”. Did you mean: %(near)s?"),
        N_("We do not know the town “%(typed)s”. Compare the name once more."),
    ),
    "other_voivodeship": (
        N_("“%(typed)s” lies in another province (województwo): %(near)s. Compare both."),
        N_("“%(typed)s” lies in another province (województwo). Compare both."),
    ),
    "unknown_street": (
        N_("We do not know the street “%(typed)s” there. Did you mean: %(near)s?"),
        N_("We do not know the street “%(typed)s” there. Compare the name once more."),
    ),
    "street_missing": (
        N_("“%(typed)s” has streets. Give the street, unless this house has none."),
        N_("“%(typed)s” has streets. Give the street, unless this house has none."),
    ),
    "unknown_county": (
        N_("We do not know the county “%(typed)s”. Did you mean: %(near)s?"),
        N_("We do not know the county “%(typed)s”. Compare the name once more."),
    ),
    "unknown_commune": (
        N_("We do not know the commune “%(typed)s”. Did you mean: %(near)s?"),
        N_("We do not know the commune “%(typed)s”. Compare the name once more."),
    ),
}


def doubts_about(address: Address, register: Register, voivodeships: Voivodeships | None) -> list[Doubt]:
    """What to look at once more; [] where all is known and where no register is loaded."""
    code = voivodeships.code_of(address.voivodeship) if voivodeships and address.voivodeship else None
    known = register.look_up(address, code)
    return [*_town(address, known, code, voivodeships), *_units(address, known)]


def _town(address: Address, known: Known, code: str | None, all_: Voivodeships | None) -> Iterator[Doubt]:
    if not known.towns:
        return
    if not known.voivodeships:
        yield _doubt("city", "unknown_town", address.city, _near_towns(address.city, known, code))
        return
    if code is not None and all_ is not None and code not in known.voivodeships:
        where = [all_.names[one] for one in known.voivodeships if one in all_.names]
        yield _doubt("voivodeship", "other_voivodeship", address.city, where)
    if known.streets:
        yield from _street(address, known)


def _near_towns(city: str, known: Known, code: str | None) -> Sequence[str]:
    """The most alike first; of equals those of the voivodeship typed, then towns."""
    typed = town_name(city)
    most = max(1, len(typed) // 4)
    found = []
    for town in known.near_towns:
        far = OSA.distance(typed, town.folded)
        if typed.startswith(f"{town.folded} "):
            far = min(far, most)  # "Zabrze Biskupice"
        if far <= most:
            found.append((far, code not in town.voivodeships, not town.is_town, town.name))
    return list(dict.fromkeys(one[-1] for one in sorted(found)))[:_MOST]


def _street(address: Address, known: Known) -> Iterator[Doubt]:
    if not address.street:
        if address.housed and 0 < known.places == known.with_streets:
            yield _doubt("street", "street_missing", address.city)
        return
    typed = folded_street(address.street)
    if typed and not known.has_street and not any(is_meant(typed, one) for one in known.other_streets):
        yield _doubt("street", "unknown_street", address.street, nearest(typed, known.other_streets))


def _units(address: Address, known: Known) -> Iterator[Doubt]:
    if not known.units:
        return
    for name, typed, there, others in (
        ("county", address.county, known.has_county, known.counties),
        ("commune", address.commune, known.has_commune, known.communes),
    ):
        if typed and not there:
            yield _doubt(name, f"unknown_{name}", typed, _near_units(typed, others))


def _near_units(typed: str, others: Sequence[str]) -> Sequence[str]:
    word = unit_name(typed)
    most = max(1, len(word) // 4)
    found = sorted((far, name) for name in others if (far := OSA.distance(word, unit_name(name))) <= most)
    return [name for _, name in found[:_MOST]]


def _doubt(name: str, code: str, typed: str, near: Sequence[str] = ()) -> Doubt:
    values = {"typed": typed[:_SHOWN]} | ({"near": ", ".join(near)} if near else {})
    return Doubt(name, code, values)


Kept = Mapping[str, Sequence[Doubt]]  #: key of an address → what is doubtful about it


def said(fields: Sequence[AnyField], answers: Mapping[str, object], kept: Kept) -> Iterator[Problem]:
    """The doubts about these answers out of those kept; asks nobody."""
    if not kept:
        return
    for pointer, address in addresses_in(fields, answers):
        for doubt in kept.get(address.key, ()):
            words = _WORDS.get(doubt.code)
            if words is not None:  # kept by a later version of the program
                message = words[0 if "near" in doubt.values else 1]
                at = f"{pointer}/{doubt.question}"
                yield Problem(at, message, doubt.values, code=doubt.code, level="warning")
