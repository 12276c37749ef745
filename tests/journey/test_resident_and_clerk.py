"""One story from both sides of the counter: the whole program, a resident's browser and a clerk's."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from playwright.sync_api import Browser, Page

from casework.desk.passwords import code_now
from casework.trust.pdf_verdict import verify_pdf
from forms_catalog.catalogue import Catalogue
from tests.browsing import press
from tests.journey.hands import Hands
from tests.journey.test_whole_journey import walk_to_check
from tests.portal.filing.filling import PROPERTY, example_of
from tests.program import Program, until

pytestmark = pytest.mark.slow
CLERK = "podatki@zabrze.demo.example"
MISSING = "Dołącz wypis z rejestru gruntów."
#: in an SMS, in a letter; no other number of six digits is one
_CODE = re.compile(r"(?:[Kk]od|Kod do Okienka):?\s(\d{6})(?!\d)")
ANSWER = "Wypis wysyłam w załączniku innym pismem."


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    started = Program(tmp_path / "data").start()
    yield started
    started.stop()


def _press(page: Page, words: str) -> None:
    """A link or a button that says so."""
    main = page.locator("main")
    press(main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first)


def _sent(program: Program, words: str) -> str:
    """What the outbox of the simulators shows as soon as these words are there."""
    outbox, shown = f"http://127.0.0.1:{program.port + 2}/", [""]

    def there() -> bool:
        shown[0] = httpx.get(outbox, timeout=60).text
        return words in shown[0]

    until(f"{words} is sent", there)
    return shown[0]


def _newest_code(program: Program, before: set[str]) -> str:
    found: list[str] = []

    def there() -> bool:
        page = httpx.get(f"http://127.0.0.1:{program.port + 2}/", timeout=60).text
        found[:] = [code for code in _CODE.findall(page) if code not in before]
        return bool(found)

    until("a code is sent", there)
    return found[0]


def _codes_seen(program: Program) -> set[str]:
    page = httpx.get(f"http://127.0.0.1:{program.port + 2}/", timeout=60).text
    return set(_CODE.findall(page))


def _file(resident: Page, program: Program, catalogue: Catalogue) -> str:
    """Fills the return in by keyboard and files it; the number of the receipt."""
    resident.goto(f"{program.address}/uslugi/{PROPERTY}/formularz?lang=pl")
    walk_to_check(resident, example_of(catalogue, PROPERTY), "pl")
    Hands(resident, {}).fill_and_press("Złóż ")
    number = re.search(r"RPW/\d+/20\d\d", resident.inner_text("main"))
    assert number
    return number[0]


def _log_in(clerk: Page, program: Program) -> None:
    told = re.search(rf"{re.escape(CLERK)}\s+(\S+)\s+(\S+)", program.said())
    assert told
    clerk.goto(f"http://127.0.0.1:{program.port + 1}/")
    clerk.fill("#login", CLERK)
    clerk.fill("#password", told[1])
    clerk.fill("#code", code_now(told[2], at=datetime.now(UTC)))
    press(clerk.locator("main button"))


def _prove(resident: Page, program: Program) -> None:
    """Asks for a code, reads it where it was sent, types it."""
    before = _codes_seen(program)
    _press(resident, "Wyślij mi kod")
    resident.fill("#kod", _newest_code(program, before))
    _press(resident, "Potwierdź kod")


def _call(clerk: Page, program: Program, number: str) -> str:
    """Takes the case and asks for what is missing; the sign of the case."""
    clerk.goto(f"http://127.0.0.1:{program.port + 1}/sprawy?widok=unassigned")
    _press(clerk, number)
    _press(clerk, "Weź sprawę")
    _press(clerk, "Załóż znak sprawy")
    sign = re.search(r"PO\.\d+\.\d+\.\d{4}", clerk.inner_text("h1"))
    assert sign
    _press(clerk, "Wezwij do uzupełnienia")
    clerk.fill("#missing", MISSING)
    clerk.fill("#clerk_post", "podinspektor")
    _press(clerk, "Przeczytaj pismo przed wysłaniem")
    _press(clerk, "Opatrz pieczęcią i wyślij wezwanie")
    assert "czeka na stronę" in clerk.inner_text("main")
    return sign[0]


def _settle(clerk: Page, program: Program, sign: str) -> None:
    """Reads the answer, settles the case and closes it."""
    clerk.goto(f"http://127.0.0.1:{program.port + 1}/sprawy?widok=answered")
    _press(clerk, sign)
    assert ANSWER in clerk.inner_text("main")
    _press(clerk, "Przyjmij i załatw")
    clerk.check("[name=outcome][value=przyjmij]")
    _press(clerk, "Załatw sprawę w ten sposób")
    _press(clerk, "Zamknij sprawę")
    _press(clerk, "Zamknij sprawę")


def _code_of_the_letter(resident: Page, program: Program) -> str:
    """What the verifier says of the letter that the resident downloads."""
    with resident.expect_download() as coming:
        resident.locator("a[href*='/pisma/']").first.click()
    letter = Path(coming.value.path()).read_bytes()
    seal = x509.load_pem_x509_certificate((program.data / "seals" / "zabrze.crt").read_bytes())
    with (
        ThreadPoolExecutor() as aside
    ):  # the browser's loop runs in this thread, the reader of PDFs has its own
        report = aside.submit(verify_pdf, letter, seals=[seal], now=datetime.now(UTC)).result()
    return report.code


def test_a_case_goes_from_the_form_to_the_closed_file(
    browser: Browser, program: Program, catalogue: Catalogue
) -> None:
    resident = browser.new_context(locale="pl-PL", accept_downloads=True).new_page()
    clerk = browser.new_context(java_script_enabled=False, locale="pl-PL").new_page()
    number = _file(resident, program, catalogue)
    _sent(program, number)
    _press(resident, "Zobacz swoją sprawę")
    case = resident.url
    _press(resident, "Potwierdź telefon")
    _prove(resident, program)

    _log_in(clerk, program)
    sign = _call(clerk, program, number)
    _sent(program, sign)
    resident.goto(case)
    assert MISSING in resident.inner_text("main")
    _press(resident, "Odpowiedz urzędowi")
    _prove(resident, program)
    resident.fill("textarea", ANSWER)
    _press(resident, "Wyślij odpowiedź")

    _settle(clerk, program, sign)

    resident.goto(case)
    assert "Zakończona" in resident.inner_text("main")
    assert _code_of_the_letter(resident, program) == "genuine"
