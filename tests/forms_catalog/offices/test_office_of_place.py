"""An address leads to the offices it belongs to, and to no namesake at the other end of the country."""

from dataclasses import replace

import pytest

from forms_catalog.offices.office_of_place import Lies, offices_at_code, offices_of, town_in
from tests.shipped import SHIPPED

OFFICES = tuple(SHIPPED.offices.values())
TYPED = {
    "ul. Wolności 5, 41-800 Zabrze": "Zabrze",
    "41-800 Zabrze, ul. Wolności 5": "Zabrze",
    "41800 zabrze": "zabrze",
    "ul. Wolności 5 m. 3, Zabrze": "Zabrze",
    "Zabrze 41–800": "Zabrze",
    "Katowice, Młyńska 4": "Katowice",
    "Zabrze, pl. Wolności": "Zabrze",
    "41-800": "",
    "w Rudach": "w Rudach",
    "Kolonia 12345678": "Kolonia 12345678",
    ",,": "",
    "": "",
}


def test_the_town_is_read_from_an_address_on_one_line() -> None:
    assert {typed: town_in(typed) for typed in TYPED} == TYPED


def test_a_postal_code_alone_leads_to_the_office_that_has_it() -> None:
    assert [office.code for office in offices_at_code("41-800", OFFICES)] == ["zabrze"]
    assert offices_at_code("00-950", OFFICES) == offices_at_code("Zabrze", OFFICES) == ()


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        (
            Lies("Skrbeńsko", "Skrbeńsko", "2415032", "Godów", "wodzisławski"),
            ["gmina-godow", "powiat-wodzislawski"],
        ),
        (Lies("Biskupice", "Zabrze", "2478011", "Zabrze", "Zabrze"), ["zabrze"]),
        (Lies("Orliska", "Orliska", "1820032", "Gorzyce", "tarnobrzeski"), []),  # another voivodeship
        (Lies("Nigdzie", "Nigdzie", "2405022", "", ""), []),  # the file of units is not loaded
    ],
)
def test_a_place_belongs_to_its_commune_and_county(place: Lies, codes: list[str]) -> None:
    assert [office.code for office, _ in offices_of([place], OFFICES)] == codes


def test_the_number_of_an_office_goes_before_its_name() -> None:
    here = [replace(office, teryt="1820032") for office in OFFICES if office.code == "gmina-gorzyce"]
    far, near = Lies("A", "A", "1820033", "Inna", "x"), Lies("B", "B", "2415042", "Gorzyce", "wodzisławski")
    assert [place.name for _, place in offices_of([far, near], here)] == ["A"]
