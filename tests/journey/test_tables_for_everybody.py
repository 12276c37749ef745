"""A haulier with forty vehicles and a spreadsheet: every page of the way is right for everybody."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from forms_catalog.samples import Sample
from portal.application import create_portal
from portal.parts import Parts
from tests.browsing import press
from tests.journey.demands import demand
from tests.portal.filing.filling import VEHICLES, fill_in
from tests.portal.filing.test_tables import vehicle
from tests.portal.filing.visitor import Visitor

pytestmark = pytest.mark.slow
Example = Callable[..., Sample]


@pytest.fixture
def section(visitor: Visitor, example: Example) -> str:
    """The address of the vehicles' page of a draft that is filled in; the example has two vehicles."""
    fill_in(visitor, VEHICLES, example(VEHICLES))
    return visitor.path.replace("sprawdz", "vehicles")


@pytest.fixture
def visitor(parts: Parts) -> Visitor:
    return Visitor(create_portal(parts).test_client())


@pytest.mark.parametrize(("language", "width"), [("pl", 320), ("en", 320), ("pl", 1280), ("en", 1280)])
def test_forty_vehicles_come_from_a_table(
    browser: Browser, address: str, section: str, language: str, width: int
) -> None:
    context = browser.new_context(locale=f"{language}-PL", viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}{section}?lang={language}")
    for state in every_state(page):
        demand(page, f"table {language} {width}: {state}", language, width)
    assert page.locator("main table tbody tr").count() == 42
    context.close()


def test_a_table_needs_no_script(browser: Browser, address: str, section: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}{section}")
    states = list(every_state(page))
    assert states[-1] == "all rows there"
    assert page.locator("main table tbody tr").count() == 42


def every_state(page: Page) -> Iterator[str]:
    """From the link to all forty rows, over an empty choice, a workbook and two rows to mend."""
    press(page.locator("a[href$='/tabela']"))
    with page.expect_download() as downloaded:
        page.locator("a[href$='wzor.csv']").click()
    header = downloaded.value.path().read_text("utf-8-sig").strip()
    yield "how it goes"
    send(page)
    yield "no file"
    choose(page, b"PK\x03\x04")
    yield "a workbook"
    rows = [vehicle(number) for number in range(40)]
    spoiled = [*rows]
    spoiled[7], spoiled[22] = vehicle(7, vin="SUS"), vehicle(22).replace("2019", "dawno")
    choose(page, "\r\n".join([header, *spoiled]).encode("cp1250"))
    yield "two rows to mend"
    press(page.locator("form[action$='/dodaj'] button"))
    yield "most rows there"
    press(page.locator("a[href$='/tabela']"))
    choose(page, "\n".join([header, *rows]).encode())
    yield "the rest"
    press(page.locator("form[action$='/dodaj'] button"))
    yield "all rows there"


def choose(page: Page, data: bytes) -> None:
    page.set_input_files("#tabela", {"name": "pojazdy.csv", "mimeType": "text/csv", "buffer": data})
    send(page)


def send(page: Page) -> None:
    press(page.locator("form:has(#tabela) button"))
