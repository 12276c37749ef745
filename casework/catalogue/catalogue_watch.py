"""Notices that an office changed something: one tiny question every two seconds, while somebody asks."""

import logging
import time
from collections.abc import Callable
from datetime import date, datetime
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes
from casework.clock.deadlines import warsaw_date
from forms_catalog.offices.own_rows import Own

logger = logging.getLogger(__name__)

#: seconds between two looks of a process …
EVERY = 2.0
#: … and after one that met no database: whoever comes meanwhile does not wait for it again
AFTER_A_FAULT = 10.0


class CatalogueWatch:
    """What offices changed, told once for each change; one per process, asked by any thread."""

    def __init__(
        self,
        sessions: Callable[[], sessionmaker[Session]],
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sessions, self._now, self._clock = sessions, now, clock
        self._one = Lock()
        self._next = float("-inf")
        self._known = 0
        self._turns: date | None = None  #: when something begins or ends by itself

    def wake(self) -> None:
        """Whoever wrote something wants to see it: the next one to ask looks at once."""
        self._next = float("-inf")

    def look(self) -> tuple[Own, date] | None:
        """All that offices changed and the day it is for, where it is not what was told last; else None.

        Asks the database at most every two seconds, and never fails: what is known stays in use while it is
        away. A second thread does not wait for the first one.
        """
        if self._clock() < self._next or not self._one.acquire(blocking=False):
            return None
        try:
            # a round that takes long must not be followed by the next one at once
            self._next = self._clock() + EVERY
            return self._ask()
        except SQLAlchemyError as away:
            self._next = self._clock() + AFTER_A_FAULT
            logger.warning("no look at what offices changed", extra={"kind": type(away).__name__})
            return None
        finally:
            self._one.release()

    def _ask(self) -> tuple[Own, date] | None:
        day = warsaw_date(self._now())
        with self._sessions()() as session:
            change = catalogue_changes.counter(session)
            turned = self._turns is not None and self._turns <= day
            if change == self._known and not turned:
                return None
            own = catalogue_changes.read(session)
        self._known, self._turns = own.change, own.next_turn(day)
        return own, day
