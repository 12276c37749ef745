"""A part that starts beside the migration waits for its end before it serves."""

import time

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from okienko.refusals import CannotStart
from okienko.store.database import engine
from okienko.store.revisions import pending

_PATIENCE_SECONDS = 120.0


def wait_for_migration(application_url: str) -> None:
    """Returns when the database is at this program's revision, or when it cannot be asked: then pages say so.

    CannotStart when a migration is still missing after two minutes.
    """
    asked = engine(application_url, pool=1)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    try:
        while _is_pending(asked):
            if time.monotonic() > deadline:
                raise CannotStart(
                    "the database is not at this version: run okienko migrate",
                    "baza nie jest w tej wersji: uruchom okienko migrate",
                )
            time.sleep(0.1)
    except OperationalError:
        return
    finally:
        asked.dispose()  # workers that are forked later must not share its connection


def _is_pending(asked: Engine) -> bool:
    try:
        return pending(asked)
    except ProgrammingError:
        return True  # the tables, or the rights on them, are still being made
