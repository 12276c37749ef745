"""Every page of a form and every state of it is right for everybody: wide and narrow, pl, en and uk."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from forms_catalog.catalogue import Catalogue
from forms_catalog.model import AnyField, Definition, GroupField, RowsField
from forms_catalog.samples import Sample
from tests.browsing import press
from tests.journey.demands import demand
from tests.journey.eyes import MAIN, every_page
from tests.portal.filing.filling import INFORMATION, PROPERTY
from tests.turns import LANGUAGES, WIDTHS, turn

Example = Callable[..., Sample]

#: they have every kind of question; walked through from the blank page to what is read when all is sent
WALKED = (
    PROPERTY,
    INFORMATION,
    "alkohol-zezwolenie-jednorazowe",
    "przewozy-wlasne-zaswiadczenie",
    "odwolanie-od-decyzji-podatkowej",
    "nadplata-stwierdzenie",
)
IN_TURNS = [
    (service, language, width)
    for service in WALKED
    for language in turn(service, LANGUAGES)
    for width in turn(f"width {service}", WIDTHS)
]


def test_those_walked_through_have_every_kind_of_question(catalogue: Catalogue) -> None:
    kinds = {form.code: set(_kinds_of(form)) for form in catalogue.services("zabrze")}
    assert set().union(*kinds.values()) == set().union(*(kinds[code] for code in WALKED))
    assert {language for _, language, _ in IN_TURNS} == set(LANGUAGES)
    assert {width for _, _, width in IN_TURNS} == set(WIDTHS)


def _kinds_of(form: Definition) -> Iterator[str]:
    def inside(fields: Sequence[AnyField]) -> Iterator[str]:
        for field in fields:
            yield field.kind
            if isinstance(field, GroupField | RowsField):
                yield from inside(field.fields)

    for section in form.sections:
        yield from inside(section.fields)


@contextmanager
def at_a_screen(browser: Browser, language: str, width: int) -> Iterator[Page]:
    """Somebody who reads that language."""
    context = browser.new_context(locale=f"{language}-PL", viewport={"width": width, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize(("service", "language", "width"), IN_TURNS)
def test_no_page_shuts_anybody_out(
    browser: Browser, address: str, example: Example, service: str, language: str, width: int
) -> None:
    with at_a_screen(browser, language, width) as page:
        seen = 0
        for state in every_page(page, address, service, example(service)):
            seen += 1
            demand(page, f"{service} {language} {width}: {state}", language, width)
        assert seen > 8


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_opens_and_says_what_is_missing_to_everybody(
    browser: Browser, address: str, catalogue: Catalogue, subtests: pytest.Subtests, language: str
) -> None:
    """Each form in one language and width, whose turn hangs on its name."""
    for form in catalogue.services("zabrze"):
        if language not in turn(form.code, LANGUAGES):
            continue
        for width in turn(f"width {form.code}", WIDTHS):
            with subtests.test(form.code, width=width), at_a_screen(browser, language, width) as page:
                page.goto(f"{address}/uslugi/{form.code}/formularz")
                press(page.locator(MAIN))  # nothing answered yet
                demand(page, f"{form.code} {language} {width}", language, width)
