"""Who owes a stamp duty sees before and after filing how much, where to, under which title, and a code."""

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.portal.conftest import Files

LAND, WASTE = "podatek-nieruchomosci-dn-1", "odpady-deklaracja-zamieszkana"
CERTIFICATE = "zaswiadczenie-zaleglosci-podatnika"
ACCOUNT = "30 0000 0000 0000 0000 0000 0017"


def _words(page: str) -> str:
    return re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")
    )


def test_a_proxy_reads_on_the_receipt_how_to_pay(client: FlaskClient, file_sample: Files) -> None:
    filed = file_sample(WASTE, name="proxy")
    page = client.get(f"/upo/{filed.id}?t={filed.receipt_token}").text
    words = _words(page)
    assert "Do zapłaty: 17,00 zł" in words
    assert f"Numer rachunku {ACCOUNT}" in words
    assert f"Opłata skarbowa {filed.register_number}" in words
    assert "DEMO: ten rachunek jest zmyślony. Nie płać." in words
    assert "Bierze ją gmina osoby, za którą działa pełnomocnik." in words
    assert page.count("ok-qr__code") == 2


@pytest.mark.parametrize(("service", "sample"), [(LAND, "proxy"), (LAND, "default"), (WASTE, "default")])
def test_who_owes_nothing_with_the_filing_reads_of_no_payment(
    client: FlaskClient, file_sample: Files, service: str, sample: str
) -> None:
    """An exempt proxy, a tax with days of its own, a monthly fee."""
    filed = file_sample(service, name=sample)
    assert "Do zapłaty" not in client.get(f"/upo/{filed.id}?t={filed.receipt_token}").text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not on this machine")
def test_the_printed_receipt_says_it_too_on_one_page(
    client: FlaskClient, file_sample: Files, tmp_path: Path
) -> None:
    filed = file_sample(WASTE, name="proxy")
    sheet = tmp_path / "upo.pdf"
    sheet.write_bytes(client.get(f"/upo/{filed.id}.pdf?t={filed.receipt_token}").data)
    text = subprocess.run(
        ["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert ACCOUNT in text
    assert f"Opłata skarbowa {filed.register_number}" in text
    assert "Opłatę bierze gmina osoby" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert text.count("\f") == 1


def test_a_proxy_for_a_paid_certificate_pays_twice_and_reads_which_may_be_of_another_commune(
    client: FlaskClient, file_sample: Files
) -> None:
    filed = file_sample(CERTIFICATE, name="company")
    words = _words(client.get(f"/upo/{filed.id}?t={filed.receipt_token}").text)
    own, _, of_proxy = words.partition("Do zapłaty: 17,00 zł")
    assert "Do zapłaty: 21,00 zł" in own
    assert "gmina osoby" not in own
    assert "gmina osoby" in of_proxy
