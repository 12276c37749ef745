"""Whoever watches over the system reads what needs a person, what to do, and nothing about residents."""

import argparse
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue.versions import record_versions
from casework.intake.filing import file_submission
from casework.scanning.scanner import ScannerAway
from casework.standing import PARTS, WORDS
from casework.trust.demo_centre import make_demo_seal
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import RateBook
from okienko.settings import Settings
from okienko.standing.last_backup import note_backup
from okienko.standing.metrics import told
from okienko.standing.standing_in_database import try_again
from okienko.standing.status import AHEAD, Watched, as_json, standing, unconfirmed
from okienko.store.postgres import DatabaseUrls
from okienko.terminal.status_shown import status
from okienko.wiring import Wiring
from okienko.work.duties import duties
from okienko.work.jobs import prepare_queue
from pages.language import TRANSLATIONS, load_words
from tests.casework.window import DN1, a_filing
from tests.portal.conftest import NOWHERE
from tests.program import free_port
from tests.shipped import SHIPPED


class _Scanner:
    """Answers as told."""

    def __init__(self, name: str = "ClamAV 1.4.6", *, away: bool = False, blind: bool = False) -> None:
        self._name, self._away, self._blind = name, away, blind

    def look(self, content: bytes) -> str | None:
        return None if self._blind else "Eicar"

    def name(self) -> str:
        if self._away:
            raise ScannerAway("away")
        return self._name


@pytest.fixture
def wiring(database: DatabaseUrls, tmp_path: Path, catalogue: Catalogue) -> Wiring:
    given = {"database_url": database.application, "owner_database_url": database.owner}
    settings = Settings(data=tmp_path, demo=True, **given)  # type: ignore[arg-type]  # as from the environment
    prepare_queue(database.owner)
    return Wiring(settings, catalogue=catalogue)


@pytest.fixture
def well(wiring: Wiring, sessions: sessionmaker[Session]) -> Watched:
    """An office's system in which nothing needs a person."""
    with sessions.begin() as session:
        session.execute(text("INSERT INTO procrastinate_workers DEFAULT VALUES"))
    note_backup(wiring.settings.data, at=datetime.now(UTC), size=12_000_000)
    every = {"sms": True, "email": True}
    now = wiring.watched()
    # also in December nothing is missing for the year that comes
    lasting = RateBook(replace(rate, valid_to=None) for rate in now.catalogue.rates)
    known = replace(now.catalogue, rates=lasting)
    return replace(now, catalogue=known, channels=every, scanner=_Scanner(), demo=False)  # type: ignore[arg-type]


def codes(watched: Watched, level: str = "person") -> set[str]:
    return {finding.code for finding in standing(watched).findings if finding.level == level}


def test_a_system_that_is_well_needs_nobody(well: Watched) -> None:
    found = standing(well)
    assert codes(well) == set()
    assert not found.needs_a_person
    assert {finding.part for finding in found.findings} == set(PARTS)
    assert codes(well, "watch") == {"facts_unconfirmed"}, "these stay until a lawyer has read them"


def test_it_says_of_which_day_the_register_of_places_is_and_that_there_is_none_is_no_fault(
    well: Watched, owner_url: str
) -> None:
    assert "places_none" in codes(well, "ok")
    loaded = "INSERT INTO place_file VALUES ('SIMC', 'SIMC_2026.csv', '2026-01-01', 2, 'x')"
    with create_engine(owner_url.replace("postgresql:", "postgresql+psycopg:")).begin() as connection:
        connection.execute(text(loaded))
    [places] = [finding for finding in standing(well).findings if finding.part == "places"]
    assert (places.code, places.level) == ("places_ok", "ok")
    assert places.values == {"kind": "SIMC", "day": "2026-01-01", "file": "SIMC_2026.csv"}


def test_without_the_database_it_says_what_is_not_known_and_still_asks_the_scanner(well: Watched) -> None:
    away = replace(well, sessions=sessionmaker(create_engine(NOWHERE)))
    found = {finding.code for finding in standing(away).findings}
    assert found >= {"database_away", "not_asked", "scanner_ok", "disk_ok"}
    assert "worker_ok" not in found


