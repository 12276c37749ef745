"""What filing and the steps of a case promise, to whom, and what goes with a rollback."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.intake.filing import Counter, Filing
from casework.messages import consents, news, promises
from tests.casework.window import DN1, INFORMATION, Window, a_filing
from tests.sms.ledgers import Ledger

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.fixture
def ledger(sessions: sessionmaker[Session], counter: Counter) -> Ledger:
    return Ledger(sessions, Window(sessions, counter))


@pytest.fixture
def filing(counter: Counter) -> Filing:
    return replace(a_filing(counter.catalogue, DN1), channel="web")


def test_filing_promises_one_letter_however_often_it_is_sent(
    window: Window, ledger: Ledger, filing: Filing
) -> None:
    for _ in range(3):
        window.file(filing)
    (letter,) = ledger.rows("email")
    assert (letter.event, letter.state, letter.tries) == ("received/1", "promised", 0)
    assert ledger.rows("sms") == []


def test_filing_by_api_promises_the_code_for_the_phone_once_and_to_nobody_without_consent(
    window: Window, ledger: Ledger, filing: Filing, counter: Counter
) -> None:
    for _ in range(3):
        window.file(replace(filing, channel="api"))
    assert [(row.event.split("/")[0], row.body) for row in ledger.rows("sms")] == [("code", None)]
    window.file(a_filing(counter.catalogue, INFORMATION))
    assert len(ledger.rows("sms")) == 1


def test_a_filing_that_is_rolled_back_promises_nothing(
    sessions: sessionmaker[Session], counter: Counter, ledger: Ledger, filing: Filing
) -> None:
    from_window = Window(sessions, counter)
    broken = replace(filing, channel="api", answers={})
    with pytest.raises(Exception):  # noqa: B017 – whatever the judge says
        from_window.file(broken)
    assert ledger.rows("email") == ledger.rows("sms") == []


def test_the_consent_of_the_form_waits_for_its_code(
    window: Window, sessions: sessionmaker[Session], filing: Filing
) -> None:
    filed = window.file(filing)
    with sessions() as session:
        wish = consents.find(session, filed.id)
        assert wish is not None
        assert (wish.phone, wish.confirmed) == ("+48600123789", False)
        assert consents.reach(session, filed.id) == consents.Reach(
            "jan.przykladowy@poczta.example", "+48600123789"
        )


def test_a_form_without_any_address_promises_nothing_and_is_filed_all_the_same(
    window: Window, ledger: Ledger, counter: Counter, sessions: sessionmaker[Session]
) -> None:
    whole = a_filing(counter.catalogue, INFORMATION)
    kept = {name: value for name, value in whole.answers.items() if name not in ("form", "reply_email")}
    filed = window.file(replace(whole, answers={**kept, "form": "portal"}))
    assert ledger.rows("email") == []
    with sessions.begin() as session:
        assert promises.promise(session, filed.id, "taken/2", at=NOON) is None


def test_a_step_taken_twice_is_told_twice_and_one_promised_twice_once(ledger: Ledger) -> None:
    case = ledger.case()
    ledger.tell(case)
    ledger.tell(case)
    ledger.run("UPDATE office_case SET audit_length = audit_length + 1")
    ledger.tell(case)
    assert [row.event for row in ledger.rows()] == ["taken/1", "taken/2"]


def test_withdrawing_the_consent_brings_the_news_to_the_mailbox(
    ledger: Ledger, sessions: sessionmaker[Session]
) -> None:
    case = ledger.case()
    with sessions.begin() as session:
        consents.withdraw(session, case, at=NOON)
        news.tell(session, case, "done", NOON)
    assert ledger.rows() == []
    assert [row.event for row in ledger.rows("email")] == ["received/1", "done/1"]


def test_the_database_counts_a_phone_as_stopped_by_the_same_hash(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        made = session.execute(
            text("SELECT sha256(convert_to('sms', 'UTF8') || '\\x00'::bytea || '+48600100200')")
        ).scalar_one()
    assert bytes(made) == promises.recipient_hash("sms", "+48600100200")
