"""Who comes in at the desk, and who does not."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from casework.desk import accounts, passwords
from casework.tables import desk_tables
from tests.backoffice.conftest import PASSWORD, TOTP, Clock, Employ, Enter, log_in

ANNA = "anna@urzad.example"


@pytest.fixture(autouse=True)
def anna(employ: Employ):
    return employ(ANNA, "office_admin")


def _at_home(browser) -> bool:
    return bool(browser.get("/moje-konto").status_code == 200)


def test_a_clerk_comes_in_with_password_and_code_and_goes_out(enter: Enter) -> None:
    browser = enter(ANNA)
    assert _at_home(browser)
    cookie = browser.get_cookie("okienko-desk")
    assert cookie is not None
    assert browser.post("/wyloguj").status_code == 303
    browser.set_cookie("okienko-desk", cookie.value)
    assert not _at_home(browser), "a copy of the cookie opens nothing after log-out"


def test_a_session_known_before_log_in_opens_nothing_after(enter: Enter, desk: Flask, sessions) -> None:
    browser = desk.test_client()
    browser.set_cookie("okienko-desk", "planted-by-somebody-else")
    enter(ANNA, browser)
    cookie = browser.get_cookie("okienko-desk")
    assert cookie is not None and cookie.value != "planted-by-somebody-else"
    other = desk.test_client()
    other.set_cookie("okienko-desk", "planted-by-somebody-else")
    assert not _at_home(other)


def test_nothing_is_written_before_somebody_logged_in(desk: Flask, sessions: sessionmaker[Session]) -> None:
    desk.test_client().get("/logowanie")
    with sessions() as session:
        assert session.execute(select(func.count()).select_from(desk_tables.DeskSession)).scalar_one() == 0


def test_every_wrong_try_gets_the_same_answer(
    desk: Flask, desk_clock: Clock, employ: Employ, sessions
) -> None:
    gone = employ("gone@urzad.example", "clerk")
    with sessions.begin() as session:
        accounts.disable(session, gone)
    answers = [
        log_in(desk.test_client(), "nobody@urzad.example", desk_clock),
        log_in(desk.test_client(), ANNA, desk_clock, password="wrong password of her"),
        log_in(desk.test_client(), ANNA, desk_clock, code="000000"),
        log_in(desk.test_client(), "gone@urzad.example", desk_clock),
    ]
    assert {answer.status_code for answer in answers} == {422}
    said = {answer.get_data(as_text=True).split("<form")[0] for answer in answers}
    assert len(said) == 1


def test_a_code_is_taken_once(enter: Enter, desk: Flask, desk_clock: Clock) -> None:
    enter(ANNA)
    assert log_in(desk.test_client(), ANNA, desk_clock).status_code == 422
    desk_clock.go_on(seconds=30)
    assert log_in(desk.test_client(), ANNA, desk_clock).status_code == 303


def test_who_does_nothing_for_a_quarter_of_an_hour_is_out(enter: Enter, desk_clock: Clock) -> None:
    browser = enter(ANNA)
    desk_clock.go_on(minutes=14)
    assert _at_home(browser)
    desk_clock.go_on(minutes=14)
    assert _at_home(browser)
    desk_clock.go_on(minutes=15)
    assert not _at_home(browser)


def test_after_eight_hours_everybody_is_out(enter: Enter, desk_clock: Clock) -> None:
    browser = enter(ANNA)
    for _ in range(47):
        desk_clock.go_on(minutes=10)
        assert _at_home(browser)
    desk_clock.go_on(minutes=10)
    assert not _at_home(browser)


def test_a_new_password_ends_every_session(enter: Enter, desk_clock: Clock) -> None:
    first, second = enter(ANNA), enter(ANNA)
    desk_clock.go_on(seconds=30)
    fresh = {"password": "another twelve letters", "code": passwords.code_now(TOTP, at=desk_clock())}
    assert first.post("/moje-konto", data=fresh).status_code == 303
    assert not _at_home(first) and not _at_home(second)


def test_a_disabled_account_is_out_at_once(enter: Enter, anna, sessions) -> None:
    browser = enter(ANNA)
    with sessions.begin() as session:
        accounts.disable(session, anna)
    assert not _at_home(browser)


def test_guessing_stops_after_ten_tries_and_the_clerk_still_comes_in(
    enter: Enter, desk: Flask, desk_clock: Clock
) -> None:
    enter(ANNA)  # from her own desk, 127.0.0.1
    guessed = [
        log_in(desk.test_client(), ANNA, desk_clock, password="guess", address=f"192.0.2.{number % 3}")
        for number in range(12)
    ]
    assert [answer.status_code for answer in guessed] == [422] * 10 + [429] * 2
    enter(ANNA)
    desk_clock.go_on(minutes=17)
    again = log_in(desk.test_client(), ANNA, desk_clock, password="guess", address="192.0.2.9")
    assert again.status_code == 422, "the count is forgotten after a quarter of an hour"


def test_one_password_tried_on_many_accounts_stops_and_colleagues_at_that_address_come_in(
    enter: Enter, desk: Flask, desk_clock: Clock
) -> None:
    enter(ANNA)
    tried = [
        log_in(desk.test_client(), f"clerk{number}@urzad.example", desk_clock).status_code
        for number in range(12)
    ]
    assert tried == [422] * 10 + [429] * 2
    enter(ANNA)


def test_twenty_clerks_of_one_address_come_in_for_the_first_time(employ: Employ, enter: Enter) -> None:
    for number in range(20):
        employ(f"clerk{number}@urzad.example", "clerk", departments=("tax_assessment",))
        enter(f"clerk{number}@urzad.example")


def test_ten_wrong_tries_from_the_own_desk_stop_that_desk_only(
    enter: Enter, desk: Flask, desk_clock: Clock
) -> None:
    enter(ANNA)
    tried = [log_in(desk.test_client(), ANNA, desk_clock, password="guess").status_code for _ in range(11)]
    assert tried == [422] * 10 + [429]
    desk_clock.go_on(seconds=30)
    assert log_in(desk.test_client(), ANNA, desk_clock, address="192.0.2.1").status_code == 303


def test_the_secret_of_codes_is_not_in_the_database_in_the_clear(
    sessions: sessionmaker[Session], anna
) -> None:
    with sessions() as session:
        account = accounts.find_account(session, anna)
    assert account is not None and account.totp_secret is not None and account.password_hash is not None
    assert TOTP.encode() not in account.totp_secret and PASSWORD not in account.password_hash
    assert account.password_hash.startswith("$argon2id$")


def test_a_code_half_a_minute_old_is_taken_and_an_older_one_is_not(desk: Flask, desk_clock: Clock) -> None:
    old = passwords.code_now(TOTP, at=desk_clock() - timedelta(seconds=90))
    assert log_in(desk.test_client(), ANNA, desk_clock, code=old).status_code == 422
    late = passwords.code_now(TOTP, at=desk_clock() - timedelta(seconds=30))
    assert log_in(desk.test_client(), ANNA, desk_clock, code=f"{late[:3]} {late[3:]}").status_code == 303
