"""Canaries fly through portal, API and desk while everything is logged: no feather of one stays in a log."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.desk import form_replays
from forms_catalog.catalogue import Catalogue
from okienko.logs import write_logs
from portal.application import create_portal
from portal.parts import Parts
from tests import canaries
from tests.backoffice.at_work import departments
from tests.backoffice.conftest import PASSWORD, TOTP, Clock, Employ, log_in
from tests.canaries import AtDesk, Flock

#: the canary really got there
REACHED = {
    "filed in a browser": 200, "API filed": 201, "API case False": 200, "broken": 500, "not-kept": 500,
    "opened by the key": 303, "log-in 3": 303, "administrator": 303, "a new account": 200,
    "an access link": 422, "a link": 201, "a link broken": 200, "begun by a link": 200, "a table": 422,
}  # fmt: skip
_INVITED = text("INSERT INTO office_case (submission_id, office_id) VALUES (:name, :email)")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the program's own logging writes at its most talkative."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    write_logs("DEBUG")
    out = sys.stderr
    assert isinstance(out, io.StringIO)
    yield out
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


@pytest.fixture
def portal(parts: Parts, sessions: sessionmaker[Session]) -> Flask:
    """With two defects that speak of the person who meets them."""
    app = create_portal(parts)

    def broken(name: str) -> str:
        raise RuntimeError(f"{name} {canaries.PESEL}") from ValueError(canaries.EMAIL)

    def not_kept(name: str) -> str:
        with sessions.begin() as session:
            session.execute(_INVITED, {"name": name, "email": canaries.EMAIL})
        return ""

    app.add_url_rule("/broken/<name>", view_func=broken)
    app.add_url_rule("/not-kept/<name>", view_func=not_kept)
    return app


def _a_form_is_tried_on_them(
    desk: Flask,
    employ: Employ,
    sessions: sessionmaker[Session],
    catalogue: Catalogue,
    clock: Clock,
    flock: Flock,
) -> None:
    """A changed form is tried on what the canary filed; afterwards the trial itself breaks off."""
    employ("pisze@urzad.example", "form_editor")
    clock.go_on(seconds=30)
    browser = desk.test_client()
    log_in(browser, "pisze@urzad.example", clock)
    begun = browser.post(f"/formularze/{canaries.FORM}/zmien", data={"version": 1}).location
    flock.note("a trial", browser.post(f"{begun}/proba").status_code)
    assert form_replays.do_waiting(sessions, catalogue, now=clock) == 1
    page = browser.get(f"{begun}/proba").text
    assert flock.found_in(page) == set(), "whoever changes forms may not read cases"


def test_no_person_and_no_secret_is_ever_logged(
    written: io.StringIO,
    portal: Flask,
    desk: Flask,
    catalogue: Catalogue,
    employ: Employ,
    desk_clock: Clock,
    sessions: sessionmaker[Session],
) -> None:
    flock, resident = Flock(), portal.test_client()
    case = canaries.fly_through_forms(resident, catalogue, flock)
    canaries.fly_to_the_case(resident, case, flock)
    canaries.fly_through_the_api(resident, catalogue, flock)
    canaries.fly_by_a_link(resident, catalogue, flock)
    canaries.fly_past_every_door(resident, flock)
    for path in ("broken", "not-kept"):
        flock.note(path, resident.get(f"/{path}/{canaries.LAST}").status_code)

    employ("ewa@urzad.example", "supervisor", departments=departments(catalogue))
    employ("piotr@urzad.example", "office_admin")
    desk_clock.go_on(seconds=30)
    ewa, piotr = (AtDesk(f"{name}@urzad.example", PASSWORD, TOTP, desk_clock) for name in ("ewa", "piotr"))
    canaries.fly_over_the_desk(desk.test_client(), ewa, case.partition("?")[0].rpartition("/")[2], flock)
    canaries.fly_over_accounts(desk.test_client(), piotr, flock)

    _a_form_is_tried_on_them(desk, employ, sessions, catalogue, desk_clock, flock)
    said = written.getvalue()
    events = [json.loads(line) for line in said.splitlines()]
    assert flock.found_in(said) == set()
    assert sum("exception" in event for event in events) >= 2, "both defects are told"
    assert {door: flock.answers[door] for door in REACHED} == REACHED
