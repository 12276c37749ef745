"""Six digits prove who holds the phone: few of them, for a short time, and a guess gets nowhere."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.intake.filing import Counter
from casework.messages import codes, consents
from tests.casework.window import Window
from tests.sms.ledgers import SECRET, Ledger

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
PHONE = "+48600100200"


@pytest.fixture
def ledger(sessions: sessionmaker[Session], counter: Counter) -> Ledger:
    return Ledger(sessions, Window(sessions, counter))


@pytest.fixture
def case(ledger: Ledger) -> UUID:
    return ledger.case(confirmed=False)


class Holder:
    """Somebody who reads the SMS or e-mail and types what stands there."""

    def __init__(
        self, sessions: sessionmaker[Session], case: UUID, purpose: codes.CodePurpose = "phone"
    ) -> None:
        self._sessions, self._case, self._purpose = sessions, case, purpose

    def ask(self, at: datetime = NOON) -> codes.Answered:
        with self._sessions.begin() as session:
            return codes.send_code(session, SECRET, self._case, self._purpose, at=at)

    def read(self) -> str:
        with self._sessions() as session:
            newest = session.execute(text("SELECT id FROM code ORDER BY made_at DESC LIMIT 1")).scalar_one()
        return codes.digits(SECRET, newest)

    def type_in(self, typed: str, at: datetime = NOON) -> bool:
        with self._sessions.begin() as session:
            return codes.check_code(session, SECRET, self._case, self._purpose, typed, at=at)


def _wrong(right: str) -> str:
    return f"{(int(right) + 1) % 10**6:06}"


def test_the_right_code_confirms_the_phone_and_works_once(
    sessions: sessionmaker[Session], case: UUID
) -> None:
    holder = Holder(sessions, case)
    assert holder.ask().via == "sms"
    code = holder.read()
    assert len(code) == 6
    assert code.isdecimal()
    assert holder.type_in(f" {code[:3]} {code[3:]} ", NOON + timedelta(minutes=9))
    assert not holder.type_in(code)
    with sessions() as session:
        found = consents.find(session, case)
    assert found is not None
    assert (found.phone, found.confirmed) == (PHONE, True)


def test_a_code_ends_after_ten_minutes_and_when_a_new_one_was_sent(
    sessions: sessionmaker[Session], case: UUID
) -> None:
    holder = Holder(sessions, case)
    holder.ask()
    first = holder.read()
    assert not holder.type_in(first, NOON + timedelta(minutes=10))
    holder.ask(NOON + timedelta(minutes=11))
    assert not holder.type_in(first, NOON + timedelta(minutes=12))
    assert holder.type_in(holder.read(), NOON + timedelta(minutes=12))


def test_after_five_wrong_tries_even_the_right_code_is_worth_nothing(
    sessions: sessionmaker[Session], case: UUID
) -> None:
    holder = Holder(sessions, case)
    holder.ask()
    for _ in range(5):
        assert not holder.type_in(_wrong(holder.read()))
    assert not holder.type_in(holder.read())
    holder.ask(NOON + timedelta(seconds=1))
    assert holder.type_in(holder.read(), NOON + timedelta(seconds=2))


def test_whoever_asks_too_often_hears_the_same_answer_and_gets_no_more_codes(
    sessions: sessionmaker[Session], case: UUID, ledger: Ledger
) -> None:
    holder = Holder(sessions, case)
    assert [holder.ask().via for _ in range(6)] == ["sms"] * 6
    assert len(ledger.rows()) == 3
    for quarter in range(1, 6):
        holder.ask(NOON + timedelta(minutes=20 * quarter))
    assert len(ledger.rows()) == 5


def test_one_phone_is_not_flooded_through_many_cases(sessions: sessionmaker[Session], ledger: Ledger) -> None:
    for _ in range(8):
        Holder(sessions, ledger.case(confirmed=False)).ask()
    assert len(ledger.rows()) == 5


def test_the_code_of_one_purpose_opens_nothing_else(sessions: sessionmaker[Session], case: UUID) -> None:
    Holder(sessions, case, "answer").ask()
    digits = Holder(sessions, case).read()
    assert not Holder(sessions, case, "files").type_in(digits)
    assert not Holder(sessions, case, "phone").type_in(digits)
    assert Holder(sessions, case, "answer").type_in(digits)


def test_after_stop_a_code_for_an_answer_comes_by_email_and_without_any_address_not_at_all(
    sessions: sessionmaker[Session], case: UUID, ledger: Ledger
) -> None:
    with sessions.begin() as session:
        consents.stop(session, PHONE, "STOP", at=NOON)
    assert Holder(sessions, case, "answer").ask().via == "email"
    assert Holder(sessions, ledger.case(phone=None, email=None), "answer").ask().via is None


def test_a_code_for_one_phone_never_confirms_another(sessions: sessionmaker[Session], case: UUID) -> None:
    holder = Holder(sessions, case)
    holder.ask()
    with sessions.begin() as session:
        consents.give(session, case, "+48600100299", text_version="1", channel="web", at=NOON)
    assert not holder.type_in(holder.read())
    with sessions() as session:
        found = consents.find(session, case)
    assert found is not None
    assert (found.phone, found.confirmed) == ("+48600100299", False)


def test_the_digits_stand_nowhere_in_the_database(sessions: sessionmaker[Session], case: UUID) -> None:
    holder = Holder(sessions, case)
    holder.ask()
    with sessions() as session:
        for table in ("code", "message"):
            rows = session.execute(text(f"SELECT row_to_json(t)::text FROM {table} t")).scalars()  # noqa: S608 – our own names
            assert not [row for row in rows if f'"{holder.read()}"' in row or f"kod {holder.read()}" in row]
