"""What looks like a slip is told on the page of its section and before filing, and can be filed as it is."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from forms_catalog.samples import Sample
from tests.portal.filing.filling import VEHICLES, fill_in
from tests.portal.filing.visitor import Visitor

Example = Callable[..., Sample]


def doubts(visitor: Visitor) -> dict[str, str]:
    """Words → address of the lines under "look once more"."""
    lines = visitor.page.xpath("//section[@aria-labelledby='sprawdz-h']//a")
    return {" ".join(line.text_content().split()): line.get("href") for line in lines}


def test_an_unusual_plate_is_told_with_its_vehicle_and_filed_as_it_is(
    visitor: Visitor, example: Example
) -> None:
    sample = example(VEHICLES)
    answers: Any = deepcopy(sample.answers)
    answers["vehicles"][0]["plate"] = "12345"
    fill_in(visitor, VEHICLES, replace(sample, answers=answers))
    [(words, address)] = doubts(visitor).items()
    assert words.startswith("12345, ")
    assert "Numer rejestracyjny: numer 12345 wygląda nietypowo." in words
    assert "Sprawdź: " in visitor.text
    assert not visitor.complaints()
    check = visitor.path
    visitor.open(address.partition("#")[0])
    assert visitor.has(address.partition("#")[2]), "the link leads to the input"
    visitor.open(f"{check.removesuffix('/sprawdz')}/vehicles")
    assert len(doubts(visitor)) == 1
    visitor.open(f"{check.removesuffix('/sprawdz')}/contact")
    assert not doubts(visitor)
    visitor.open(check).press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_usual_answers_raise_no_doubt(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, VEHICLES, example(VEHICLES))
    assert "Spójrz na to jeszcze raz" not in visitor.text


def test_an_appeal_that_comes_late_is_told_so_before_it_is_sent(visitor: Visitor, example: Example) -> None:
    code = "odwolanie-od-decyzji-podatkowej"
    sample = example(code)
    answers: Any = deepcopy(sample.answers) | {"decision_date": "2026-01-02", "delivered_on": "2026-01-05"}
    fill_in(visitor, code, replace(sample, answers=answers))
    [words] = doubts(visitor)
    assert "minęło więcej niż 14 dni" in words
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")
