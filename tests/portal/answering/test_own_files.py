"""What the applicant sent comes back as it was, after the code, to nobody else, and never with a virus."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import text

from forms_catalog.samples import minimal_pdf
from portal.application import create_portal
from tests.portal.answering.conftest import PDF, Called, call_form, upload


@pytest.fixture
def stored(called: Called) -> bytes:
    """The case came with a power of attorney."""
    data = minimal_pdf()
    with called.parts.sessions.begin() as session:
        kept = called.parts.files.put(BytesIO(data)).sha256
        session.execute(
            text(
                "INSERT INTO attachment (submission_id, position, office_id, slot, filename, content_type,"
                " size, sha256) VALUES (:case, 1, 'zabrze', 'power_of_attorney', 'pełnomocnictwo.pdf',"
                " 'application/pdf', :size, :sha)"
            ),
            {"case": called.filed.id, "size": len(data), "sha": kept},
        )
    return data


def links(page: str) -> list[str]:
    return re.findall(r'href="(/sprawy/[^"]+/pliki/[^"?]+)', page)


def test_an_attachment_comes_back_byte_for_byte_after_the_code_and_in_a_sandbox(
    called: Called, stored: bytes
) -> None:
    (link,) = links(called.get().text)
    asked = called.get(link.removeprefix(called.address()))
    assert asked.status_code == 303
    assert "pełnomocnictwo.pdf" in called.client.get(asked.headers["Location"]).text
    led = called.prove("plik-1")
    assert led.headers["Location"].startswith(link)
    file = called.client.get(led.headers["Location"])
    assert file.status_code == 200
    assert file.data == stored
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_an_own_answer_comes_back_too(called: Called) -> None:
    called.prove()
    form = call_form(called.get("/odpowiedz").text)
    sent = {"wezwanie": form, "odpowiedz": "Piwnica ma 12 m².", "pliki": upload()}
    assert called.post("/odpowiedz", sent).status_code == 303
    (link,) = links(called.get().text)
    file = called.get(link.removeprefix(called.address()))
    assert (file.status_code, file.data) == (200, PDF)
    stranger = create_portal(called.parts).test_client()
    asked = stranger.get(link, query_string={"t": called.token})
    assert asked.status_code == 303
    assert "/kod?" in asked.headers["Location"]
    assert "piwnica.pdf" in stranger.get(asked.headers["Location"]).text


@pytest.mark.parametrize(
    ("state", "said"), [("infected", "znaleźliśmy wirusa"), ("checking", "Jeszcze sprawdzamy")]
)
def test_what_the_scanner_did_not_pass_is_not_handed_back(
    called: Called, stored: bytes, state: str, said: str
) -> None:
    called.prove("plik-1")
    with called.parts.sessions.begin() as session:
        session.execute(text("UPDATE attachment SET scan_state = :state"), {"state": state})
    assert links(called.get().text) == []
    held = called.get("/pliki/1")
    assert held.status_code == 409
    assert said in held.text.replace("\xa0", " ")
    assert stored not in held.data


def test_a_file_that_is_none_of_this_case_is_not_there(called: Called, stored: bytes) -> None:
    called.prove("plik-1")
    for page in ("/pliki/2", "/pliki/0", f"/pliki/{uuid4()}/1", "/pliki/x", "/pliki/99999999999999999999"):
        assert called.get(page).status_code == 404
    for wish in ("plik-", "plik-1-1", f"plik-{uuid4()}", "plik-12345", "plik-1\n"):
        assert called.get("/kod", do=wish).status_code == 200
