"""The cheap look before the drains: it says that there is work exactly when a drain would find some."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.intake.filing import Counter
from casework.messages import ledger as messages
from tests.casework.window import Window
from tests.sms.ledgers import Ledger

#: what is done to the ledger → the channels that may send then
STANDS = (
    ("UPDATE message SET changed_at = changed_at", {"email", "sms"}),
    ("UPDATE message SET state = 'held' WHERE channel = 'sms'", {"email", "sms"}),
    ("UPDATE message SET state = 'sent' WHERE channel = 'sms'", {"email"}),
    ("UPDATE message SET state = 'delivered'", set()),
    ("UPDATE message SET next_at = clock_timestamp() + interval '1 hour' WHERE channel = 'email'", {"sms"}),
    ("UPDATE sending SET released = false", set()),
    (
        "INSERT INTO channel_hold (channel, kind, code, since, until, failures)"
        " VALUES ('sms', 'rest', '503', clock_timestamp(), clock_timestamp() + interval '1 hour', 1)",
        {"email"},
    ),
)


@pytest.mark.parametrize(("done", "channels"), STANDS)
def test_a_look_says_where_there_is_work(
    sessions: sessionmaker[Session], counter: Counter, done: str, channels: set[str]
) -> None:
    ledger = Ledger(sessions, Window(sessions, counter))
    with sessions() as session:
        assert messages.at_work(session) == set()
    case: UUID = ledger.case()
    ledger.tell(case)
    ledger.run(done)
    with sessions() as session:
        assert messages.at_work(session) == channels
        found = {channel for channel in ("email", "sms") if messages.take(session, channel, 5)[1]}
        assert found == channels
