"""The desk's pages in a real browser: accessible, no wider than the screen, quiet."""

import pytest
from playwright.sync_api import Browser

from casework.desk import passwords
from tests.backoffice.conftest import PASSWORD, TOTP, Clock, Employ
from tests.browsing import axe, press

pytestmark = pytest.mark.slow
ADMIN = "admin@urzad.example"


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(
    browser: Browser, address: str, employ: Employ, desk_clock: Clock, width: int
) -> None:
    employ(ADMIN, "office_admin")
    clerk = employ("clerk@urzad.example", "clerk")
    wrong: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}/logowanie")
    press(page.locator("main button"))
    for place in (
        "",
        "/pracownicy",
        "/pracownicy/nowy",
        f"/pracownicy/{clerk}",
        "/kto-co-zrobil",
        "/wiadomosci",
        "/urzad",
        "/stan",
        "/stan/pieczecie",
        "/moje-konto",
        "/x",
    ):
        if place:
            page.goto(address + place)
        wrong += [f"{place}: {one['id']}" for one in axe(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{place}: too wide")
        if not place:
            page.fill("#login", ADMIN)
            page.fill("#password", PASSWORD)
            page.fill("#code", passwords.code_now(TOTP, at=desk_clock()))
            press(page.locator("main button"))
            page.wait_for_url("**/wiadomosci")
    page.close()
    assert not wrong, "\n".join(wrong)
