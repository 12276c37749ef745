"""The job queue: duties that are done beside the counter, kept in the same database."""

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.schema import SchemaManager
from psycopg.errors import DuplicateFunction, DuplicateObject, DuplicateTable

from okienko.store.migrating import in_the_way

#: one program at a time prepares the queue
_LOCK = 0x6F6B6971756575


def prepare_queue(owner_url: str) -> None:
    """The queue's tables are there; safe when several programs start at once."""
    with psycopg.connect(owner_url, connect_timeout=5) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        there = connection.execute("SELECT to_regclass('public.procrastinate_jobs')").fetchone()
        if there == (None,):
            try:
                connection.execute(SchemaManager.get_schema())
            except (DuplicateTable, DuplicateObject, DuplicateFunction) as taken:
                raise in_the_way(taken.diag.message_primary or "?") from taken


def queue(application_url: str) -> App:
    """The queue on a connection of its own, not opened yet."""
    return App(connector=PsycopgConnector(conninfo=application_url, min_size=1, max_size=4))
