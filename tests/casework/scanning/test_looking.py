"""Files are withheld until a real clamd passed them; what is infected stays locked, and people are told."""

import base64
import io
import threading
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework import audit
from casework.adapters.clamd import Clamd
from casework.adapters.disk import DiskStore
from casework.catalogue.versions import record_versions
from casework.clock.deadlines import warsaw_date
from casework.desk import doors
from casework.desk.assignment import take
from casework.desk.calls import answer_call, call_for_completion, shortest_term
from casework.desk.clerks import Clerk
from casework.desk.payment_proofs import add_proofs
from casework.intake.filing import Counter, FileToFile
from casework.scanning.looking import Looked, count_waiting, infected_files, look_at_files
from casework.scanning.states import Withheld
from casework.sent_files import sent_files
from forms_catalog.catalogue import Catalogue
from sms import texts
from tests.casework.desk.conftest import FILED, a_clerk
from tests.casework.scanning.clam import EICAR, OwnClamd
from tests.casework.window import DN1, Window, a_filing

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class _Scene:
    """An office with a scanner: cases with files, and Anna who works them."""

    def __init__(
        self, sessions: sessionmaker[Session], files: DiskStore, catalogue: Catalogue, counter: Counter
    ) -> None:
        self.sessions, self.files, self.catalogue = sessions, files, catalogue
        self.window = Window(sessions, replace(counter, scanner=True))
        with sessions.begin() as session:
            record_versions(session, catalogue)
            self.anna: Clerk = a_clerk(session)

    def kept(self, data: bytes, name: str) -> FileToFile:
        stored = self.files.put(BytesIO(data))
        return FileToFile("power_of_attorney", name, "application/pdf", stored.size, stored.sha256)

    def file(self, *contents: bytes, window: Window | None = None) -> UUID:
        """A declaration by a proxy, with these files instead of the sample's."""
        filing = a_filing(self.catalogue, DN1, sample="proxy", today=FILED.date())
        slot = filing.files[0].slot
        files = tuple(replace(self.kept(data, f"{n}.pdf"), slot=slot) for n, data in enumerate(contents, 1))
        return (window or self.window).file(replace(filing, files=files), at=FILED).id

    def states(self) -> list[str]:
        with self.sessions() as session:
            rows = session.execute(text("SELECT scan_state FROM attachment ORDER BY position")).scalars()
            return list(rows)

    def look(self, scanner: Clamd, **how: object) -> Looked:
        return look_at_files(self.sessions, self.files, scanner, **how)  # type: ignore[arg-type]  # as named there


@pytest.fixture
def scene(
    sessions: sessionmaker[Session], files: DiskStore, catalogue: Catalogue, counter: Counter
) -> _Scene:
    return _Scene(sessions, files, catalogue, counter)


