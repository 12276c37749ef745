"""What a page has to be for everybody, whatever stands on it."""

from playwright.sync_api import Page

from tests.browsing import axe

MISTAKES = {"pl": "Błąd:", "en": "Error:", "uk": "Помилка:"}


def demand(page: Page, where: str, language: str, width: int) -> None:
    """No axe violation, no sideways scrolling, the right language, mistakes announced and in focus."""
    found = axe(page)
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, where
    assert page.get_attribute("html", "lang") == language, where
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)), where
    if page.locator(".govuk-error-summary").count():
        assert page.title().startswith(MISTAKES[language]), where
        if "filled in" not in where:  # since then somebody has been typing elsewhere
            assert "govuk-error-summary" in page.evaluate("document.activeElement.className"), where
        for link in page.locator(".govuk-error-summary__list a").all():
            target = link.get_attribute("href") or ""
            assert "/formularz/" in target or target.removeprefix("#") in ids, f"{where}: no {target}"
