"""A restored system is silent until somebody releases it, and says so."""

import argparse
import io
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy.orm import Session, sessionmaker

from casework.messages import sending
from forms_catalog.catalogue import Catalogue
from okienko.settings import Settings
from okienko.standing.readiness import ready
from okienko.store.postgres import DatabaseUrls
from okienko.terminal.asking import release_sending
from okienko.wiring import Wiring


@pytest.fixture
def wiring(database: DatabaseUrls, tmp_path: Path, catalogue: Catalogue) -> Wiring:
    given = {"database_url": database.application, "owner_database_url": database.owner}
    settings = Settings(data=tmp_path, demo=True, **given)  # type: ignore[arg-type]  # as from the environment
    return Wiring(settings, catalogue=catalogue)


def _channels(sessions: sessionmaker[Session], tmp_path: Path) -> set[object]:
    parts = ready(sessions, tmp_path)["parts"]
    assert isinstance(parts, dict)
    return {parts["sms"], parts["email"]}


def test_a_restored_system_says_that_it_waits_and_is_released_by_a_command(
    wiring: Wiring, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    assert _channels(sessions, tmp_path) == {"ok"}
    with sessions.begin() as session:
        sending.withhold(session)
    assert _channels(sessions, tmp_path) == {"not_released"}
    console = Console(file=io.StringIO())
    assert release_sending(wiring, console, argparse.Namespace()) == 0
    assert _channels(sessions, tmp_path) == {"ok"}


def test_an_account_that_somebody_has_to_mend_shows_in_readiness(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    with sessions.begin() as session:
        now = sending.gate(session, "sms").at
        sending.rest(session, "sms", "account", "20003", tried_at=now, at=now)
    assert _channels(sessions, tmp_path) == {"ok", "held 20003"}
