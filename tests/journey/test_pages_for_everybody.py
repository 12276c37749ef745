"""Every page of a form and every state of it is right for everybody: wide and narrow, pl and en."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from forms_catalog.samples import Sample
from tests.browsing import axe
from tests.journey.eyes import every_page
from tests.portal.filing.filling import HOME, INFORMATION, PROPERTY, VEHICLES, WASTE

pytestmark = pytest.mark.slow
Example = Callable[..., Sample]


#: each service once or twice, in turns; OKIENKO_EVERY_PAGE asks for each in every language and width
IN_TURNS = [
    (INFORMATION, "pl", 320),
    (INFORMATION, "en", 1280),
    (WASTE, "pl", 1280),
    (WASTE, "en", 320),
    (PROPERTY, "pl", 320),
    (PROPERTY, "en", 1280),
    (HOME, "pl", 320),
    (VEHICLES, "en", 320),
    (VEHICLES, "pl", 1280),
    ("ulga-rozlozenie-na-raty", "pl", 320),
    ("alkohol-zezwolenie-sklep", "pl", 1280),
    ("taxi-licencja", "pl", 320),
    ("zameldowanie-pobyt-czasowy", "en", 320),
    ("zaswiadczenie-o-niezaleganiu", "en", 1280),
    ("zaswiadczenie-o-zameldowaniu", "pl", 320),
    ("podanie-rad-dzielnic-i-osiedli", "pl", 1280),
]
EVERYTHING = [
    (service, language, width)
    for service in sorted({service for service, _, _ in IN_TURNS})
    for language in ("pl", "en")
    for width in (320, 1280)
]


@pytest.mark.parametrize(
    ("service", "language", "width"), EVERYTHING if os.environ.get("OKIENKO_EVERY_PAGE") else IN_TURNS
)
def test_no_page_shuts_anybody_out(
    browser: Browser, address: str, example: Example, service: str, language: str, width: int
) -> None:
    context = browser.new_context(locale=f"{language}-PL", viewport={"width": width, "height": 800})
    page = context.new_page()
    seen = 0
    for state in every_page(page, address, service, example(service)):
        seen += 1
        demand(page, f"{service} {language} {width}: {state}", language, width)
    assert seen > 8
    context.close()


def demand(page: Page, where: str, language: str, width: int) -> None:
    """No axe violation, no sideways scrolling, the right language, mistakes announced and in focus."""
    found = axe(page)
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, where
    assert page.get_attribute("html", "lang") == language, where
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)), where
    if page.locator(".govuk-error-summary").count():
        assert page.title().startswith("Błąd:" if language == "pl" else "Error:"), where
        if "filled in" not in where:  # since then somebody has been typing elsewhere
            assert "govuk-error-summary" in page.evaluate("document.activeElement.className"), where
        for link in page.locator(".govuk-error-summary__list a").all():
            target = link.get_attribute("href") or ""
            assert "/formularz/" in target or target.removeprefix("#") in ids, f"{where}: no {target}"
