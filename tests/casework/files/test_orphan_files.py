"""Files that nothing points to go after two days; every other file stays, whatever happens at once."""

import io
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.adapters.disk import DiskStore
from casework.drafting import drafts
from casework.files.orphan_files import BACKUP_LOCK, MARGIN, naming_tables, remove_orphans
from forms_catalog.catalogue import Catalogue
from tests.casework.window import DN1, Window, a_filing, service

NOW = datetime.now(UTC)
LATER = NOW + MARGIN + timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "files")


def _put(store: DiskStore, data: bytes) -> str:
    return store.put(io.BytesIO(data)).sha256


def _drafted(sessions: sessionmaker[Session], catalogue: Catalogue, sha256: str) -> tuple[object, object]:
    form, draft = service(catalogue, DN1), uuid4()
    file = drafts.DraftFile(uuid4(), form.attachments[0].name, "a.pdf", "application/pdf", 3, sha256)
    with sessions.begin() as session:
        drafts.save_section(
            session, draft, office="zabrze", definition=form, section=form.sections[0].name,
            answers={}, done=False, language="pl", now=NOW,
        )  # fmt: skip
        drafts.attach(session, draft, file, limit=3, now=NOW)
    return draft, file.id


def test_what_a_draft_lets_go_is_removed_two_days_later(
    store: DiskStore, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    kept, gone = _put(store, b"kept"), _put(store, b"gone")
    _drafted(sessions, catalogue, kept)
    draft, file = _drafted(sessions, catalogue, gone)
    assert remove_orphans(sessions, store, now=LATER) == 0
    with sessions.begin() as session:
        drafts.detach(session, draft, file, now=NOW)  # type: ignore[arg-type]  # ids
    assert remove_orphans(sessions, store, now=NOW + MARGIN - timedelta(hours=1)) == 0
    assert remove_orphans(sessions, store, now=LATER) == 1
    assert (store.has(kept), store.has(gone)) == (True, False)


def test_what_was_filed_stays_for_ever(store: DiskStore, window: Window, catalogue: Catalogue) -> None:
    filing = a_filing(catalogue, DN1, sample="proxy")
    window.file(filing)
    for file in filing.files:
        path = Path(store._root) / file.sha256[:2] / file.sha256
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"as filed")
    assert filing.files
    assert remove_orphans(window.sessions, store, now=NOW + timedelta(days=4000)) == 0


def test_nothing_is_removed_while_a_backup_is_made(store: DiskStore, sessions: sessionmaker[Session]) -> None:
    digest = _put(store, b"nobody's")
    with sessions() as backup:
        backup.execute(text("SELECT pg_advisory_xact_lock_shared(:lock)"), {"lock": BACKUP_LOCK})
        assert remove_orphans(sessions, store, now=LATER) == 0
    assert remove_orphans(sessions, store, now=LATER) == 1
    assert not store.has(digest)


def test_a_file_put_again_after_it_was_looked_up_stays(store: DiskStore) -> None:
    """The sweep found it old and unnamed; before it is removed somebody attaches the same file."""
    digest = _put(store, b"form from the office's page")
    path = Path(store._root) / digest[:2] / digest
    os.utime(path, (0, 0))
    before = NOW - MARGIN
    assert store.old(digest[:2], before=before) == [digest]
    _put(store, b"form from the office's page")
    assert store.forget(digest, before=before) is False
    assert store.has(digest)


def test_whoever_has_just_put_a_file_finds_it_however_often_it_is_swept(store: DiskStore) -> None:
    """The same content put by four people while a sweeper removes every old copy it meets."""
    data, before, over = b"the same for all", NOW - MARGIN, threading.Event()
    digest = _put(store, data)
    path = Path(store._root) / digest[:2] / digest

    def sweep() -> None:
        while not over.is_set():
            try:
                os.utime(path, (0, 0))  # as if two days had passed
            except FileNotFoundError:
                continue
            store.forget(digest, before=before)

    lost: list[int] = []

    def put() -> None:
        for number in range(100):
            own = b"%d %d" % (threading.get_ident(), number)
            if not store.has(_put(store, own)):
                lost.append(number)
            _put(store, data)

    sweeper = threading.Thread(target=sweep)
    people = [threading.Thread(target=put) for _ in range(4)]
    for each in (sweeper, *people):
        each.start()
    for each in people:
        each.join()
    over.set()
    sweeper.join()
    assert lost == []
    _put(store, data)
    assert store.has(digest)


def test_every_column_that_points_to_files_is_asked(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        columns = session.execute(
            text(
                "SELECT table_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND column_name = 'sha256' ORDER BY 1"
            )
        ).scalars()
        assert tuple(columns) == naming_tables()
    assert {"attachment", "draft_file", "letter", "case_call_file", "payment_proof"} <= set(naming_tables())
