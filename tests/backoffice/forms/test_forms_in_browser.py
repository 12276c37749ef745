"""The pages on which a form is changed, in a real browser: accessible and no wider than the screen."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from casework.desk import passwords
from tests.backoffice.conftest import PASSWORD, TOTP, Clock, Employ, Enter
from tests.browsing import axe, press

pytestmark = pytest.mark.slow
FORM = "/formularze/informacja-publiczna-wniosek"
WRITER = "pisze@urzad.example"


@pytest.fixture
def work(employ: Employ, enter: Enter) -> str:
    """A form that is being written, with a question that lacks answers to choose from."""
    employ(WRITER, "form_editor")
    browser: FlaskClient = enter(WRITER)
    place = str(browser.post(f"{FORM}/zmien", data={"version": "1"}).location)
    typed = {"revision": "1", "E-label-pl": "Jakiego okresu dotyczy pytanie", "kind": "enum"}
    browser.post(f"{place}/nowe/s0", data=typed)
    browser.post(f"{place}/proba", data={"most": "5"})
    return place


def test_pages_of_forms_are_accessible_and_fit(
    browser: Browser, address: str, work: str, desk_clock: Clock
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    _enter(page, address, desk_clock)
    wrong: list[str] = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for place in (
            "/formularze",
            FORM,
            work,
            *(f"{work}/czesc/{piece}" for piece in ("s0-1", "s0-4", "karta")),
            "/formularze/nowa",
            *(f"{work}/czesc/{piece}" for piece in ("urzad", "pytania", "reguly")),
            f"{work}/rodzaj/s0-0",
            f"{work}/nowe/s0",
            f"{work}/warunek/s0-2/kiedy?pytanie=form",
            f"{work}/podglad/0",
            f"{work}/proba",
        ):
            page.goto(address + place)
            wrong += [f"{place} {width}: {one['id']}" for one in axe(page).response["violations"]]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{place} {width}: too wide")
    page.close()
    assert not wrong, "\n".join(wrong)


def _enter(page: Page, address: str, clock: Clock) -> None:
    clock.go_on(seconds=30)
    page.goto(f"{address}/logowanie")
    page.fill("#login", WRITER)
    page.fill("#password", PASSWORD)
    page.fill("#code", passwords.code_now(TOTP, at=clock()))
    press(page.locator("main button"))
