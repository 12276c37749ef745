"""Somebody guesses passwords and codes: it stops, and nobody else is locked out."""

from collections import Counter
from uuid import UUID

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from casework.desk import accounts, passwords
from tests.backoffice.conftest import PASSWORD, TOTP, Clock, Employ, Enter, log_in

ANNA, JAN = "anna@urzad.example", "jan@urzad.example"
HOME = "198.51.100.7"


@pytest.fixture(autouse=True)
def anna(employ: Employ) -> UUID:
    employ(JAN, "clerk")
    return employ(ANNA, "clerk")


def _at_home(desk: Flask, clock: Clock) -> None:
    """Anna logs in at her own desk, so that it is known."""
    clock.go_on(seconds=30)
    assert log_in(desk.test_client(), ANNA, clock, address=HOME).status_code == 303


def _comes_in(desk: Flask, clock: Clock, login: str, address: str) -> bool:
    clock.go_on(seconds=30)
    return log_in(desk.test_client(), login, clock, address=address).status_code == 303


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        lambda number: f"192.0.2.{number % 250}",
        lambda number: "203.0.113.9",
        lambda number: f"2001:db8:0:{number:x}::1",
        lambda number: f"2001:db8::{number:x}",
    ],
    ids=["many addresses", "one address", "many networks", "many addresses of one network"],
)
def test_a_thousand_guesses_for_one_account_stop_and_its_owner_and_others_come_in(
    desk: Flask, desk_clock: Clock, address
) -> None:
    _at_home(desk, desk_clock)
    browser = desk.test_client()
    answers = Counter(
        log_in(browser, ANNA, desk_clock, password=f"guess {number}", address=address(number)).status_code
        for number in range(1000)
    )
    assert answers == {422: 10, 429: 990}
    assert _comes_in(desk, desk_clock, ANNA, HOME), "the owner at the own desk"
    assert _comes_in(desk, desk_clock, JAN, "198.51.100.99"), "somebody else, elsewhere"


@pytest.mark.slow
def test_a_thousand_codes_to_a_stolen_password_open_nothing(desk: Flask, desk_clock: Clock) -> None:
    _at_home(desk, desk_clock)
    right = passwords.code_now(TOTP, at=desk_clock())
    browser = desk.test_client()
    answers: Counter[int] = Counter()
    for number in range(1000):
        code = f"{number:06}"
        answers[
            log_in(
                browser, ANNA, desk_clock, code=code if code != right else "999999", address="192.0.2.1"
            ).status_code
        ] += 1
    assert answers == {422: 10, 429: 990}
    assert log_in(browser, ANNA, desk_clock, address="192.0.2.1").status_code == 429, (
        "the right one comes too late"
    )
    assert _comes_in(desk, desk_clock, ANNA, HOME)


def test_a_stolen_session_guesses_ten_codes_for_a_new_password_and_no_more(
    enter: Enter, desk_clock: Clock
) -> None:
    thief, other = enter(ANNA), enter(JAN)
    sent = {"password": "another twelve letters"}
    tried = [thief.post("/moje-konto", data=sent | {"code": "000000"}).status_code for _ in range(12)]
    assert tried == [422] * 10 + [429] * 2
    desk_clock.go_on(seconds=30)
    right = sent | {"code": passwords.code_now(TOTP, at=desk_clock())}
    assert thief.post("/moje-konto", data=right).status_code == 429
    assert other.post("/moje-konto", data=right).status_code == 303


def test_addresses_of_one_ipv6_network_count_as_one(desk: Flask, desk_clock: Clock) -> None:
    tried = [
        log_in(
            desk.test_client(), f"clerk{number}@urzad.example", desk_clock, address=f"2001:db8::{number:x}:1"
        )
        for number in range(12)
    ]
    assert [answer.status_code for answer in tried] == [422] * 10 + [429] * 2
    assert _comes_in(desk, desk_clock, JAN, "2001:db8:0:1::1"), "the network beside it"


class _Heard(PasswordHasher):
    """Argon2 as it is; writes down what it was asked to compare with, and what is written after that."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.written: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.asked.append(str(hash))
        self.written.clear()
        return super().verify(hash, password)


def test_every_refusal_costs_one_hashing_of_the_same_size_and_one_wait_for_the_disk(
    desk: Flask,
    desk_clock: Clock,
    employ: Employ,
    anna: UUID,
    sessions: sessionmaker[Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone, full_size = employ("gone@urzad.example", "clerk"), passwords.hash_password(PASSWORD)
    with sessions.begin() as session:
        for clerk in (anna, gone):
            accounts.change_password(session, clerk, password_hash=full_size, step=0)
        accounts.disable(session, gone)
        fresh = accounts.add_clerk(
            session, login="fresh@urzad.example", name="Nowa", office="zabrze", roles=["clerk"],
            departments=[], at=desk_clock(),
        )  # fmt: skip
        accounts.hand_out_link(session, fresh, at=desk_clock())
    heard = _Heard()
    monkeypatch.setattr(passwords, "_ARGON2ID", heard)
    event.listen(
        sessions.kw["bind"],
        "before_cursor_execute",
        lambda connection, cursor, statement, *rest: heard.written.append(statement.split()[0]),
    )
    costs = {}
    for login, password, code in (
        ("nobody@urzad.example", PASSWORD, None),
        (ANNA, "wrong password of her", None),
        (ANNA, PASSWORD, "000000"),
        ("gone@urzad.example", PASSWORD, None),
        ("fresh@urzad.example", PASSWORD, None),
    ):
        heard.asked.clear()
        answer = log_in(desk.test_client(), login, desk_clock, password=password, code=code)
        assert answer.status_code == 422
        sizes = [extract_parameters(one) for one in heard.asked]
        costs[login, password, code] = (sizes, "INSERT" in heard.written)
    assert set(map(str, costs.values())) == {str(([extract_parameters(full_size)], True))}, costs
