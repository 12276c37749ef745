"""The addresses among the answers are found wherever they stand, and whatever was sent in their place."""

from typing import Any

import pytest

from forms_catalog.places.address import Address, addresses_in, town_name, unit_name
from tests.shipped import SHIPPED


def found(answers: Any) -> dict[str, Address]:  # whatever is sent
    form = SHIPPED.service("podatek-nieruchomosci-dn-1")
    assert form is not None
    return dict(addresses_in([field for part in form.sections for field in part.fields], answers))


def test_addresses_are_found_in_groups_and_rows_and_those_abroad_are_left_out() -> None:
    town = {"city": " Zabrze ", "street": "Wzorcowa", "building": "1"}
    answers = {
        "company": {"seat_address": town},
        "correspondence_address": {**town, "country": "DE"},
        "land_items": [{"location": {"city": "Gliwice"}}, {"location": town}, {}],
    }
    home = Address("Zabrze", "Wzorcowa", housed=True)
    plots = {"/land_items/0/location": Address("Gliwice"), "/land_items/1/location": home}
    assert found(answers) == {"/company/seat_address": home, **plots}


@pytest.mark.parametrize(
    "odd", ["x", 5, [], ["x"], {"city": 5}, {"city": {}}, {"city": ""}, {"city": "\x00"}]
)
def test_whatever_stands_in_place_of_an_address_is_passed_by(odd: object) -> None:
    assert found({"company": {"seat_address": odd}, "land_items": [{"location": odd}, odd]}) == {}
    assert found({"company": odd, "land_items": odd}) == {}


def test_signs_that_no_database_keeps_are_left_out() -> None:
    [address] = found(
        {"company": {"seat_address": {"city": "Zab\x00rze\ud800", "street": "x" * 500}}}
    ).values()
    assert (address.city, len(address.street)) == ("Zabrze", 120)


def test_spellings_that_the_register_takes_for_one_have_one_key() -> None:
    assert Address("ZABRZE", "Wolności").key == Address("zabrze", "wolnosci").key
    assert Address("Zabrze", "a").key != Address("Zabrze a", "").key
    assert Address("Zabrze").key != Address("Zabrze", housed=True).key


@pytest.mark.parametrize(
    ("typed", "town", "unit"),
    [
        ("M. st. Warszawa", "warszawa", "warszawa"),
        ("miasto Zabrze", "zabrze", "zabrze"),
        ("powiat m.Zabrze", "powiat m zabrze", "zabrze"),
        ("Gmina", "gmina", "gmina"),
        ("Miasto", "miasto", "miasto"),
    ],
)
def test_what_is_said_before_a_name_is_no_part_of_it(typed: str, town: str, unit: str) -> None:
    assert (town_name(typed), unit_name(typed)) == (town, unit)
