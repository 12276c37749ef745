"""Somebody who looks at every page of a form: empty, with mistakes, filled in."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page

from forms_catalog.answers import ReadAnswers
from forms_catalog.samples import Sample
from tests.browsing import press
from tests.portal.filing.filling import MOST_PAGES
from tests.portal.filing.visitor import flat, groups

MAIN = "main .ok-actions button.govuk-button"


def every_page(page: Page, address: str, service: str, sample: Sample) -> Iterator[str]:
    """Walks through the form and stops at every page and every state of it; gives what one sees there."""
    page.goto(f"{address}/uslugi/{service}/formularz")
    yield "blank form"
    rows, looked_ahead = groups(sample.answers), False
    for _ in range(MOST_PAGES):
        if page.url.endswith("/sprawdz"):
            break
        yield from _section(page, sample, rows)
        if page.locator(".ok-save").count() and not looked_ahead:
            looked_ahead, here = True, page.url
            page.goto(f"{here.rpartition('/')[0]}/sprawdz")
            yield "read back too early"
            page.goto(here)
    check = page.url
    yield "everything read back"
    for other in ("pozniej", "usun"):
        page.goto(check.replace("sprawdz", other))
        yield other
    page.goto(check)
    press(page.locator(MAIN))
    page.goto(check)
    yield "already filed"


def _section(page: Page, sample: Sample, rows: dict[str, list[ReadAnswers]]) -> Iterator[str]:
    here = page.url
    section = here.rpartition("/")[2]
    press(page.locator(MAIN))  # nothing answered yet
    looked_at = bool(page.locator(".govuk-error-summary").count())
    if looked_at:
        yield f"{section} with everything missing"
    elif page.url != here:  # nothing was asked that must be answered
        page.goto(here)
    fill(page, flat(sample.answers))
    for name, left in rows.items():
        while left and page.locator(f"[id='{name}']").count():
            yield from _row(page, name, left.pop(0))
            fill(page, flat(sample.answers))
    if not looked_at or page.locator("main table").count():
        yield f"{section} filled in"
    for file in sample.attachments:
        chooser = page.locator(f"input[name='attachments-{file.slot}']")
        if chooser.count():
            chooser.set_input_files(
                {"name": file.filename, "mimeType": file.content_type, "buffer": file.data}
            )
    press(page.locator(MAIN))


def _row(page: Page, name: str, row: ReadAnswers) -> Iterator[str]:
    press(page.locator(f"[id='{name}']"))
    yield f"{name}: blank row"
    press(page.locator(MAIN))
    yield f"{name}: row with everything missing"
    for _ in range(3):
        own = page.locator(f"[name^='{name}-']").first.get_attribute("name") or ""
        index = own.removeprefix(f"{name}-").partition("-")[0]
        fill(page, {f"{name}-{index}-{key}": value for key, value in flat(row).items()})
        press(page.locator(MAIN))
        if not re.search(r"/(nowy|[0-9a-f-]{36})$", page.url.partition("#")[0]):
            return


def fill(page: Page, typed: dict[str, str]) -> None:
    """Types into the inputs that are there."""
    for name, value in typed.items():
        inputs = page.locator(f"[name='{name}']")
        if inputs.count():
            _answer(page, inputs, name, value)
            continue
        day, _, hour = value.partition("T")
        parts = dict(zip(("year", "month", "day"), day.split("-"), strict=False)) | {"time": hour}
        for part, text in parts.items():
            box = page.locator(f"[name='{name}-{part}']")
            if box.count():
                box.fill(text)


def _answer(page: Page, inputs: Locator, name: str, value: str) -> None:
    kind = inputs.first.get_attribute("type")
    if kind == "radio":
        page.locator(f"[name='{name}'][value='{value}']").check()
    elif kind == "checkbox":
        for box in inputs.all():
            box.set_checked(box.get_attribute("value") in value.split(","))
    elif inputs.evaluate("input => input.tagName") == "SELECT":
        inputs.select_option(value)
    else:
        inputs.fill(value)
