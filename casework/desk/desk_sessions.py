"""Who is logged in at the desk: a row made at log-in, found by the hash of the cookie, gone at log-out."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.clerks import Clerk
from casework.tables import desk_tables

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
#: the moment last seen is written down this often; not at each request
_SEEN_EVERY = timedelta(seconds=30)
_AT_ONCE = 5

_SESSION = tables.table_of(desk_tables.DeskSession)
_CLERK = tables.table_of(desk_tables.ClerkRow)


def begin(session: Session, clerk: UUID, *, at: datetime) -> str:
    """A fresh secret for the cookie; sessions that ran out, and all but the clerk's newest, are removed."""
    token = secrets.token_urlsafe(32)
    over = (_SESSION.c.expires_at <= at) | (_SESSION.c.seen_at <= at - IDLE)
    newest = (
        select(_SESSION.c.id_hash)
        .where(_SESSION.c.clerk_id == clerk)
        .order_by(_SESSION.c.created_at.desc())
        .limit(_AT_ONCE - 1)
    )
    session.execute(
        delete(_SESSION).where((_SESSION.c.clerk_id == clerk) & (over | _SESSION.c.id_hash.not_in(newest)))
    )
    row = {
        "id_hash": _digest(token), "clerk_id": clerk, "created_at": at, "seen_at": at,
        "expires_at": at + LONGEST, "data": {},
    }  # fmt: skip
    session.execute(insert(_SESSION), row)
    return token


def resume(session: Session, token: str, *, at: datetime) -> Clerk | None:
    """Whose session it is; None after 15 minutes without a request, 8 hours, log-out or disabling."""
    row = session.execute(_FIND, {"hash": _digest(token), "now": at, "idle": at - IDLE}).one_or_none()
    if row is None:
        return None
    if at - row.seen_at > _SEEN_EVERY:
        session.execute(_SEEN, {"hash": _digest(token), "now": at})
    return Clerk(row.id, row.office_id, row.name, frozenset(row.roles), frozenset(row.departments))


def end(session: Session, token: str) -> None:
    """Log-out: the cookie opens nothing from now on, wherever it was copied to."""
    session.execute(delete(_SESSION).where(_SESSION.c.id_hash == _digest(token)))


def _digest(token: str) -> bytes:
    return hashlib.sha256(b"okienko desk session 1\0" + token.encode(errors="replace")).digest()


_FIND = (
    select(
        _CLERK.c.id, _CLERK.c.office_id, _CLERK.c.name, _CLERK.c.roles, _CLERK.c.departments,
        _SESSION.c.seen_at,
    )
    .join_from(_SESSION, _CLERK, _CLERK.c.id == _SESSION.c.clerk_id)
    .where(
        _SESSION.c.id_hash == bindparam("hash"),
        _SESSION.c.expires_at > bindparam("now"),
        _SESSION.c.seen_at > bindparam("idle"),
        _CLERK.c.active,
    )
)  # fmt: skip
_SEEN = update(_SESSION).where(_SESSION.c.id_hash == bindparam("hash")).values(seen_at=bindparam("now"))
