"""Clerks of a demo: random passwords and code secrets, the same at every start."""

import base64
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from casework.desk import accounts, passwords
from okienko.refusals import CannotStart
from okienko.wiring import Wiring

DOMAIN = ".demo.example"
#: log-in, name, office, role, department
PEOPLE: tuple[tuple[str, str, str | None, str, str | None], ...] = (
    ("podatki@zabrze", "Anna Fikcyjna", "zabrze", "clerk", "tax_assessment"),
    ("odpady@zabrze", "Julia Wzorcowa", "zabrze", "clerk", "waste_management"),
    ("kancelaria@zabrze", "Marek Zmyślony", "zabrze", "clerk", "organisation_chancellery"),
    ("kierownik@zabrze", "Ewa Przykładowa", "zabrze", "supervisor", None),
    ("administrator@zabrze", "Piotr Nieistniejący", "zabrze", "office_admin", None),
    ("formularze@zabrze", "Karol Udawany", "zabrze", "form_editor", None),
    ("audytor@zabrze", "Irena Pozorna", "zabrze", "auditor", None),
    ("podatki@gliwice", "Tomasz Wymyślony", "gliwice", "clerk", "tax_assessment"),
    ("platforma@platforma", "Lidia Umowna", None, "platform_admin", None),
)


@dataclass(frozen=True)
class DemoClerk:
    login: str
    password: str
    totp: str  #: base32


def demo_clerks(wiring: Wiring) -> list[DemoClerk]:
    """They are there after this, with what the file says; a reset on the desk's pages is left alone."""
    known = _kept(wiring.settings.data / "secrets" / "demo-clerks.txt")
    with wiring.sessions.begin() as session:
        for clerk, (_, name, office, role, department) in zip(known, PEOPLE, strict=True):
            if accounts.find_by_login(session, clerk.login) is not None:
                continue
            added = accounts.add_clerk(
                session, login=clerk.login, name=name, office=office, roles=[role],
                departments=[department] if department else [], at=datetime.now(UTC),
            )  # fmt: skip
            locked = passwords.lock_secret(wiring.secret, clerk.totp)
            hashed = passwords.hash_password(clerk.password)
            accounts.enrol(session, added, password_hash=hashed, totp_secret=locked, step=0)
    return known


def refuse_demo_clerks(sessions: sessionmaker[Session]) -> None:
    """CannotStart while an account of a demo is active: its password lies in a file."""
    with sessions() as session:
        if accounts.exist_under(session, DOMAIN) == 0:
            return
    raise CannotStart(
        f"demo clerks (…{DOMAIN}) are active: run okienko user disable LOGIN for each, or set OKIENKO_DEMO=1",
        f"działają konta pokazowe (…{DOMAIN}): okienko user disable LOGIN albo OKIENKO_DEMO=1",
    )


def _kept(path: Path) -> list[DemoClerk]:
    """One line a clerk: log-in, password, secret. Whoever came to the list later gets a line of their own."""
    known = _lines(path)
    fresh = {f"{short}{DOMAIN}": _made(f"{short}{DOMAIN}") for short, *_ in PEOPLE}
    if not known.keys() >= fresh.keys():
        known = fresh | known
        _write(path, known.values())
    return [known[f"{short}{DOMAIN}"] for short, *_ in PEOPLE]


def _made(login: str) -> DemoClerk:
    return DemoClerk(login, secrets.token_urlsafe(12), base64.b32encode(os.urandom(20)).decode())


def _lines(path: Path) -> dict[str, DemoClerk]:
    if not path.exists():
        return {}
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    return {login: DemoClerk(login, password, totp) for login, password, totp in rows}


def _write(path: Path, clerks: Iterable[DemoClerk]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.writelines(f"{clerk.login} {clerk.password} {clerk.totp}\n" for clerk in clerks)
    fresh.rename(path)
