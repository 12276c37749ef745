"""The daily seal on the audit: whatever is cut away afterwards is missed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from casework import audit
from casework.audit_seal import SealBreak, seal_audit, verify_seals
from casework.intake.filing import Counter
from tests.casework.conftest import Opened, open_case

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
LATE_ON_MONDAY = datetime(2026, 11, 23, 22, 59, 59, 999999, tzinfo=UTC)


def sealed(sessions: sessionmaker[Session], counter: Counter, day: date, office: str = "zabrze") -> bool:
    with sessions.begin() as session:
        return seal_audit(session, office, day=day, seal=counter.seals[office])


def broken(sessions: sessionmaker[Session], counter: Counter, office: str = "zabrze") -> list[SealBreak]:
    with sessions() as session:
        return list(verify_seals(session, office, [counter.seals[office].certificate]))


@pytest.fixture
def three_days(sessions: sessionmaker[Session], counter: Counter) -> list[Opened]:
    """A case on Monday, just before midnight, two on Tuesday, none on Wednesday; every day is sealed."""
    cases = []
    for day, moments in (
        (MONDAY, [LATE_ON_MONDAY]),
        (TUESDAY, [LATE_ON_MONDAY + timedelta(microseconds=1), LATE_ON_MONDAY + timedelta(hours=9)]),
        (WEDNESDAY, []),
    ):
        with sessions.begin() as session:
            cases += [open_case(session, at=moment) for moment in moments]
        assert sealed(sessions, counter, day)
    return cases


def test_a_day_is_sealed_once_with_what_came_in_by_the_clock_of_warsaw(
    sessions: sessionmaker[Session], counter: Counter, three_days: list[Opened]
) -> None:
    assert not sealed(sessions, counter, TUESDAY)
    with sessions() as session:
        counted = session.execute(text("SELECT entries FROM audit_seal ORDER BY day")).scalars().all()
    assert counted == [1, 2, 0]
    assert broken(sessions, counter) == []


def test_a_day_that_was_not_sealed_is_sealed_with_the_next_one(
    sessions: sessionmaker[Session], counter: Counter
) -> None:
    with sessions.begin() as session:
        open_case(session, at=LATE_ON_MONDAY)
    assert sealed(sessions, counter, WEDNESDAY)
    with sessions() as session:
        assert session.execute(text("SELECT entries FROM audit_seal")).scalar_one() == 1
    assert broken(sessions, counter) == []


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("DELETE FROM audit_entry WHERE submission_id = :second", [SealBreak(TUESDAY, "entries")]),
        ("DELETE FROM audit_entry", [SealBreak(MONDAY, "entries"), SealBreak(TUESDAY, "entries")]),
        (
            "UPDATE audit_entry SET hash = set_byte(hash, 9, 1 # get_byte(hash, 9))"
            " WHERE submission_id = :second",
            [SealBreak(TUESDAY, "entries")],
        ),
        (
            "UPDATE audit_entry SET at = at + interval '2 days' WHERE submission_id = :first",
            [SealBreak(MONDAY, "entries"), SealBreak(WEDNESDAY, "entries")],
        ),
        ("UPDATE audit_seal SET entries = 5 WHERE day = '2026-11-24'", [SealBreak(TUESDAY, "signature")]),
        ("UPDATE audit_seal SET office_id = 'gliwice'", []),
        ("DELETE FROM audit_seal WHERE day = '2026-11-24'", [SealBreak(WEDNESDAY, "entries")]),
        ("DELETE FROM audit_seal WHERE day = '2026-11-23'", [SealBreak(TUESDAY, "entries")]),
    ],
)
def test_what_was_cut_added_or_changed_after_the_seal_is_missed(
    sessions: sessionmaker[Session],
    counter: Counter,
    owner: Engine,
    three_days: list[Opened],
    tampering: str,
    found: list[SealBreak],
) -> None:
    """Even a whole case with its chain."""
    with owner.begin() as connection:
        connection.execute(text(tampering), {"first": three_days[0].id, "second": three_days[1].id})
    assert broken(sessions, counter) == found


def test_a_seal_moved_to_another_office_is_not_that_offices(
    sessions: sessionmaker[Session], counter: Counter, owner: Engine, three_days: list[Opened]
) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE audit_seal SET office_id = 'gliwice'"))
    assert {found.reason for found in broken(sessions, counter, "gliwice")} == {"signature"}


def test_an_entry_that_comes_later_belongs_to_its_own_day(
    sessions: sessionmaker[Session], counter: Counter, three_days: list[Opened]
) -> None:
    with sessions.begin() as session:
        audit.append(
            session,
            three_days[0].id,
            at=datetime(2026, 11, 26, 9, tzinfo=UTC),
            actor="clerk:7",
            what="taken",
            details={},
        )
    assert broken(sessions, counter) == []
    assert sealed(sessions, counter, date(2026, 11, 26))
    assert broken(sessions, counter) == []
