"""Hands a submission in: the one place that owns the filing transaction, for pages and API alike.

Three ends are possible and each is told apart: filed, nothing sent, not known yet.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from casework.files.storage import StorageFull
from casework.intake.filing import Filed, Filing, file_submission, find_filed
from portal.parts import Parts

logger = logging.getLogger(__name__)


class NothingSent(Exception):
    """The database or the store was away before COMMIT: nothing was filed; the same key may be sent again."""


class Unknown(Exception):
    """The answer to COMMIT was lost and nobody can be asked now: sending again under the same key is safe."""


class _StaleConnection(NothingSent):
    """The pooled connection was dead: a new one may be well."""


class _AnswerLost(Exception):
    """COMMIT was sent and its answer never came."""


def is_away(failure: Exception) -> bool:
    """Whether the database cannot be asked now; False for a defect of ours in what was asked."""
    if isinstance(failure, DBAPIError):
        return failure.connection_invalidated or isinstance(failure, OperationalError | InterfaceError)
    return isinstance(failure, NoFreeConnection)


def handed_in_before(parts: Parts, key: str, request_digest: bytes) -> Filed | None:
    """What the very same request brought in earlier, also when today's forms would not take it any more.

    Raises KeyReused where the key was used for something else, NothingSent when the database is away.
    """
    try:
        with _session(parts) as session:
            return find_filed(session, key, parts.counter, request_digest=request_digest)
    except (DBAPIError, NoFreeConnection) as failure:
        if not is_away(failure):
            raise
        raise NothingSent(type(failure).__name__) from failure


def hand_in(parts: Parts, filing: Filing) -> Filed:
    """What was filed under the key, only after its COMMIT was answered or looked up.

    Raises NothingSent, Unknown, and what `file_submission` raises (NotFileable, KeyReused, StaleRevision).
    A connection that died while nobody used it is replaced once. A lost COMMIT is looked up on a new
    connection. Where the key is not there, it is sent once more: the key is unique, so a first COMMIT that
    comes through late cannot make a second submission.
    """
    try:
        try:
            filed = _file_once(parts, filing)
        except _StaleConnection:
            filed = _file_once(parts, filing)
        parts.ring()
        return filed
    except _AnswerLost:
        logger.warning("answer to COMMIT lost, looking the key up", extra={"office": filing.office})
        return _look_up(parts, filing) or _file_again(parts, filing)
    except IntegrityError as clash:
        # somebody filed under the same key in the same moment: who comes second gets the first one's receipt
        return _first_one(parts, filing, clash)


def _file_once(parts: Parts, filing: Filing) -> Filed:
    with _session(parts) as session:
        try:
            filed = file_submission(session, filing, parts.counter)
            session.flush()
        except StorageFull as full:
            raise NothingSent("storage full") from full
        except (DBAPIError, NoFreeConnection) as failure:
            if not is_away(failure):
                raise
            stale = isinstance(failure, DBAPIError) and failure.connection_invalidated
            raise (_StaleConnection if stale else NothingSent)(type(failure).__name__) from failure
        try:
            session.commit()
        except (DBAPIError, OSError) as failure:
            raise _AnswerLost from failure
        return filed


def _file_again(parts: Parts, filing: Filing) -> Filed:
    """One more time under the same key. A failure now leaves open whether the first one came through."""
    try:
        return _file_once(parts, filing)
    except (NothingSent, _AnswerLost) as failure:
        raise Unknown from failure
    except IntegrityError as clash:
        return _first_one(parts, filing, clash)


def _first_one(parts: Parts, filing: Filing, clash: IntegrityError) -> Filed:
    found = _look_up(parts, filing)
    if found is None:
        raise clash
    return found


def _look_up(parts: Parts, filing: Filing) -> Filed | None:
    """What stands under the key, asked on another connection; Unknown when nobody answers.

    A draft's id is its own key: what was filed under it is what was read back. Any other key may have been
    used for something else in the same moment: KeyReused.
    """
    digest = filing.digest() if filing.draft is None else None
    try:
        with _session(parts) as session:
            return find_filed(session, filing.key, parts.counter, request_digest=digest)
    except (DBAPIError, NoFreeConnection) as failure:
        raise Unknown from failure


@contextmanager
def _session(parts: Parts) -> Iterator[Session]:
    """A session whose closing never hides what was found out before: its connection may be broken."""
    session = parts.sessions()
    try:
        yield session
    finally:
        try:
            session.close()
        except SQLAlchemyError:
            logger.info("a broken connection could not be closed")
