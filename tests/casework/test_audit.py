"""The audit chain: whoever changes, drops or moves an entry is found."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session, sessionmaker

from casework import audit, tables
from tests.casework.conftest import NOON, Opened, open_case


@pytest.fixture
def busy_case(sessions: sessionmaker[Session], case: Opened) -> Opened:
    """A case to which four things happened."""
    for hour, what in enumerate(("taken", "moved", "answered"), start=1):
        with sessions.begin() as session:
            audit.append(
                session,
                case.id,
                at=NOON + timedelta(hours=hour),
                actor="clerk:7",
                what=what,
                details={"to": "in_progress", "hour": hour, "read": True},
            )
    return case


def broken(sessions: sessionmaker[Session], case: Opened) -> audit.Break | None:
    with sessions() as session:
        return audit.verify_chain(session, case.id)


def test_an_untouched_chain_holds(sessions: sessionmaker[Session], busy_case: Opened) -> None:
    assert broken(sessions, busy_case) is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entry SET actor = 'clerk:8' WHERE position = 2",
        "UPDATE audit_entry SET what = 'movee' WHERE position = 2",
        "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE position = 2",
        "UPDATE audit_entry SET office_id = 'gliwice' WHERE position = 2",
        """UPDATE audit_entry SET details = details || '{"hour": 3}' WHERE position = 2""",
        """UPDATE audit_entry SET details = details || '{"read": 1}' WHERE position = 2""",
        "UPDATE audit_entry SET previous = set_byte(previous, 0, get_byte(hash, 0)) WHERE position = 2",
        "UPDATE audit_entry SET hash = set_byte(hash, 31, get_byte(hash, 31) # 128) WHERE position = 2",
        "DELETE FROM audit_entry WHERE position = 2",
    ],
)
def test_one_flipped_byte_and_a_missing_entry_are_found_where_they_are(
    sessions: sessionmaker[Session], owner: Engine, busy_case: Opened, tampering: str
) -> None:
    with owner.begin() as connection:
        assert connection.execute(text(tampering)).rowcount == 1
    found = broken(sessions, busy_case)
    assert found is not None
    assert found.position == 2


def test_a_cut_tail_is_found(sessions: sessionmaker[Session], owner: Engine, busy_case: Opened) -> None:
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE position = 4"))
    found = broken(sessions, busy_case)
    assert found == audit.Break(busy_case.id, 4, "missing")


def test_entries_that_changed_places_are_found(
    sessions: sessionmaker[Session], owner: Engine, busy_case: Opened
) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET position = 9 WHERE position = 2"))
        connection.execute(text("UPDATE audit_entry SET position = 2 WHERE position = 3"))
        connection.execute(text("UPDATE audit_entry SET position = 3 WHERE position = 9"))
    found = broken(sessions, busy_case)
    assert found is not None
    assert found.position == 2


def test_an_invented_entry_is_found(
    sessions: sessionmaker[Session], owner: Engine, busy_case: Opened
) -> None:
    """Even one that is chained rightly: the case knows how long its chain is."""
    with sessions() as session:
        last = session.execute(text("SELECT hash FROM audit_entry WHERE position = 4")).scalar_one()
    invented = audit.Entry(busy_case.id, "zabrze", 5, NOON, "clerk:9", "left", {})
    with Session(owner) as session, session.begin():
        session.execute(insert(tables.AuditEntry).values(invented.row(last)))
    found = broken(sessions, busy_case)
    assert found == audit.Break(busy_case.id, 5, "head")


def test_an_office_sees_its_own_broken_chains_only(sessions: sessionmaker[Session], owner: Engine) -> None:
    with sessions.begin() as session:
        ours, theirs = open_case(session, "zabrze"), open_case(session, "gliwice")
    with owner.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET actor = 'nobody'"))
    with sessions() as session:
        assert [found.submission for found in audit.verify_office(session, "zabrze")] == [ours.id]
        assert [found.submission for found in audit.verify_office(session, "gliwice")] == [theirs.id]


def test_nothing_is_chained_to_a_case_that_is_not_there(
    sessions: sessionmaker[Session], case: Opened
) -> None:
    from uuid import uuid4

    with sessions() as session, pytest.raises(audit.CaseNotFound):
        audit.append(session, uuid4(), at=NOON, actor="system", what="moved", details={})
