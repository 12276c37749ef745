"""Limits hold for every process alike and never for somebody else's tries."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from casework import tries
from casework.tries import Limit

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
CODES = Limit("codes of a case", 3, timedelta(minutes=15))


def test_the_fourth_try_within_the_time_is_refused_and_the_limit_opens_again(
    sessions: sessionmaker[Session],
) -> None:
    with sessions.begin() as session:
        taken = [tries.take(session, CODES, "case a", at=NOON + timedelta(minutes=each)) for each in range(4)]
        assert taken == [True, True, True, False]
        assert tries.used_up(session, CODES, "case a", at=NOON + timedelta(minutes=14))
        assert not tries.used_up(session, CODES, "case a", at=NOON + timedelta(minutes=16))
        assert tries.take(session, CODES, "case a", at=NOON + timedelta(minutes=16))


def test_one_case_never_holds_up_another(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        for _ in range(5):
            tries.take(session, CODES, "case a", at=NOON)
        assert tries.take(session, CODES, "case b", at=NOON)
        assert tries.take(session, Limit("another limit", 3, CODES.within), "case a", at=NOON)


def test_twenty_at_once_share_one_limit(sessions: sessionmaker[Session]) -> None:
    limit = Limit("log-in", 10, timedelta(minutes=15))
    let_in: list[bool] = []

    def try_it() -> None:
        with sessions.begin() as session:
            let_in.append(tries.take(session, limit, "anna", at=NOON))

    threads = [threading.Thread(target=try_it) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_in) == [False] * 10 + [True] * 10


def test_whoever_got_in_begins_anew_and_old_counts_are_removed(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        for _ in range(3):
            tries.take(session, CODES, "case a", at=NOON)
        tries.forget(session, CODES, "case a")
        assert tries.take(session, CODES, "case a", at=NOON)
        assert tries.remove_old(session, before=NOON - timedelta(days=1)) == 0
        assert tries.remove_old(session, before=NOON + timedelta(days=1)) == 1
