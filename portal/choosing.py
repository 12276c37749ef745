"""The choice of office, and what a visitor reads where an office does not offer a service."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NoReturn

from flask import Blueprint, abort, make_response, render_template, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from casework.places.units_of_town import units_of
from forms_catalog.folding import fold
from forms_catalog.model import Definition
from forms_catalog.offices.office_of_place import Lies, offices_at_code, offices_of, town_in
from forms_catalog.offices.office_rows import OFFICE_KINDS
from forms_catalog.offices.office_search import offices_called
from forms_catalog.problems import N_
from forms_catalog.reference import OfficeFacts, OfficeKind
from forms_catalog.texts import Text
from pages.headers import public_page
from pages.language import language
from pages.offices import office
from pages.words import gettext
from portal.kept_pages import kept_for_the_day
from portal.parts import parts

blueprint = Blueprint("choosing", __name__)
_LONGEST_NAME = 100
_MOST = 5  #: communes that are named
_HEADINGS: dict[OfficeKind, str] = {
    "city_with_county_rights": N_("Cities with the rights of a county"),
    "commune": N_("Communes"),
    "county": N_("Counties"),
    "voivodeship": N_("Voivodeship"),
}


@dataclass(frozen=True)
class _Group:
    code: OfficeKind
    heading: str
    offices: tuple[OfficeFacts, ...]


@blueprint.get("/urzad")
@public_page
@kept_for_the_day
def choose_office() -> str:
    """The offices by kind: all or those of a town, address, name, of a service (`?usluga=`) or of both."""
    asked = " ".join(request.args.get("nazwa", "").split())[:_LONGEST_NAME]
    service = parts().catalogue.service(request.args.get("usluga", ""))
    among = [facts for facts in parts().catalogue.offices.values() if _offers(facts, service)]
    found, places = _meant(asked, among)
    return render_template(
        "offices.html",
        asked=asked,
        town=places[0].name if places else "",
        lies=_said(places),
        groups=tuple(_grouped(found)),
        count=len(found),
        service=service,
    )


def _meant(asked: str, among: Sequence[OfficeFacts]) -> tuple[Sequence[OfficeFacts], Sequence[Lies]]:
    """The offices of a town, village or address, by the register of places; else those of that name.

    With them what of the register led there, or what it knows where no office of it is here.
    """
    town = town_in(asked)
    places = _places(town) if town else ()
    there = offices_of(places, among)
    if there:
        return tuple({office.code: office for office, _ in there}.values()), [place for _, place in there]
    found = offices_called(asked, among) or (offices_called(town, among) if town else ())
    return found or offices_at_code(asked, among), () if found else places


def _places(town: str) -> Sequence[Lies]:
    try:
        with parts().sessions() as session:
            return units_of(session, town)
    except (DBAPIError, NoFreeConnection):
        return ()  # the offices' names are enough for most


def _said(places: Iterable[Lies]) -> Sequence[str]:
    """Commune and county of each place, each said once; a city with the rights of a county by its name."""
    said = (
        gettext("commune %(commune)s, county %(county)s", commune=place.commune, county=place.county)
        if fold(place.commune) != fold(place.county)
        else place.commune
        for place in places
        if place.commune and place.county
    )
    return list(islice(dict.fromkeys(said), _MOST))


def _offers(facts: OfficeFacts, service: Definition | None) -> bool:
    return service is None or service.code in facts.services


def _grouped(found: Iterable[OfficeFacts]) -> Iterator[_Group]:
    """By kind, then as a phone book has them; a name's first word (City of, County) does not count."""
    here = sorted(found, key=lambda facts: (fold(facts.city), fold(facts.name.in_(language()))))
    for kind in sorted(OFFICE_KINDS, key=list(_HEADINGS).index):
        of_kind = tuple(facts for facts in here if facts.kind == kind)
        if of_kind:
            yield _Group(kind, gettext(_HEADINGS[kind]), of_kind)


def refuse_service(code: str) -> NoReturn:
    """404: nobody knows the service, or this office does not handle it: why, and who does."""
    catalogue = parts().catalogue
    service = catalogue.service(code)
    if service is None:
        abort(404)
    elsewhere = offices_with(service)
    page = render_template("not_offered.html", service=service, why=_why_not(service), elsewhere=elsewhere)
    abort(make_response(page, 404))


def offices_with(service: Definition) -> int:
    """How many offices handle it."""
    return sum(_offers(facts, service) for facts in parts().catalogue.offices.values())


def _why_not(service: Definition) -> Text | None:
    """What the law says of it; None where the office just has it switched off."""
    kinds, here = parts().catalogue.office_kinds, office()
    if not kinds.may_have(here.kind, service.code):
        return kinds.why_not(service.code)
    return next((row.why for row in kinds.off_by_default if row.service == service.code), None)
