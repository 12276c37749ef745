"""Rules of every address of the desk, made from its own map: a new one is tried without a line here."""

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from backoffice.application import create_desk
from backoffice.parts import DeskParts
from casework.intake.filing import Counter
from forms_catalog.catalogue import Catalogue
from tests.backoffice.at_work import departments, hidden
from tests.backoffice.conftest import Clock, Employ, log_in
from tests.casework.window import Window, a_filing
from tests.dressed import METHODS, addresses, kept, wrongs

PUBLIC = "https://biurko.okienko.example"
FOREIGN = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


class _OverTls(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # whatever Flask's own client takes
        kwargs.setdefault("base_url", PUBLIC)
        return super().open(*args, **kwargs)


@dataclass
class AtWork:
    """A supervisor and an administrator who are in, and a case."""

    desk: Flask
    browsers: list[FlaskClient]
    known: dict[str, str]


@pytest.fixture
def at_work(
    desk_parts: DeskParts,
    desk_clock: Clock,
    employ: Employ,
    sessions: sessionmaker[Session],
    counter: Counter,
    catalogue: Catalogue,
) -> AtWork:
    options = replace(desk_parts.options, plain_http=False, public_url=PUBLIC, demo=False)
    desk = create_desk(replace(desk_parts, options=options))
    desk.test_client_class = _OverTls
    case = Window(sessions, counter).file(a_filing(catalogue, sample="proxy"))
    browsers = []
    for name, role in (("ewa", "supervisor"), ("piotr", "office_admin")):
        person = employ(f"{name}@urzad.example", role, departments=departments(catalogue))
        desk_clock.go_on(seconds=30)
        browser = desk.test_client()
        assert _come_in(browser, f"{name}@urzad.example", desk_clock).status_code == 303
        browsers.append(browser)
    names = {"case_id": str(case.id), "clerk_id": str(person), "name": "okienko.css"}
    return AtWork(desk, browsers, names)


def _come_in(browser: FlaskClient, login: str, clock: Clock) -> TestResponse:
    token = hidden(browser.get("/logowanie").text)["csrf_token"]
    return log_in(_WithToken(browser, token), login, clock)  # type: ignore[arg-type]  # posts only


@dataclass
class _WithToken:
    browser: FlaskClient
    token: str

    def post(self, path: str, *, data: dict[str, str], **how: Any) -> TestResponse:  # as Flask's own
        return self.browser.post(path, data={**data, "csrf_token": self.token}, **how)


@pytest.mark.slow
def test_every_answer_of_every_address_is_dressed(at_work: AtWork) -> None:
    wrong, seen = [], set()
    for browser in (*at_work.browsers, at_work.desk.test_client()):
        for address, _ in addresses(at_work.desk, at_work.known):
            for method in METHODS:
                answer = browser.open(address, method=method)
                seen.add(answer.status_code)
                wrong += [f"{method} {address} {answer.status_code}: {one}" for one in wrongs(answer.headers)]
                if "/static/" not in address and answer.headers["Cache-Control"] != "no-store":
                    wrong.append(f"{address} may be kept")
    assert not wrong, "\n".join(wrong)
    assert seen >= {200, 303, 400, 403, 404, 405}, seen


def test_no_form_is_taken_without_its_own_pages_token(
    at_work: AtWork, sessions: sessionmaker[Session]
) -> None:
    before, taken, tried = kept(sessions), [], 0
    for number, browser in enumerate(at_work.browsers):
        own, foreign = (
            {"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', one.get("/moje-konto").text)[0]}
            for one in (browser, at_work.browsers[1 - number])
        )
        for address, methods in addresses(at_work.desk, at_work.known):
            for method in methods:
                tried += 1
                for how in ({}, {"data": foreign}, {"data": own, "headers": FOREIGN}):
                    answer = browser.open(address, method=method, **how)
                    if answer.status_code != 400:
                        taken.append(f"{method} {address} {how}: {answer.status_code}")
    assert not taken, "\n".join(taken)
    assert tried >= 40
    assert kept(sessions) == before


def test_looking_changes_nothing(at_work: AtWork, sessions: sessionmaker[Session]) -> None:
    before = kept(sessions)
    for browser in at_work.browsers:
        for address, _ in addresses(at_work.desk, at_work.known):
            browser.get(address)
    assert kept(sessions) == before
