"""An administrator gives access, changes and takes it; who got it sets it up."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from backoffice.application import create_desk
from backoffice.parts import DeskParts
from casework.desk import passwords
from tests.backoffice.conftest import Clock, Employ, Enter, log_in

ADMIN, NEW = "admin@urzad.example", "nowa@urzad.example"
FRESH = "a new password of words"


def _token(page: str) -> str:
    found = re.search(r"/dostep/([\w-]+)", page)
    assert found is not None, page
    return found.group(1)


def _added(browser: FlaskClient) -> str:
    form = {"name": "Nowa Osoba", "login": NEW.upper(), "roles": ["clerk"], "departments": ["tax_assessment"]}
    answer = browser.post("/pracownicy/nowy", data=form)
    assert answer.status_code == 200
    return _token(answer.get_data(as_text=True))


def _set_up(browser: FlaskClient, token: str, clock: Clock) -> str:
    page = unescape(browser.get(f"/dostep/{token}").get_data(as_text=True))
    shown = re.search(r'class="ok-secret">([A-Z2-7 ]+)<', page)
    assert shown is not None
    secret = shown.group(1).replace(" ", "")
    code = passwords.code_now(secret, at=clock())
    assert browser.post(f"/dostep/{token}", data={"password": "short", "code": code}).status_code == 422
    assert browser.post(f"/dostep/{token}", data={"password": FRESH, "code": "000000"}).status_code == 422
    assert browser.post(f"/dostep/{token}", data={"password": FRESH, "code": code}).status_code == 200
    assert browser.get(f"/dostep/{token}").status_code == 404, "a link is used once"
    return secret


def test_a_new_clerk_sets_up_the_access_by_the_link_and_comes_in(
    desk: Flask, employ: Employ, enter: Enter, desk_clock: Clock
) -> None:
    employ(ADMIN, "office_admin")
    secret = _set_up(desk.test_client(), _added(enter(ADMIN)), desk_clock)
    code = passwords.code_now(secret, at=desk_clock())
    browser = desk.test_client()
    assert log_in(browser, NEW, desk_clock, password=FRESH, code=code).status_code == 422, "the code is used"
    desk_clock.go_on(seconds=30)
    code = passwords.code_now(secret, at=desk_clock())
    assert log_in(browser, NEW, desk_clock, password=FRESH, code=code).status_code == 303


def test_a_link_works_for_three_days(desk: Flask, employ: Employ, enter: Enter, desk_clock: Clock) -> None:
    employ(ADMIN, "office_admin")
    token = _added(enter(ADMIN))
    desk_clock.go_on(hours=71)
    assert desk.test_client().get(f"/dostep/{token}").status_code == 200
    desk_clock.go_on(hours=2)
    assert desk.test_client().get(f"/dostep/{token}").status_code == 404


def test_a_new_link_ends_the_access_from_before(
    desk: Flask, employ: Employ, enter: Enter, desk_clock: Clock
) -> None:
    employ(ADMIN, "office_admin")
    clerk = employ(NEW, "clerk")
    colleague = enter(NEW)
    answer = enter(ADMIN).post(f"/pracownicy/{clerk}/nowy-link")
    assert colleague.get("/moje-konto").status_code == 303
    desk_clock.go_on(seconds=30)
    assert log_in(desk.test_client(), NEW, desk_clock).status_code == 422
    _set_up(desk.test_client(), _token(answer.get_data(as_text=True)), desk_clock)


def test_who_is_disabled_does_not_come_in_until_enabled(
    desk: Flask, employ: Employ, enter: Enter, desk_clock: Clock
) -> None:
    employ(ADMIN, "office_admin")
    clerk = employ(NEW, "clerk")
    browser = enter(ADMIN)
    browser.post(f"/pracownicy/{clerk}/wylacz")
    assert log_in(desk.test_client(), NEW, desk_clock).status_code == 422
    browser.post(f"/pracownicy/{clerk}/wlacz")
    enter(NEW)


def test_an_administrator_gives_no_rights_to_the_own_account(employ: Employ, enter: Enter) -> None:
    admin = employ(ADMIN, "office_admin")
    answer = enter(ADMIN).post(f"/pracownicy/{admin}/uprawnienia", data={"roles": ["supervisor"]})
    assert answer.status_code == 403


def test_an_office_makes_no_administrator_of_the_platform(employ: Employ, enter: Enter) -> None:
    employ(ADMIN, "office_admin")
    form = {"name": "Nowa Osoba", "login": NEW, "roles": ["platform_admin"]}
    assert enter(ADMIN).post("/pracownicy/nowy", data=form).status_code == 422


def test_an_address_has_one_account(employ: Employ, enter: Enter) -> None:
    employ(ADMIN, "office_admin")
    browser = enter(ADMIN)
    _added(browser)
    form = {"name": "Ktoś Inny", "login": NEW, "roles": ["clerk"]}
    answer = browser.post("/pracownicy/nowy", data=form)
    assert answer.status_code == 422
    assert "ma już konto" in unescape(answer.get_data(as_text=True)).replace("\xa0", " ")


def test_who_did_what_is_read_by_the_administrator(employ: Employ, enter: Enter) -> None:
    employ(ADMIN, "office_admin")
    browser = enter(ADMIN)
    _added(browser)
    page = unescape(browser.get("/kto-co-zrobil").get_data(as_text=True)).replace("\xa0", " ")
    assert "dodanie konta" in page and "Nowa Osoba" in page


def test_the_platform_gives_an_office_its_first_administrator(employ: Employ, enter: Enter) -> None:
    employ("platform@urzad.example", "platform_admin", office=None)
    form = {"name": "Pierwsza Osoba", "login": NEW, "office": "gliwice"}
    answer = enter("platform@urzad.example").post("/pracownicy/nowy", data=form)
    assert answer.status_code == 200 and _token(answer.get_data(as_text=True))


def test_the_platform_sees_administrators_of_every_office_and_nobody_else(
    employ: Employ, enter: Enter
) -> None:
    employ("platform@urzad.example", "platform_admin", office=None)
    employ("zarzadca@urzad.example", "office_admin", office="gliwice")
    employ("referent@urzad.example", "clerk", office="gliwice")
    page = enter("platform@urzad.example").get("/pracownicy").get_data(as_text=True)
    assert "zarzadca@urzad.example" in page
    assert "referent@urzad.example" not in page


def test_a_form_without_its_token_is_refused(desk_parts: DeskParts) -> None:
    assert create_desk(desk_parts).test_client().post("/logowanie", data={}).status_code == 400
