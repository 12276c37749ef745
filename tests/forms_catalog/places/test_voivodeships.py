"""A voivodeship is known by name and number in whatever letters; another one is only looked at twice."""

from typing import Any

import pytest

from forms_catalog.judging.second_looks import second_looks
from forms_catalog.places.voivodeships import LIST, Voivodeships
from tests.shipped import SHIPPED

KNOWN = Voivodeships(SHIPPED.lists[LIST])
WASTE = SHIPPED.service("odpady-deklaracja-zamieszkana")


def test_there_are_sixteen_with_even_numbers_of_two_digits() -> None:
    assert list(KNOWN.names) == [f"{number:02}" for number in range(2, 33, 2)]


@pytest.mark.parametrize(
    "typed",
    ["śląskie", "Slaskie", "ŚLĄSKIE", "24", " województwo śląskie", "woj. slaskie", "Silesian Voivodeship",
     "Сілезьке", "s\u0301la\u0328skie"],
)  # fmt: skip
def test_a_voivodeship_is_known_in_whatever_letters_it_is_typed(typed: str) -> None:
    assert KNOWN.code_of(typed) == "24"


@pytest.mark.parametrize(
    ("typed", "near"),
    [("ślaskje", "śląskie"), ("Śląsk", "śląskie"), ("warminsko mazurskei", "warmińsko-mazurskie"),
     ("katowickie", None), ("25", None), ("–", None)],
)  # fmt: skip
def test_another_one_is_told_with_the_one_that_was_meant(typed: str, near: str | None) -> None:
    assert KNOWN.code_of(typed) is None
    assert KNOWN.near(typed) == near
    assert told({"voivodeship": typed, "country": "PL"}) == ["/person/address/voivodeship"]


@pytest.mark.parametrize(
    "address",
    [{"voivodeship": "Śląskie"}, {"city": "Zabrze"}, {"voivodeship": "Bayern", "country": "DE"},
     {"voivodeship": ""}, {"voivodeship": 5}, "x", ["y"]],
)  # fmt: skip
def test_usual_addresses_those_abroad_and_whatever_else_is_sent_raise_no_doubt(address: Any) -> None:
    assert told(address) == []


def told(address: Any) -> list[str]:  # whatever is sent
    assert WASTE is not None
    found = second_looks(WASTE, {"person": {"address": address}}, catalogue=SHIPPED)
    assert {doubt.level for doubt in found} <= {"warning"}
    return [doubt.pointer for doubt in found]
