"""Drafts: their links, their end, and whose they are."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from forms_catalog.samples import Sample
from tests.portal.filing.filling import INFORMATION, PROPERTY, WASTE, fill_in
from tests.portal.filing.visitor import Visitor

Example = Callable[..., Sample]


def test_a_draft_that_ran_out_says_when(
    visitor: Visitor, example: Example, later: Callable[[timedelta], Visitor]
) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    late = later(timedelta(days=31))
    for page in ("sprawdz", "request", "pozniej"):
        late.open(visitor.path.replace("sprawdz", page))
        assert late.status == 410
        assert "stracił ważność" in late.text
        assert "nic nie wysłano" in late.text


@pytest.mark.parametrize("page", ["", "/request", "/sprawdz", "/pozniej", "/usun"])
def test_an_unknown_draft_is_not_found(visitor: Visitor, page: str) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz/{uuid4()}{page}")
    assert visitor.status == 404
    assert "Nie ma takiego szkicu" in visitor.text


def test_a_later_section_makes_no_draft(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    token = visitor.typed["csrf_token"]
    answer = visitor.client.post(
        f"/uslugi/{INFORMATION}/formularz/{uuid4()}/requester",
        data={"csrf_token": token, "requester_name": "A"},
    )
    assert answer.status_code == 404


def test_a_draft_of_another_service_is_not_found(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    visitor.open(visitor.path.replace(INFORMATION, WASTE))
    assert visitor.status == 404


def test_a_section_that_the_form_does_not_have_is_not_found(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    visitor.open(visitor.path.replace("sprawdz", "nonsense"))
    assert visitor.status == 404
    visitor.open("/uslugi/nie-ma-takiej/formularz")
    assert visitor.status == 404


def test_a_draft_goes_after_a_question(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    check = visitor.path
    visitor.follow("Dokończ później").follow("Usuń szkic").press("Usuń szkic")
    assert "Szkic usunięto" in visitor.text
    assert visitor.open(check).status == 404


def test_a_draft_stays_with_the_office_it_was_begun_at(visitor: Visitor, example: Example) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz?urzad=gliwice")
    visitor.client.get("/?urzad=zabrze")
    visitor.type({"request_text": "Ile kosztował remont ulicy?", "form": "portal"}).press("Zapisz i ")
    assert "Gliwice" in visitor.text
    visitor.press("Zapisz i ").press("Zapisz i ").press("Złóż")
    assert visitor.path.startswith("/upo/")
    assert "Gliwic" in visitor.text


def test_a_blank_form_goes_to_the_office_that_stood_on_it_or_nowhere(visitor: Visitor) -> None:
    """The other tab is meanwhile at an office that does not have the service at all."""
    visitor.open(f"/uslugi/{WASTE}/formularz?urzad=gliwice")
    visitor.client.get("/?urzad=powiat-gliwicki")
    visitor.press("Zapisz i ")
    assert "Gliwicach" in visitor.text
    assert visitor.status in (200, 422)
    visitor.open(f"/uslugi/{WASTE}/formularz?urzad=gliwice")
    visitor.typed["office"] = "atlantyda"
    visitor.press("Zapisz i ")
    assert visitor.status == 404
    visitor.open(f"/uslugi/{WASTE}/formularz?urzad=gliwice")
    visitor.typed["office"] = "wojewodztwo-slaskie"
    visitor.press("Zapisz i ")
    assert visitor.status == 404
    assert "To sprawa gminy albo miasta." in visitor.text
    assert visitor.open(f"/uslugi/{WASTE}/formularz?urzad=powiat-gliwicki").status == 404


def test_pages_of_a_draft_are_kept_by_nobody(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, PROPERTY, example(PROPERTY))
    for page in ("sprawdz", "pozniej", "land", "land/land_items/nowy", "usun"):
        visitor.open(visitor.path.rpartition("/formularz/")[0] + "/formularz/" + _draft(visitor) + "/" + page)
        assert visitor.answer is not None
        assert visitor.status == 200
        assert visitor.answer.headers["Cache-Control"] == "no-store"
        assert visitor.answer.headers["Referrer-Policy"] == "no-referrer"


def _draft(visitor: Visitor) -> str:
    return visitor.path.split("/formularz/")[1].split("/")[0]
