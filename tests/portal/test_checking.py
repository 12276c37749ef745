"""Anyone can check a receipt: by its file, with files beside it, by the QR code. No person is shown."""

import html
import re
from dataclasses import replace
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from casework.intake.receipts import KeptReceipt, find_receipt
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.conftest import NOWHERE, Files


def _words(page: str) -> str:
    return re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")
    )


def _check(client: FlaskClient, receipt: bytes | None, *files: tuple[str, bytes]) -> TestResponse:
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sprawdz-upo").text)[0]
    sent: dict[str, object] = {"csrf_token": token, "pliki": [(BytesIO(data), name) for name, data in files]}
    if receipt is not None:
        sent["upo"] = (BytesIO(receipt), "UPO.xml")
    return client.post("/sprawdz-upo", data=sent)


@pytest.fixture
def kept(file_sample: Files, sessions: sessionmaker[Session]) -> KeptReceipt:
    filed = file_sample("odpady-deklaracja-zamieszkana", office="gliwice")
    with sessions() as session:
        receipt = find_receipt(session, filed.id)
    assert receipt is not None
    return receipt


def test_a_genuine_receipt_is_called_genuine_with_office_number_and_time(
    client: FlaskClient, kept: KeptReceipt
) -> None:
    page = _words(_check(client, kept.receipt).text)
    assert "Poświadczenie jest prawdziwe" in page
    assert kept.register_number in page
    assert "Gliwic" in page
    assert kept.sender
    assert kept.sender not in page, "never a person"


def test_files_beside_it_are_compared(client: FlaskClient, kept: KeptReceipt) -> None:
    page = _words(_check(client, kept.receipt, ("pismo.xml", kept.document), ("inny.xml", b"<x/>")).text)
    assert "to złożone pismo, bez zmian" in page
    assert "ten plik nie należy do poświadczenia" in page


@pytest.mark.parametrize(
    "hostile", [b"", b"%PDF-1.7", b"<x/>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"\xff" * 500]
)
def test_what_is_no_receipt_is_never_called_genuine(client: FlaskClient, hostile: bytes) -> None:
    answer = _check(client, hostile)
    assert answer.status_code == 200
    thing = "Pismo" if hostile.startswith(b"%PDF-") else "Poświadczenie"
    assert f"{thing} nie jest prawdziwe" in answer.text
    assert not re.findall(r"\bThe (file|receipt|seal)\b", _words(answer.text)), (
        "every reason is said in Polish"
    )


def test_one_changed_letter_is_found(client: FlaskClient, kept: KeptReceipt) -> None:
    where = kept.receipt.index(b"Gliwic")
    spoiled = kept.receipt[:where] + b"K" + kept.receipt[where + 1 :]
    assert "Poświadczenie nie jest prawdziwe" in _check(client, spoiled).text


def test_forgetting_the_file_or_sending_one_too_big_is_said_at_the_field(client: FlaskClient) -> None:
    for answer in (_check(client, None), _check(client, b"x" * 1_000_001)):
        assert answer.status_code == 422
        assert "<title>Błąd:" in answer.text
        assert 'href="#upo"' in answer.text
        assert 'aria-invalid="true"' in answer.text


def test_while_the_register_is_away_the_seal_still_tells(parts: Parts, kept: KeptReceipt) -> None:
    away = create_portal(replace(parts, sessions=sessionmaker(create_engine(NOWHERE)))).test_client()
    page = _words(_check(away, kept.receipt).text)
    assert "Poświadczenie jest prawdziwe" in page
    assert "Rejestr teraz nie odpowiada" in page


def test_the_code_on_the_printout_shows_office_number_and_time_only(
    client: FlaskClient, kept: KeptReceipt
) -> None:
    page = _words(client.get(f"/sprawdz-upo?id={kept.submission}&skrot={kept.receipt_digest}").text)
    assert "To poświadczenie jest w rejestrze" in page
    assert kept.register_number in page
    assert "Gliwic" in page
    assert kept.sender
    assert kept.sender not in page


def test_a_code_that_was_changed_says_so_and_shows_nothing(client: FlaskClient, kept: KeptReceipt) -> None:
    other = kept.receipt_digest[:-1] + ("0" if kept.receipt_digest[-1] != "0" else "1")
    for query in (
        {"id": str(kept.submission), "skrot": other},
        {"id": str(kept.submission)},
        {"id": "0b1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e", "skrot": kept.receipt_digest},
        {"id": "x'; drop table", "skrot": "ą"},
        {"skrot": kept.receipt_digest},
    ):
        page = _words(client.get("/sprawdz-upo", query_string=query).text)
        assert "Tego poświadczenia nie ma w rejestrze" in page
        assert kept.register_number not in page
