"""The worker's duties, each called as the queue calls it."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue.versions import record_versions
from casework.drafting import drafts
from casework.intake.filing import file_submission
from forms_catalog.catalogue import Catalogue
from okienko.settings import Settings
from okienko.store.postgres import DatabaseUrls
from okienko.wiring import Wiring
from okienko.work.draft_duties import terms_of, write_about_drafts
from okienko.work.duties import duties
from tests.casework.window import a_filing

NOW = datetime.now(UTC)


@pytest.fixture
def wiring(database: DatabaseUrls, tmp_path: Path, catalogue: Catalogue) -> Wiring:
    given = {"database_url": database.application, "owner_database_url": database.owner}
    settings = Settings(data=tmp_path, demo=True, **given)  # type: ignore[arg-type]  # as from the environment
    return Wiring(settings, catalogue=catalogue)


def _do(wiring: Wiring, duty: str) -> None:
    """Twice, as the queue may."""
    for _ in range(2):
        duties(wiring).tasks[duty].func(timestamp=0)


def test_a_draft_that_ran_out_long_ago_is_removed(
    wiring: Wiring, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    form = catalogue.service("informacja-publiczna-wniosek")
    assert form is not None
    for age in (timedelta(days=90), timedelta(days=1)):
        with sessions.begin() as session:
            drafts.save_section(
                session, uuid4(), office="zabrze", definition=form, section=form.sections[0].name,
                answers={}, done=False, language="pl", now=NOW - age,
            )  # fmt: skip
    _do(wiring, "remove_expired_drafts")
    with sessions() as session:
        assert session.execute(text("SELECT count(*) FROM draft")).scalar_one() == 1


def test_who_left_an_address_hears_of_the_draft_until_it_is_filed(
    wiring: Wiring, catalogue: Catalogue, sessions: sessionmaker[Session], caplog: pytest.LogCaptureFixture
) -> None:
    form, draft = catalogue.service("informacja-publiczna-wniosek"), uuid4()
    assert form is not None
    with sessions.begin() as session:
        record_versions(session, catalogue)
        drafts.save_section(
            session, draft, office="zabrze", definition=form, section=form.sections[0].name,
            answers={}, done=False, language="en", now=NOW,
        )  # fmt: skip
        drafts.leave_address(session, draft, "ewa.canary@poczta.example", place="192.0.2.1", now=NOW)
    with caplog.at_level("INFO"):
        for day in range(30):
            for _ in range(2):
                write_about_drafts(wiring, now=NOW + timedelta(days=day))
        _do(wiring, "write_about_drafts")
    with sessions.begin() as session:
        said = session.execute(text("SELECT subject FROM message ORDER BY made_at")).scalars().all()
        assert [words.partition(" until ")[0] for words in said] == [
            "Your draft in Okienko is not sent yet",
            "Your draft in Okienko waits",
        ]
        filed = file_submission(session, a_filing(catalogue, "informacja-publiczna-wniosek"), wiring.counter)
        session.execute(text("UPDATE draft SET submission_id = :case"), {"case": filed.id})
    _do(wiring, "forget_addresses_of_filed_drafts")
    with sessions() as session:
        left = text(
            "SELECT (SELECT count(*) FROM draft_address),"
            " (SELECT string_agg(recipient, '') FROM message WHERE purpose = 'draft')"
        )
        assert tuple(session.execute(left).one()) == (0, "")
    assert "canary" not in caplog.text


def test_the_warning_comes_before_the_end_of_short_drafts_too(wiring: Wiring) -> None:
    short = wiring.settings.model_copy(update={"draft_days": 3})
    assert terms_of(short).warning == timedelta(days=2)
    assert terms_of(short.model_copy(update={"draft_days": 1})).warning is None


def test_what_a_cut_off_upload_left_behind_is_swept(wiring: Wiring) -> None:
    kept = wiring.files.put(io.BytesIO(b"whole"))
    half = wiring.settings.data / "files" / "half.part"
    half.write_bytes(b"half")
    os.utime(half, (NOW.timestamp() - 7200,) * 2)
    _do(wiring, "sweep_half_written_files")
    assert not half.exists()
    assert wiring.files.has(kept.sha256)


def test_the_audit_of_yesterday_is_sealed_once_for_each_office(
    wiring: Wiring, sessions: sessionmaker[Session]
) -> None:
    _do(wiring, "seal_the_audit_of_yesterday")
    with sessions() as session:
        sealed = session.execute(text("SELECT office_id FROM audit_seal ORDER BY 1")).scalars().all()
    assert sealed == sorted(wiring.catalogue.offices)


def test_what_clerks_read_is_chained_for_each_office_and_the_platform(
    wiring: Wiring, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        for office in ("zabrze", "zabrze", "gliwice", ""):
            session.execute(
                text(
                    "INSERT INTO read_entry (office_id, at, actor, what, details)"
                    " VALUES (:office, now() - interval '6 minutes', 'x', 'case_opened', '{}')"
                ),
                {"office": office},
            )
    _do(wiring, "chain_the_readings")
    with sessions() as session:
        batches = session.execute(text("SELECT office_id, entries FROM read_batch ORDER BY 1")).all()
    assert [(batch.office_id, batch.entries) for batch in batches] == [("", 1), ("gliwice", 1), ("zabrze", 2)]


def test_a_file_that_nothing_points_to_is_removed_after_two_days(wiring: Wiring) -> None:
    kept, gone = (wiring.files.put(io.BytesIO(data)).sha256 for data in (b"of today", b"of last week"))
    os.utime(wiring.settings.data / "files" / gone[:2] / gone, (NOW.timestamp() - 7 * 86400,) * 2)
    _do(wiring, "remove_orphan_files")
    assert (wiring.files.has(kept), wiring.files.has(gone)) == (True, False)
