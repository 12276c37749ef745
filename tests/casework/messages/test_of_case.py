"""What a clerk sees of the messages of a case, and who sees nothing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.desk.clerks import Clerk, NotYours
from casework.intake.filing import Counter
from casework.messages import codes
from casework.messages.of_case import masked, messages_of
from tests.casework.window import Window
from tests.sms.ledgers import SECRET, Ledger

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def clerk(role: str, *departments: str, office: str | None = "zabrze") -> Clerk:
    return Clerk(uuid4(), office, "Anna Nowak", frozenset({role}), frozenset(departments))


@pytest.fixture
def ledger(sessions: sessionmaker[Session], counter: Counter) -> Ledger:
    return Ledger(sessions, Window(sessions, counter))


@pytest.fixture
def told(ledger: Ledger, sessions: sessionmaker[Session]) -> UUID:
    """A case with a letter, an SMS that was refused, and a code."""
    case = ledger.case("+48600100321", email="anna@przyklad.pl")
    ledger.tell(case, "called")
    ledger.run("UPDATE message SET state = 'refused', last_code = '21610' WHERE channel = 'sms'")
    with sessions.begin() as session:
        codes.send_code(session, SECRET, case, "answer", at=datetime.now(UTC) + timedelta(days=9))
    return case


def test_a_clerk_sees_the_messages_the_oldest_first_with_addresses_masked(
    told: UUID, sessions: sessionmaker[Session]
) -> None:
    with sessions() as session:
        shown = messages_of(session, clerk("supervisor"), told)
    seen = sorted((one.channel, one.event, one.state, one.recipient, one.last_code) for one in shown)
    assert seen == [
        ("email", "received", "promised", "a•••@przyklad.pl", None),
        ("sms", "called", "refused", "•••• 321", "21610"),
        ("sms", "code", "promised", "•••• 321", None),
    ]
    assert [one.at for one in shown] == sorted(one.at for one in shown)
    assert shown[-1].event == "code"


@pytest.mark.parametrize(
    "other",
    [
        clerk("clerk", "no_such_department"),
        clerk("supervisor", office="gliwice"),
        clerk("office_admin"),
        clerk("platform_admin", office=None),
    ],
)
def test_whoever_may_not_read_the_case_learns_nothing_of_its_messages(
    told: UUID, sessions: sessionmaker[Session], other: Clerk
) -> None:
    with sessions() as session:
        with pytest.raises(NotYours):
            messages_of(session, other, told)
        with pytest.raises(NotYours):
            messages_of(session, clerk("supervisor"), uuid4())


def test_a_mask_leaves_too_little_to_write_to() -> None:
    assert masked("sms", "+48600100321") == "•••• 321"
    assert masked("email", "x@y.pl") == "x•••@y.pl"