SPOILED: dict[str, tuple[Callable[[Watched], Watched], str]] = {
    "database away": (lambda w: replace(w, sessions=sessionmaker(create_engine(NOWHERE))), "database_away"),
    "clock 5 minutes fast": (
        lambda w: replace(w, now=lambda: datetime.now(UTC) + timedelta(minutes=5)),
        "clock_off",
    ),
    "scanner away": (lambda w: replace(w, scanner=_Scanner(away=True)), "scanner_away"),
    "scanner blind": (lambda w: replace(w, scanner=_Scanner(blind=True)), "scanner_away"),
    "old signatures": (
        lambda w: replace(w, scanner=_Scanner("ClamAV 1.4.6/27800/Sat Nov  1 09:00:00 2025")),
        "scanner_old",
    ),
    "seal ends within 60 days": (
        lambda w: replace(w, now=lambda: _end_of_seals(w) - AHEAD + timedelta(hours=1)),
        "seal_ends",
    ),
    "seal ended": (lambda w: replace(w, now=lambda: _end_of_seals(w) + timedelta(hours=1)), "seal_ended"),
    "backup of two days ago": (
        lambda w: replace(w, now=lambda: datetime.now(UTC) + timedelta(days=2)),
        "backup_old",
    ),
}


def _end_of_seals(watched: Watched) -> datetime:
    return min(seal.certificate.not_valid_after_utc for seal in watched.seals.values())


@pytest.mark.parametrize("what", SPOILED)
def test_what_goes_wrong_outside_of_the_database_is_found(well: Watched, what: str) -> None:
    spoil, code = SPOILED[what]
    assert code in codes(spoil(well))


def test_a_centre_that_issued_no_seal_in_use_may_end(well: Watched, tmp_path: Path) -> None:
    stranger = make_demo_seal(tmp_path, "gliwice", "Gliwice").chain[0]
    seals = {code: replace(seal, chain=(stranger, *seal.chain)) for code, seal in well.seals.items()}
    assert {link for seal in seals.values() for link in seal.issuers} == {
        link for seal in well.seals.values() for link in seal.chain
    }
    soon = stranger.not_valid_after_utc - timedelta(days=30)
    late = replace(well, now=lambda: soon)
    assert "centre_ends" in codes(late)
    alone = {code: replace(seal, chain=(stranger,)) for code, seal in well.seals.items()}
    assert "centre_ends" not in codes(replace(late, seals=alone))


IN_DATABASE = {
    "worker_away": "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 seconds'",
    "duty_failed": "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
    " VALUES ('default', 'x', 'failed')",
    "queue_late": "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
    " VALUES ('default', 'x', now() - interval '11 minutes')",
    "channel_not_released": "UPDATE sending SET released = false",
    "channel_account": "INSERT INTO channel_hold VALUES ('sms', 'account', '20003', now(), now(), 1)",
    "channel_away_long": "INSERT INTO channel_hold VALUES ('email', 'away', 'timeout', now(), now(), 61)",
}


@pytest.mark.parametrize("code", IN_DATABASE)
def test_what_goes_wrong_in_the_database_is_found(
    well: Watched, sessions: sessionmaker[Session], code: str
) -> None:
    with sessions.begin() as session:
        session.execute(text(IN_DATABASE[code]))
    assert code in codes(well)


@pytest.fixture
def filed(wiring: Wiring, sessions: sessionmaker[Session], catalogue: Catalogue) -> None:
    with sessions.begin() as session:
        record_versions(session, catalogue)
        file_submission(
            session, a_filing(catalogue, DN1, sample="proxy"), replace(wiring.counter, scanner=True)
        )


OF_A_CASE = {
    "promises_stuck": "UPDATE message SET next_at = now() - interval '61 minutes'",
    "promises_unknown": "UPDATE message SET state = 'unknown', changed_at = now() - interval '61 minutes'",
    "files_waiting": "SELECT 1",
    "audit_never": "SELECT 1",
}


@pytest.mark.parametrize("code", OF_A_CASE)
def test_what_is_overdue_for_a_case_is_found(well: Watched, owner_url: str, filed: None, code: str) -> None:
    assert code not in codes(well)
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as session:
        session.execute(text(OF_A_CASE[code]))
        session.execute(text("UPDATE submission SET filed_at = filed_at - interval '3 days'"))
        session.execute(text("UPDATE audit_entry SET at = at - interval '3 days'"))
    engine.dispose()
    assert code in codes(well)


