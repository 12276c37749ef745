"""The door of the desk: password and one-time code, with limits that never lock the rightful clerk out.

Where the account has been logged in to before, only this account's tries from there count. From an address
that is new to the account, tries count for the address and for the account: guessing stops there, while the
clerk goes on at the own desk.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from casework import tries
from casework.desk import accounts, desk_sessions, passwords
from casework.desk.clerks import Clerk
from casework.desk.desk_sessions import Limits
from casework.desk.reads import note_read

_QUARTER = timedelta(minutes=15)
_PAIR = tries.Limit("desk_login_pair", 10, _QUARTER)
_STRANGERS = tries.Limit("desk_login_address", 10, _QUARTER)
_ACCOUNT = tries.Limit("desk_login_account", 10, _QUARTER)
_KNOWN = tries.Limit("desk_login_known", 1_000_000, timedelta(days=90))
_OWN_CODE = tries.Limit("desk_own_code", 10, _QUARTER)
_NOBODY = tries.Limit("desk_login_nobody", 1_000_000, _QUARTER)


class Refused(Exception):
    """Unknown log-in, wrong password, wrong or used code, disabled account: nobody is told which."""


class TooManyTries(Exception):
    """Wait a quarter of an hour, or log in from where you usually do."""


@dataclass(frozen=True)
class LoggedIn:
    clerk: Clerk
    token: str  #: for the cookie


@dataclass(frozen=True)
class Typed:
    """What somebody typed at the door, and where."""

    login: str
    password: str
    code: str
    address: str  #: of the network


def log_in(
    sessions: sessionmaker[Session], typed: Typed, *, secret: bytes, at: datetime, limits: Limits
) -> LoggedIn:
    """Refused or TooManyTries; each try is counted before the password is looked at.

    No connection is held while the password is being hashed.
    """
    with sessions.begin() as session:
        if not _may_try(session, typed, at):
            raise TooManyTries
        account = accounts.find_by_login(session, typed.login)
    good = passwords.is_password(account.password_hash if account else None, typed.password)
    with sessions.begin() as session:
        clerk = _enter(session, account.clerk.id if account else UUID(int=0), typed, good, secret, at)
        token = desk_sessions.begin(session, clerk.id, at=at, limits=limits) if clerk else None
    if clerk is None or token is None:
        raise Refused
    return LoggedIn(clerk, token)


def may_type_code(session: Session, clerk: UUID, *, at: datetime) -> bool:
    """Counts a code typed by somebody who is logged in; False after ten in a quarter of an hour."""
    return tries.take(session, _OWN_CODE, str(clerk), at=at)


def _enter(
    session: Session, clerk: UUID, typed: Typed, good: bool, secret: bytes, at: datetime
) -> Clerk | None:
    account = accounts.find_account(session, clerk, to_change=True)
    step = passwords.step_of_code(
        secret,
        account.totp_secret if account else None,
        typed.code,
        at=at,
        last=account.totp_last_counter if account else 0,
    )
    if account is None or not good or step is None or not account.active:
        if account is not None:
            note_read(session, account.clerk, "log_in_refused")
        else:
            # both wait for the disk: whether there is such an account is not told by the time it takes
            tries.take(session, _NOBODY, accounts.plain_login(typed.login), at=at)
        return None
    accounts.take_step(session, clerk, step)
    _remember(session, typed, at)
    note_read(session, account.clerk, "logged_in")
    return account.clerk


def _may_try(session: Session, typed: Typed, at: datetime) -> bool:
    pair = _pair(typed)
    if not tries.take(session, _PAIR, pair, at=at):
        return False
    if _is_known(session, pair, at):
        return True
    by_address = tries.take(session, _STRANGERS, tries.network(typed.address), at=at)
    return tries.take(session, _ACCOUNT, accounts.plain_login(typed.login), at=at) and by_address


def _remember(session: Session, typed: Typed, at: datetime) -> None:
    """The address is known from now on; the try that got in is taken back."""
    pair = _pair(typed)
    tries.forget(session, _PAIR, pair)
    if not _is_known(session, pair, at):
        tries.take(session, _STRANGERS, tries.network(typed.address), at=at, cost=-1)
        tries.take(session, _ACCOUNT, accounts.plain_login(typed.login), at=at, cost=-1)
    tries.take(session, _KNOWN, pair, at=at)


def _is_known(session: Session, pair: str, at: datetime) -> bool:
    return tries.used_up(session, tries.Limit(_KNOWN.bucket, 1, _KNOWN.within), pair, at=at)


def _pair(typed: Typed) -> str:
    return f"{accounts.plain_login(typed.login)}\0{tries.network(typed.address)}"
