"""R3: twenty presses of one button at once, and a browser's back and send again: one case, one receipt."""

import re
import threading
from collections import Counter
from urllib.parse import urljoin

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.battery.ground import count, house
from bench.battery.row import Attempt, Result, Row, judged
from bench.battery.visiting import encoded, visitor, wire_of
from forms_catalog.catalogue import load
from tests.browsing import CHROMIUM, FLAGS
from tests.portal.filing.filling import INFORMATION, example_of, fill_in
from tests.portal.filing.visitor import Visitor
from tests.program import Program

_PRESSES = 20
_RECEIPT = re.compile(r"/upo/([0-9a-f-]{36})")


def _filled_in(program: Program) -> Visitor:
    """At the check page."""
    return fill_in(visitor(program.address), INFORMATION, example_of(load(), INFORMATION))


def _press_at_once(program: Program, person: Visitor) -> list[str]:
    """What each press was answered with: the id of the receipt, or the status."""
    (form,) = [form for form in person.page.forms if str(form.get("action")).endswith("/zloz")]
    body, kind = encoded(person.typed)
    together, told = threading.Barrier(_PRESSES), []

    def press() -> None:
        with httpx.Client(base_url=program.address, cookies=wire_of(person).cookies, timeout=60) as wire:
            wire.get("/healthz")  # the line is open before the start
            together.wait()
            answer = wire.post(form.get("action"), content=body, headers={"Content-Type": kind})
        found = _RECEIPT.search(answer.headers.get("Location", ""))
        told.append(found[1] if found else str(answer.status_code))

    threads = [threading.Thread(target=press) for _ in range(_PRESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _back_and_again(program: Program, times: int) -> Counter[str]:
    """In a browser: send, go back, send again where the page offers it; how often that is one receipt."""
    found: Counter[str] = Counter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for _ in range(times):
            page = browser.new_context().new_page()
            page.goto(urljoin(program.address, _filled_in(program).path))
            first = _send(page)
            page.go_back()
            found["the same" if _send(page) == first else "another"] += 1
        browser.close()
    return found


def _send(page: Page) -> str:
    """The receipt that the button leads to, or, where the form is filed already, the page's link."""
    onward = page.locator("form[action$='/zloz'] button, main a[href^='/upo/']").first
    with page.expect_navigation():
        onward.click()
    seen = _RECEIPT.search(page.url)
    return seen[1] if seen else page.url


def _double_click(attempt: Attempt) -> Result:
    rounds, browsers = attempt.size(10, 2), attempt.size(3, 1)
    answers: Counter[int] = Counter()
    wrong = []
    with house(attempt) as program:
        for number in range(rounds):
            attempt.say(f"{_PRESSES} presses at once, {number + 1} of {rounds}")
            told = _press_at_once(program, _filled_in(program))
            answers[len(set(told))] += 1
            if len(set(told)) != 1 or not _RECEIPT.fullmatch(f"/upo/{told[0]}"):
                wrong.append(Counter(told))
        attempt.say("back and send again in a browser")
        again = _back_and_again(program, browsers)
        cases = count(program, "SELECT count(*) FROM office_case")
    figures = {
        "rounds": rounds, "presses_a_round": _PRESSES, "different_answers_a_round": dict(answers),
        "browser_back_and_again": dict(again), "cases": cases, "wrong": wrong,
    }  # fmt: skip
    return judged(
        figures,
        {
            "20 presses, one receipt": not wrong,
            "back and again: the same receipt": set(again) == {"the same"},
            "one case a form": cases == rounds + browsers,
        },
    )


R3 = (Row("R3", "20 presses at once, browser back and resend: one case", _double_click, 2),)
