"""Statements that are written out once, for the road that everybody's submission takes."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import CursorResult, Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement

#: what SQLAlchemy would do to a value on its way to the driver; None: nothing
_Shape = Callable[[Any], Any] | None  # Any: of whatever type the column is


class WrittenOut:
    """A statement of SQLAlchemy's, in the words and places that the server reads.

    `run` is what `session.execute` does, without finding the text anew in a cache and without knowing what
    types come back: a row's values are the driver's own. Errors are SQLAlchemy's.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._dialect: Dialect | None = None
        self._text = ""
        self._places: tuple[tuple[str, _Shape], ...] = ()
        self._given: dict[str, object] = {}

    def run(
        self, session: Session, values: Mapping[str, object]
    ) -> CursorResult[Any]:  # Any: as the driver reads
        """Executes it on the session's connection; KeyError where a value is not given."""
        connection = session.connection()
        if connection.dialect is not self._dialect:
            self._write(connection.dialect)
        known = {**self._given, **values}
        sent = tuple(known[name] if shape is None else shape(known[name]) for name, shape in self._places)
        return connection.exec_driver_sql(self._text, sent)

    def _write(self, dialect: Dialect) -> None:
        written = self._statement.compile(dialect=dialect)
        shapes = written._bind_processors  # type: ignore[attr-defined]  # there is no public way to them
        names = written.positiontup  # type: ignore[attr-defined]  # likewise: the order of $1, $2 …
        self._given = {name: value for name, value in written.params.items() if value is not None}
        self._text = written.string
        self._places = tuple((name, shapes.get(name)) for name in names)
        self._dialect = dialect
