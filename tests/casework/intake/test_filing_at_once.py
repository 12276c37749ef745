"""Many people and many clicks at once: one key is one submission, and no number is lost or doubled."""

import threading
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from casework.drafting import drafts
from casework.intake.filing import Filed, KeyReused, file_submission
from forms_catalog.catalogue import Catalogue
from tests.casework.window import INFORMATION, Window, a_filing, until_somebody_waits


def at_once(number: int, act: Callable[[int], object]) -> list[object]:
    """What came of each, exceptions included; all start together."""
    start, results = threading.Barrier(number), [object()] * number

    def run(index: int) -> None:
        start.wait()
        try:
            results[index] = act(index)
        except Exception as error:  # noqa: BLE001 – the test looks at it
            results[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def submissions(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return int(session.execute(text("SELECT count(*) FROM submission")).scalar_one())


@pytest.mark.parametrize("typed", [False, True], ids=["API", "draft"])
def test_twenty_clicks_at_once_are_one_submission_with_one_receipt(
    window: Window, catalogue: Catalogue, typed: bool
) -> None:
    filing = a_filing(catalogue, INFORMATION)
    filing = window.draft(filing) if typed else filing
    results = at_once(20, lambda _: window.file(filing))
    filed = [one for one in results if isinstance(one, Filed)]
    assert len(filed) == 20, results
    assert {replace(one, replayed=False) for one in filed} == {replace(filed[0], replayed=False)}
    assert sum(not one.replayed for one in filed) == 1
    assert submissions(window.sessions) == 1
    with window.sessions() as session:
        assert session.execute(select(tables.RegisterCounter.last_number)).scalar_one() == 1


def test_of_two_different_things_under_one_key_one_is_filed(window: Window, catalogue: Catalogue) -> None:
    key = str(uuid4())
    filings = [
        replace(a_filing(catalogue, INFORMATION, key=key), answers={**answers, "requester_name": f"Ewa {n}"})
        for n, answers in enumerate([a_filing(catalogue, INFORMATION).answers] * 8)
    ]
    results = at_once(8, lambda index: window.file(filings[index]))
    assert sum(isinstance(one, Filed) for one in results) == 1, results
    assert sum(isinstance(one, KeyReused) for one in results) == 7, results
    assert submissions(window.sessions) == 1


def test_eight_windows_with_twenty_five_filings_each_number_one_to_two_hundred(
    window: Window, catalogue: Catalogue
) -> None:
    def work(_: int) -> None:
        for turn in range(25):
            filing = a_filing(catalogue, INFORMATION)
            if turn % 8 == 7:  # somebody's connection breaks after everything was written
                with window.sessions() as session:
                    file_submission(session, filing, window.counter)
                    session.rollback()
            window.file(filing)

    assert at_once(8, work) == [None] * 8
    with window.sessions() as session:
        numbers = session.execute(select(tables.IncomingItem.number)).scalars().all()
    assert sorted(numbers) == list(range(1, 201))


def test_whoever_files_while_another_under_the_same_key_gives_up_is_filed(
    window: Window, catalogue: Catalogue
) -> None:
    filing = a_filing(catalogue, INFORMATION)
    waiting: list[object] = []
    with window.sessions() as session:
        lost = file_submission(session, filing, window.counter)
        other = threading.Thread(target=lambda: waiting.append(window.file(filing)))
        other.start()
        until_somebody_waits(window.sessions, unless_ended=other)
        session.rollback()
    other.join()
    (filed,) = waiting
    assert isinstance(filed, Filed)
    assert not filed.replayed
    assert filed.id != lost.id
    assert filed.register_number == lost.register_number


def test_it_is_the_unique_key_that_decides(window: Window, catalogue: Catalogue, owner: Engine) -> None:
    """Without it the same two clicks are two submissions: the tests above would see it."""
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE submission DROP CONSTRAINT uq_submission_key"))
    filing = a_filing(catalogue, INFORMATION)
    with window.sessions() as session:
        file_submission(session, filing, window.counter)
        other = threading.Thread(target=window.file, args=(filing,))
        other.start()
        until_somebody_waits(window.sessions, unless_ended=other)
        session.commit()
    other.join()
    assert submissions(window.sessions) == 2


def test_a_change_in_another_tab_waits_for_the_filing_and_comes_too_late(
    window: Window, catalogue: Catalogue
) -> None:
    """Also one that is sent while the judge is still reading."""
    filing = window.draft(a_filing(catalogue, INFORMATION))
    assert filing.draft is not None
    draft, too_late = filing.draft, []
    started: list[threading.Thread] = []
    engine = window.sessions.kw["bind"]

    def change() -> None:
        with window.sessions() as session:
            now = session.execute(text("SELECT now()")).scalar_one()
            try:
                drafts.add_row(session, draft, "/x", {}, limit=1, now=now)
                session.commit()
            except drafts.DraftFiled as refused:
                too_late.append(refused.submission)

    def meanwhile(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "clock_timestamp" in statement and not started:
            started.append(threading.Thread(target=change))
            started[0].start()
            until_somebody_waits(window.sessions, unless_ended=started[0])

    event.listen(engine, "before_cursor_execute", meanwhile)
    filed = window.file(filing)
    event.remove(engine, "before_cursor_execute", meanwhile)
    started[0].join()
    assert too_late == [filed.id]
