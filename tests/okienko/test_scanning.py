"""The program with a virus scanner: set by one variable, seen by /readyz, asked by the worker each minute."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue.versions import record_versions
from casework.intake.filing import file_submission
from forms_catalog.catalogue import Catalogue
from okienko.settings import Settings
from okienko.store.postgres import DatabaseUrls
from okienko.wiring import Wiring
from okienko.work.duties import DUTIES, duties
from tests.casework.scanning.clam import EICAR, OwnClamd
from tests.casework.scanning.conftest import own_clamd, running_clamd
from tests.casework.window import DN1, a_filing

__all__ = ["own_clamd", "running_clamd"]
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _wiring(database: DatabaseUrls, data: Path, catalogue: Catalogue, clamd: str) -> Wiring:
    given = {"database_url": database.application, "owner_database_url": database.owner}
    settings = Settings(data=data, demo=True, clamd=clamd, **given)  # type: ignore[arg-type]  # as from the environment
    return Wiring(settings, catalogue=catalogue)


def _scanner(wiring: Wiring) -> object:
    parts = wiring.parts().ready()["parts"]
    assert isinstance(parts, dict)
    return parts["scanner"]


def test_what_is_filed_is_scanned_by_the_minutes_duty(
    database: DatabaseUrls,
    tmp_path: Path,
    catalogue: Catalogue,
    own_clamd: OwnClamd,
    sessions: sessionmaker[Session],
) -> None:
    wiring = _wiring(database, tmp_path, catalogue, str(own_clamd.socket))
    stored = wiring.files.put(BytesIO(PDF + EICAR))
    filing = a_filing(catalogue, DN1, sample="proxy")
    file = replace(filing.files[0], sha256=stored.sha256, size=stored.size)
    with sessions.begin() as session:
        record_versions(session, catalogue)
        file_submission(session, replace(filing, files=(file,)), wiring.counter)
    states = []
    for _ in range(2):
        with sessions() as session:
            states.append(session.execute(text("SELECT scan_state FROM attachment")).scalar_one())
        duties(wiring).tasks["scan_what_came_in"].func(timestamp=0)
    assert states == ["checking", "infected"]
    assert _scanner(wiring) == "ok"
    own_clamd.kill()
    assert _scanner(wiring) == "degraded"


def test_without_a_scanner_nothing_is_scanned_and_readiness_says_so(
    database: DatabaseUrls, tmp_path: Path, catalogue: Catalogue
) -> None:
    wiring = _wiring(database, tmp_path, catalogue, "")
    assert wiring.scanner is None
    assert not wiring.counter.scanner
    assert _scanner(wiring) == "not_set"
    duties(wiring).tasks["scan_what_came_in"].func(timestamp=0)


@pytest.mark.parametrize("place", ["clamd.ctl", "host", ":3310", "host:port"])
def test_a_place_that_is_none_stops_the_start(place: str) -> None:
    with pytest.raises(ValidationError, match="OKIENKO_CLAMD"):
        Settings(clamd=place)


def test_every_duty_stands_in_the_queue_under_its_name(
    database: DatabaseUrls, tmp_path: Path, catalogue: Catalogue
) -> None:
    known = duties(_wiring(database, tmp_path, catalogue, "")).tasks
    assert {duty.name for duty in DUTIES} <= set(known)
    assert all(known[duty.name].retry_strategy is not None for duty in DUTIES)
