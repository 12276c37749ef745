"""Brings the database to the state this version of the program needs; hands the application its rights."""

import io
import logging
import time

from alembic import command
from alembic.config import Config
from psycopg.errors import DuplicateObject, DuplicateTable, LockNotAvailable
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, pool, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from casework import tables
from casework.tables import (
    Base,
    Rights,
    begun_tables,
    desk_tables,
    form_tables,
    message_tables,
    own_tables,
    place_tables,
)
from okienko.refusals import CannotStart
from okienko.store.postgres import APPLICATION
from okienko.store.revisions import MIGRATIONS, is_ahead

logger = logging.getLogger(__name__)

#: whoever migrates or grants must have read them all
TABLES = (tables, begun_tables, desk_tables, form_tables, message_tables, own_tables, place_tables)

#: two programs that start at once migrate one after the other
LOCK = 0x6F6B69656E6B6F

#: shorter than what a statement of the application waits for a lock
TURN_SECONDS = 2.0
_TURNS_SECONDS = 300.0

#: tables, views and the like that the owner of the tables may speak of
_OURS = text(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind IN ('r', 'p', 'v', 'm') AND pg_has_role(relowner, 'USAGE') ORDER BY relname"
)

GRANTS = {
    Rights.WRITE: "SELECT, INSERT, UPDATE, DELETE",
    Rights.CHANGE: "SELECT, INSERT, UPDATE",
    Rights.APPEND: "SELECT, INSERT",
}


def migrate(url: str, application_role: str = APPLICATION) -> None:
    """Everything a database needs, as its owner: `upgrade`, then the application's rights.

    A database that a later version has migrated stays as it is: this version can work on it, and to set the
    rights anew would take those of tables that it does not know.
    """
    upgrade(url)
    engine = _owners_engine(url)
    with engine.begin() as connection:
        if not is_ahead(connection):
            grant_application(connection, application_role)


def upgrade(url: str) -> None:
    """Runs every pending revision in one transaction; safe when several programs start at once.

    A table that somebody else holds, as a backup does all the time it takes, is asked for in short turns:
    whoever comes after a waiting migration would have to wait with it. CannotStart after five minutes.
    """
    engine = _owners_engine(url)
    deadline = time.monotonic() + _TURNS_SECONDS
    while not _upgraded(engine):
        if time.monotonic() > deadline:
            raise CannotStart(
                "the migration waits for a table that is in use: end the backup, or start again later",
                "migracja czeka na zajętą tabelę: zakończ kopię zapasową albo uruchom ponownie później",
            )
        logger.warning("the migration waits for a table that is in use")
        time.sleep(TURN_SECONDS)


def _upgraded(engine: Engine) -> bool:
    """One turn; False when a table was not to be had."""
    try:
        with engine.begin() as connection:
            _wait_for_others(connection)
            if is_ahead(connection):
                logger.warning("a later version has migrated this database")
                return True
            connection.execute(text(f"SET LOCAL lock_timeout = {int(1000 * TURN_SECONDS)}"))
            command.upgrade(configuration(connection), "head")
    except OperationalError as busy:
        if not isinstance(busy.orig, LockNotAvailable):
            raise
        return False
    except ProgrammingError as taken:
        if not isinstance(taken.orig, DuplicateTable | DuplicateObject):
            raise
        raise in_the_way(taken.orig.diag.message_primary or "?") from taken
    return True


def in_the_way(what: str) -> CannotStart:
    """What PostgreSQL calls the thing that has a name of ours and is not ours."""
    return CannotStart(
        f"the database holds something that Okienko did not make ({what}):"
        ' give Okienko a database of its own, or move that away: ALTER TABLE public."…" SET SCHEMA …',
        f"w bazie jest coś, czego nie zrobiło Okienko ({what}):"
        ' daj Okienku własną bazę albo przenieś to gdzie indziej: ALTER TABLE public."…" SET SCHEMA …',
    )


def downgrade(url: str, revision: str) -> None:
    """Back to an earlier revision (`base`: before the first); what only the later ones can hold is lost."""
    engine = _owners_engine(url)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), revision)


def _wait_for_others(connection: Connection) -> None:
    """Until the transaction ends nobody else migrates or grants."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _owners_engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=pool.NullPool)


def grant_application(connection: Connection, role: str) -> None:
    """Gives the role what each table allows the application, and nothing more; may be run again and again.

    Audit, register, receipts and submissions can be read and added to, never changed or removed.
    """
    _wait_for_others(connection)
    name = connection.dialect.identifier_preparer.quote(role)
    run = connection.exec_driver_sql
    run(f"GRANT USAGE ON SCHEMA public TO {name}")
    for table in connection.scalars(_OURS).all():  # a table of somebody else's is not ours to speak of
        run(f"REVOKE ALL ON TABLE public.{connection.dialect.identifier_preparer.quote(table)} FROM {name}")
    run(f"GRANT SELECT ON alembic_version TO {name}")
    for entity in Base.__subclasses__():
        for grant in grants(entity):
            run(f"GRANT {grant} ON {entity.__tablename__} TO {name}")
    _grant_jobs(connection, name)


def grants(entity: type[Base]) -> tuple[str, ...]:
    """The privileges of the application on a table, as SQL names them."""
    columns = ", ".join(entity.CHANGEABLE)
    whole = GRANTS[entity.RIGHTS]
    return (whole, f"UPDATE ({columns})") if columns else (whole,)


def _grant_jobs(connection: Connection, name: str) -> None:
    """The job queue's own tables and their counters; its schema is the queue's, not ours."""
    looked = inspect(connection)
    for table in looked.get_table_names():
        if table.startswith("procrastinate_"):
            connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {name}")
    for sequence in looked.get_sequence_names():
        if sequence.startswith("procrastinate_"):
            connection.exec_driver_sql(f"GRANT USAGE ON SEQUENCE {sequence} TO {name}")


def configuration(connection: Connection | None = None, output: io.TextIOBase | None = None) -> Config:
    """Alembic's settings for our revisions; `output` takes the SQL of an offline run."""
    config = Config(output_buffer=output)  # type: ignore[arg-type]  # alembic asks for TextIO, a StringIO does
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
