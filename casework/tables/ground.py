"""What every table stands on: naming, types, rights of the application."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    DateTime,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

JsonTree = dict[str, object]

LANGUAGES = ("pl", "en", "uk")
SCAN_STATES = ("not_scanned", "checking", "clean", "infected")


class Rights(enum.StrEnum):
    """What the application's database role may do to a table; the owner, who migrates, may do all."""

    WRITE = "write"  #: read, add, change, remove
    CHANGE = "change"  #: read, add, change
    APPEND = "append"  #: read and add: what stands there stays as it is


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[object, object]] = {
        str: Text,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        JsonTree: JSONB,
        list[object]: JSONB,
        list[str]: ARRAY(Text),
    }

    #: what the application may do to the table …
    RIGHTS: ClassVar[Rights] = Rights.APPEND
    #: … and the columns it may change where `RIGHTS` alone would forbid it
    CHANGEABLE: ClassVar[tuple[str, ...]] = ()


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def awaiting_scan(table: str, owner: str) -> Index:
    """The files of a table that the scanner has still to look at."""
    return Index(f"ix_{table}_checking", owner, "position", postgresql_where=text("scan_state = 'checking'"))


def table_of(entity: type[Base]) -> Table:
    """The table behind a class, for statements that must be fast: SQLAlchemy Core, no entities."""
    return Base.metadata.tables[entity.__tablename__]
