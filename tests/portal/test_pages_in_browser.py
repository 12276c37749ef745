"""Every page in a real browser: pl and en, wide and at 320 px, errors included."""

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.serving import WSGIRequestHandler, make_server

from casework import access
from casework.intake.receipts import find_receipt
from portal.application import create_portal
from portal.parts import Parts
from tests.browsing import axe, press, press_enter
from tests.portal.conftest import Files

pytestmark = pytest.mark.slow
LAND = "podatek-nieruchomosci-dn-1"
STYLES = ("govuk-okienko.css", "okienko.css", "okienko-desk.css")
SPACED = """* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
p {margin-bottom: 2em !important}"""


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Site:
    """A served portal with one declaration filed."""

    address: str
    receipt: str
    case: str
    code: str
    upo: Path
    spoiled: Path


@pytest.fixture
def site(parts: Parts, file_sample: Files, sessions: sessionmaker[Session], tmp_path: Path) -> Iterator[Site]:
    filed = file_sample(LAND)
    with sessions() as session:
        kept = find_receipt(session, filed.id)
    assert kept is not None
    upo, spoiled = tmp_path / "upo.xml", tmp_path / "spoiled.xml"
    upo.write_bytes(kept.receipt)
    spoiled.write_bytes(kept.receipt.replace(b"Zabrz", b"Xabrz"))
    server = make_server("127.0.0.1", 0, create_portal(parts), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(
        address=f"http://127.0.0.1:{server.port}",
        receipt=f"/upo/{filed.id}?t={filed.receipt_token}",
        case=f"/sprawy/{filed.id}?t={access.case_token(parts.counter.secret, filed.id)}",
        code=f"/sprawdz-upo?id={filed.id}&skrot={kept.receipt_digest}",
        upo=upo,
        spoiled=spoiled,
    )
    server.shutdown()
    thread.join()


def _send_receipt(page: Page, site: Site, file: Path | None) -> None:
    page.goto(f"{site.address}/sprawdz-upo")
    if file is not None:
        page.set_input_files("#upo", file)
        page.set_input_files("#pliki", [site.upo])
    press(page.locator("main button[type=submit]"))


def _send_key(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/sprawy")
    page.fill("#klucz", "K7MP")
    press(page.locator("main button[type=submit]"))


def _at(address: str) -> Callable[[Page, Site], None]:
    return lambda page, site: void(page.goto(site.address + address))


def void(_: object) -> None:
    """Playwright answers with the response; a visit hands on nothing."""


VISITS: dict[str, Callable[[Page, Site], None]] = {
    "start": _at("/"),
    "offices": _at("/urzad"),
    "other office": _at("/?urzad=gliwice"),
    "catalogue": _at("/uslugi"),
    "topic": _at("/uslugi?temat=tax"),
    "situation": _at("/uslugi?sytuacja=dom"),
    "hits": _at("/uslugi?q=smieci"),
    "no hits": _at("/uslugi?q=hipopotam"),
    "land": _at(f"/uslugi/{LAND}"),
    "waste": _at("/uslugi/odpady-deklaracja-zamieszkana"),
    "public information": _at("/uslugi/informacja-publiczna-wniosek"),
    "receipt": lambda page, site: void(page.goto(site.address + site.receipt)),
    "case": lambda page, site: void(page.goto(site.address + site.case)),
    "key": _at("/sprawy"),
    "wrong key": _send_key,
    "check": _at("/sprawdz-upo"),
    "no file": lambda page, site: _send_receipt(page, site, None),
    "genuine": lambda page, site: _send_receipt(page, site, site.upo),
    "spoiled": lambda page, site: _send_receipt(page, site, site.spoiled),
    "code": lambda page, site: void(page.goto(site.address + site.code)),
    "wrong code": _at("/sprawdz-upo?id=x"),
    "not there": _at("/nothing"),
}
#: what the browser itself writes when the answer is an error page
OWN_WORDS = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


def _widen_key(page: Page) -> None:
    """Keys differ in every run; the widest one has to fit too."""
    for key in page.query_selector_all(".ok-key"):
        key.evaluate("element => element.textContent = 'WWWW-WWWW-WWWW-WWWW'")


def _faults(page: Page) -> list[str]:
    found = axe(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible_fits_and_is_quiet(
    site: Site, browser: Browser, language: str, width: int
) -> None:
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if site.address not in request.url else None)
    for name, visit in VISITS.items():
        said.clear()
        visit(page, site)
        assert page.get_attribute("html", "lang") == language
        for detail in page.query_selector_all("details"):
            detail.evaluate("element => element.open = true")
        _widen_key(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{name}: {wide} px wide"] if wide > width else []
        wrong += [f"{name}: {fault}" for fault in _faults(page)]
        wrong += [f"{name}: {words}" for words in said if not OWN_WORDS.match(words)]
    context.close()
    assert not wrong, "\n".join(wrong)


def test_with_wide_text_spacing_nothing_is_cut_off(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 900}, locale="pl", bypass_csp=True)
    page = context.new_page()
    wide = {}
    for name, visit in VISITS.items():
        visit(page, site)
        page.add_style_tag(content=SPACED)
        _widen_key(page)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {name: width for name, width in wide.items() if width > 320} == {}


def test_the_whole_way_works_without_script_and_by_keyboard(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="pl")
    page = context.new_page()
    page.goto(site.address)
    page.keyboard.press("Tab")
    assert page.locator(".govuk-skip-link:focus").count() == 1, "the first stop leads to the content"
    page.locator("#szukaj").focus()
    page.keyboard.type("smieci")
    press_enter(page)
    page.wait_for_url("**/uslugi?q=smieci")
    page.locator(".ok-hit a").first.focus()
    press_enter(page)
    page.wait_for_url("**/uslugi/odpady-deklaracja-zamieszkana")
    assert page.locator("main .govuk-button").first.inner_text() == "Wypełnij deklarację"
    context.close()


def test_an_error_takes_the_focus_and_leads_to_its_field(site: Site, browser: Browser) -> None:
    context = browser.new_context(locale="pl")
    page = context.new_page()
    _send_key(page, site)
    assert page.locator(".govuk-error-summary:focus").count() == 1
    assert page.title().startswith("Błąd: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#klucz:focus").count() == 1
    assert page.input_value("#klucz") == "K7MP"
    context.close()


def test_receipt_and_case_print_on_one_sheet_with_number_key_and_code(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(locale="pl")
    page = context.new_page()
    for name, address in (("receipt", site.receipt), ("case", site.case)):
        page.goto(site.address + address)
        sheet = tmp_path / f"{name}.pdf"
        page.pdf(path=sheet, format="A4", prefer_css_page_size=True)
        facts = subprocess.run(["pdfinfo", sheet], capture_output=True, text=True, check=True).stdout
        words = subprocess.run(["pdftotext", sheet, "-"], capture_output=True, text=True, check=True).stdout
        assert re.search(r"^Pages:\s+1$", facts, re.MULTILINE), name
        assert "RPW/1/" in words
        assert "Moje sprawy" not in words, "the menu is not printed"
    context.close()


def test_a_page_weighs_little(site: Site, browser: Browser) -> None:
    context = browser.new_context(locale="pl")
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(site.address)
    page.wait_for_load_state("networkidle")
    assert len(seen) <= 6, seen
    context.close()


def test_a_table_on_a_phone_breaks_long_values_and_never_the_word_of_a_label(browser: Browser) -> None:
    folder = Path(__file__).parents[2] / "pages" / "static"
    styles = "".join(f"<style>{(folder / name).read_text('utf-8')}</style>" for name in STYLES)
    long = "https://bip.miasto.example/engine/2025/uchwala_nr_XII_123_2025_w_sprawie_stawek"
    cells = "".join(f'<td data-l="{label}">{long}</td>' for label in ("Źródło", "Odpowiedzialność"))
    page = browser.new_page(viewport={"width": 320, "height": 600})
    for house in ("", "ok-desk"):
        page.set_content(
            f'{styles}<body class="{house}"><main style="padding:15px">'
            f'<table class="ok-table ok-stack"><tr>{cells}</tr></table>'
        )
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        for number in (0, 1):
            label = f"getComputedStyle(document.querySelectorAll('td')[{number}], '::before')"
            assert page.evaluate(f"{label}.overflowWrap") == "normal", house
            assert page.evaluate(f"{label}.content").strip('"') in ("Źródło", "Odpowiedzialność")
    page.close()
