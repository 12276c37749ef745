"""Coming back to a draft: on another device, by a letter, and when it is too late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import INFORMATION
from tests.portal.filing.visitor import Visitor

Later = Callable[[timedelta], Visitor]
EMAIL = "ewa.canary@poczta.example"


@pytest.fixture
def half(visitor: Visitor) -> Visitor:
    """Somebody who saved the first section and wants to go on later."""
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": "Ile kosztował remont ulicy?", "form": "portal"}).press("dokończ")
    assert visitor.path.endswith("/pozniej")
    return visitor


def _letters(sessions: sessionmaker[Session]) -> list[tuple[str, str]]:
    """Recipient and words."""
    with sessions() as session:
        found = text(
            "SELECT recipient, coalesce(body, '') FROM message WHERE purpose = 'draft' ORDER BY made_at"
        )
        return [(row[0], row[1]) for row in session.execute(found).all()]


def _link(visitor: Visitor) -> str:
    """The path of the link that the page shows."""
    shown = str(visitor.page.get_element_by_id("link").get("value"))
    return shown.removeprefix("http://127.0.0.1:8000")


def _links(body: str) -> list[str]:
    """Paths of the links in a letter."""
    return [word.removeprefix("http://127.0.0.1:8000") for word in body.split() if word.startswith("http")]


def test_a_draft_begun_on_a_phone_is_sent_from_a_computer(half: Visitor, parts: Parts) -> None:
    link = _link(half)
    computer = Visitor(create_portal(parts).test_client()).open(link)
    assert computer.path.endswith("/interest")
    computer.open(link + "/request")
    assert computer.value("request_text") == "Ile kosztował remont ulicy?"
    computer.press("Zapisz i ").press("Zapisz i ").press("Zapisz i ").press("Złóż")
    assert computer.path.startswith("/upo/")
    # the phone hears of it instead of sending a second one
    assert "Już złożono" in half.open(link).text


def test_the_page_says_until_when_and_the_letter_brings_back_and_deletes_after_a_question(
    half: Visitor, parts: Parts, sessions: sessionmaker[Session]
) -> None:
    assert "Szkic czeka do" in half.text
    half.type({"email": f" {EMAIL} "}).press("Wyślij mi link")
    assert f"Wysyłamy link na {EMAIL}" in half.text
    ((recipient, body),) = _letters(sessions)
    assert recipient == EMAIL
    back, delete = _links(body)
    other = Visitor(create_portal(parts).test_client())
    assert other.open(back).status == 200
    # whatever opens links in letters, scanners among them, deletes nothing
    assert other.open(delete).status == 200
    assert half.open(back).status == 200
    other.open(delete).press("Usuń szkic")
    assert half.open(back).status == 404
    assert _letters(sessions) == [("", "")]


@pytest.mark.parametrize("typed", ["", "ewa", "ewa@", "ewa poczta@x.example"])
def test_a_wrong_address_is_shown_again_with_how_to_mend_it(half: Visitor, typed: str) -> None:
    half.type({"email": typed}).press("Wyślij mi link")
    assert half.status == 422
    assert "#email" in half.complaints()
    assert half.value("email") == typed


def test_the_link_goes_once_however_often_it_is_asked_for(
    half: Visitor, sessions: sessionmaker[Session]
) -> None:
    half.type({"email": EMAIL})
    half.press_twice("Wyślij mi link")
    assert len(_letters(sessions)) == 1
    half.open(half.path).press("Nie piszcie do mnie więcej")
    assert _letters(sessions) == [("", "")]
    for _ in range(4):
        half.type({"email": EMAIL}).press("Wyślij mi link").press("Nie piszcie do mnie więcej")
    half.type({"email": EMAIL}).press("Wyślij mi link")
    assert half.status == 429
    assert half.value("email") == EMAIL


def test_a_draft_that_ran_out_is_gone_and_the_letters_links_say_how_to_begin_again(
    half: Visitor, later: Later, sessions: sessionmaker[Session]
) -> None:
    half.type({"email": EMAIL}).press("Wyślij mi link")
    late = later(timedelta(days=31))
    for link in _links(_letters(sessions)[0][1]):
        assert late.open(link).status == 410
        assert "stracił ważność" in late.text
        late.follow("Zacznij od nowa")
        assert late.path == f"/uslugi/{INFORMATION}"
        assert late.status == 200


def test_without_a_mail_server_no_address_is_asked_for(half: Visitor, parts: Parts) -> None:
    silent = replace(parts, options=replace(parts.options, draft_letters=False))
    visitor = Visitor(create_portal(silent).test_client()).open(half.path)
    assert _link(visitor) == _link(half)
    assert not visitor.has("email")


def test_a_page_that_lay_open_too_long_keeps_the_address(half: Visitor) -> None:
    half.typed["csrf_token"] = "stale"
    half.type({"email": EMAIL}).press("Wyślij mi link")
    assert half.status == 400
    assert half.value("email") == EMAIL
    assert "Wysyłamy link" in half.press("Wyślij mi link").text
