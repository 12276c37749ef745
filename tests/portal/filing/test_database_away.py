"""The database goes away: what the resident is told is true, and nothing is filed twice."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from sqlalchemy.orm import Session, sessionmaker

from casework.files.storage import StorageFull, StoredFile
from forms_catalog.samples import Sample
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import INFORMATION, PROPERTY, WASTE, fill_in
from tests.portal.filing.test_filing_in import count
from tests.portal.filing.visitor import Visitor
from tests.portal.filing.wire import Mood, Wire

Example = Callable[..., Sample]


def test_a_section_typed_while_the_database_is_away_is_shown_again_and_saved_later(
    wired: Visitor, wire: Wire
) -> None:
    wired.open(f"/uslugi/{INFORMATION}/formularz")
    wire.mood = Mood.AWAY
    wired.type({"request_text": "Ile kosztował remont ulicy?", "form": "portal"}).press("Zapisz i ")
    assert wired.status == 503
    assert "Nie udało się teraz zapisać" in wired.text
    assert wired.typed["request_text"] == "Ile kosztował remont ulicy?"
    assert wired.typed["form"] == "portal"
    wire.mood = Mood.WELL
    wired.press("Zapisz i ")
    assert wired.status == 200
    assert wired.path.endswith("/interest")


def test_a_row_typed_while_the_database_is_away_is_shown_again_and_saved_once(
    wired: Visitor, wire: Wire, example: Example
) -> None:
    fill_in(wired, PROPERTY, example(PROPERTY))
    wired.open(wired.path.replace("sprawdz", "structures")).follow("Dodaj budowlę")
    before = wired.path
    wire.mood = Mood.AWAY
    wire.cut()
    wired.type({"structure_items-1-name": "Ogrodzenie", "structure_items-1-value": "1000"}).press("Zapisz")
    assert wired.status == 503
    assert "Ogrodzenie" in wired.typed.values()
    wire.mood = Mood.WELL
    wired.press("Zapisz")
    assert wired.path != before
    assert wired.text.count("Ogrodzenie") >= 1
    assert len(wired.page.xpath("//table/tbody/tr")) == 2


def test_a_page_that_cannot_be_read_now_says_so(wired: Visitor, wire: Wire, example: Example) -> None:
    fill_in(wired, INFORMATION, example(INFORMATION))
    wire.mood = Mood.AWAY
    wire.cut()
    wired.open(wired.path)
    assert wired.status == 503
    assert "nie działa" in wired.text


def test_away_before_commit_means_nothing_was_filed_and_the_same_button_files_it(
    wired: Visitor, wire: Wire, example: Example, sessions: sessionmaker[Session]
) -> None:
    fill_in(wired, WASTE, example(WASTE))
    wire.mood = Mood.AWAY
    wire.cut()
    wired.press("Złóż")
    assert wired.status == 503
    assert count(sessions, "submission") == 0
    assert "Nic nie zostało złożone" in wired.text
    wire.mood = Mood.WELL
    wired.press("Złóż")
    assert wired.path.startswith("/upo/")
    assert count(sessions, "submission") == 1


def test_a_wire_that_breaks_before_commit_files_nothing_and_says_we_do_not_know(
    wired: Visitor, wire: Wire, example: Example, sessions: sessionmaker[Session]
) -> None:
    # seen from the portal the answer to COMMIT is missing: whether it arrived cannot be known from here
    fill_in(wired, WASTE, example(WASTE))
    wire.mood = Mood.CUT_BEFORE_COMMIT
    wired.press("Złóż")
    assert wired.status == 503
    assert "Nie wiemy jeszcze" in wired.text
    assert count(sessions, "submission") == 0
    wire.mood = Mood.WELL
    wired.press("Złóż")
    assert wired.path.startswith("/upo/")
    assert count(sessions, "submission") == 1


def test_a_lost_answer_to_commit_is_looked_up_and_the_receipt_is_shown(
    wired: Visitor, wire: Wire, example: Example, sessions: sessionmaker[Session]
) -> None:
    fill_in(wired, WASTE, example(WASTE))
    wire.mood = Mood.LOSE_ANSWER
    wired.press("Złóż")
    assert wired.path.startswith("/upo/")
    assert wired.status == 200
    assert count(sessions, "submission") == 1


def test_when_nobody_can_be_asked_the_page_says_so_and_pressing_again_gives_the_one_receipt(
    wired: Visitor, wire: Wire, example: Example, sessions: sessionmaker[Session]
) -> None:
    fill_in(wired, WASTE, example(WASTE))
    wire.mood = Mood.LOSE_ANSWER_THEN_AWAY
    wired.press("Złóż")
    assert wired.status == 503
    assert "nie zostanie złożone dwa razy" in wired.text
    assert count(sessions, "submission") == 1
    wired.press("Złóż")  # still away: what is not known is not called "not filed"
    assert "nie zostanie złożone dwa razy" in wired.text
    wire.mood = Mood.WELL
    wired.press("Złóż")
    assert wired.path.startswith("/upo/")
    assert "RPW/1/" in wired.text
    assert count(sessions, "submission") == 1


class _FullStore:
    """A disk without room."""

    def put(self, source: BinaryIO) -> StoredFile:
        raise StorageFull

    def open(self, sha256: str) -> BinaryIO:
        raise FileNotFoundError(sha256)

    def has(self, sha256: str) -> bool:
        return False


def test_a_file_that_finds_no_room_does_not_take_the_answers_with_it(parts: Parts, example: Example) -> None:
    sample = example(PROPERTY, "proxy")
    visitor = Visitor(create_portal(parts).test_client())
    fill_in(visitor, PROPERTY, sample)
    full = Visitor(create_portal(replace(parts, files=_FullStore())).test_client())
    full.open(visitor.path.replace("sprawdz", "proxy"))
    full.type({"proxy-first_name": "Zmieniona"})
    full.typed.setlist(
        "attachments-power_of_attorney", [(BytesIO(sample.attachments[0].data), "p.pdf", "application/pdf")]
    )
    full.press("Zapisz i ")
    assert full.status == 503
    assert full.typed["proxy-first_name"] == "Zmieniona"
    assert full.has("attachments-power_of_attorney")  # the file can be chosen again
