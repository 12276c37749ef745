"""Limits counted in PostgreSQL: log-in, codes, messages; the same for every process and machine."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from casework.tables import desk_tables

_TRY = tables.table_of(desk_tables.TryCounter)
#: a limit's time is counted in so many parts: what ran out is forgotten a part at a time
_PARTS = 15


@dataclass(frozen=True)
class Limit:
    """At most so many within a sliding time; one subject's tries never hold up another's."""

    bucket: str  #: log-in, code …; different limits have different buckets
    most: int
    within: timedelta


def network(address: str) -> str:
    """For whom an address is counted: one of IPv6 for the 64 bits that a single subscriber is given."""
    with suppress(ValueError):
        given = ip_address(address.partition("%")[0])
        if isinstance(given, IPv6Address):
            return str(given.ipv4_mapped or IPv6Network((given, 64), strict=False))
        return str(given)
    return address


def take(session: Session, limit: Limit, subject: str, *, at: datetime, cost: int = 1) -> bool:
    """Counts a try; False, and nothing counted, where the limit is used up.

    Exact however many ask at once: they wait for each other until this transaction ends, so keep it short.
    Who counts failures commits after them.
    """
    place = _place(limit, subject)
    session.execute(
        _IN_TURN, place
    )  # before the next statement, which then sees what those before have counted
    part = limit.within / _PARTS
    since = datetime.fromtimestamp(at.timestamp() // part.total_seconds() * part.total_seconds(), UTC)
    asked = {"since": since, "cost": cost, "after": at - limit.within, "most": limit.most}
    return session.execute(_COUNT, place | asked).one_or_none() is not None


def used_up(session: Session, limit: Limit, subject: str, *, at: datetime) -> bool:
    """Whether another try would be refused; counts nothing."""
    return _used(session, limit, subject, at) >= limit.most


def forget(session: Session, limit: Limit, subject: str) -> None:
    """Somebody got in: earlier tries no longer count."""
    session.execute(_FORGET, _place(limit, subject))


def remove_old(session: Session, *, before: datetime) -> int:
    """Removes what no limit looks at any more; how many."""
    return len(
        session.execute(delete(_TRY).where(_TRY.c.window_start < before).returning(_TRY.c.count)).all()
    )


def _place(limit: Limit, subject: str) -> dict[str, object]:
    digest = hashlib.sha256(f"{limit.bucket}\0{subject}".encode()).digest()
    return {"kind": limit.bucket, "subject": digest, "lock": int.from_bytes(digest[:8], signed=True)}


def _used(session: Session, limit: Limit, subject: str, at: datetime) -> int:
    counted = session.execute(_USED, {**_place(limit, subject), "after": at - limit.within})
    return int(counted.scalar_one())


_MINE = (_TRY.c.bucket == bindparam("kind")) & (_TRY.c.subject_hash == bindparam("subject"))
_IN_TURN = select(func.pg_advisory_xact_lock(bindparam("lock")))
_USED = select(func.coalesce(func.sum(_TRY.c.count), 0)).where(
    _MINE, _TRY.c.window_start > bindparam("after")
)
_COST = bindparam("cost", type_=_TRY.c.count.type)
_COUNT = (
    insert(_TRY)
    .from_select(
        ["bucket", "subject_hash", "window_start", "count"],
        select(
            bindparam("kind", type_=_TRY.c.bucket.type),
            bindparam("subject", type_=_TRY.c.subject_hash.type),
            bindparam("since", type_=_TRY.c.window_start.type),
            _COST,
        ).where(_USED.scalar_subquery() + _COST <= bindparam("most", type_=_TRY.c.count.type)),
    )
    .on_conflict_do_update(index_elements=list(_TRY.primary_key), set_={"count": _TRY.c.count + _COST})
    .returning(_TRY.c.count)
)
_FORGET = delete(_TRY).where(_MINE)
