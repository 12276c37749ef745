"""Who pays after filing adds the proof from the page of the case: once, and nothing of it is lost."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from casework.desk.payment_proofs import MOST_FILES
from portal.added_files import ALLOWED
from portal.application import create_portal
from tests.portal.answering.conftest import PDF, Called, carried, upload
from tests.portal.conftest import Files

PAGE = "/dowod-zaplaty"


def _words(page: str) -> str:
    return re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")
    )


def _proofs(owing: Called) -> list[str]:
    with owing.parts.sessions() as session:
        return list(session.execute(text("SELECT filename FROM payment_proof ORDER BY position")).scalars())


def test_the_case_says_how_to_pay_until_the_proof_is_there(owing: Called) -> None:
    page = _words(owing.get().text)
    assert "Do zapłaty: 17,00 zł" in page
    assert f"Opłata skarbowa {owing.filed.register_number}" in page
    assert "Teraz nie musisz nic robić" not in page, "there is something to pay"
    assert owing.get().text.count("ok-qr__code") == 1
    assert owing.prove("dowod-zaplaty").headers["Location"].split("?")[0].endswith(PAGE)
    sent = owing.post(PAGE, {"pliki": upload(name="przelew.pdf")})
    assert (sent.status_code, sent.headers["Location"].split("?")[0]) == (303, owing.address())
    after = owing.client.get(sent.headers["Location"]).text
    for words in (
        "Mamy Twój dowód zapłaty",
        "Wpłynął Twój dowód zapłaty",
        "Twój dowód zapłaty",
        "przelew.pdf",
    ):
        assert words in _words(after)
    assert "Do zapłaty" not in _words(after)
    assert "Teraz nie musisz nic robić" in _words(after)
    (link,) = [one for one in re.findall(r'href="([^"]+)"', after) if "/pliki/dowod/" in one]
    own = owing.client.get(html.unescape(link))
    assert (own.status_code, own.data) == (200, PDF)


def test_a_double_click_is_one_proof_and_one_entry(owing: Called) -> None:
    owing.prove("dowod-zaplaty")
    for _ in range(2):
        assert owing.post(PAGE, {"pliki": [upload(), upload()]}).status_code == 303
    assert _proofs(owing) == ["piwnica.pdf"]
    with owing.parts.sessions() as session:
        entries = session.execute(text("SELECT count(*) FROM audit_entry WHERE what = 'payment_proof'"))
        assert entries.scalar_one() == 1


def test_the_key_alone_adds_nothing_and_leads_to_the_code(owing: Called) -> None:
    asked = owing.get(PAGE)
    assert asked.status_code == 303
    assert "do=dowod-zaplaty" in asked.headers["Location"]
    refused = owing.post(PAGE, {"pliki": upload()})
    assert refused.status_code == 403
    assert "Twój kod wygasł" in _words(refused.text)
    assert _proofs(owing) == []


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"MZ\x90 program", "skan.pdf: Nie możemy tu przyjąć pliku tego rodzaju"),
        (bytes(10_000_001), "skan.pdf: Plik jest za duży"),
        (b"", "skan.pdf: Plik jest pusty"),
        (None, "Wybierz plik z dowodem zapłaty"),
    ],
    ids=["other content", "too big", "empty", "none"],
)
def test_what_cannot_be_taken_is_named_and_the_good_file_waits(
    owing: Called, bad: bytes | None, said: str
) -> None:
    owing.prove("dowod-zaplaty")
    good = 0 if bad is None else 1
    refused = owing.post(PAGE, {"pliki": [] if bad is None else [upload(bad, "skan.pdf"), upload()]})
    assert refused.status_code == 422
    assert said in _words(refused.text)
    assert "<title>Błąd:" in refused.text
    kept = carried(refused.text)
    assert len(kept) == good
    if kept:
        assert owing.post(PAGE, {"plik": kept}).status_code == 303
    assert len(_proofs(owing)) == good


def test_what_is_kept_for_a_call_is_no_proof_and_what_waited_too_long_is_asked_for_again(
    owing: Called,
) -> None:
    owing.prove("dowod-zaplaty")
    refused = owing.post(PAGE, {"pliki": [upload(), upload(b"", "x.pdf")]})
    kept = carried(refused.text)
    assert "docx" in ALLOWED, "an answer takes files that a proof does not"
    assert carried(owing.post("/odpowiedz", {"plik": kept, "odpowiedz": "", "wezwanie": "x"}).text) == []
    late = owing.parts.now() + timedelta(days=1, minutes=1)
    parts = replace(owing.parts, now=lambda: late)
    again = replace(owing, parts=parts, client=create_portal(parts).test_client())
    again.prove("dowod-zaplaty")
    answer = again.post(PAGE, {"plik": kept})
    assert answer.status_code == 422
    assert "Wybierz go jeszcze raz" in _words(answer.text)
    assert _proofs(owing) == []


def test_a_closed_case_refuses_with_words(owing: Called) -> None:
    owing.prove("dowod-zaplaty")
    with owing.parts.sessions.begin() as session:
        session.execute(text("UPDATE office_case SET state = 'closed'"))
    assert "nie przyjmuje już plików" in _words(owing.get(PAGE).text)
    refused = owing.post(PAGE, {"pliki": upload()})
    assert refused.status_code == 409
    assert "nie przyjmuje już plików" in _words(refused.text)
    assert PAGE not in owing.get().text
    assert _proofs(owing) == []


def test_who_owes_nothing_is_not_asked_for_a_proof(called: Called) -> None:
    called.prove()
    assert PAGE not in called.get().text
    assert called.get(PAGE).status_code == 404
    assert called.post(PAGE, {"pliki": upload()}).status_code == 404


def test_a_proof_that_came_with_the_form_is_enough(called: Called, file_sample: Files) -> None:
    filed = file_sample("zaswiadczenie-o-zameldowaniu", name="owner")
    case = Called(called.parts, called.client, called.anna, filed, called.letter, called.due_on)
    page = _words(case.get().text)
    assert "Mamy Twój dowód zapłaty" in page
    assert "Do zapłaty" not in page
    with called.parts.sessions.begin() as session:
        session.execute(text("UPDATE attachment SET scan_state = 'infected' WHERE slot = 'payment_proof'"))
    assert "Do zapłaty: 17,00 zł" in _words(case.get().text), "a file with a virus proves nothing"


def test_while_the_database_is_away_the_file_waits_in_the_form(owing: Called, dry: FlaskClient) -> None:
    owing.prove("dowod-zaplaty")
    cookie = owing.client.get_cookie("okienko-kod")
    assert cookie is not None
    dry.set_cookie("okienko-kod", cookie.value)
    away = owing.post(PAGE, {"pliki": upload()}, client=dry)
    assert away.status_code == 503
    assert "Nic nie zostało wysłane" in _words(away.text)
    assert owing.post(PAGE, {"plik": carried(away.text)}).status_code == 303
    assert _proofs(owing) == ["piwnica.pdf"]


def test_a_case_takes_ten_files_and_no_more(owing: Called) -> None:
    owing.prove("dowod-zaplaty")
    many = [upload(PDF + b"%%%d" % n, f"{n}.pdf") for n in range(MOST_FILES + 1)]
    refused = owing.post(PAGE, {"pliki": many})
    assert refused.status_code == 422
    assert "najwyżej tyle plików: 10" in _words(refused.text)
    kept = carried(refused.text)
    assert len(kept) == MOST_FILES + 1
    assert owing.post(PAGE, {"plik": kept[1:]}).status_code == 303
    assert len(_proofs(owing)) == MOST_FILES


def test_in_another_language_what_was_chosen_stays(owing: Called) -> None:
    owing.prove("dowod-zaplaty")
    english = owing.post(PAGE, {"pliki": upload(), "then": "lang:en"}, lang="en")
    assert english.status_code == 200
    assert "Send the proof" in english.text
    assert len(carried(english.text)) == 1
    assert _proofs(owing) == []
