"""An address that the register of places does not know is asked about at its question, and filed as it is."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, sessionmaker

from casework.places.loading import load
from forms_catalog.places.teryt import open_teryt
from forms_catalog.samples import Sample
from okienko.store.database import engine
from tests.portal.filing.filling import PROPERTY, WASTE, fill_in
from tests.portal.filing.test_looking_twice import doubts
from tests.portal.filing.visitor import Visitor

Example = Callable[..., Sample]
SAMPLE = Path(__file__).parents[3] / "docs" / "places-sample"


@pytest.fixture
def register(owner_url: str) -> None:
    """The sample files, loaded as `okienko places load` does."""
    owner = engine(owner_url)
    with owner.begin() as connection:
        for path in sorted(SAMPLE.glob("*.csv")):
            load(connection, open_teryt(path))
    owner.dispose()


@pytest.fixture
def asked(sessions: sessionmaker[Session]) -> Iterator[list[str]]:
    """What the register of places was asked, statement by statement."""
    heard: list[str] = []
    bound = sessions.kw["bind"]

    def hear(_: Connection, __: object, statement: str, *___: object) -> None:
        if "place_file" in statement:
            heard.append(statement)

    event.listen(bound, "before_cursor_execute", hear)
    yield heard
    event.remove(bound, "before_cursor_execute", hear)


def waste(example: Example, **address: str) -> Sample:
    """The waste declaration of somebody in Zabrze, with another address."""
    sample = example(WASTE)
    answers: Any = deepcopy(sample.answers)
    for group in _addresses(answers):
        group |= {"city": "Zabrze", "street": "ul. Wzorcowa", "voivodeship": "śląskie"}
        group.pop("county", None)
        group.pop("commune", None)
    answers["person"]["address"] |= address
    return replace(sample, answers=answers)


def _addresses(tree: Any) -> Iterator[dict[str, Any]]:  # whatever an answer tree holds
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        if isinstance(value, dict) and "city" in value:
            yield value
        else:
            yield from _addresses(value)


def test_a_town_and_a_voivodeship_nobody_knows_are_asked_about_and_filed_as_they_are(
    visitor: Visitor, example: Example, register: None, asked: list[str]
) -> None:
    fill_in(visitor, WASTE, waste(example, city="Zabze", voivodeship="slaskje"))
    assert len(asked) == len(set(map(str, _addresses(waste(example).answers)))) + 1, "one question an address"
    asked.clear()
    check = visitor.path
    (odd, at_odd), (town, at_town) = doubts(visitor.open(check)).items()
    assert "Nie ma województwa „slaskje”. Czy chodzi o śląskie?" in odd
    assert "Nie znamy miejscowości „Zabze”. Czy chodzi o: Zabrze?" in town
    visitor.open(at_town)
    [field] = visitor.page.xpath("//*[@id=$id]", id=at_town.partition("#")[2])
    described = field.get("aria-describedby").split()
    beside = " ".join(visitor.page.get_element_by_id(described[-1]).text_content().split())
    assert beside == "Sprawdź: Nie znamy miejscowości „Zabze”. Czy chodzi o: Zabrze?"
    assert field.get("aria-invalid") is None
    assert at_odd.startswith(at_town.partition("#")[0])
    for language, words in (
        ("en", "do not know the town “Zabze”."),
        ("uk", "не знаємо міста чи села «Zabze»."),
    ):
        visitor.open(f"{check}?lang={language}")
        assert words in visitor.text
    visitor.open(f"{check}?lang=pl")
    assert asked == [], "no page that is only opened asks the register"
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")
    assert asked == []


def test_a_mended_address_is_asked_about_no_more(visitor: Visitor, example: Example, register: None) -> None:
    fill_in(visitor, WASTE, waste(example, street="Wzorowa"))
    [(words, address)] = doubts(visitor).items()
    assert "Nie znamy tam ulicy „Wzorowa”. Czy chodzi o: ul. Wzorcowa?" in words
    name = address.partition("#")[2]
    visitor.open(address).type({name: "Przykładowa"}).press("Zapisz i ")
    assert doubts(visitor) == {}


def test_without_a_register_only_the_voivodeship_is_looked_at(visitor: Visitor, example: Example) -> None:
    fill_in(
        visitor, WASTE, waste(example, city="Nigdzie", street="Żadna", county="x", voivodeship="katowickie")
    )
    [words] = doubts(visitor)
    assert "Nie ma województwa „katowickie”. Wpisz na przykład śląskie." in words


def test_an_address_in_a_row_is_asked_about_on_the_page_of_the_row(
    visitor: Visitor, example: Example, register: None
) -> None:
    sample = example(PROPERTY)
    answers: Any = deepcopy(sample.answers)
    for group in _addresses(answers):
        group |= {"city": "Zabrze", "street": "ul. Wzorcowa"}
        group.pop("county", None)
        group.pop("commune", None)
    answers["land_items"][0]["location"]["city"] = "Zabze"
    fill_in(visitor, PROPERTY, replace(sample, answers=answers))
    [(words, address)] = doubts(visitor).items()
    assert "nie znamy miejscowości „Zabze”" in words
    visitor.open(address)
    [beside] = visitor.page.xpath("//*[@class='ok-doubt']")
    assert beside.get("id") == f"{address.partition('#')[2]}--doubt"


def test_the_same_slip_in_two_addresses_is_told_apart_by_the_address(
    visitor: Visitor, example: Example
) -> None:
    sample = waste(example, voivodeship="slaskje")
    answers: Any = deepcopy(sample.answers)
    answers["property_address"]["voivodeship"] = "slaskje"
    fill_in(visitor, WASTE, replace(sample, answers=answers))
    home, estate = doubts(visitor.open(visitor.path))
    assert home.startswith("Adres zamieszkania – nie ma województwa „slaskje”.")
    assert estate.startswith("Adres nieruchomości – nie ma województwa")
