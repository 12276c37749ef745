"""The database stays the office's own: roles, patience, durability."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from okienko.refusals import CannotStart
from okienko.store.durability import demand_durability
from okienko.store.postgres import DatabaseUrls, EmbeddedPostgres


def test_a_migrated_database_greets_the_application(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        assert session.execute(text("SELECT current_user")).scalar_one() == "okienko_app"
        assert session.execute(text("SELECT count(*) FROM submission")).scalar_one() == 0


def test_a_query_that_hangs_is_given_up(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        assert session.execute(text("SHOW statement_timeout")).scalar_one() == "4s"


def test_the_application_cannot_make_tables_of_its_own(database: DatabaseUrls) -> None:
    with (
        psycopg.connect(database.application) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine (n int)")


def test_a_database_that_may_forget_is_refused(cluster: EmbeddedPostgres) -> None:
    """The cluster of the tests does not wait for the disk, so the program must not accept it."""
    with pytest.raises(CannotStart, match="fsync, synchronous_commit, full_page_writes"):
        demand_durability(cluster.superuser_url())
