"""Administrators read how the system stands, and tell a failed duty to try again; clerks need not know."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from backoffice.application import create_desk
from backoffice.parts import DeskParts
from casework.standing import Finding, Standing
from tests.backoffice.conftest import Clock, Employ, log_in

FOUND = (
    Finding("database", "database_ok", "ok"),
    Finding("scanner", "scanner_not_set", "watch"),
    Finding(
        "duties", "duty_failed", "person", {"duty": "chain_the_readings", "at": "2026-11-22 03:10"}, job=7
    ),
)


@pytest.fixture
def told(desk_parts: DeskParts, employ: Employ, desk_clock: Clock) -> tuple[FlaskClient, list[int]]:
    """An administrator of an office at a desk where one duty failed; which jobs were told to try again."""
    asked: list[int] = []

    def try_again(job: int) -> str | None:
        asked.append(job)
        return "chain_the_readings" if job == 7 else None

    stood = Standing(datetime(2026, 11, 22, 5, tzinfo=UTC), FOUND)
    desk = create_desk(replace(desk_parts, standing=lambda: stood, try_again=try_again))
    desk.config["WTF_CSRF_METHODS"] = ()
    employ("admin@urzad.example", "office_admin")
    browser = desk.test_client()
    desk_clock.go_on(seconds=30)
    assert log_in(browser, "admin@urzad.example", desk_clock).status_code == 303
    return browser, asked


def test_what_needs_a_person_comes_first_and_says_what_it_is(told: tuple[FlaskClient, list[int]]) -> None:
    page = unescape(told[0].get("/stan").text).replace("\N{NO-BREAK SPACE}", " ")
    assert "Coś wymaga człowieka." in page
    failed = page.index("Zadanie chain_the_readings nie powiodło się, ostatnio 2026-11-22 03:10.")
    assert failed < page.index("Nie ustawiono skanera") < page.index("Baza odpowiada.")
    assert page.count("Spróbuj ponownie") == 1


def test_a_failed_duty_is_told_to_try_again_and_it_is_written_down(
    told: tuple[FlaskClient, list[int]], sessions: sessionmaker[Session]
) -> None:
    browser, asked = told
    for job, says in ((7, "Zadanie rusza jeszcze raz."), (8, "To zadanie już wykonano.")):
        answer = browser.post(f"/stan/zadania/{job}/ponow", follow_redirects=True)
        assert says in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert asked == [7, 8]
    with sessions() as session:
        deeds = (
            session.execute(text("SELECT details FROM read_entry WHERE what = 'duty_retried'"))
            .scalars()
            .all()
        )
    assert deeds == [{"duty": "chain_the_readings"}]
    assert "ponowił nieudane zadanie" in browser.get("/kto-co-zrobil").text.replace("\N{NO-BREAK SPACE}", " ")
