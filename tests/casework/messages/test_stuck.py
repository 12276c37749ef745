"""Which messages an office's people are shown to look after, and to whom."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.desk.clerks import Clerk, NotYours
from casework.intake.filing import Counter
from casework.messages import ledger as messages
from casework.messages.stuck import Stuck, stuck, stuck_kinds
from tests.casework.window import Window
from tests.sms.ledgers import Ledger


def clerk(role: str, office: str | None = "zabrze") -> Clerk:
    return Clerk(uuid4(), office, "Anna Nowak", frozenset({role}), frozenset())


@pytest.fixture
def ledger(sessions: sessionmaker[Session], counter: Counter) -> Ledger:
    return Ledger(sessions, Window(sessions, counter))


@pytest.fixture
def told(ledger: Ledger) -> UUID:
    """A case whose applicant has a letter and an SMS coming."""
    case = ledger.case()
    ledger.tell(case)
    return case


def seen(sessions: sessionmaker[Session], **more: object) -> list[Stuck]:
    with sessions() as session:
        return list(stuck(session, clerk("supervisor"), at=messages.clock(session), **more))  # type: ignore[arg-type]  # of the test's own


def change(ledger: Ledger, values: str, channel: str = "email") -> None:
    ledger.run(f"UPDATE message SET changed_at = clock_timestamp(), {values} WHERE channel = '{channel}'")  # noqa: S608 – our own words


def test_what_is_on_its_way_needs_nobody(ledger: Ledger, sessions: sessionmaker[Session], told: UUID) -> None:
    change(ledger, "state = 'sent'")
    assert seen(sessions) == []


@pytest.mark.parametrize("state", ["refused", "failed", "held"])
def test_a_letter_that_will_not_arrive_is_shown_with_its_case(
    ledger: Ledger, sessions: sessionmaker[Session], told: UUID, state: str
) -> None:
    change(ledger, f"state = '{state}', last_code = '550'")
    (only,) = seen(sessions)
    assert (only.case, only.state, only.last_code, only.event) == (told, state, "550", "received")
    assert only.recipient == "j•••@poczta.example"
    assert only.sign is not None
    assert only.sign.startswith("RPW/")


def test_an_sms_that_an_email_stands_for_needs_nobody_until_that_fails_too(
    ledger: Ledger, sessions: sessionmaker[Session], told: UUID
) -> None:
    change(ledger, "state = 'refused', last_code = '30005'", "sms")
    assert [one.channel for one in seen(sessions)] == ["sms"]
    ledger.run(
        "INSERT INTO message SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(),"
        " 'channel', 'email', 'recipient_hash', '\\x00', 'state', 'promised'))).* FROM message m"
        " WHERE channel = 'sms'"
    )
    assert seen(sessions) == []
    change(ledger, "state = 'refused'")
    assert {(one.channel, one.event) for one in seen(sessions)} == {("email", "received"), ("email", "taken")}


def test_a_doubt_is_shown_once_nobody_asks_any_more_or_has_asked_for_ten_minutes(
    ledger: Ledger, sessions: sessionmaker[Session], told: UUID
) -> None:
    change(ledger, "state = 'unknown', last_code = 'lease'")
    assert seen(sessions) == []
    ledger.run("UPDATE message SET changed_at = changed_at - interval '11 minutes'")
    assert [one.asked for one in seen(sessions)] == [True]
    change(ledger, "next_at = NULL")
    assert [one.asked for one in seen(sessions)] == [False]


def test_a_code_that_came_too_late_and_what_is_long_past_need_nobody(
    ledger: Ledger, sessions: sessionmaker[Session], told: UUID
) -> None:
    change(ledger, "state = 'failed', last_code = 'expired', purpose = 'code', event = 'code/1'")
    assert seen(sessions) == []
    change(ledger, "purpose = 'news'")
    assert len(seen(sessions)) == 1
    ledger.run("UPDATE message SET changed_at = changed_at - interval '31 days'")
    assert seen(sessions) == []


def test_the_list_goes_on_where_a_page_ended(ledger: Ledger, sessions: sessionmaker[Session]) -> None:
    for number in range(5):
        ledger.case(None, email=f"jan{number}@poczta.example")
    ledger.run("UPDATE message SET state = 'failed', changed_at = now()")
    whole = [one.id for one in seen(sessions)]
    first = seen(sessions, size=2)
    rest = seen(sessions, size=9, before=(first[-1].changed_at, first[-1].id))
    assert len(whole) == 5
    assert [one.id for one in (*first, *rest)] == whole


def test_each_sees_the_own_office_and_an_administrator_only_counts(
    ledger: Ledger, sessions: sessionmaker[Session], told: UUID
) -> None:
    change(ledger, "state = 'refused', last_code = '550'")
    with sessions() as session:
        at = messages.clock(session)
        (kind,) = stuck_kinds(session, clerk("office_admin"), at=at)
        assert (kind.channel, kind.event, kind.state, kind.last_code, kind.messages) == (
            "email", "received", "refused", "550", 1,
        )  # fmt: skip
        assert at - kind.newest < timedelta(minutes=1)
        assert stuck(session, clerk("supervisor", "gliwice"), at=at) == []
        assert stuck_kinds(session, clerk("office_admin", "gliwice"), at=at) == []
        for role in ("clerk", "auditor", "office_admin"):
            with pytest.raises(NotYours):
                stuck(session, clerk(role), at=at)
        for other in (clerk("supervisor"), clerk("platform_admin", None)):
            with pytest.raises(NotYours):
                stuck_kinds(session, other, at=at)
