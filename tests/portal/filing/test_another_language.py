"""Somebody changes the language in the middle of a form: what was typed is saved first."""

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.serving import make_server

from forms_catalog.samples import Sample
from portal.application import create_portal
from portal.parts import Parts
from tests.browsing import axe, press_enter
from tests.portal.filing.filling import INFORMATION, PROPERTY, fill_in
from tests.portal.filing.visitor import Visitor
from tests.portal.filing.wire import Mood, Wire

Example = Callable[..., Sample]
ASKED = "Ile kosztował remont ulicy?"


def _language(visitor: Visitor) -> str:
    return str(visitor.page.get("lang"))


def _drafts(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return int(session.execute(text("SELECT count(*) FROM draft")).scalar_one())


def test_what_was_typed_stands_on_the_page_in_the_other_language(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": ASKED, "form": "portal"}).speak("en")
    assert (visitor.status, _language(visitor)) == (200, "en")
    assert visitor.path.endswith("/request")
    assert visitor.typed["request_text"] == ASKED
    assert not visitor.complaints()
    visitor.type({"request_text": f"{ASKED} I mostu?"}).speak("pl")
    assert _language(visitor) == "pl"
    assert visitor.typed["request_text"] == f"{ASKED} I mostu?"


def test_half_a_section_is_kept_and_nobody_is_told_off_yet(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": ASKED}).speak("en")  # how to answer was not chosen yet
    assert visitor.typed["request_text"] == ASKED
    assert not visitor.complaints()
    visitor.press("Save and go")
    assert visitor.complaints()


def test_a_blank_form_is_opened_in_the_other_language_and_nothing_is_stored(
    visitor: Visitor, sessions: sessionmaker[Session]
) -> None:
    for service in (INFORMATION, PROPERTY):
        visitor.open(f"/uslugi/{service}/formularz?lang=pl").speak("en")
        assert (visitor.status, _language(visitor)) == (200, "en")
        assert visitor.path.endswith("/formularz")
    assert _drafts(sessions) == 0


def test_a_row_is_kept_and_a_blank_one_is_not_added(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, PROPERTY, example(PROPERTY))
    visitor.open(visitor.path.replace("sprawdz", "structures")).follow("Dodaj budowlę")
    before = len(visitor.open(visitor.path.rpartition("/structure_items")[0]).page.xpath("//table/tbody/tr"))
    visitor.follow("Dodaj budowlę").speak("en")
    assert _language(visitor) == "en"
    assert visitor.path.endswith("/nowy")
    visitor.type({f"structure_items-{before}-name": "Ogrodzenie"}).speak("pl")
    assert _language(visitor) == "pl"
    assert visitor.typed[f"structure_items-{before}-name"] == "Ogrodzenie"
    visitor.type({f"structure_items-{before}-value": "1000"}).speak("en")
    assert visitor.typed[f"structure_items-{before}-value"] in ("1000", "1,000", "1000.00")
    after = visitor.open(visitor.path.rpartition("/structure_items")[0]).page.xpath("//table/tbody/tr")
    assert len(after) == before + 1


def test_who_came_to_change_an_answer_still_goes_back_to_checking(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    check = visitor.path
    visitor.open(check.replace("sprawdz", "request") + "?wroc=sprawdz").speak("en")
    visitor.press("Save and go back to checking")
    assert visitor.path == check


def test_an_invented_language_saves_and_changes_nothing_else(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": ASKED})
    for invented in ("lang:xx", "lang:", "lang:../..", "lang:en&t=1", "lang:EN"):
        answer = visitor.client.post(
            visitor.page.get_element_by_id("pola").get("action"), data=visitor.typed | {"then": invented}
        )
        assert answer.status_code == 303
        assert answer.location.startswith(f"/uslugi/{INFORMATION}/formularz/")


def test_while_the_database_is_away_the_words_stay_on_the_page(wired: Visitor, wire: Wire) -> None:
    wired.open(f"/uslugi/{INFORMATION}/formularz")
    wire.mood = Mood.AWAY
    wired.type({"request_text": ASKED, "form": "portal"}).speak("en")
    assert wired.status == 503
    assert wired.typed["request_text"] == ASKED


@pytest.fixture
def address(parts: Parts) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_portal(parts), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 320])
def test_by_keyboard_and_without_script_the_language_changes_and_enter_still_goes_on(
    browser: Browser, address: str, width: int
) -> None:
    screen = {"width": width, "height": 900}
    page = browser.new_page(viewport=screen, locale="pl", java_script_enabled=False)
    page.set_default_timeout(10_000)
    page.goto(f"{address}/uslugi/{INFORMATION}/formularz")
    page.locator("[name=request_text]").fill(ASKED)
    english = page.get_by_role("button", name="EN English")
    assert english.bounding_box()["height"] >= 44
    english.focus()
    press_enter(page)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("[name=request_text]").input_value() == ASKED
    page.locator("[name=form][value=portal]").check()
    with page.expect_navigation():
        page.locator("[name=form][value=portal]").press("Enter")
    assert page.url.endswith("/interest"), "Enter in a field goes on, whatever stands above"
    assert page.locator("html").get_attribute("lang") == "en"
    seeing = browser.new_page(viewport=screen)
    seeing.goto(f"{address}/uslugi/odpady-deklaracja-zamieszkana/formularz")
    assert not axe(seeing).response["violations"]
    assert seeing.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
    seeing.close()
