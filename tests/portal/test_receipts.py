"""The receipt: on the page, as sealed, as a sheet, all together; and nothing for whoever has no token."""

import html
import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from casework import access
from casework.intake.receipts import KeptReceipt, find_receipt
from casework.trust.verdict import Verdict, verify_receipt
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.conftest import Files

WASTE, LAND, ASK = (
    "odpady-deklaracja-zamieszkana",
    "podatek-nieruchomosci-dn-1",
    "informacja-publiczna-wniosek",
)


def _words(page: str) -> str:
    return re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")
    )


def _kept(sessions: sessionmaker[Session], filed_id: object) -> KeptReceipt:
    with sessions() as session:
        receipt = find_receipt(session, filed_id)  # type: ignore[arg-type]  # a UUID handed through
    assert receipt is not None
    return receipt


@pytest.mark.parametrize("service", [ASK, WASTE, LAND])
def test_the_page_says_number_second_key_and_what_to_keep(
    client: FlaskClient, file_sample: Files, service: str
) -> None:
    filed = file_sample(service)
    answer = client.get(f"/upo/{filed.id}?t={filed.receipt_token}")
    assert answer.status_code == 200
    page = _words(answer.text)
    for text in (filed.register_number, filed.access_key, "Zachowaj poświadczenie", "Co dalej"):
        assert text in page
    assert "<svg" in answer.text
    assert 'role="img"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_receipt_and_a_case_of_an_office_that_is_closed_end_in_a_clear_page(
    parts: Parts, file_sample: Files
) -> None:
    filed = file_sample(ASK)
    closed = dict(parts.catalogue.offices)
    del closed["zabrze"]
    options = replace(parts.options, default_office="gliwice")
    there = create_portal(replace(parts, options=options, catalogue=replace(parts.catalogue, offices=closed)))
    for address in (
        f"/upo/{filed.id}?t={filed.receipt_token}",
        f"/sprawy/{filed.id}?t={access.case_token(parts.counter.secret, filed.id)}",
    ):
        answer = there.test_client().get(address)
        assert (answer.status_code, "Tego urzędu tu teraz nie ma" in answer.text) == (404, True), address


def test_a_missing_signature_is_said_plainly_and_one_not_needed_is_not(
    client: FlaskClient, file_sample: Files
) -> None:
    unsigned, free = file_sample(LAND), file_sample(ASK)
    assert "Pismo nie ma podpisu" in client.get(f"/upo/{unsigned.id}?t={unsigned.receipt_token}").text
    assert "Pismo nie ma podpisu" not in client.get(f"/upo/{free.id}?t={free.receipt_token}").text


def test_the_calculated_lines_stand_on_the_receipt_as_they_were_filed(
    client: FlaskClient, file_sample: Files, sessions: sessionmaker[Session]
) -> None:
    filed = file_sample(LAND)
    kept = _kept(sessions, filed.id)
    assert kept.calculations
    page = client.get(f"/upo/{filed.id}?t={filed.receipt_token}").text
    assert page.count('class="ok-calc"') == len(kept.calculations)
    assert "Skąd są te stawki" in page


def test_the_xml_is_the_sealed_bytes_themselves(
    client: FlaskClient, file_sample: Files, sessions: sessionmaker[Session], parts: Parts
) -> None:
    filed = file_sample(WASTE)
    answer = client.get(f"/upo/{filed.id}.xml?t={filed.receipt_token}")
    assert answer.data == _kept(sessions, filed.id).receipt
    assert answer.content_type == "application/xml"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=UPO-RPW-")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    seals = [seal.certificate for seal in parts.counter.seals.values()]
    assert verify_receipt(answer.data, seals=seals, now=parts.now()).verdict is Verdict.VALID


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_sheet_is_a_pdf_in_the_language_of_the_page(
    client: FlaskClient, file_sample: Files, language: str
) -> None:
    filed = file_sample(LAND)
    answer = client.get(f"/upo/{filed.id}.pdf?t={filed.receipt_token}&lang={language}")
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


def test_everything_together_holds_receipt_sheet_and_document(
    client: FlaskClient, file_sample: Files, sessions: sessionmaker[Session], parts: Parts
) -> None:
    filed = file_sample(LAND)
    kept = _kept(sessions, filed.id)
    token = access.case_token(parts.counter.secret, filed.id)
    packed = client.get(f"/sprawy/{filed.id}/wszystko.zip?t={token}")
    with ZipFile(BytesIO(packed.data)) as archive:
        assert archive.testzip() is None
        held = {
            name.rpartition(".")[2] + str(index): archive.read(name)
            for index, name in enumerate(archive.namelist())
        }
    assert set(held.values()) >= {kept.receipt, kept.document}
    assert sum(data.startswith(b"%PDF-") for data in held.values()) == 1
    document = client.get(f"/sprawy/{filed.id}/dokument.xml?t={token}")
    assert document.data == kept.document


def test_the_page_speaks_for_the_office_that_was_filed_with(client: FlaskClient, file_sample: Files) -> None:
    filed = file_sample(ASK, office="gliwice")
    page = _words(client.get(f"/upo/{filed.id}?t={filed.receipt_token}&urzad=zabrze").text)
    assert "Gliwic" in page
    assert "Zabrz" not in page


def test_the_receipt_of_another_is_not_there(client: FlaskClient, file_sample: Files) -> None:
    mine, other = file_sample(ASK), file_sample(WASTE, office="gliwice")
    for ending in ("", ".xml", ".pdf"):
        assert client.get(f"/upo/{other.id}{ending}?t={mine.receipt_token}").status_code == 404
        assert client.get(f"/upo/{other.id}{ending}").status_code == 404
