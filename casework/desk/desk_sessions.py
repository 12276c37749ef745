"""Who is logged in at the desk: a row made at log-in, found by the hash of the cookie, gone at log-out."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.clerks import Clerk
from casework.tables import desk_tables

#: the moment last seen is written down this often; not at each request
_SEEN_EVERY = timedelta(seconds=30)
_AT_ONCE = 5

_SESSION = tables.table_of(desk_tables.DeskSession)
_CLERK = tables.table_of(desk_tables.ClerkRow)


@dataclass(frozen=True)
class Limits:
    """How long somebody stays logged in."""

    idle: timedelta = timedelta(minutes=15)  #: without a request
    longest: timedelta = timedelta(hours=8)  #: whatever is requested


@dataclass(frozen=True)
class Going:
    """A session that goes on."""

    clerk: Clerk
    ends_at: datetime  #: unless there is another request
    last: bool  #: no request makes it longer


def begin(session: Session, clerk: UUID, *, at: datetime, limits: Limits) -> str:
    """A fresh secret for the cookie; sessions that ran out, and all but the clerk's newest, are removed."""
    token = secrets.token_urlsafe(32)
    over = (_SESSION.c.expires_at <= at) | (_SESSION.c.seen_at <= at - limits.idle)
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
        "expires_at": at + limits.longest, "data": {},
    }  # fmt: skip
    session.execute(insert(_SESSION), row)
    return token


def resume(session: Session, token: str, *, at: datetime, limits: Limits) -> Going | None:
    """Whose session it is; None when too long went by, after log-out and after disabling."""
    asked = {"hash": _digest(token), "now": at, "idle": at - limits.idle}
    row = session.execute(_FIND, asked).one_or_none()
    if row is None:
        return None
    seen = row.seen_at
    if at - seen > _SEEN_EVERY:
        session.execute(_SEEN, {"hash": _digest(token), "now": at})
        seen = at
    return Going(
        Clerk(row.id, row.office_id, row.name, frozenset(row.roles), frozenset(row.departments)),
        ends_at=min(seen + limits.idle, row.expires_at),
        last=row.expires_at <= seen + limits.idle,
    )


def whose(session: Session, token: str) -> UUID | None:
    """Who had this session, also when it has run out; None after log-out, disabling and a new password."""
    found = select(_SESSION.c.clerk_id).where(_SESSION.c.id_hash == _digest(token))
    return session.execute(found).scalar_one_or_none()


def end(session: Session, token: str) -> None:
    """Log-out: the cookie opens nothing from now on, wherever it was copied to."""
    session.execute(delete(_SESSION).where(_SESSION.c.id_hash == _digest(token)))


def _digest(token: str) -> bytes:
    return hashlib.sha256(b"okienko desk session 1\0" + token.encode(errors="replace")).digest()


_FIND = (
    select(
        _CLERK.c.id, _CLERK.c.office_id, _CLERK.c.name, _CLERK.c.roles, _CLERK.c.departments,
        _SESSION.c.seen_at, _SESSION.c.expires_at,
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
