"""Somebody guesses access keys and codes: it stops in every process alike, and nobody else is held up."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.intake.filing import Counter
from casework.messages import codes
from portal.application import create_portal
from portal.parts import Parts
from tests.casework.window import Window
from tests.portal.conftest import Files
from tests.sms.ledgers import SECRET, Ledger

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Typist:
    """A browser whose form is filled in again and again."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sprawy").text)[0]

    def type(self, key: str, address: str) -> int:
        sent = {"klucz": key, "csrf_token": self._token}
        return self._client.post("/sprawy", data=sent, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_ten_wrong_keys_are_ten_whichever_process_is_asked(parts: Parts, file_sample: Files) -> None:
    filed = file_sample()
    first, second = (Typist(create_portal(parts).test_client()) for _ in range(2))
    tried = [who.type("0000-0000-0000-0000", "192.0.2.1") for _ in range(6) for who in (first, second)]
    assert tried == [422] * 10 + [429] * 2
    assert second.type(filed.access_key, "192.0.2.1") == 429
    assert second.type(filed.access_key, "192.0.2.2") == 303


def test_addresses_of_one_ipv6_network_are_one_and_the_network_beside_it_is_another(
    parts: Parts, file_sample: Files
) -> None:
    filed = file_sample()
    visitor = Typist(create_portal(parts).test_client())
    tried = [visitor.type("0000-0000-0000-0000", f"2001:db8::{number:x}") for number in range(12)]
    assert tried == [422] * 10 + [429] * 2
    assert visitor.type(filed.access_key, "2001:db8:0:1::1") == 303
    assert visitor.type(filed.access_key, "::ffff:192.0.2.7") == 303


def test_who_knows_the_key_opens_the_case_as_often_as_they_like(parts: Parts, file_sample: Files) -> None:
    filed = file_sample()
    visitor = Typist(create_portal(parts).test_client())
    assert {visitor.type(filed.access_key, "192.0.2.3") for _ in range(30)} == {303}


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [lambda number: "203.0.113.9", lambda number: f"2001:db8::{number:x}"],
    ids=["one address", "one network"],
)
def test_a_thousand_keys_from_one_place_open_nothing_and_others_go_on(
    parts: Parts, file_sample: Files, address: Callable[[int], str]
) -> None:
    filed, made = file_sample(), Random(7)  # noqa: S311 – the same guesses in every run
    visitor = Typist(create_portal(parts).test_client())
    tried = [visitor.type("".join(made.choices(LETTERS, k=16)), address(number)) for number in range(1000)]
    assert (tried.count(422), tried.count(429)) == (10, 990)
    assert visitor.type(filed.access_key, "192.0.2.4") == 303


@pytest.mark.slow
def test_ten_thousand_six_digit_codes_open_nothing(sessions: sessionmaker[Session], counter: Counter) -> None:
    ledger = Ledger(sessions, Window(sessions, counter))
    case, other = ledger.case(confirmed=False), ledger.case(confirmed=False, phone="+48600100299")
    opened: list[bool] = []

    def ask(of: UUID, at: datetime = NOON) -> None:
        with sessions.begin() as session:
            codes.send_code(session, SECRET, of, "phone", at=at)

    def newest(of: UUID) -> str:
        with sessions() as session:
            found = text("SELECT id FROM code WHERE submission_id = :case ORDER BY made_at DESC LIMIT 1")
            return codes.digits(SECRET, session.execute(found, {"case": of}).scalar_one())

    ask(case)
    for number in range(10_000):
        now = NOON + timedelta(milliseconds=number)
        if number % 5 == 0:
            ask(case, now)  # a fresh code whenever the last one is used up, as long as any is sent
        guess = f"{number:06}"
        with sessions.begin() as session:
            right = guess == newest(case)
            opened.append(not right and codes.check_code(session, SECRET, case, "phone", guess, at=now))
    assert not any(opened)
    with sessions.begin() as session:
        assert not codes.check_code(session, SECRET, case, "phone", newest(case), at=now), "used up"
    ask(other)
    with sessions.begin() as session:
        assert codes.check_code(session, SECRET, other, "phone", newest(other), at=NOON)
