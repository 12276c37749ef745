"""Who looks after messages that did not arrive, and how much of a case that shows."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.intake.filing import Counter
from casework.tables import desk_tables
from tests.backoffice.conftest import Employ, Enter
from tests.casework.window import Window
from tests.sms.ledgers import Ledger

SUPERVISOR, ADMIN, BOTH = "super@urzad.example", "admin@urzad.example", "both@urzad.example"


@dataclass
class Office:
    """One case whose letter came back."""

    ledger: Ledger
    case: UUID


@pytest.fixture
def office(sessions: sessionmaker[Session], counter: Counter) -> Office:
    ledger = Ledger(sessions, Window(sessions, counter))
    case = ledger.case(None, email="anna@przyklad.pl")
    ledger.run("UPDATE message SET state = 'refused', last_code = '550', changed_at = now()")
    return Office(ledger, case)


def test_a_supervisor_reads_whose_letter_came_back_and_that_is_noted(
    office: Office, employ: Employ, enter: Enter, sessions: sessionmaker[Session]
) -> None:
    employ(SUPERVISOR, "supervisor")
    page = enter(SUPERVISOR).get("/wiadomosci").text.replace("\xa0", " ")
    assert f'href="/sprawy/{office.case}"' in page
    assert "a•••@przyklad.pl" in page
    assert "nie ma takiej skrzynki" in page
    assert "anna@przyklad.pl" not in page
    with sessions() as session:
        assert session.query(desk_tables.ReadEntry).filter_by(what="messages_read").count() == 1


def test_an_administrator_reads_how_many_and_why_but_of_no_case(
    office: Office, employ: Employ, enter: Enter
) -> None:
    employ(ADMIN, "office_admin")
    page = enter(ADMIN).get("/wiadomosci").text.replace("\xa0", " ")
    assert "nie ma takiej skrzynki" in page
    assert "RPW/" not in page
    assert "/sprawy" not in page
    assert "przyklad.pl" not in page


def test_whoever_is_both_reads_both(office: Office, employ: Employ, enter: Enter) -> None:
    employ(BOTH, "supervisor", "office_admin")
    page = enter(BOTH).get("/wiadomosci").text.replace("\xa0", " ")
    assert "RPW/" in page
    assert "Ile i dlaczego" in page


def test_when_everything_arrived_the_page_says_so(office: Office, employ: Employ, enter: Enter) -> None:
    employ(SUPERVISOR, "supervisor")
    office.ledger.run("UPDATE message SET state = 'sent'")
    assert "dotarło albo jest w drodze" in enter(SUPERVISOR).get("/wiadomosci").text.replace("\xa0", " ")


def test_the_page_says_when_an_operator_refuses_everything_and_when_nothing_was_released(
    office: Office, employ: Employ, enter: Enter
) -> None:
    employ(ADMIN, "office_admin")
    browser = enter(ADMIN)
    office.ledger.run("INSERT INTO channel_hold VALUES ('sms', 'account', '20003', now(), now(), 1)")
    assert "operator odmawia naszemu kontu" in browser.get("/wiadomosci").text.replace("\xa0", " ")
    office.ledger.run("UPDATE sending SET released = false")
    assert "okienko release" in browser.get("/wiadomosci").text.replace("\xa0", " ")


def test_many_messages_stand_on_pages_that_follow_each_other(
    office: Office, employ: Employ, enter: Enter, sessions: sessionmaker[Session]
) -> None:
    employ(SUPERVISOR, "supervisor")
    with sessions.begin() as session:
        session.execute(
            text(
                "INSERT INTO message SELECT (jsonb_populate_record(m, jsonb_build_object("
                " 'id', gen_random_uuid(), 'event', 'taken/' || n))).*"
                " FROM message m, generate_series(2, 60) n"
            )
        )
    browser = enter(SUPERVISOR)
    first = browser.get("/wiadomosci").text.replace("\xa0", " ")
    assert first.count("<tr>") == 51
    older = first.split('class="ok-pages"><a href="')[1].split('"')[0]
    assert browser.get(older.replace("&amp;", "&")).get_data(as_text=True).count("<tr>") == 11


NO_PLACES = (
    "x",
    "2026-11-22~",
    "2026-11-22T10:00:00~" + "0" * 32,
    "~",
    "%00",
)


def test_a_place_that_no_page_of_ours_names_is_not_there(
    employ: Employ, enter: Enter, subtests: pytest.Subtests
) -> None:
    employ(SUPERVISOR, "supervisor")
    browser = enter(SUPERVISOR)
    for place in NO_PLACES:
        with subtests.test(place):
            assert browser.get(f"/wiadomosci?przed={place}").status_code == 404
