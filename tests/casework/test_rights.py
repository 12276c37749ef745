"""What the application may not do, whatever a mistake in it tries."""

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from casework.tables import Base, Rights
from okienko.store.migrating import grant_application
from tests.casework.conftest import Opened

UNCHANGEABLE = (
    "audit_entry",
    "audit_seal",
    "incoming_item",
    "receipt",
    "submission",
    "form_version",
    "office",
    "case_note",
    "letter",
    "read_entry",
    "read_batch",
    "contact",
    "sms_heard",
)


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_audit_register_receipts_and_submissions_cannot_be_changed_or_removed(
    sessions: sessionmaker[Session], case: Opened, subtests: pytest.Subtests, statement: str
) -> None:
    for table in UNCHANGEABLE:
        column = next(iter(Base.metadata.tables[table].columns)).name
        with (
            subtests.test(table),
            sessions() as session,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            session.execute(text(statement.format(table, column, column)))


def test_every_column_of_them_is_protected(sessions: sessionmaker[Session], case: Opened) -> None:
    for table in UNCHANGEABLE:
        for column in Base.metadata.tables[table].columns:
            with sessions() as session, pytest.raises(ProgrammingError, match="permission denied"):
                session.execute(update(Base.metadata.tables[table]).values({column: column}))


def test_of_an_attachment_only_what_the_scanner_says_may_change(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        session.execute(text("UPDATE attachment SET scan_state = 'clean'"))
    with sessions() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("UPDATE attachment SET sha256 = sha256"))


def test_of_a_word_of_a_case_only_the_unit_may_change(sessions: sessionmaker[Session], case: Opened) -> None:
    with sessions() as session:
        session.execute(text("UPDATE case_word SET department = department"))
        with pytest.raises(ProgrammingError, match="permission denied"):
            session.execute(text("UPDATE case_word SET word = word"))
    with sessions() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("DELETE FROM case_word"))


def test_a_case_is_worked_but_never_removed(sessions: sessionmaker[Session], case: Opened) -> None:
    with sessions() as session:
        session.execute(text("UPDATE office_case SET state = 'in_progress'"))
        with pytest.raises(ProgrammingError, match="permission denied"):
            session.execute(text("DELETE FROM office_case"))


def test_which_tables_may_be_changed_is_decided_here() -> None:
    """A new table is append-only until somebody says otherwise, and says it in this list."""
    writable = {table.__tablename__ for table in Base.__subclasses__() if table.RIGHTS is Rights.WRITE}
    changeable = {table.__tablename__ for table in Base.__subclasses__() if table.RIGHTS is Rights.CHANGE}
    assert writable == {
        "draft", "draft_row", "draft_file", "draft_address", "begun_from", "desk_session", "try_counter",
        "channel_hold",
    }  # fmt: skip
    assert changeable == {
        *("register_counter", "office_case", "clerk", "case_sign_counter"),
        *("message", "opt_out", "sending"),
        *("form_edit", "form_replay", "form_withdrawal"),
    }
    assert {table.__tablename__ for table in Base.__subclasses__()} == set(Base.metadata.tables)


def test_rights_may_be_given_again_and_take_back_what_was_too_much(
    owner: Engine, sessions: sessionmaker[Session]
) -> None:
    with owner.begin() as connection:
        connection.execute(text("GRANT DELETE ON receipt TO okienko_app"))
        grant_application(connection, "okienko_app")
        grant_application(connection, "okienko_app")
    with sessions() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("DELETE FROM receipt"))
