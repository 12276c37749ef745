"""A browser for the tests, and what everybody does in it: press, wait for the page, let axe look."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Browser, Locator, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: ms that a page may take on a machine that does ten things at once: these tests are not about speed
_LONGEST = 120_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that calls nobody on its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


def press(control: Locator) -> None:
    """Clicks what leads to another page and waits until that page is loaded: a click alone does not wait."""
    with control.page.expect_navigation(timeout=_LONGEST):
        control.click()


def press_enter(page: Page) -> None:
    """Enter where the focus is, and the page it leads to is loaded."""
    with page.expect_navigation(timeout=_LONGEST):
        page.keyboard.press("Enter")


def axe(page: Page) -> AxeResults:
    """What axe finds on the page once all of it is there."""
    page.wait_for_load_state("load")
    return Axe().run(page)
