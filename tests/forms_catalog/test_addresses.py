"""An address is read back in one line, and nothing of it is left out."""

from datetime import date

import pytest

from forms_catalog.answers import Value
from forms_catalog.documents.readback import Item, read_back
from forms_catalog.samples import samples
from tests.shipped import SHIPPED

WASTE = SHIPPED.service("odpady-deklaracja-zamieszkana")


def read_addresses(language: str = "pl", **changes: Value) -> Item:
    assert WASTE is not None
    answers = samples(WASTE, catalogue=SHIPPED, today=date(2026, 11, 22))["default"].answers
    place = answers["property_address"]
    assert isinstance(place, dict)
    changed = {name: value for name, value in (place | changes).items() if value != ""}
    parts = read_back(WASTE, answers | {"property_address": changed}, catalogue=SHIPPED, language=language)
    return next(item for part in parts for item in part.items if item.pointer.startswith("/property_address"))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "ul. Wzorcowa 4/2, 41-800 Zabrze"),
        ({"flat": ""}, "ul. Wzorcowa 4, 41-800 Zabrze"),
        ({"street": "", "flat": "", "city": "Godów"}, "Godów 4, 41-800 Godów"),
        ({"post_office": "Gliwice"}, "ul. Wzorcowa 4/2, 41-800 Zabrze, poczta: Gliwice"),
        ({"country": "DE", "postal_code": "10115"}, "ul. Wzorcowa 4/2, 10115 Zabrze, Niemcy"),
    ],
)
def test_an_address_is_read_as_on_an_envelope(changes: dict[str, Value], line: str) -> None:
    given: dict[str, Value] = {
        "street": "ul. Wzorcowa",
        "building": "4",
        "flat": "2",
        "postal_code": "41-800",
        "city": "Zabrze",
        "country": "PL",
    }
    assert read_addresses(**(given | changes)).value == line


def test_whatever_else_was_given_is_named() -> None:
    line = read_addresses(commune="Zabrze", county="Zabrze", voivodeship="śląskie").value
    for named in ("gmina: Zabrze", "powiat: Zabrze", "województwo: śląskie"):
        assert named in line


def test_the_link_to_change_it_leads_to_its_first_input() -> None:
    assert read_addresses(street="ul. Wzorcowa").pointer == "/property_address/street"
    assert read_addresses(street="").pointer == "/property_address/building"
