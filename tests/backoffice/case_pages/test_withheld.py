"""A clerk cannot open a file that the virus scanner has not passed, and reads why."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from casework.files.storage import FileStore
from tests.backoffice.at_work import Office
from tests.casework.window import DN1, a_filing


@pytest.fixture
def case(work: Office, files: FileStore) -> str:
    """Anna's case with a power of attorney, which the scanner is still to see."""
    filing = a_filing(work.catalogue, DN1, sample="proxy")
    counter = replace(work.window.counter, scanner=True)
    filed = replace(work.window, counter=counter).file(filing)
    work.clock.now = max(work.clock.now, filed.filed_at)
    assert work.step(work.anna, filed.id, "wez").status_code == 303
    return f"/sprawy/{filed.id}"


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("checking", "Plik jest jeszcze sprawdzany pod kątem wirusów"),
        ("infected", "W tym pliku znaleziono wirusa"),
    ],
)
def test_a_file_that_was_not_passed_stays_locked_and_says_why(
    work: Office, case: str, state: str, says: str
) -> None:
    with work.sessions.begin() as session:
        session.execute(text("UPDATE attachment SET scan_state = :state"), {"state": state})
    answer = work.anna.get(f"{case}/zalaczniki/1")
    assert answer.status_code == 409
    assert says in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f'href="{case}"' in answer.text
    assert work.anna.get(case).status_code == 200
    with work.sessions() as session:
        opened = "SELECT count(*) FROM read_entry WHERE what = 'attachment_opened'"
        assert session.execute(text(opened)).scalar_one() == 0, "what was not handed out was not read"
