"""A resident pays after filing and adds the proof: once, as it was, and whoever has the case sees it."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from casework import audit
from casework.desk import doors
from casework.desk.clerks import NotYours
from casework.desk.payment_proofs import MOST_FILES, add_proofs
from casework.desk.steps import StepNotAllowed, WrongInput
from casework.intake.handed_in import FileToFile
from casework.scanning.looking import count_waiting
from casework.scanning.states import Withheld
from casework.sent_files import find_sent

from ..window import WASTE, a_filing
from .conftest import FILED, Desk

LATER = FILED + timedelta(days=2)


def a_file(name: str) -> FileToFile:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return FileToFile("payment_proof", f"{name}.pdf", "application/pdf", 7, digest)


@pytest.fixture
def owing(desk: Desk) -> UUID:
    """A declaration by a proxy, who owes a stamp duty."""
    filing = a_filing(desk.catalogue, WASTE, sample="proxy", today=FILED.date())
    return desk.window.file(filing, at=FILED).id


def _close(desk: Desk, case: UUID) -> None:
    with desk.sessions.begin() as session:
        session.execute(text("UPDATE office_case SET state = 'closed' WHERE submission_id = :c"), {"c": case})


def test_a_proof_stands_in_the_case_and_its_chain_and_moves_no_clock(desk: Desk, owing: UUID) -> None:
    before = desk.case(owing)
    after = desk.do(add_proofs, owing, files=[a_file("przelew")], at=LATER)
    assert after.new_answer, "whoever has the case hears of it"
    assert (after.state, after.due_on) == (before.state, before.due_on)
    assert after.revision == before.revision + 1, "a page that shows the case without it is told so"
    with desk.sessions.begin() as session:
        file = doors.open_case(session, desk.ewa, owing)
        assert audit.verify_chain(session, owing) is None
        assert find_sent(session, owing, "proof", None, 1) is not None
        assert find_sent(session, owing, "attachment", None, 2) is None
    (proof,) = file.proofs
    assert (proof.at, proof.file.filename) == (LATER, "przelew.pdf")
    entry = file.history[-1]
    assert (entry.what, entry.actor) == ("payment_proof", "applicant")
    assert entry.details == {"files": 1, "sha256": a_file("przelew").sha256}


def test_what_is_sent_twice_is_taken_once(desk: Desk, owing: UUID) -> None:
    for files in (["a"], ["a"], ["a", "b"], ["b", "a", "b"]):
        desk.do(add_proofs, owing, files=[a_file(name) for name in files], at=LATER)
    with desk.sessions.begin() as session:
        file = doors.open_case(session, desk.ewa, owing)
    assert [proof.file.filename for proof in file.proofs] == ["a.pdf", "b.pdf"]
    assert [entry.what for entry in file.history] == ["received", "payment_proof", "payment_proof"]


def test_none_too_many_and_a_virus_sent_again_are_named(desk: Desk, owing: UUID) -> None:
    with pytest.raises(WrongInput) as none:
        desk.do(add_proofs, owing, files=[], at=LATER)
    assert none.value.field == "files"
    desk.do(add_proofs, owing, files=[a_file(str(n)) for n in range(MOST_FILES)], at=LATER)
    with pytest.raises(WrongInput) as many:
        desk.do(add_proofs, owing, files=[a_file("one more")], at=LATER)
    assert many.value.values == {"maximum": "10"}
    with desk.sessions.begin() as session:
        session.execute(text("UPDATE payment_proof SET scan_state = 'infected' WHERE position = 3"))
    with pytest.raises(WrongInput, match="virus"):
        desk.do(add_proofs, owing, files=[a_file("2")], at=LATER)


def test_a_closed_case_takes_no_more_but_the_second_press_is_no_fault(desk: Desk, owing: UUID) -> None:
    desk.do(add_proofs, owing, files=[a_file("a")], at=LATER)
    _close(desk, owing)
    with pytest.raises(StepNotAllowed, match="closed"):
        desk.do(add_proofs, owing, files=[a_file("b")], at=LATER)
    desk.do(add_proofs, owing, files=[a_file("a")], at=LATER)


def test_the_desk_opens_it_when_the_scanner_has_passed_it_and_the_reading_is_entered(
    desk: Desk, owing: UUID
) -> None:
    desk.do(add_proofs, owing, files=[a_file("a")], at=LATER, scanner=True)
    with desk.sessions.begin() as session:
        waiting = count_waiting(session)
        assert (waiting.checking, waiting.oldest) == (1, LATER)
        with pytest.raises(Withheld):
            doors.open_proof(session, desk.ewa, owing, 1)
        session.execute(text("UPDATE payment_proof SET scan_state = 'clean'"))
        assert doors.open_proof(session, desk.ewa, owing, 1).sha256 == a_file("a").sha256
        read = session.execute(text("SELECT what FROM read_entry ORDER BY id")).scalars().all()
        assert read == ["payment_proof_opened"]
        with pytest.raises(NotYours):
            doors.open_proof(session, desk.ewa, owing, 2)
        with pytest.raises(NotYours):
            doors.open_proof(session, desk.anna, owing, 1)