def test_a_demo_without_a_backup_needs_nobody_but_an_office_does(well: Watched) -> None:
    (well.data / "last-backup.json").unlink()
    assert "backup_none" in codes(well)
    assert "backup_none" in codes(replace(well, demo=True), "watch")


def test_a_full_disk_needs_a_person(well: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, level in ((400_000_000, "person"), (2_000_000_000, "watch"), (50_000_000_000, "ok")):
        monkeypatch.setattr("shutil.disk_usage", lambda _, free=free: type("Usage", (), {"free": free}))
        assert {f.level for f in standing(well).findings if f.part == "disk"} == {level}


def test_a_failed_duty_tries_again_and_is_forgotten_once_it_is_done(
    wiring: Wiring, well: Watched, sessions: sessionmaker[Session]
) -> None:
    fail = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
        " VALUES ('default', 'forget_old_tries', 'failed') RETURNING id"
    )
    with sessions.begin() as session:
        job = session.execute(text(fail)).scalar_one()
    assert [f.job for f in standing(well).findings if f.code == "duty_failed"] == [job]
    with sessions.begin() as session:
        assert try_again(session, job) == "forget_old_tries"
        assert try_again(session, job) is None, "it is no failed one any more"
        assert try_again(session, 999_999) is None
    assert "duty_failed" not in codes(well)
    with sessions.begin() as session:
        session.execute(text(fail))
    duties(wiring).tasks["forget_old_tries"].func(timestamp=0)
    assert "duty_failed" not in codes(well), "a later one made it good"


def test_the_terminal_says_it_in_words_and_by_its_exit_code(
    well: Watched, monkeypatch: pytest.MonkeyPatch, wiring: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(watched: Watched, *, lang: str = "pl", as_json: bool = False) -> tuple[int, str]:
        monkeypatch.setattr(Wiring, "watched", lambda self: watched)
        said = io.StringIO()
        asked = argparse.Namespace(lang=lang, json=as_json)
        code = status(wiring, Console(file=said, width=200), asked)
        return code, said.getvalue() + capsys.readouterr().out

    assert ask(well)[0] == 0
    assert "Skaner znajduje wirusa próbnego" in ask(well)[1]
    code, said = ask(replace(well, scanner=_Scanner(away=True)), lang="en")
    assert code == 1
    assert "The scanner does not answer. Files that came in stay locked.  [scanner_away]" in said
    code, said = ask(replace(well, scanner=_Scanner(away=True)), as_json=True)
    told_ = json.loads(said)
    assert (code, told_["ok"]) == (1, False)
    assert {f["code"] for f in told_["findings"] if f["level"] == "person"} == {"scanner_away"}
    assert told_["figures"]["database_up"] == 1


def test_prometheus_reads_figures_of_this_machine_only(well: Watched, filed: None) -> None:
    port = free_port()
    with told(port, lambda: standing(well)):
        said = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    families = {family.name: family for family in text_string_to_metric_families(said)}
    parts = {s.labels["part"]: s.value for s in families["okienko_part"].samples}
    assert parts["scanner"] == 0 and set(parts) == set(PARTS)
    assert families["okienko_needs_a_person"].samples[0].value == 0
    assert {s.labels["of"] for s in families["okienko_seal_days_left"].samples} == set(SHIPPED.offices)
    assert families["okienko_files_checking"].samples[0].value >= 1
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")


def test_every_finding_has_words_in_both_languages() -> None:
    polish = load_words(TRANSLATIONS, "pl")
    for message in (*WORDS.values(), *PARTS.values()):
        assert polish.gettext(message) != message or message in ("SMS", "E-mail")


def test_no_finding_names_a_person(well: Watched, filed: None) -> None:
    said = as_json(standing(well))
    assert "Testow" not in said and "@" not in said and "+48" not in said


def test_the_unconfirmed_facts_are_counted(well: Watched, catalogue: Catalogue) -> None:
    said = next(f for f in standing(well).findings if f.part == "facts")
    assert said.values == {"count": str(unconfirmed(catalogue))}
    assert unconfirmed(catalogue) > sum(rate.standing != "verified" for rate in catalogue.rates) > 0
