"""The simulators' pages in a real browser: accessible, valid, narrow, quiet."""

import smtplib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from sms.operators.port import Outgoing
from tests.browsing import axe, press
from tests.program import until
from tests.simulators import PHONE, Office, Simulators

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Simulators, dict[str, str]]]:
    """Pages with something of each kind on them."""
    office = Office()
    stop = office.serve()
    simulators = Simulators(tmp_path_factory.mktemp("simulated") / "data").start()
    operator = simulators.operator()
    text = "Urzad Miejski w Zabrzu: sprawa WP.3120.118.2026, nowy stan: czeka na Ciebie. Szczegoly w Okienku."
    for fate in ("delivered", "30003", "failed", "sent"):
        simulators.course(fate=fate, callbacks="withhold" if fate == "sent" else "send")
        ref = operator.send(Outgoing(fate, PHONE, text, f"{office.address}/x")).ref
        until("moved", lambda ref=ref: "w kolejce" not in simulators.page(f"/sms/{ref}"))  # type: ignore[misc]  # the default binds the loop's value
    simulators.course(pace="hand")
    waiting = operator.send(
        Outgoing("w", PHONE, "https://okienko.example.pl/" + "x" * 180, f"{office.address}/x")
    ).ref
    came = simulators.click("/telefon", phone=PHONE, body="STATUS WP.3120.118.2026").headers["Location"]
    _write(simulators)
    number = simulators.page().split("/list/")[1].split('"')[0]
    yield (
        simulators,
        {
            "sent": "/",
            "waiting": f"/sms/{waiting}",
            "done": f"/sms/{ref}",
            "came": came,
            "letter": f"/list/{number}",
            "switches": "/zachowanie",
            "phone": "/telefon",
        },
    )
    simulators.stop()
    stop()


def _write(simulators: Simulators) -> None:
    with smtplib.SMTP("127.0.0.1", simulators.mail_port, timeout=10) as server:
        letter = b"Subject: Nowy stan sprawy\r\n\r\n" + b"Tekst " * 60 + b"x" * 300
        server.sendmail("urzad@example.pl", ["anna.przykladowa@example.pl"], letter)


PAGES = ("sent", "waiting", "done", "came", "letter", "switches", "phone")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(
    filled: tuple[Simulators, dict[str, str]], browser: Browser, name: str, width: int
) -> None:
    simulators, pages = filled
    page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(simulators.address + pages[name])
    _is_for_everybody(page, width)
    assert said == []
    page.close()


def test_a_wrong_form_is_for_everybody_too(
    filled: tuple[Simulators, dict[str, str]], browser: Browser
) -> None:
    simulators, _ = filled
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(f"{simulators.address}/telefon")
    page.fill("#phone", "abc")
    press(page.locator("button[type=submit]"))
    assert page.locator(".govuk-error-summary").is_visible()
    _is_for_everybody(page, 320)
    page.goto(f"{simulators.address}/zachowanie")
    page.fill("#seconds-sms", "dużo")
    press(page.locator("text=Ustaw wysyłanie SMS-ów"))
    assert page.locator(".govuk-error-summary").is_visible()
    _is_for_everybody(page, 320)
    page.close()


def _is_for_everybody(page: Page, width: int) -> None:
    found = axe(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_click_changes_how_the_next_sms_is_answered(
    filled: tuple[Simulators, dict[str, str]], browser: Browser
) -> None:
    simulators, _ = filled
    page = browser.new_page()
    page.goto(f"{simulators.address}/zachowanie")
    page.select_option("#answer-sms", "refuse")
    page.select_option("#code", "21610")
    page.select_option("#times-sms", "1")
    press(page.locator("text=Ustaw wysyłanie SMS-ów"))
    with pytest.raises(Exception, match="21610"):
        simulators.operator().send(Outgoing("p", PHONE, "x"))
    assert simulators.operator().send(Outgoing("p", PHONE, "x")).ref
    page.close()
