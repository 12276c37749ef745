"""U-matrix: every form × every page and state of it × three languages × two widths, in a browser with axe.

OKIENKO_FORMS names forms (codes, separated by commas) where not all are wanted. OKIENKO_MATRIX_KEPT names a
file that walks which are done are written to: a run that was broken off goes on behind them.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from bench.battery.ground import house
from bench.battery.row import Attempt, Result, judged
from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import Catalogue, load
from forms_catalog.samples import samples
from tests.browsing import chromium
from tests.journey.demands import demand
from tests.journey.eyes import every_page
from tests.turns import FORMS, LANGUAGES, WIDTHS, is_wanted

Walk = tuple[str, str]  #: form and language
_TASTE = ("podatek-nieruchomosci-dn-1", "zameldowanie-pobyt-czasowy", "taxi-licencja")


def every_state(attempt: Attempt) -> Result:
    """U-matrix."""
    catalogue = load(demo=True)
    done = _kept()
    walks = [walk for walk in _walks(attempt, catalogue) if walk not in done]
    attempt.say(f"{len(walks)} walks, {len(done)} done before")
    with house(attempt) as program, chromium() as browser:
        for number, (code, language) in enumerate(walks, 1):
            done[code, language] = _walk(browser, program.address, catalogue, code, language)
            states, faults = done[code, language]
            attempt.say(f"{number} of {len(walks)}: {code} {language}, {states} states, {len(faults)} faults")
            _keep(code, language, states, faults)
    faults = [fault for _, wrong in done.values() for fault in wrong]
    figures = {
        "forms": len({code for code, _ in done}),
        "walks": len(done),
        "states": sum(states for states, _ in done.values()),
        "looked at": sum(states for states, _ in done.values()) * len(WIDTHS),
        "faults": len(faults),
        "which": faults[:20],
    }
    return judged(figures, {"0 faults": not faults, "every walk sees at least 8 states": _long_enough(done)})


def _long_enough(done: dict[Walk, tuple[int, list[str]]]) -> bool:
    return all(states >= 8 for states, _ in done.values())


def _walks(attempt: Attempt, catalogue: Catalogue) -> Iterator[Walk]:
    """In a taste each form is walked through in one language."""
    every = [form.code for form in catalogue.services("zabrze") if is_wanted(form.code)]
    codes = attempt.size(every, every if FORMS else list(_TASTE))
    for number, code in enumerate(codes):
        of_turn = LANGUAGES[number % len(LANGUAGES) :][:1]
        yield from ((code, language) for language in attempt.size(LANGUAGES, of_turn))


def _walk(
    browser: Browser, address: str, catalogue: Catalogue, code: str, language: str
) -> tuple[int, list[str]]:
    """States seen, and what is wrong with them at either width; a walk that breaks off is wrong too."""
    definition = catalogue.service(code)
    assert definition is not None
    sample = samples(definition, catalogue=catalogue, today=warsaw_date(datetime.now(UTC)))["default"]
    context = browser.new_context(locale=f"{language}-PL", viewport={"width": WIDTHS[-1], "height": 800})
    states = 0
    faults: list[str] = []
    try:
        for state in every_page(context.new_page(), address, code, sample):
            states += 1
            faults += _faults(context.pages[0], f"{code} {language}: {state}", language)
    except (Error, AssertionError) as broken:
        faults.append(f"{code} {language}: broken off after {states} states: {str(broken)[:300]}")
    context.close()
    return states, faults


def _faults(page: Page, where: str, language: str) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        try:
            demand(page, f"{where}, {width} px", language, width)
        except AssertionError as wrong:
            yield str(wrong)[:400]


def _kept() -> dict[Walk, tuple[int, list[str]]]:
    file = os.environ.get("OKIENKO_MATRIX_KEPT")
    lines = Path(file).read_text("utf-8").splitlines() if file and Path(file).exists() else []
    return {(code, language): (states, wrong) for code, language, states, wrong in map(json.loads, lines)}


def _keep(code: str, language: str, states: int, faults: list[str]) -> None:
    """A walk with faults is walked again next time."""
    file = os.environ.get("OKIENKO_MATRIX_KEPT")
    if file and not faults:
        with Path(file).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps([code, language, states, faults], ensure_ascii=False) + "\n")
