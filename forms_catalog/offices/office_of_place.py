"""Whose counter an address belongs to: "ul. Wolności 5, 41-800 Zabrze", "Biskupice"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms_catalog.places.address import unit_name
from forms_catalog.reference import OfficeFacts, OfficeKind

_POSTAL_CODE = re.compile(r"\b([0-9]{2})[-\N{EN DASH} ]?([0-9]{3})\b")
#: "Młyńska 4", "pl. Wolności"
_STREET = re.compile(r"\d|^(?:ul|al|pl|os)\b", re.IGNORECASE)
#: of the number of a commune or county in TERC, without the commune's kind
_DIGITS: Mapping[OfficeKind, int] = {"city_with_county_rights": 6, "commune": 6, "county": 4}


@dataclass(frozen=True)
class Lies:
    """A place as the register has it."""

    name: str  #: "Biskupice"
    whole: str  #: the town or village it is a part of, else its own name
    unit: str  #: TERC number of its commune, seven digits
    commune: str  #: "Zabrze"; "" where the file of units is not loaded
    county: str


def town_in(typed: str) -> str:
    """The town of an address on one line: after the postal code, else the last part that is no street."""
    code = _POSTAL_CODE.search(typed)
    after = typed[code.end() :].strip(" ,") if code else ""
    if after:
        return after.partition(",")[0].strip()
    rest = typed[: code.start()] if code else typed
    pieces = [part for piece in rest.split(",") if (part := piece.strip())]
    towns = [piece for piece in pieces if not _STREET.search(piece)]
    return (towns or pieces or [""])[-1]


def offices_at_code(typed: str, offices: Iterable[OfficeFacts]) -> tuple[OfficeFacts, ...]:
    """Those whose own address has the postal code typed."""
    code = _POSTAL_CODE.search(typed)
    return tuple(one for one in offices if code and one.postal_code == "-".join(code.groups()))


def offices_of(places: Sequence[Lies], offices: Iterable[OfficeFacts]) -> Sequence[tuple[OfficeFacts, Lies]]:
    """Commune, city and county of each of these places, with the place.

    By the office's number in the register (TERC); by name where it is not known, and then only in the
    voivodeships that known numbers begin with: communes of one name lie all over the country.
    """
    among = tuple(offices)
    near = {office.teryt[:2] for office in among if office.teryt}
    by_name = [place for place in places if not near or place.unit[:2] in near]
    found = []
    for office in among:
        digits = _DIGITS.get(office.kind)
        if digits is None:
            continue
        number = (office.teryt or "")[:digits]
        if len(number) == digits:
            found += [(office, place) for place in places if place.unit.startswith(number)]
        else:
            found += [(office, place) for place in by_name if _is_called(office, place)]
    return found


def _is_called(office: OfficeFacts, place: Lies) -> bool:
    if office.kind == "county":
        return unit_name(place.county) == unit_name(office.name.pl)
    return unit_name(place.commune) == unit_name(office.city)
