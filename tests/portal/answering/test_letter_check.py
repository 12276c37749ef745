"""Anybody can check a letter of the office by its file: office, title, time; never a person."""

import html
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
import typst
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from casework.desk.letters_kept import find_letter
from casework.trust.pdf_gate import BIGGEST
from casework.trust.pdf_seal import seal_pdf
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.answering.conftest import Called
from tests.portal.conftest import NOWHERE


def _words(page: str) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", plain)


def _check(client: FlaskClient, data: bytes, *, beside: bytes = b"", lang: str = "pl") -> str:
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get(f"/sprawdz-upo?lang={lang}").text)[0]
    sent: dict[str, object] = {"csrf_token": token, "upo": (BytesIO(data), "pismo.pdf")}
    if beside:
        sent["pliki"] = [(BytesIO(beside), "zalacznik.pdf")]
    answer = client.post("/sprawdz-upo", data=sent)
    assert answer.status_code in (200, 422)
    return _words(answer.text)


@pytest.fixture
def letter(called: Called) -> bytes:
    """The call as its applicant downloaded it."""
    with called.parts.sessions() as session:
        found = find_letter(session, called.filed.id, called.letter)
    assert found is not None
    with called.parts.files.open(found.sha256) as kept:
        return kept.read()


def test_a_genuine_letter_is_called_genuine_with_office_title_and_time(called: Called, letter: bytes) -> None:
    page = _check(called.client, letter)
    assert "Pismo jest prawdziwe" in page
    assert "Urząd Miejski w Zabrzu" in page
    assert "Wezwanie" in page and "Wysłano" in page
    assert called.anna.name not in page, "never a person"
    assert "Nie porównaliśmy" not in page
    assert "Nie porównaliśmy plików obok" in _check(called.client, letter, beside=b"%PDF-1.7\n%%EOF")


def test_the_same_in_english(called: Called, letter: bytes) -> None:
    page = _check(called.client, letter, lang="en")
    assert "The letter is genuine" in page and "Sent on" in page


def test_a_changed_letter_and_an_unknown_seal_are_told_apart(called: Called, letter: bytes) -> None:
    changed = _check(called.client, letter.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    assert "Pismo nie jest prawdziwe" in changed
    assert "Ktoś zmienił pismo po opieczętowaniu" in changed and "Wezwanie" not in changed
    others = replace(called.parts.counter, seals={"zabrze": called.parts.counter.seals["gliwice"]})
    stranger = create_portal(replace(called.parts, counter=others)).test_client()
    unknown = _check(stranger, letter)
    assert "Pismo nie jest prawdziwe" in unknown
    assert "To nie jest pieczęć ogłoszona przez urząd" in unknown and "Urząd Miejski w Zabrzu" in unknown


def test_a_printout_of_the_receipt_and_a_locked_file_are_told_what_to_do(called: Called) -> None:
    plain = typst.compile(b"Wydruk", format="pdf")
    assert isinstance(plain, bytes)
    assert "Wyślij zamiast niego plik XML" in _check(called.client, plain)
    locked = b"%PDF-1.7\n<</Encrypt 1 0 R>>\n%%EOF"
    assert "zamknięty hasłem" in _check(called.client, locked)
    assert "To nie jest cały plik PDF" in _check(called.client, b"%PDF-1.7\n")
    too_big = _check(called.client, b"%PDF-1.7\n".ljust(BIGGEST + 1))
    assert "Pismo urzędu ma najwyżej 20 MB" in too_big and "Błąd:" in too_big


def test_a_letter_that_no_register_knows_is_said_to_be_so(called: Called) -> None:
    made = typst.compile(b"Decyzja", format="pdf")
    assert isinstance(made, bytes)
    sealed = seal_pdf(made, called.parts.counter.seals["zabrze"], reason="Decyzja")
    page = _check(called.client, sealed)
    assert "Pismo jest prawdziwe" in page and "Nie ma tego pisma w rejestrze." in page


def test_while_the_register_is_away_the_seal_still_tells(called: Called, letter: bytes) -> None:
    away = replace(called.parts, sessions=sessionmaker(create_engine(NOWHERE)))
    page = _check(create_portal(away).test_client(), letter)
    assert "Pismo jest prawdziwe" in page and "Rejestr teraz nie odpowiada" in page


def test_after_the_certificates_end_the_register_confirms_the_very_bytes(
    called: Called, letter: bytes
) -> None:
    parts: Parts = called.parts
    late = replace(parts, now=lambda: parts.now() + timedelta(days=4000))
    page = _check(create_portal(late).test_client(), letter)
    assert "Rejestr urzędu potwierdza to pismo" in page
    assert "Certyfikat pieczęci wygasł" in page
    made = typst.compile(b"Decyzja", format="pdf")
    assert isinstance(made, bytes)
    other = seal_pdf(made, parts.counter.seals["zabrze"], reason="Decyzja")
    assert "Nie wiemy, czy pismo jest prawdziwe" in _check(create_portal(late).test_client(), other)
