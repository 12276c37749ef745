"""`okienko user`: accounts of the desk from the terminal of whoever runs the program."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from casework.desk import accounts
from casework.desk.accounts import Account
from casework.tables.desk_tables import ROLES
from okienko.preparing import database_up
from okienko.refusals import CannotStart
from okienko.wiring import Wiring


def list_users(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Everybody: administrators of the platform, then each office."""
    table = Table("login", "name", "office", "roles", "departments", "state")
    with database_up(wiring), wiring.sessions() as session:
        found = [one for one in accounts.administrators(session) if one.clerk.office is None]
        for office in wiring.catalogue.offices:
            found += accounts.accounts_of(session, office)
    for one in found:
        table.add_row(
            one.login, one.clerk.name, one.clerk.office or "–", ", ".join(sorted(one.clerk.roles)),
            ", ".join(sorted(one.clerk.departments)), _state(one),
        )  # fmt: skip
    console.print(table)
    return 0


def add_user(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Prints the access link once."""
    roles, office = set(asked.role or []), asked.office
    for wrong, refusal in _faults(wiring, asked, roles):
        if wrong:
            raise refusal
    with database_up(wiring), wiring.sessions.begin() as session:
        try:
            clerk = accounts.add_clerk(
                session, login=asked.login, name=asked.name, office=office, roles=roles,
                departments=asked.department or [], at=datetime.now(UTC),
            )  # fmt: skip
        except accounts.LoginTaken as taken:
            raise CannotStart(
                f"{asked.login} has an account already", f"{asked.login} ma już konto"
            ) from taken
        token = accounts.hand_out_link(session, clerk, at=datetime.now(UTC))
    _say_link(wiring, console, token)
    return 0


def _faults(wiring: Wiring, asked: argparse.Namespace, roles: set[str]) -> Iterator[tuple[bool, CannotStart]]:
    office = asked.office
    yield (
        not accounts.is_address(asked.login),
        CannotStart(f"{asked.login} is not an e-mail address", f"{asked.login} to nie adres e-mail"),
    )
    yield not asked.name.strip(), CannotStart("give a name", "podaj imię i nazwisko")
    yield (
        not roles or not roles <= set(ROLES) or (office is None) != (roles == {"platform_admin"}),
        CannotStart(
            "give --office and --role (clerk, supervisor, office_admin, auditor), or --role platform_admin",
            "podaj --office i --role (clerk, supervisor, office_admin, auditor) albo --role platform_admin",
        ),
    )
    offices = wiring.catalogue.offices
    yield (
        office is not None and office not in offices,
        CannotStart(f"there is no office {office}", f"nie ma urzędu {office}"),
    )
    units = offices[office].units if office in offices else {}
    unknown = sorted(set(asked.department or []) - units.keys())
    yield (
        bool(unknown),
        CannotStart(
            f"there is no department {', '.join(unknown)}; there are: {', '.join(units) or '–'}",
            f"nie ma wydziału {', '.join(unknown)}; są: {', '.join(units) or '–'}",
        ),
    )


def reset_user(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """A new link; password, codes and sessions from before end."""
    with database_up(wiring), wiring.sessions.begin() as session:
        found = _demanded(accounts.find_by_login(session, asked.login), asked.login)
        if not found.active:
            raise CannotStart(
                f"{found.login} is disabled: okienko user enable {found.login} first",
                f"{found.login} jest wyłączone: najpierw okienko user enable {found.login}",
            )
        token = accounts.hand_out_link(session, found.clerk.id, at=datetime.now(UTC))
    _say_link(wiring, console, token)
    return 0


def disable_user(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Logged out at once, and not let in again."""
    with database_up(wiring), wiring.sessions.begin() as session:
        found = _demanded(accounts.find_by_login(session, asked.login), asked.login)
        accounts.disable(session, found.clerk.id)
    console.print(f"{found.login}: disabled · wyłączone")
    return 0


def enable_user(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Let in again, with password and codes as before."""
    with database_up(wiring), wiring.sessions.begin() as session:
        found = _demanded(accounts.find_by_login(session, asked.login), asked.login)
        accounts.enable(session, found.clerk.id)
    console.print(f"{found.login}: enabled · włączone")
    return 0


def _demanded(account: Account | None, login: str) -> Account:
    if account is None:
        raise CannotStart(f"there is no account {login}", f"nie ma konta {login}")
    return account


def _state(account: Account) -> str:
    if not account.active:
        return "disabled"
    return "works" if account.enrolled else "waits for its link"


def _say_link(wiring: Wiring, console: Console, token: str) -> None:
    console.print("Access link, for 72 hours, shown once · Link dostępu na 72 godziny, pokazany raz:")
    console.print(f"{wiring.settings.desk_address}/dostep/{token}", soft_wrap=True, markup=False)
