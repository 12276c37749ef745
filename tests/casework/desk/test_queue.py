"""The queue by the day to watch, its filters, and that it stays quick."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session, sessionmaker

from bench.many_cases import Many, insert_many
from casework.desk import finding, queue
from casework.desk.assignment import take
from casework.desk.calls import call_for_completion, shortest_term
from casework.desk.clerks import Clerk, NotYours
from casework.desk.conclusions import close, conclude
from casework.desk.queue import Filters
from casework.desk.suspension import pause
from okienko.store.database import sessions as sessions_over
from okienko.store.postgres import OWNER, DatabaseUrls, EmbeddedPostgres

from ..window import DN1, INFORMATION, WASTE
from .conftest import FILED, TAX, Desk, a_clerk

TODAY = FILED.date()


def ids(desk: Desk, clerk: Clerk, *, today: date = TODAY, **filters: object) -> list[UUID]:
    with desk.sessions() as session:
        found = queue.page(session, clerk, filters=Filters(**filters), after=None, today=today)  # type: ignore[arg-type]  # the tests name real filters
    return [row.case.id for row in found.rows]


def test_a_clerk_sees_own_departments_and_a_supervisor_the_office(desk: Desk) -> None:
    tax, waste, asked = desk.file(DN1), desk.file(WASTE), desk.file(INFORMATION)
    elsewhere = desk.file(DN1, office="gliwice")
    with desk.sessions.begin() as session:
        both = a_clerk(session, departments=(TAX, "waste_management"))
        none = a_clerk(session, departments=())
        auditor = a_clerk(session, roles=("auditor",), departments=())
    assert ids(desk, desk.anna) == [tax]
    assert set(ids(desk, both)) == {tax, waste}
    assert ids(desk, none) == []
    assert set(ids(desk, desk.ewa)) == set(ids(desk, auditor)) == {tax, waste, asked}
    assert elsewhere not in ids(desk, desk.ewa)
    assert ids(desk, desk.anna, department="waste_management") == []
    assert ids(desk, desk.ewa, department="waste_management") == [waste]


@pytest.mark.parametrize("role", ["office_admin", "platform_admin"])
def test_administrators_have_no_queue(desk: Desk, role: str) -> None:
    desk.file()
    office = None if role == "platform_admin" else "zabrze"
    with desk.sessions.begin() as session:
        administrator = a_clerk(session, office=office, roles=(role,), departments=(TAX,))
    with pytest.raises(NotYours):
        ids(desk, administrator)
    with pytest.raises(NotYours), desk.sessions() as session:
        queue.counts(session, administrator, today=TODAY)
    with pytest.raises(NotYours), desk.sessions() as session:
        finding.find(session, administrator, "kowalski", None, today=TODAY)


def test_the_most_urgent_comes_first_and_a_standing_clock_last(desk: Desk) -> None:
    late = desk.taken(at=FILED)
    later = desk.taken(at=FILED + timedelta(days=2))
    soonest = desk.file(INFORMATION, at=FILED)
    waiting = desk.taken(at=FILED - timedelta(days=5))
    how = {"reason": "Brakuje podpisu.", "due_on": shortest_term(TODAY), "letter": None, "at": FILED}
    desk.do(call_for_completion, desk.anna, waiting, **how)
    assert ids(desk, desk.ewa) == [soonest, late, later, waiting]


def test_a_pause_that_stops_no_clock_hides_no_term(desk: Desk) -> None:
    paused, later = desk.file(INFORMATION), desk.taken()
    desk.do(take, desk.ewa, paused, at=FILED)
    desk.do(pause, desk.ewa, paused, reason="Czekamy na opinię.", at=FILED)
    assert ids(desk, desk.ewa) == [paused, later]
    assert ids(desk, desk.ewa, overdue=True, today=TODAY + timedelta(days=15)) == [paused]


def test_filters_narrow_the_queue(desk: Desk) -> None:
    free, mine, old = desk.file(), desk.taken(), desk.file(at=FILED - timedelta(days=40))
    jans = desk.file()
    desk.do(take, desk.jan, jans, at=FILED)
    assert ids(desk, desk.anna) == [old, *sorted((free, mine, jans))]
    assert ids(desk, desk.anna, handler=desk.anna.id) == [mine]
    assert set(ids(desk, desk.anna, unassigned=True)) == {free, old}
    assert set(ids(desk, desk.anna, state="in_progress")) == {mine, jans}
    assert ids(desk, desk.anna, overdue=True) == [old]
    assert ids(desk, desk.anna, due_by=TODAY) == [old]
    assert ids(desk, desk.anna, service=WASTE) == []
    assert len(ids(desk, desk.anna, service=DN1)) == 4
    assert ids(desk, desk.ewa, handler=desk.jan.id, state="in_progress", department=TAX) == [jans]


def test_a_case_is_overdue_on_the_day_after_its_term(desk: Desk) -> None:
    case = desk.taken()
    due_on = desk.case(case).due_on
    assert due_on is not None
    assert ids(desk, desk.anna, overdue=True, today=due_on) == []
    assert ids(desk, desk.anna, overdue=True, today=due_on + timedelta(days=1)) == [case]


def test_a_settled_case_waits_at_the_end_and_a_closed_one_is_gone(desk: Desk) -> None:
    settled, other = desk.taken(at=FILED - timedelta(days=40)), desk.taken()
    desk.do(conclude, desk.anna, settled, outcome="accepted", letter=None, at=FILED)
    assert ids(desk, desk.anna) == [other, settled]
    assert ids(desk, desk.anna, overdue=True) == []
    desk.do(close, desk.anna, settled, at=FILED)
    assert ids(desk, desk.anna) == [other]


def test_the_figures_count_what_the_clerk_may_read(desk: Desk) -> None:
    desk.file(INFORMATION)
    desk.file(at=FILED - timedelta(days=40))
    desk.taken(at=FILED - timedelta(days=28))
    with desk.sessions() as session:
        annas = queue.counts(session, desk.anna, today=TODAY)
        ewas = queue.counts(session, desk.ewa, today=TODAY)
    assert annas == queue.Counts(mine=1, mine_soon=1, open=2, unassigned=1, overdue=1, awaiting=0, answered=0)
    assert ewas == queue.Counts(mine=0, mine_soon=0, open=3, unassigned=2, overdue=1, awaiting=0, answered=0)


@pytest.mark.parametrize("after", ["", "x", "2026-11-24", "2026-11-24_x", "_", f"2026-13-01_{UUID(int=7)}"])
def test_a_page_that_nobody_offered_is_the_first_one(desk: Desk, after: str) -> None:
    case = desk.file()
    with desk.sessions() as session:
        found = queue.page(session, desk.anna, filters=Filters(), after=after, today=TODAY)
    assert [row.case.id for row in found.rows] == [case]


@pytest.fixture(scope="module")
def many(
    cluster: EmbeddedPostgres, migrated: str
) -> Iterator[tuple[DatabaseUrls, sessionmaker[Session], Clerk]]:
    """20,000 cases of one office, a quarter of them open; one clerk handles them."""
    name = f"many_{uuid4().hex[:12]}"
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        connection.execute(create.format(*map(sql.Identifier, (name, migrated, OWNER))))
    urls = cluster.urls(name)
    maker = sessions_over(urls.application)
    with maker.begin() as session:
        anna = a_clerk(session)
    insert_many(urls.owner, Many(20_000, handlers=((anna.id, anna.name),)))
    yield urls, maker, anna
    bind = maker.kw["bind"]
    assert isinstance(bind, Engine)
    bind.dispose()


def supervisor(anna: Clerk) -> Clerk:
    return Clerk(uuid4(), anna.office, "Ewa", frozenset({"supervisor"}), frozenset())


def test_pages_follow_one_another_without_a_gap_or_a_double(
    many: tuple[DatabaseUrls, sessionmaker[Session], Clerk],
) -> None:
    _, maker, anna = many
    seen: list[tuple[date | None, UUID]] = []
    with maker() as session:
        everything = session.execute(
            text(
                "SELECT queue_on, submission_id FROM office_case WHERE open AND department = :d ORDER BY 1, 2"
            ),
            {"d": TAX},
        ).all()
        after: str | None = None
        while True:
            found = queue.page(session, anna, filters=Filters(), after=after, today=TODAY, size=100)
            seen += [(None, row.case.id) for row in found.rows]
            after = found.after
            if after is None:
                break
    assert [case for _, case in seen] == [row.submission_id for row in everything]
    assert len(seen) > 1000


def plans(maker: sessionmaker[Session], ask: object) -> list[str]:
    """How PostgreSQL carries out what is asked."""
    assert callable(ask)
    asked: list[tuple[str, object]] = []
    bind = maker.kw["bind"]
    assert isinstance(bind, Engine)

    def keep(_c: object, _k: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, values))

    event.listen(bind, "before_cursor_execute", keep)
    with maker() as session:
        ask(session)
        event.remove(bind, "before_cursor_execute", keep)
        raw = session.connection().connection.driver_connection
        assert raw is not None
        found = [raw.execute("EXPLAIN " + sql, values).fetchall() for sql, values in asked]
    return ["\n".join(line[0] for line in plan) for plan in found]


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "ix_office_case_queue on"),
        ({"overdue": True}, "ix_office_case_queue on"),
        ({"state": "awaiting_applicant"}, "ix_office_case_queue_of_state on"),
        ({"state": "paused", "department": TAX}, "ix_office_case_queue_of_state on"),
        ({"new_answer": True}, "ix_office_case_answered on"),
        ({"service": DN1}, "ix_office_case_queue_of_service on"),
        ({"department": TAX}, "ix_office_case_queue_of_department on"),
        ({"handler": True}, "ix_office_case_queue"),
        ({"unassigned": True}, "ix_office_case_queue"),
    ],
)
@pytest.mark.parametrize("deep", [False, True])
def test_a_page_is_found_in_an_index_alone_at_any_depth(
    many: tuple[DatabaseUrls, sessionmaker[Session], Clerk],
    filters: dict[str, object],
    index: str,
    deep: bool,
) -> None:
    _, maker, anna = many
    if "handler" in filters:
        filters = {"handler": anna.id}
    after = f"2026-12-10_{UUID(int=0)}" if deep else None
    wanted = Filters(**filters)  # type: ignore[arg-type]  # real filters
    (plan,) = plans(
        maker, lambda s: queue.page(s, supervisor(anna), filters=wanted, after=after, today=TODAY)
    )
    assert f"Index Only Scan using {index}" in plan, plan
    assert "Seq Scan" not in plan, plan


@pytest.mark.parametrize("words", ["zmyslowski", "anna zmysl", "jan fikc", "SY.30", "12", "RPW/12/2026"])
def test_a_case_is_found_in_an_index(
    many: tuple[DatabaseUrls, sessionmaker[Session], Clerk], words: str
) -> None:
    _, maker, anna = many
    for clerk in (anna, supervisor(anna)):
        for plan in plans(maker, lambda s, c=clerk: finding.find(s, c, words, None, today=TODAY)):
            assert "Seq Scan" not in plan, plan


def test_everybody_of_a_name_is_found_once_page_after_page(
    many: tuple[DatabaseUrls, sessionmaker[Session], Clerk],
) -> None:
    _, maker, anna = many
    ewa = supervisor(anna)
    for words, pattern in (("piekarn", "%Piekarnia%"), ("anna zmysl", "Anna Zmyśl%"), ("zm", "%")):
        found: list[UUID] = []
        with maker() as session:
            expected = session.execute(
                text(
                    "SELECT submission_id FROM office_case WHERE sender LIKE :p"
                    " AND submission_id IN (SELECT submission_id FROM case_word WHERE word LIKE :w)"
                ),
                {"p": pattern, "w": words.split()[-1] + "%"},
            ).scalars()
            after: str | None = None
            while True:
                page = finding.find(session, ewa, words, after, today=TODAY, size=200)
                found += [row.case.id for row in page.rows]
                after = page.after
                if after is None:
                    break
            assert len(found) == len(set(found))
            assert set(found) == set(expected.all()), words
            assert len(found) > 20


def test_going_on_and_back_through_the_queue_loses_and_repeats_no_case(
    many: tuple[DatabaseUrls, sessionmaker[Session], Clerk],
) -> None:
    _, maker, anna = many
    ewa = supervisor(anna)
    for filters in (Filters(), Filters(state="paused"), Filters(handler=anna.id, service=DN1)):
        with maker() as session:
            there = [queue.page(session, ewa, filters=filters, after=None, today=TODAY, size=97)]
            while there[-1].after:
                on = there[-1].after
                there.append(queue.page(session, ewa, filters=filters, after=on, today=TODAY, size=97))
            back = [there[-1]]
            while back[-1].before:
                to = back[-1].before
                back.append(
                    queue.page(session, ewa, filters=filters, after=None, before=to, today=TODAY, size=97)
                )
        assert len(there) > 4
        assert [page.rows for page in back[::-1]] == [page.rows for page in there]
        shown = [row.case.id for page in there for row in page.rows]
        assert len(shown) == len(set(shown))


def test_a_list_says_what_became_of_the_signature(desk: Desk) -> None:
    desk.file()
    with desk.sessions() as session:
        (row,) = queue.page(session, desk.anna, filters=Filters(), after=None, today=TODAY).rows
        kept = session.execute(text("SELECT signature FROM submission")).scalar_one()
    assert row.signature == kept == "missing"
