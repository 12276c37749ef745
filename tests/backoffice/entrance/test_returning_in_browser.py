"""The warning before a session ends, and the form that waited, in a real browser without script."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Blueprint, Flask, render_template_string, request
from playwright.sync_api import Browser, Page

from backoffice.application import create_desk
from backoffice.entrance.who import for_roles
from backoffice.parts import DeskParts
from casework.desk import passwords
from casework.desk.desk_sessions import Limits
from tests.backoffice.conftest import PASSWORD, TOTP, Clock, Employ, served
from tests.browsing import axe, press

pytestmark = pytest.mark.slow
ANNA = "anna@urzad.example"
FORM = "/proba/11111111-2222-4333-8444-555555555555"
PAGE = """{% extends "desk.html" %}{% block title %}Proba{% endblock %}
{% block main %}<div class="ok-dhead"><h1>Proba</h1></div>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label class="govuk-label" for="reason">Powód</label>
<textarea class="govuk-textarea" id="reason" name="reason"></textarea>
<button class="govuk-button">Zapisz</button></form>
{% for number in range(60) %}<p>Wiersz {{ number }}</p>{% endfor %}{% endblock %}"""


@pytest.fixture
def desk_of_two_minutes(desk_parts: DeskParts) -> Flask:
    limits = Limits(timedelta(minutes=2), timedelta(hours=8))
    app = create_desk(replace(desk_parts, options=replace(desk_parts.options, limits=limits)))
    room = Blueprint("probe", __name__)

    @room.get("/proba/<uuid:case_id>")
    @for_roles("clerk")
    def show(case_id: UUID) -> str:
        return render_template_string(PAGE)

    @room.post("/proba/<uuid:case_id>")
    @for_roles("clerk")
    def take(case_id: UUID) -> str:
        return f"<h1>{request.form['reason']}</h1>"

    app.register_blueprint(room)
    return app


@pytest.fixture
def address(desk_of_two_minutes: Flask) -> Iterator[str]:
    with served(desk_of_two_minutes) as there:
        yield there


def _come_in(page: Page, clock: Clock) -> None:
    clock.go_on(seconds=30)
    page.fill("#login", ANNA)
    page.fill("#password", PASSWORD)
    page.fill("#code", passwords.code_now(TOTP, at=clock()))
    press(page.locator("main button"))


@pytest.mark.parametrize("width", [1280, 320])
def test_the_warning_is_seen_goes_on_by_one_click_and_nothing_typed_is_lost(
    browser: Browser, address: str, employ: Employ, desk_clock: Clock, width: int
) -> None:
    employ(ANNA, "clerk")
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        reduced_motion="reduce" if width == 320 else "no-preference",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)

    def look(what: str) -> None:
        wrong.extend(f"{what}: {one['id']}" for one in axe(page).response["violations"])
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{what}: too wide")

    page.goto(address + FORM)
    _come_in(page, desk_clock)
    page.wait_for_url("**" + FORM)
    warning = page.get_by_role("alert")
    assert warning.is_visible()
    assert "sesja skończy się" in warning.inner_text().replace("\xa0", " ")
    box = warning.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 801, "it stands at the foot of the screen"
    look("warned")
    page.fill("#reason", "Brakuje podpisu pod wnioskiem.")
    with context.expect_page() as opened:
        warning.get_by_role("link").click()
    assert "Sesja trwa dalej" in opened.value.inner_text("h1").replace("\xa0", " ")
    opened.value.close()
    desk_clock.go_on(minutes=3)
    press(page.locator("main button"))
    look("ended")
    _come_in(page, desk_clock)
    page.get_by_text("Brakuje podpisu pod wnioskiem.").wait_for()
    look("waits")
    press(page.locator("main button"))
    assert page.inner_text("h1") == "Brakuje podpisu pod wnioskiem."
    context.close()
    assert not wrong, "\n".join(wrong)
