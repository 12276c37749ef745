"""Where the history of the tables stands, here and in the database: asked without what could migrate it."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, text

MIGRATIONS = Path(__file__).parents[1] / "migrations"
#: as every file of a revision says it
_NAMES = re.compile(r'^(?P<which>revision|down_revision): .*= "(?P<name>\w+)"$', re.MULTILINE)
_TABLE = text("SELECT to_regclass('alembic_version') IS NOT NULL")
_REACHED = text("SELECT version_num FROM alembic_version")


def pending(engine: Engine) -> bool:
    """True while the database lacks a revision of this program."""
    with engine.connect() as connection:
        reached = _reached(connection)
    return ours().issuperset(reached) and reached != heads()


def is_ahead(connection: Connection) -> bool:
    """Whether a later version was here: the database is at a revision that this program does not know."""
    return not ours().issuperset(_reached(connection))


def ours() -> frozenset[str]:
    """Every revision that this program brings along."""
    return frozenset(name for which, name in _named() if which == "revision")


def heads() -> frozenset[str]:
    """The revisions that no other one follows."""
    return ours() - {name for which, name in _named() if which == "down_revision"}


@cache
def _named() -> tuple[tuple[str, str], ...]:
    files = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    found = (_NAMES.finditer(path.read_text(encoding="utf-8")) for path in files)
    return tuple((one["which"], one["name"]) for names in found for one in names)


def _reached(connection: Connection) -> frozenset[str]:
    if not connection.execute(_TABLE).scalar_one():
        return frozenset()
    return frozenset(connection.execute(_REACHED).scalars())
