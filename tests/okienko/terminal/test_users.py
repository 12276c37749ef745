"""Whoever runs the program gives and takes access to the desk from a terminal."""

import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.desk import accounts
from okienko.demo_clerks import DOMAIN, PEOPLE, demo_clerks, refuse_demo_clerks
from okienko.preparing import database_up, prepare
from okienko.processes.desk import serve_desk
from okienko.refusals import CannotStart
from okienko.settings import Settings
from okienko.store.postgres import DatabaseUrls
from okienko.wiring import Wiring
from tests.okienko.terminal.conftest import Ask

ANNA = "anna@urzad.example"
CLERK = ("add", ANNA, "Anna Fikcyjna", "--office", "zabrze", "--role", "clerk")


@pytest.fixture
def ask(okienko: Ask, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """`okienko user …`."""
    monkeypatch.setenv("OKIENKO_DESK_URL", "https://biurko.example")
    monkeypatch.setenv("OKIENKO_OFFICES", "zabrze,gliwice")
    return lambda *words: okienko("user", *words)


@pytest.fixture
def account(sessions: sessionmaker[Session]) -> Callable[[str], accounts.Account]:
    def find(login: str) -> accounts.Account:
        with sessions() as session:
            found = accounts.find_by_login(session, login)
        assert found is not None
        return found

    return find


def test_somebody_is_added_with_roles_and_departments_and_a_link_that_works(
    ask: Ask, account: Callable[[str], accounts.Account], sessions: sessionmaker[Session]
) -> None:
    code, said, _ = ask(
        "add", "Anna@Urzad.example", "Anna Fikcyjna", "--office", "zabrze",
        "--role", "clerk", "--role", "auditor", "--department", "tax_assessment",
    )  # fmt: skip
    assert code == 0
    made = account(ANNA)
    assert (made.clerk.name, made.clerk.office, made.active, made.enrolled) == (
        "Anna Fikcyjna", "zabrze", True, False,
    )  # fmt: skip
    assert made.clerk.roles == {"clerk", "auditor"}
    assert made.clerk.departments == {"tax_assessment"}
    link = re.search(r"https://biurko\.example/dostep/(\S+)", said)
    assert link is not None
    with sessions.begin() as session:
        opened = accounts.account_of_link(session, link[1], at=datetime.now(UTC))
    assert opened is not None
    assert opened.clerk.id == made.clerk.id
    assert "waits for its link" in ask("list")[1]


def test_the_platform_has_its_own_administrator_of_no_office(
    ask: Ask, account: Callable[[str], accounts.Account]
) -> None:
    assert ask("add", ANNA, "Anna Fikcyjna", "--role", "platform_admin")[0] == 0
    assert account(ANNA).clerk.office is None


NO_SENSE = (
    (("add", "anna", "Anna", "--office", "zabrze", "--role", "clerk"), "is not an e-mail address"),
    (("add", "anna@urzad", "Anna", "--office", "zabrze", "--role", "clerk"), "is not an e-mail address"),
    (("add", "anna @urzad.pl", "Anna", "--office", "zabrze", "--role", "clerk"), "not an e-mail address"),
    (("add", "a@b.example" + "x" * 260, "A", "--office", "zabrze", "--role", "clerk"), "not an e-mail"),
    (("add", ANNA, " ", "--office", "zabrze", "--role", "clerk"), "give a name"),
    (("add", ANNA, "Anna", "--office", "atlantyda", "--role", "clerk"), "there is no office atlantyda"),
    (("add", ANNA, "Anna", "--office", "zabrze"), "give --office and --role"),
    (("add", ANNA, "Anna", "--role", "clerk"), "give --office and --role"),
    (("add", ANNA, "Anna", "--office", "zabrze", "--role", "king"), "give --office and --role"),
    (("add", ANNA, "Anna", "--office", "zabrze", "--role", "platform_admin"), "give --office and --role"),
    ((*CLERK, "--department", "magic"), "there is no department magic; there are:"),
    (("reset", ANNA), f"there is no account {ANNA}"),
    (("disable", ANNA), f"there is no account {ANNA}"),
    (("enable", ANNA), f"there is no account {ANNA}"),
)


def test_what_makes_no_sense_is_said_in_one_line_and_changes_nothing(
    ask: Ask, sessions: sessionmaker[Session], subtests: pytest.Subtests
) -> None:
    for words, complaint in NO_SENSE:
        with subtests.test(" ".join(words)[:60]):
            code, _, said = ask(*words)
            assert code == 1
            assert complaint in said
            assert "Traceback" not in said
            with sessions() as session:
                assert not accounts.accounts_of(session, "zabrze")
                assert not accounts.administrators(session)


def test_an_address_that_has_an_account_is_not_given_another(ask: Ask) -> None:
    assert ask(*CLERK)[0] == 0
    code, _, said = ask("add", ANNA.upper(), "Ktoś Inny", "--office", "gliwice", "--role", "clerk")
    assert code == 1
    assert "has an account already" in said


def test_who_is_disabled_gets_no_link_until_enabled(
    ask: Ask, account: Callable[[str], accounts.Account]
) -> None:
    ask(*CLERK)
    assert ask("disable", ANNA)[0] == 0
    assert not account(ANNA).active
    assert account(ANNA).link_until is None
    assert "disabled" in ask("list")[1]
    code, _, said = ask("reset", ANNA)
    assert code == 1
    assert f"okienko user enable {ANNA}" in said
    assert ask("enable", ANNA)[0] == 0
    assert "/dostep/" in ask("reset", ANNA)[1]


@pytest.fixture
def demo(database: DatabaseUrls, tmp_path: Path) -> Wiring:
    settings = {"data": tmp_path / "data", "database_url": database.application, "demo": True}
    return Wiring(Settings(**settings, owner_database_url=database.owner))


def _office(demo: Wiring) -> Wiring:
    """The same installation, no longer a demo."""
    return Wiring(demo.settings.model_copy(update={"demo": False}))


def test_demo_clerks_are_the_same_at_every_start_and_their_file_is_the_owners_alone(demo: Wiring) -> None:
    first = demo_clerks(demo)
    assert demo_clerks(demo) == first
    assert len({clerk.password for clerk in first}) == len({clerk.totp for clerk in first}) == len(PEOPLE)
    kept = demo.settings.data / "secrets" / "demo-clerks.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_demo_begun_earlier_gets_the_clerks_that_came_later(demo: Wiring) -> None:
    first = demo_clerks(demo)
    kept = demo.settings.data / "secrets" / "demo-clerks.txt"
    lines = kept.read_text("ascii").splitlines(keepends=True)
    kept.write_text("".join(lines[:3] + lines[4:]), "ascii")
    again = demo_clerks(demo)
    assert [clerk.login for clerk in again] == [clerk.login for clerk in first]
    assert again[:3] + again[4:] == first[:3] + first[4:]


def test_an_office_starts_nothing_while_demo_clerks_may_log_in(demo: Wiring) -> None:
    clerks = demo_clerks(demo)
    office = _office(demo)
    with pytest.raises(CannotStart, match=r"demo clerks .* are active"):
        serve_desk(office.settings)
    with demo.sessions.begin() as session:
        for clerk in clerks:
            found = accounts.find_by_login(session, clerk.login)
            assert found is not None
            assert found.login.endswith(DOMAIN)
            accounts.disable(session, found.clerk.id)
    refuse_demo_clerks(office.sessions)


@pytest.mark.slow
def test_the_whole_program_refuses_them_too(tmp_path: Path) -> None:
    demo = Wiring(Settings(data=tmp_path, demo=True))
    with database_up(demo, fresh=True):
        prepare(demo)
        demo_clerks(demo)
        with pytest.raises(CannotStart, match=r"demo clerks .* are active"):
            prepare(_office(demo))
