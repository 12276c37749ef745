"""Register numbers: one after the other, without a hole, for each office and year."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session, sessionmaker

from casework import register, tables
from tests.casework.conftest import NOON, bare_submission


def enter(session: Session, office: str = "zabrze", at: datetime = NOON) -> str:
    submission = uuid4()
    session.execute(insert(tables.Submission).values(bare_submission(submission, office, at)))
    return register.enter(session, office, submission, at)


def test_letters_get_the_numbers_one_two_three(sessions: sessionmaker[Session]) -> None:
    numbers = []
    for _ in range(3):
        with sessions.begin() as session:
            numbers.append(enter(session))
    assert numbers == ["RPW/1/2026", "RPW/2/2026", "RPW/3/2026"]


def test_each_office_has_a_register_of_its_own(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        assert [enter(session, office) for office in ("zabrze", "gliwice", "zabrze")] == [
            "RPW/1/2026",
            "RPW/1/2026",
            "RPW/2/2026",
        ]


def test_a_letter_that_was_not_filed_after_all_leaves_no_hole(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        enter(session)
    with sessions() as session:
        assert enter(session) == "RPW/2/2026"
        session.rollback()
    with sessions.begin() as session:
        assert enter(session) == "RPW/2/2026"


def test_the_year_turns_at_midnight_in_warsaw(sessions: sessionmaker[Session]) -> None:
    last_second = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    first_second = datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC)
    with sessions.begin() as session:
        assert [enter(session, at=at) for at in (NOON, last_second, first_second, last_second)] == [
            "RPW/1/2026",
            "RPW/2/2026",
            "RPW/1/2027",
            "RPW/3/2026",
        ]


def test_a_letter_is_entered_once(sessions: sessionmaker[Session]) -> None:
    submission = uuid4()
    with sessions() as session:
        session.execute(insert(tables.Submission).values(bare_submission(submission, "zabrze")))
        register.enter(session, "zabrze", submission, NOON)
        with pytest.raises(Exception, match="uq_incoming_item_submission_id"):
            register.enter(session, "zabrze", submission, NOON)


def test_eight_counters_at_once_give_two_hundred_numbers_without_a_hole(
    sessions: sessionmaker[Session],
) -> None:
    def counter() -> None:
        for turn in range(25):
            with sessions() as session:
                enter(session)
                if turn % 5 == 4:  # now and then somebody's connection breaks
                    session.rollback()
                    enter(session)
                session.commit()

    windows = [threading.Thread(target=counter) for _ in range(8)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    with sessions() as session:
        numbers = session.execute(select(tables.IncomingItem.number)).scalars().all()
        assert sorted(numbers) == list(range(1, 201))
        assert session.execute(text("SELECT last_number FROM register_counter")).scalar_one() == 200
