"""A database that may forget what it has confirmed is refused."""

import psycopg

from okienko.refusals import CannotStart

PROMISES = ("fsync", "synchronous_commit", "full_page_writes")
#: each of these waits at least for the local disk
_KEPT = {"on", "remote_apply", "remote_write", "local"}


def demand_durability(url: str) -> None:
    """CannotStart unless COMMIT on this connection means: it is on the disk.

    The settings of the role and of the database count, so ask on a connection as the application makes it.
    """
    with _connected(url) as connection:
        row = connection.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
            " current_setting('full_page_writes')"
        ).fetchone()
    loose = [name for name, value in zip(PROMISES, row or (), strict=True) if value not in _KEPT]
    if loose:
        names = ", ".join(loose)
        raise CannotStart(
            f"PostgreSQL would lose confirmed submissions in a crash: switch on {names}",
            f"PostgreSQL gubiłby przyjęte pisma po awarii: włącz {names}",
        )


def _connected(url: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(url, connect_timeout=5)
    except psycopg.OperationalError as away:
        why = str(away).splitlines()[0]
        raise CannotStart(f"PostgreSQL does not answer: {why}", f"PostgreSQL nie odpowiada: {why}") from away
