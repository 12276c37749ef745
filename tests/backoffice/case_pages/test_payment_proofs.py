"""A clerk sees on the case that the fee was proved, when, and opens the proof."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import text

from casework.adapters.disk import DiskStore
from casework.desk.calls import answer_call
from casework.desk.payment_proofs import add_proofs
from casework.intake.handed_in import FileToFile
from forms_catalog.wording import say_date
from tests.backoffice.at_work import Office
from tests.backoffice.case_pages.test_case_page import called, plain
from tests.casework.window import WASTE, a_filing


@pytest.fixture
def owing(work: Office) -> UUID:
    """Anna's case of a proxy who owes a stamp duty."""
    filed = work.window.file(a_filing(work.catalogue, WASTE, sample="proxy"))
    work.clock.now = max(work.clock.now, filed.filed_at + timedelta(seconds=1))
    assert work.step(work.anna, filed.id, "wez").status_code == 303
    return filed.id


def _add(work: Office, files: DiskStore, case: UUID) -> None:
    kept = files.put(BytesIO(b"%PDF-1.4 przelew"))
    proof = FileToFile("payment_proof", "przelew.pdf", "application/pdf", kept.size, kept.sha256)
    with work.sessions.begin() as session:
        add_proofs(session, case, files=[proof], at=work.clock())


def test_the_proof_stands_out_until_it_was_read_and_its_mark_stays(
    work: Office, owing: UUID, files: DiskStore
) -> None:
    assert "dowód zapłaty" not in plain(work.anna.get(f"/sprawy/{owing}").text)
    _add(work, files, owing)
    page = work.anna.get(f"/sprawy/{owing}").text
    words = plain(page)
    for line in (
        f"dowód zapłaty dołączono {say_date(work.today, 'pl')}",
        "Strona dołączyła dowód zapłaty.",
        "przelew.pdf Dowód zapłaty",
        "Strona: dołączenie dowodu zapłaty",
    ):
        assert line in words, line
    assert "Strona odpowiedziała" not in words and "nowa odpowiedź" not in words
    address = re.search(r'href="(/sprawy/[^"]+/dowody-zaplaty/1)"', page)
    assert address is not None
    assert work.anna.get(address[1]).data == b"%PDF-1.4 przelew"
    assert work.step(work.anna, owing, "odpowiedz-przeczytana").status_code == 303
    words = plain(work.anna.get(f"/sprawy/{owing}").text)
    assert "Strona dołączyła" not in words
    assert "dowód zapłaty dołączono" in words
    called(work, owing)
    with work.sessions.begin() as session:
        answer_call(session, owing, text="Proszę.", at=work.clock())
    words = plain(work.anna.get(f"/sprawy/{owing}").text)
    assert "nowa odpowiedź" in words
    assert "Strona dołączyła" not in words, "what was read is not new again"


def test_an_infected_proof_is_named_locked_and_no_mark(work: Office, owing: UUID, files: DiskStore) -> None:
    _add(work, files, owing)
    with work.sessions.begin() as session:
        session.execute(text("UPDATE payment_proof SET scan_state = 'infected'"))
    page = work.anna.get(f"/sprawy/{owing}").text
    assert "dowody-zaplaty/1" not in page
    assert "dowód zapłaty dołączono" not in plain(page)
    assert work.anna.get(f"/sprawy/{owing}/dowody-zaplaty/1").status_code == 409


def test_whoever_decides_on_the_page_from_before_hears_of_the_proof(
    work: Office, owing: UUID, files: DiskStore
) -> None:
    seen = work.case(owing).revision
    _add(work, files, owing)
    refused = work.step(work.anna, owing, "oddaj", seen=str(seen))
    assert refused.status_code == 409
    assert "dołączenie dowodu zapłaty" in plain(refused.text)
