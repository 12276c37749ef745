"""A session ends while somebody works: they are warned, come back to where they were, and lose nothing."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backoffice.application import create_desk
from backoffice.entrance.who import DELAYS, for_roles
from backoffice.parts import DeskParts
from casework.desk import accounts, desk_sessions, passwords
from casework.desk.desk_sessions import Limits
from tests.backoffice.conftest import TOTP, Clock, Employ, Enter, log_in

ANNA, JAN = "anna@urzad.example", "jan@urzad.example"
CASE = UUID("11111111-2222-4333-8444-555555555555")
FORM = f"/proba/{CASE}/wezwanie"
REASON = "Brakuje podpisu <pod> wnioskiem."


@pytest.fixture(autouse=True)
def anna(employ: Employ) -> UUID:
    return employ(ANNA, "office_admin", "clerk")


def _probe() -> Blueprint:
    """A form of a case that says back what it was sent."""
    room = Blueprint("probe", __name__)

    @room.get("/proba/<uuid:case_id>")
    @for_roles("clerk")
    def show(case_id: UUID) -> str:
        return "the case"

    @room.post("/proba/<uuid:case_id>/wezwanie")
    @for_roles("clerk")
    def call(case_id: UUID) -> str:
        return repr(request.form.to_dict(flat=False))

    return room


@pytest.fixture
def guarded(desk_parts: DeskParts) -> Flask:
    """A desk that asks each form for its token, as in an office."""
    app = create_desk(desk_parts)
    app.register_blueprint(_probe())
    return app


def _token(page: str) -> str:
    return re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]


def _fields(page: str) -> dict[str, str]:
    main = page.split("<main", 1)[1]
    return {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', main)
    }


def _come_in(browser: FlaskClient, page: str, login: str, clock: Clock) -> TestResponse:
    """Fills in the log-in page as it came."""
    clock.go_on(seconds=30)
    typed = {
        "login": login,
        "password": "dwanaście znaków i jeden",
        "code": passwords.code_now(TOTP, at=clock()),
    }
    return browser.post("/logowanie", data=_fields(page) | typed)


def _logged_in(app: Flask, clock: Clock, login: str = ANNA) -> FlaskClient:
    browser = app.test_client()
    assert _come_in(browser, browser.get("/logowanie").text, login, clock).status_code == 303
    return browser


@pytest.mark.parametrize("asked", ["/kto-co-zrobil?przed=17", "/moje-konto", f"/pracownicy/{CASE}"])
def test_after_the_log_in_one_is_at_the_page_that_was_asked(
    guarded: Flask, desk_clock: Clock, asked: str
) -> None:
    browser = guarded.test_client()
    sent = browser.get(asked)
    assert sent.status_code == 303
    page = browser.get(sent.location).text
    wrong = browser.post("/logowanie", data=_fields(page) | {"login": ANNA, "password": "x", "code": "1"})
    assert wrong.status_code == 422
    assert _come_in(browser, wrong.text, ANNA, desk_clock).location == asked


HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/moje-konto",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "\\/evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "HTTPS://evil.example/moje-konto",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example\\@127.0.0.1",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%2f/evil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "%2f%2fevil.example",
    "/..//evil.example",
    "/moje-konto/../..//evil.example",
    "/.//evil.example",
    "//@evil.example",
    "/@evil.example",
    "@evil.example",
    "evil.example",
    "evil.example/moje-konto",
    "//127.0.0.1@evil.example",
    "/moje-konto\r\nSet-Cookie: a=b",
    "/moje-konto#@evil.example",
    "/moje-konto@evil.example",
    "/ \\evil.example",
    "/\u2044/evil.example",
    "/\uff0f/evil.example",
    "/\x00/evil.example",
    "/logowanie",
    "/logowanie?powrot=//evil.example",
    "/wyloguj",
    "/static/okienko.css",
    "/nie-ma-takiej",
    "/" + "a" * 5000,
    "//[::1]",
    "/\u00a0/evil.example",
]


def test_nobody_is_led_away_from_the_desk(
    guarded: Flask, desk_clock: Clock, subtests: pytest.Subtests
) -> None:
    for hostile in HOSTILE:
        with subtests.test(hostile):
            _not_led_away(guarded.test_client(), desk_clock, hostile)


def test_a_sign_that_nobody_sees_is_dropped_and_the_own_page_stays(guarded: Flask) -> None:
    page = guarded.test_client().get(f"/logowanie?powrot={quote('/moje-konto' + chr(127))}").text
    assert _fields(page)["powrot"] == "/moje-konto"


def _not_led_away(browser: FlaskClient, desk_clock: Clock, hostile: str) -> None:
    page = browser.get(f"/logowanie?powrot={quote(hostile)}").text
    assert "powrot" not in _fields(page)
    desk_clock.go_on(seconds=30)
    typed = {
        "login": ANNA,
        "password": "dwanaście znaków i jeden",
        "code": passwords.code_now(TOTP, at=desk_clock()),
    }
    answer = browser.post("/logowanie", data=_fields(page) | typed | {"powrot": hostile})
    assert (answer.status_code, answer.location) == (303, "/")


def test_what_was_typed_comes_along_and_is_sent_by_the_clerks_own_press(
    guarded: Flask, desk_clock: Clock
) -> None:
    browser = _logged_in(guarded, desk_clock)
    typed = {"csrf_token": _token(browser.get("/moje-konto").text), "reason": REASON, "units": ["a", "b"]}
    desk_clock.go_on(minutes=16)
    met = browser.post(FORM, data=typed)
    assert met.status_code == 403
    assert REASON not in unescape(met.text), "whoever looks at the page of the log-in reads nothing of a case"
    assert "Sesja się skończyła" in unescape(met.text).replace("\xa0", " ")
    slip = browser.post(
        "/logowanie", data=_fields(met.text) | {"login": ANNA, "password": "slip", "code": "1"}
    )
    waits = _come_in(browser, slip.text, ANNA, desk_clock)
    assert waits.status_code == 200
    assert REASON in unescape(waits.text)
    assert f'href="/proba/{CASE}"' in waits.text
    assert f'action="{FORM}"' in waits.text
    again = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', waits.text.split("<main", 1)[1])
    data: dict[str, list[str]] = {}
    for name, value in again:
        data.setdefault(name, []).append(unescape(value))
    assert len(data["csrf_token"]) == 1
    assert data["csrf_token"] != [typed["csrf_token"]]
    said = browser.post(FORM, data=data)
    assert said.status_code == 200
    assert repr({"csrf_token": data["csrf_token"], "reason": [REASON], "units": ["a", "b"]}) == said.text


def test_what_one_clerk_typed_does_not_open_to_another(
    guarded: Flask, desk_clock: Clock, employ: Employ
) -> None:
    employ(JAN, "clerk")
    browser = _logged_in(guarded, desk_clock)
    token = _token(browser.get("/moje-konto").text)
    desk_clock.go_on(minutes=16)
    met = browser.post(FORM, data={"csrf_token": token, "reason": REASON})
    other = _come_in(browser, met.text, JAN, desk_clock)
    assert (other.status_code, other.location) == (303, f"/proba/{CASE}")


def test_a_form_that_another_page_sends_is_not_carried_along(guarded: Flask, desk_clock: Clock) -> None:
    browser = _logged_in(guarded, desk_clock)
    desk_clock.go_on(minutes=16)
    assert "kept" not in browser.post(FORM, data={"reason": REASON}).text
    foreign = browser.post(FORM, data={"reason": REASON}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 400
    assert "kept" not in foreign.text


def test_what_nobody_here_locked_and_what_is_too_old_is_not_sent(guarded: Flask, desk_clock: Clock) -> None:
    browser = guarded.test_client()
    page = browser.get("/logowanie").text
    for invented in ("x", "gAAAAA" + "A" * 200, "\u0105"):
        desk_clock.go_on(seconds=30)
        typed = {
            "login": ANNA,
            "password": "dwanaście znaków i jeden",
            "code": passwords.code_now(TOTP, at=desk_clock()),
        }
        fresh = guarded.test_client()
        page = fresh.get("/logowanie").text
        answer = fresh.post("/logowanie", data=_fields(page) | typed | {"kept": invented})
        assert (answer.status_code, answer.location) == (303, "/")


def test_a_form_longer_than_any_letter_leads_to_the_plain_log_in(guarded: Flask, desk_clock: Clock) -> None:
    browser = _logged_in(guarded, desk_clock)
    token = _token(browser.get("/moje-konto").text)
    desk_clock.go_on(minutes=16)
    met = browser.post(FORM, data={"csrf_token": token, "reason": "x" * 300_000})
    assert met.status_code == 303


def test_after_a_log_out_nothing_is_carried_along(guarded: Flask, desk_clock: Clock) -> None:
    browser = _logged_in(guarded, desk_clock)
    token = _token(browser.get("/moje-konto").text)
    cookie = browser.get_cookie("okienko-desk")
    browser.post("/wyloguj", data={"csrf_token": token})
    assert cookie is not None
    browser.set_cookie("okienko-desk", cookie.value)
    page = browser.get("/logowanie").text
    met = browser.post(FORM, data={"csrf_token": _token(page), "reason": REASON})
    assert met.status_code == 303


def _warning(page: str) -> str:
    found = re.search(r'<div class="ok-expiry ok-in-(\d+)" role="alert"><p>(.*?)</p>', page, re.DOTALL)
    assert found is not None, page
    return f"{found[1]} {re.sub('<[^>]+>', '', unescape(found[2])).replace(chr(0xA0), ' ')}"


def test_two_minutes_before_the_end_the_page_says_so_and_one_click_goes_on(
    enter: Enter, desk_clock: Clock
) -> None:
    browser = enter(ANNA)
    page = browser.get("/moje-konto").text
    assert _warning(page).startswith("13 Jeśli nic nie zrobisz, sesja skończy się o ")
    assert 'href="/sesja" target="_blank"' in page
    desk_clock.go_on(minutes=14)
    assert browser.get("/sesja").status_code == 200
    desk_clock.go_on(minutes=14)
    assert browser.get("/moje-konto").status_code == 200, "the click counted"


def test_before_the_end_that_nothing_puts_off_the_page_says_that_too(enter: Enter, desk_clock: Clock) -> None:
    browser = enter(ANNA)
    for _ in range(47):
        desk_clock.go_on(minutes=10)
        page = browser.get("/moje-konto").text
    assert "zalogujesz się ponownie" in _warning(page)
    assert "/sesja" not in page
    assert _warning(page).startswith("8 "), "ten minutes are left"


def test_an_office_sets_other_limits(desk_parts: DeskParts, desk_clock: Clock) -> None:
    short = replace(desk_parts.options, limits=Limits(timedelta(minutes=5), timedelta(hours=1)))
    browser = _logged_in(create_desk(replace(desk_parts, options=short)), desk_clock)
    assert _warning(browser.get("/moje-konto").text).startswith("3 ")
    desk_clock.go_on(minutes=5)
    assert browser.get("/moje-konto").status_code == 303
    page = unescape(browser.get("/logowanie").text).replace("\xa0", " ")
    assert "po 5 minutach" in page
    assert "po 1 godzinie" in page


def test_every_delay_that_a_page_may_ask_for_stands_in_the_style_sheet(enter: Enter) -> None:
    sheet = (Path(desk_sessions.__file__).parents[2] / "pages/static/okienko-desk.css").read_text()
    for minutes in DELAYS[1:]:
        assert f".ok-expiry.ok-in-{minutes}{{animation-delay:{minutes * 60}s!important}}" in sheet


def test_one_code_at_two_doors_at_once_opens_one(desk: Flask, desk_clock: Clock) -> None:
    for _ in range(5):
        desk_clock.go_on(seconds=30)
        with ThreadPoolExecutor(4) as pool:
            tried = list(
                pool.map(lambda _: log_in(desk.test_client(), ANNA, desk_clock).status_code, range(4))
            )
        assert sorted(tried) == [303, 422, 422, 422]


def test_an_older_code_is_worth_nothing_after_a_newer_one(
    desk: Flask, enter: Enter, desk_clock: Clock
) -> None:
    older = passwords.code_now(TOTP, at=desk_clock())
    enter(ANNA)
    assert log_in(desk.test_client(), ANNA, desk_clock, code=older).status_code == 422


def test_what_is_taken_from_somebody_is_gone_with_the_next_page(enter: Enter, anna: UUID, sessions) -> None:
    browser = enter(ANNA)
    assert browser.get("/pracownicy").status_code == 200
    with sessions.begin() as session:
        accounts.change_rights(session, anna, roles=["clerk"], departments=[])
    assert browser.get("/pracownicy").status_code == 403


def test_the_sixth_browser_ends_the_first_ones_session(enter: Enter) -> None:
    browsers = [enter(ANNA) for _ in range(6)]
    assert [browser.get("/moje-konto").status_code for browser in browsers] == [303] + [200] * 5


def test_behind_tls_the_cookie_travels_sealed_and_is_not_read_by_pages(
    desk_parts: DeskParts, desk_clock: Clock
) -> None:
    sealed = replace(desk_parts.options, plain_http=False, public_url="https://biurko.example")
    browser = create_desk(replace(desk_parts, options=sealed)).test_client()
    page = browser.get("/logowanie", base_url="https://biurko.example").text
    typed = {
        "login": ANNA,
        "password": "dwanaście znaków i jeden",
        "code": passwords.code_now(TOTP, at=desk_clock()),
    }
    answer = browser.post("/logowanie", data=_fields(page) | typed, base_url="https://biurko.example")
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "okienko-desk=" in one]
    assert cookie.startswith("__Host-okienko-desk=")
    for said in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert said in cookie
    assert "Domain" not in cookie


def test_the_token_of_forms_from_before_the_log_in_is_worth_nothing_after(
    guarded: Flask, desk_clock: Clock
) -> None:
    browser = guarded.test_client()
    page = browser.get("/logowanie").text
    assert _come_in(browser, page, ANNA, desk_clock).status_code == 303
    assert browser.post("/wyloguj", data={"csrf_token": _token(page)}).status_code == 400
