"""Papers of a case that a clerk prints."""

import shutil
import subprocess

import pytest

from casework import access
from tests.backoffice.at_work import Office
from tests.conftest import SECRET

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None,
    reason="pdftotext (poppler) is not on this machine: nothing is read back",
)


def words_of(pdf: bytes) -> str:
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(text.stdout.decode().split())


def test_the_receipt_on_paper_does_not_tell_a_clerk_the_applicants_key(work: Office) -> None:
    case = work.taken()
    answer = work.anna.get(f"/sprawy/{case}/upo.pdf")
    assert answer.mimetype == "application/pdf"
    words = words_of(answer.data)
    assert "RPW/1/" in words
    assert "Urzędowe poświadczenie" in words
    assert access.access_key(SECRET, case) not in words
    assert "Klucz dostępu" not in words


def test_the_record_of_a_case_says_who_did_what_and_names_its_papers(work: Office) -> None:
    case = work.taken()
    work.step(work.anna, case, "otworz-znak")
    work.step(work.anna, case, "notatka", text="Dzwoniłam do podatnika.")
    words = words_of(work.anna.get(f"/sprawy/{case}/metryka.pdf").data)
    for said in (
        *("Metryka sprawy", str(work.case(case).case_sign), "Anna Anna: przejęcie sprawy", "dokument.xml"),
        *("Anna Anna: założenie znaku sprawy", "Dzwoniłam do podatnika.", "w toku"),
    ):
        assert said in words, (said, words)
    assert f'href="/sprawy/{case}/metryka.pdf"' in work.anna.get(f"/sprawy/{case}").text
