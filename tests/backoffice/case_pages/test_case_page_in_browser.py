"""The page of a case in a real browser: accessible, no wider than the screen, on paper without what is for
the screen alone."""

from collections.abc import Iterator
from itertools import pairwise
from uuid import UUID

import pytest
from playwright.sync_api import Page
from sqlalchemy import text

from casework.desk import passwords
from casework.desk.calls import answer_call, shortest_term
from casework.intake.handed_in import FileToFile
from tests.backoffice.at_work import POST, Office, day
from tests.backoffice.conftest import PASSWORD, TOTP
from tests.browsing import axe, chromium, press
from tests.casework.window import DN1, INFORMATION, WASTE

pytestmark = pytest.mark.slow


def _worked(work: Office) -> UUID:
    """A case that was called for completion, answered with a file, and has a long history."""
    case = work.taken(DN1)
    work.step(work.anna, case, "otworz-znak")
    typed = {"missing": "Brakuje podpisu.", "text": "", "clerk_post": POST}
    work.send_letter(work.anna, case, "wezwij", **typed, **day("due_on", shortest_term(work.today)))
    long_name = "Oświadczenie-o-powierzchni-budynku-gospodarczego-i-garażu-przy-ulicy-Wzorcowej.pdf"
    sent = FileToFile("answer", long_name, "application/pdf", 412_000, "d" * 64)
    with work.sessions.begin() as session:
        answer_call(
            session, case, text="Podpisałem.\n\nProszę o potwierdzenie.", files=[sent], at=work.clock()
        )
    for number in range(12):
        work.step(work.anna, case, "notatka", text=f"Notatka {number}, strona dzwoniła.")
    with work.sessions.begin() as session:  # a note counts as a step: the mark of the answer is put back
        answered = "UPDATE office_case SET new_answer = true WHERE submission_id = :case"
        session.execute(text(answered), {"case": case})
    return case


def _log_in(page: Page, address: str, work: Office) -> None:
    work.clock.go_on(seconds=30)
    page.goto(f"{address}/logowanie")
    page.fill("#login", "anna@urzad.example")
    page.fill("#password", PASSWORD)
    page.fill("#code", passwords.code_now(TOTP, at=work.clock()))
    press(page.locator("main button"))
    page.wait_for_url(lambda url: "/logowanie" not in url)


def _faults(page: Page, width: int) -> Iterator[str]:
    for one in axe(page).response["violations"]:
        yield f"{one['id']}: {one['nodes'][0]['html'][:120]}"
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield "too wide"
    levels = page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map(h => +h.tagName[1])")
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield f"a level of headings is left out: {levels}"


def test_the_pages_of_cases_are_accessible_fit_and_print(address: str, work: Office) -> None:
    cases = [_worked(work), work.file(WASTE), work.file(INFORMATION)]
    places = [*(f"/sprawy/{case}" for case in cases), f"/sprawy/{cases[0]}/upo"]
    wrong: list[str] = []
    with chromium() as browser:  # not before: sealing the letter wants the loop of this thread for itself
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        _log_in(page, address, work)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            for place in places:
                page.goto(address + place)
                wrong += [f"{width} {place}: {fault}" for fault in _faults(page, width)]
        page.set_viewport_size({"width": 794, "height": 1123})
        page.goto(address + places[0])
        page.emulate_media(media="print")
        shown = "e => getComputedStyle(e).display !== 'none' && e.offsetParent !== null"
        for screen_only in (".ok-dnav", ".ok-dtop form", "section:has(> #kroki)"):
            if page.eval_on_selector(screen_only, shown):
                wrong.append(f"on paper: {screen_only}")
        if not page.eval_on_selector("#zlozono", shown):
            wrong.append("not on paper: the answers")
    assert not wrong, "\n".join(wrong)
