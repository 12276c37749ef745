"""The database's history runs forwards and back, and ends where the tables are."""

import io
import threading
from collections.abc import Iterator

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, create_engine, inspect, text

from casework.tables import Base
from okienko.refusals import CannotStart
from okienko.store.database import engine as engine_for
from okienko.store.migrating import configuration, downgrade, migrate, upgrade
from okienko.store.postgres import DatabaseUrls, EmbeddedPostgres
from okienko.store.revisions import heads, ours, pending
from okienko.work.jobs import prepare_queue
from tests.program import until

OURS = set(Base.metadata.tables)


@pytest.fixture
def owner(empty_database: DatabaseUrls) -> Iterator[Engine]:
    engine = engine_for(empty_database.owner)
    yield engine
    engine.dispose()


def test_an_empty_database_gets_every_table_and_says_so(empty_database: DatabaseUrls, owner: Engine) -> None:
    assert pending(owner)
    upgrade(empty_database.owner)
    assert not pending(owner)
    assert set(inspect(owner).get_table_names()) - {"alembic_version"} == OURS


def test_a_table_of_somebody_elses_stays_and_one_with_a_name_of_ours_is_told(
    empty_database: DatabaseUrls, cluster: EmbeddedPostgres
) -> None:
    name = str(conninfo_to_dict(empty_database.owner)["dbname"])
    with psycopg.connect(cluster.superuser_url(name), autocommit=True) as others:
        others.execute("CREATE TABLE theirs (n int); CREATE TABLE draft (n int)")
        with pytest.raises(CannotStart, match='"draft" already exists'):
            migrate(empty_database.owner)
        others.execute("DROP TABLE draft; CREATE TABLE procrastinate_events (n int)")
        with pytest.raises(CannotStart, match='"procrastinate_events" already exists'):
            prepare_queue(empty_database.owner)
        others.execute("DROP TABLE procrastinate_events; GRANT SELECT ON theirs TO okienko_app")
        migrate(empty_database.owner)
    with psycopg.connect(empty_database.application) as ours_now:
        assert ours_now.execute("SELECT count(*) FROM theirs").fetchone() == (0,)


def test_every_revision_goes_up_down_and_up_again(empty_database: DatabaseUrls, owner: Engine) -> None:
    for revision in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions())):
        command_to(empty_database.owner, revision.revision)
        downgrade(empty_database.owner, "-1")
        command_to(empty_database.owner, revision.revision)
    downgrade(empty_database.owner, "base")
    assert set(inspect(owner).get_table_names()) == {"alembic_version"}
    upgrade(empty_database.owner)
    assert set(inspect(owner).get_table_names()) - {"alembic_version"} == OURS


def command_to(url: str, revision: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        command.upgrade(configuration(connection), revision)
    engine.dispose()


def test_the_migrations_end_exactly_at_the_tables(database: DatabaseUrls) -> None:
    engine = engine_for(database.owner)
    ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("procrastinate_")}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True, **ours})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrated_constraints_and_indexes_say_what_the_tables_say(
    database: DatabaseUrls, empty_database: DatabaseUrls, owner: Engine
) -> None:
    """Alembic compares neither conditions nor the options of an index."""
    Base.metadata.create_all(owner)
    migrated = engine_for(database.owner)
    assert shape(migrated) == shape(owner)
    migrated.dispose()


SHAPE = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 0
    UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT relname, 'options', reloptions::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"""


def shape(engine: Engine) -> set[tuple[str, str, str | None]]:
    with engine.connect() as connection:
        rows = connection.execute(text(SHAPE)).all()
    return {(row[0], row[1], row[2]) for row in rows if row[0] in OURS}


def test_the_history_has_one_end_and_is_read_alike_without_alembic() -> None:
    history = ScriptDirectory.from_config(configuration())
    assert len(history.get_heads()) == 1
    assert heads() == set(history.get_heads())
    assert ours() == {revision.revision for revision in history.walk_revisions()}


def test_a_version_that_is_taken_back_starts_on_the_database_of_the_later_one(
    empty_database: DatabaseUrls, owner: Engine
) -> None:
    """The later one's tables keep their rights: its other processes may still be at work."""
    migrate(empty_database.owner)
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE of_the_later_one (id int)"))
        connection.execute(text("GRANT SELECT ON of_the_later_one TO okienko_app"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    migrate(empty_database.owner)
    assert not pending(owner)
    with owner.connect() as connection:
        may = "SELECT has_table_privilege('okienko_app', 'of_the_later_one', 'SELECT')"
        assert connection.execute(text(may)).scalar_one() is True


def test_people_are_served_while_a_migration_waits_for_a_backup(
    empty_database: DatabaseUrls, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup holds every table; the migration wants one of them for itself."""
    monkeypatch.setattr("okienko.store.migrating.TURN_SECONDS", 0.2)
    command_to(empty_database.owner, "0008")
    migrating = threading.Thread(target=upgrade, args=(empty_database.owner,))
    with owner.connect() as backup, owner.connect() as person:
        backup.execute(text("LOCK TABLE message IN ACCESS SHARE MODE"))
        migrating.start()
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
        until("the migration waits", lambda: person.execute(text(waits)).scalar_one() == 1)
        assert person.execute(text("SELECT count(*) FROM message")).scalar_one() == 0
        assert migrating.is_alive()
    migrating.join()
    assert not pending(owner)


def test_two_programs_that_start_at_once_migrate_one_after_the_other(empty_database: DatabaseUrls) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            migrate(empty_database.owner)
        except BaseException as error:  # noqa: BLE001 – whatever it is, the test shows it
            failures.append(error)

    programs = [threading.Thread(target=start) for _ in range(4)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert failures == []


def test_the_sql_of_all_migrations_can_be_read_before_it_runs() -> None:
    written = io.StringIO()
    command.upgrade(configuration(output=written), "head", sql=True)
    assert written.getvalue().count("CREATE TABLE") == len(OURS) + 1
