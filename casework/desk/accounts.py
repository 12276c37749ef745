"""Accounts of clerks: made, enrolled by a one-time link, changed, disabled. Never removed."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, any_, bindparam, delete, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import tables
from casework.desk.clerks import Clerk
from casework.tables import desk_tables

LINK_HOURS = 72
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")

_CLERK = tables.table_of(desk_tables.ClerkRow)
_SESSION = tables.table_of(desk_tables.DeskSession)


class LoginTaken(Exception):
    """Somebody has an account under this address already."""


@dataclass(frozen=True)
class Account:
    """An account as administrators and the log-in know it."""

    clerk: Clerk
    login: str
    active: bool
    password_hash: str | None  #: None until the link was used
    totp_secret: bytes | None
    totp_last_counter: int
    link_until: datetime | None  #: None: no link is open

    @property
    def enrolled(self) -> bool:
        return self.password_hash is not None


def plain_login(typed: str) -> str:
    """As the table keeps it: one for all that look alike (NFKC, no case, nothing invisible)."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).casefold())
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf").strip()[:254]


def is_address(login: str) -> bool:
    """Whether somebody may have an account under this e-mail address."""
    return len(login.strip()) <= 254 and _ADDRESS.fullmatch(login.strip()) is not None


def find_by_login(session: Session, login: str) -> Account | None:
    return _one(session.execute(_ALL.where(_CLERK.c.login == plain_login(login))).one_or_none())


def find_account(session: Session, clerk: UUID, *, to_change: bool = False) -> Account | None:
    """`to_change` holds the row until COMMIT: two at once come one after the other."""
    asked = _ALL.where(_CLERK.c.id == clerk)
    return _one(session.execute(asked.with_for_update() if to_change else asked).one_or_none())


def accounts_of(session: Session, office: str) -> Sequence[Account]:
    """Everybody of an office, by name."""
    rows = session.execute(_ALL.where(_CLERK.c.office_id == office).order_by(_CLERK.c.name, _CLERK.c.id))
    return [_account(row) for row in rows.all()]


def administrators(session: Session) -> Sequence[Account]:
    """Those of the platform, and of every office."""
    chosen = _CLERK.c.office_id.is_(None) | (literal("office_admin") == any_(_CLERK.c.roles))
    rows = session.execute(_ALL.where(chosen).order_by(_CLERK.c.office_id.nulls_first(), _CLERK.c.name))
    return [_account(row) for row in rows.all()]


def add_clerk(
    session: Session,
    *,
    login: str,
    name: str,
    office: str | None,
    roles: Collection[str],
    departments: Collection[str],
    at: datetime,
) -> UUID:
    """An account nobody can log in to until its link is used; LoginTaken."""
    clerk = uuid4()
    row = {
        "id": clerk, "office_id": office, "login": plain_login(login), "name": name.strip(),
        "roles": sorted(roles), "departments": sorted(departments),
        "fs_uniquifier": secrets.token_hex(16), "created_at": at,
    }  # fmt: skip
    try:
        with session.begin_nested():
            session.execute(insert(_CLERK), row)
    except IntegrityError as taken:
        raise LoginTaken from taken
    return clerk


def hand_out_link(session: Session, clerk: UUID, *, at: datetime) -> str:
    """The secret of a one-time link, told once; password and codes from before, and all sessions, end now."""
    token = secrets.token_urlsafe(24)
    _change(
        session, clerk,
        enrolment_hash=_digest(token), enrolment_expires_at=at + timedelta(hours=LINK_HOURS),
        password_hash=None, totp_secret=None,
    )  # fmt: skip
    end_sessions(session, clerk)
    return token


def account_of_link(session: Session, token: str, *, at: datetime) -> Account | None:
    """Whose link it is; None for a used, late or invented one."""
    asked = _ALL.where(
        _CLERK.c.enrolment_hash == _digest(token), _CLERK.c.enrolment_expires_at > at, _CLERK.c.active
    )
    return _one(session.execute(asked.with_for_update()).one_or_none())


def enrol(session: Session, clerk: UUID, *, password_hash: str, totp_secret: bytes, step: int) -> None:
    """The link is used up; the code that confirmed it opens nothing any more."""
    _change(
        session, clerk, password_hash=password_hash, totp_secret=totp_secret, totp_last_counter=step,
        enrolment_hash=None, enrolment_expires_at=None,
    )  # fmt: skip
    end_sessions(session, clerk)


def change_password(session: Session, clerk: UUID, *, password_hash: str, step: int) -> None:
    """Ends every session of the clerk, this one too."""
    _change(session, clerk, password_hash=password_hash, totp_last_counter=step)
    end_sessions(session, clerk)


def change_rights(
    session: Session, clerk: UUID, *, roles: Collection[str], departments: Collection[str]
) -> None:
    """Holds from the clerk's next request on."""
    _change(session, clerk, roles=sorted(roles), departments=sorted(departments))


def disable(session: Session, clerk: UUID) -> None:
    """Ends every session and every open link at once."""
    _change(session, clerk, active=False, enrolment_hash=None, enrolment_expires_at=None)
    end_sessions(session, clerk)


def enable(session: Session, clerk: UUID) -> None:
    """Password and codes are as before."""
    _change(session, clerk, active=True)


def take_step(session: Session, clerk: UUID, step: int) -> None:
    """A code was used: neither it nor an earlier one is taken again."""
    _change(session, clerk, totp_last_counter=step)


def end_sessions(session: Session, clerk: UUID) -> None:
    session.execute(delete(_SESSION).where(_SESSION.c.clerk_id == clerk))


def exist_under(session: Session, domain: str) -> int:
    """How many active accounts have a log-in that ends so."""
    counted = select(func.count()).where(_CLERK.c.active, _CLERK.c.login.endswith(domain, autoescape=True))
    return session.execute(counted).scalar_one()


def _change(session: Session, clerk: UUID, **values: object) -> None:
    session.execute(update(_CLERK).where(_CLERK.c.id == bindparam("whom")).values(**values), {"whom": clerk})


def _digest(token: str) -> bytes:
    return hashlib.sha256(b"okienko enrolment 1\0" + token.encode(errors="replace")).digest()


def _one(row: Row[Any] | None) -> Account | None:  # Any: of whatever types the columns are
    return None if row is None else _account(row)


def _account(row: Row[Any]) -> Account:  # Any: of whatever types the columns are
    return Account(
        clerk=Clerk(row.id, row.office_id, row.name, frozenset(row.roles), frozenset(row.departments)),
        login=row.login,
        active=row.active,
        password_hash=row.password_hash,
        totp_secret=row.totp_secret,
        totp_last_counter=row.totp_last_counter,
        link_until=row.enrolment_expires_at,
    )


_ALL = select(_CLERK)
