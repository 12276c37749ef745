"""The whole journey in a real browser: by keyboard alone, without any script, in both languages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from forms_catalog.answers import ReadAnswers
from forms_catalog.samples import Sample
from tests.journey.hands import Hands
from tests.portal.filing.filling import HOME, INFORMATION, MOST_PAGES, PROPERTY, SAVE, VEHICLES, WASTE
from tests.portal.filing.visitor import flat, groups

pytestmark = pytest.mark.slow
Example = Callable[..., Sample]
FILE = {"pl": "Złóż ", "en": "File the "}
NUMBER = re.compile(r"RPW/1/20\d\d")


@pytest.mark.parametrize(
    ("service", "language"),
    [
        (INFORMATION, "pl"),
        (INFORMATION, "en"),
        (WASTE, "en"),
        (PROPERTY, "pl"),
        (HOME, "en"),
        (VEHICLES, "pl"),
    ],
)
def test_a_form_is_filled_in_and_filed_by_keyboard_without_script(
    browser: Browser, address: str, example: Example, service: str, language: str
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="pl-PL")
    page = context.new_page()
    page.goto(f"{address}/uslugi/{service}/formularz?lang={language}")
    walk_to_check(page, example(service), language)
    Hands(page, {}).fill_and_press(FILE[language])
    assert "/upo/" in page.url
    assert NUMBER.search(page.inner_text("main"))
    assert page.get_attribute("html", "lang") == language
    context.close()


def walk_to_check(page: Page, sample: Sample, language: str) -> None:
    """Answers page after page by keyboard until everything is read back."""
    hands, rows = Hands(page, flat(sample.answers)), groups(sample.answers)
    for _ in range(MOST_PAGES):
        if page.url.endswith("/sprawdz"):
            return
        name = next(
            (name for name, left in rows.items() if left and page.locator(f"[id='{name}']").count()), None
        )
        if name is None:
            hands.fill_and_press(SAVE[language])
            assert not page.locator(".govuk-error-summary").count(), page.inner_text("main")
            continue
        add_row(page, hands, name, rows[name].pop(0))
    raise AssertionError("the form has no end")


def add_row(page: Page, hands: Hands, name: str, row: ReadAnswers) -> None:
    """Adds one row on its own page."""
    hands.fill_and_press(" ".join(page.inner_text(f"[id='{name}']").split()))
    own = page.locator(f"[name^='{name}-']").first.get_attribute("name") or ""
    index = own.removeprefix(f"{name}-").partition("-")[0]
    typed = {f"{name}-{index}-{key}": value for key, value in flat(row).items()}
    here = page.url
    for _ in range(3):  # an answer may bring up questions, which are asked on the same page
        Hands(page, typed).fill_and_press(" ".join(page.inner_text(".ok-actions button").split()))
        if page.url != here:
            return