def docx(inside: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", inside)):
            archive.writestr(name, data)
    return out.getvalue()


def test_each_file_gets_its_verdict_once(scene: _Scene, scanner: Clamd) -> None:
    scene.file(PDF, docx(EICAR), b"<a>" + base64.b64encode(EICAR) + b"</a>")
    assert scene.states() == ["checking"] * 3
    assert scene.look(scanner) == Looked(clean=1, infected=2)
    assert scene.states() == ["clean", "infected", "infected"]
    assert scene.look(scanner) == Looked(), "nothing is left to look at"


def test_what_is_infected_stays_locked_and_is_entered_in_the_case(scene: _Scene, scanner: Clamd) -> None:
    case = scene.file(PDF, PDF + EICAR)
    with scene.sessions.begin() as session:
        take(session, scene.anna, case, at=FILED)
    for position in (1, 2):
        with scene.sessions.begin() as session, pytest.raises(Withheld) as withheld:
            doors.open_attachment(session, scene.anna, case, position)
        assert withheld.value.state == "checking"
    scene.look(scanner)
    with scene.sessions.begin() as session:
        assert doors.open_attachment(session, scene.anna, case, 1).scan_state == "clean"
        with pytest.raises(Withheld) as withheld:
            doors.open_attachment(session, scene.anna, case, 2)
        assert withheld.value.state == "infected"
        assert list(infected_files(session, case)) == ["2.pdf"]
        happened = doors.open_case(session, scene.anna, case).history[-1]
        assert (happened.what, happened.actor) == ("infected", "system")
        assert happened.details["found"] == "Eicar-Test.UNOFFICIAL"
        assert audit.verify_chain(session, case) is None


def test_the_applicant_is_told_once_for_each_infected_file(scene: _Scene, scanner: Clamd) -> None:
    case = scene.file(PDF + EICAR)
    for _ in range(2):
        scene.look(scanner)
    with scene.sessions() as session:
        told = session.execute(
            text(
                "SELECT event, channel FROM message WHERE submission_id = :case AND event LIKE 'infected/%'"
            ),
            {"case": case},
        ).all()
    assert [row.channel for row in told] == ["email"]
    words = texts.file_infected("UM Zabrze", "TN.3123.1.2026", language="pl").body
    assert "plik nie przeszedl kontroli" in words and "2.pdf" not in words


def test_a_file_of_an_answer_is_looked_at_too(scene: _Scene, scanner: Clamd) -> None:
    case = scene.file(PDF)
    due_on = shortest_term(warsaw_date(FILED))
    with scene.sessions.begin() as session:
        take(session, scene.anna, case, at=FILED)
        call_for_completion(session, scene.anna, case, reason="Podpis", due_on=due_on, letter=None, at=FILED)
        later = FILED + timedelta(days=1)
        answer_call(
            session, case, text="", files=[scene.kept(PDF + EICAR, "podpis.pdf")], at=later, scanner=True
        )
        call = doors.open_case(session, scene.anna, case).calls[0]
        with pytest.raises(Withheld):
            doors.open_answer_file(session, scene.anna, case, call.id, 1)
    assert scene.look(scanner) == Looked(clean=1, infected=1)
    with scene.sessions() as session:
        assert list(infected_files(session, case)) == ["podpis.pdf"]


def test_without_a_scanner_files_are_handed_out_and_looked_at_in_a_later_night(
    scene: _Scene, counter: Counter, scanner: Clamd
) -> None:
    case = scene.file(PDF, PDF + EICAR, window=Window(scene.sessions, counter))
    with scene.sessions.begin() as session:
        take(session, scene.anna, case, at=FILED)
        assert doors.open_attachment(session, scene.anna, case, 2).scan_state == "not_scanned"
        assert (count_waiting(session).checking, count_waiting(session).not_scanned) == (0, 2)
    assert scene.look(scanner) == Looked(), "the round of the minute leaves them alone"
    assert scene.look(scanner, state="not_scanned") == Looked(clean=1, infected=1)
    with scene.sessions.begin() as session, pytest.raises(Withheld):
        doors.open_attachment(session, scene.anna, case, 2)


def test_a_proof_of_payment_is_looked_at_like_every_file(scene: _Scene, scanner: Clamd) -> None:
    case = scene.file(PDF)
    proofs = [scene.kept(PDF + b"%paid", "przelew.pdf"), scene.kept(PDF + EICAR, "wirus.pdf")]
    with scene.sessions.begin() as session:
        add_proofs(session, case, files=proofs, at=FILED, scanner=True)
    assert scene.look(scanner) == Looked(clean=2, infected=1)
    with scene.sessions.begin() as session:
        assert list(infected_files(session, case)) == ["wirus.pdf"]
        assert [kept.scan_state for kept in sent_files(session, case)] == ["clean", "clean", "infected"]
        assert audit.verify_chain(session, case) is None


class _KillsAt(DiskStore):
    """While the n-th file is read, clamd is killed."""

    def __init__(self, store: DiskStore, own: OwnClamd, nth: int) -> None:
        self._store, self._own, self._left = store, own, nth

    def open(self, sha256: str) -> BinaryIO:
        self._left -= 1
        if self._left == 0:
            self._own.kill()
        return self._store.open(sha256)


def test_a_scanner_killed_on_the_way_leaves_the_rest_waiting(
    scene: _Scene, own_clamd: OwnClamd, scanner: Clamd
) -> None:
    scene.file(PDF, PDF + b"%2", PDF + EICAR, PDF + b"%4")
    killing = _KillsAt(scene.files, own_clamd, nth=3)
    found = look_at_files(scene.sessions, killing, scanner)
    assert (found.clean, found.infected) == (2, 0) and found.away
    assert scene.states() == ["clean", "clean", "checking", "checking"]
    with scene.sessions() as session:
        waiting = count_waiting(session)
    assert (waiting.checking, waiting.oldest) == (2, FILED)
    own_clamd.start()
    assert scene.look(scanner) == Looked(clean=1, infected=1)
    assert scene.states() == ["clean", "clean", "infected", "clean"]


def test_clamd_killed_again_and_again_never_passes_a_virus(
    scene: _Scene, own_clamd: OwnClamd, scanner: Clamd
) -> None:
    """The nemesis strikes at any moment of the scan; what is infected is infected or waits."""
    big = PDF + bytes(6_000_000) + EICAR
    for case in range(2):
        scene.file(*(big + b"%d %d" % (case, n) for n in range(4)))
    struck = 0
    for round_ in range(12):
        nemesis = threading.Timer(0.004 * (round_ + 1), own_clamd.kill)
        nemesis.start()
        struck += bool(scene.look(scanner).away)
        nemesis.join()
        assert "clean" not in scene.states()
        own_clamd.start()
    assert struck, "it was killed on the way at least once"
    scene.look(scanner)
    assert scene.states() == ["infected"] * 8


def test_a_blind_scanner_passes_nothing(scene: _Scene, own_clamd: OwnClamd, scanner: Clamd) -> None:
    scene.file(PDF, PDF + EICAR)
    own_clamd.kill()
    own_clamd.start(signatures=False)
    assert scene.look(scanner).away
    assert scene.states() == ["checking", "checking"]
    own_clamd.kill()


def test_a_file_that_cannot_be_scanned_holds_up_no_other(scene: _Scene, scanner: Clamd) -> None:
    scene.file(bytes(13_000_000), PDF, PDF + EICAR)
    assert scene.look(scanner) == Looked(clean=1, infected=1, unscannable=1)
    assert scene.states() == ["checking", "clean", "infected"]
