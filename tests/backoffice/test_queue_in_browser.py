"""The queue of an office with 300 open cases in a browser: it fits, axe finds nothing, keys are enough."""

import pytest
from playwright.sync_api import Browser, Page

from casework.desk import passwords
from tests.backoffice.at_work import Office
from tests.backoffice.conftest import PASSWORD, TOTP
from tests.backoffice.keyboard import Typist
from tests.browsing import axe, press
from tests.casework.window import DN1, INFORMATION, WASTE

pytestmark = pytest.mark.slow
OPEN = "/sprawy?widok=open"


def _log_in(page: Page, address: str, work: Office) -> None:
    work.clock.go_on(seconds=30)
    page.goto(f"{address}/logowanie")
    page.fill("#login", "ewa@urzad.example")
    page.fill("#password", PASSWORD)
    page.fill("#code", passwords.code_now(TOTP, at=work.clock()))
    press(page.locator("main button"))
    page.wait_for_url(lambda url: "/logowanie" not in url)


def test_300_open_cases_are_listed_in_pages_that_fit_and_are_accessible(
    browser: Browser, address: str, work: Office
) -> None:
    for number in range(300):
        work.file((DN1, WASTE, INFORMATION)[number % 3])
    work.taken()
    work.days_pass(20)
    wrong: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    _log_in(page, address, work)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for place in (OPEN, "/sprawy?widok=mine", "/sprawy?widok=overdue", "/sprawy/szukaj?q=prz"):
            page.goto(address + place)
            found = axe(page).response["violations"]
            wrong += [f"{width} {place}: {one['id']}" for one in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{width} {place}: too wide")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address + OPEN)
    rows = page.locator(".ok-queue tbody tr")
    assert rows.count() == 25
    lines = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert max(lines) <= 80, "a case takes more than three lines"
    clerk = Typist(page)
    clerk.press("Następne")
    clerk.press("Poprzednie")
    page.close()
    assert not [*wrong, *clerk.wrong], "\n".join([*wrong, *clerk.wrong])
