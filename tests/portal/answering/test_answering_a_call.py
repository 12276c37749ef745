"""An applicant is called for completion: reads the letter, answers once, and loses nothing on the way."""

import html
import re
from dataclasses import replace
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import text

from casework import access
from casework.desk.calls import end_call
from casework.trust.pdf_verdict import verify_pdf
from casework.trust.verdict import Verdict
from forms_catalog.wording import say_date
from portal.application import create_portal
from portal.own_case.proofs import LASTS
from portal.parts import Parts
from tests.portal.answering.conftest import Called, call, call_form, carried, upload
from tests.portal.conftest import Files


def _words(page: str) -> str:
    return re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")
    )


def _answers(called: Called) -> list[tuple[str, int]]:
    with called.parts.sessions() as session:
        rows = session.execute(
            text(
                "SELECT answer_text, (SELECT count(*) FROM case_call_file f WHERE f.call_id = c.id)"
                " FROM case_call c WHERE answered_at IS NOT NULL"
            )
        )
        return [(row[0], row[1]) for row in rows]


def test_the_case_shows_one_box_with_the_day_and_what_is_missing(called: Called) -> None:
    page = called.get().text
    assert page.count("ok-box--you") == 1
    said = _words(page)
    day = say_date(called.due_on, "pl", weekday=True)
    for words in (
        f"Odpowiedz do {day}",
        "Brakuje powierzchni piwnicy.",
        "<b>#pilne</b>",
        "Czeka na Ciebie",
        "Urząd napisał pismo",
        "Zegar stoi. Urzędowi zostało",
        "Czekamy na Twoją odpowiedź od",
        "Wezwanie do uzupełnienia",
    ):
        assert words in said
    assert "var(--ok-violet)" in page, "the bar of a clock that stands"
    assert '<p lang="pl">Brakuje powierzchni' in called.get(lang="en").text, "what the office wrote is Polish"
    assert page.count(f"/pisma/{called.letter}.pdf") == 3, "in the box, in the course and among the documents"


def test_the_key_alone_opens_neither_letter_nor_answer(called: Called) -> None:
    for page in (f"/pisma/{called.letter}.pdf", "/odpowiedz"):
        answer = called.get(page)
        assert answer.status_code == 303
        assert "/kod?" in answer.headers["Location"]
    refused = called.post("/odpowiedz", {"odpowiedz": "Piwnica ma 12 m²", "wezwanie": "x"})
    assert refused.status_code == 403
    assert "Piwnica ma 12 m²" in refused.text, "what was typed stays"
    assert called.case().state == "awaiting_applicant"


def test_after_the_code_the_letter_is_the_very_sealed_pdf(called: Called) -> None:
    led = called.prove(str(called.letter))
    assert led.status_code == 303
    letter = called.client.get(led.headers["Location"])
    assert letter.status_code == 200
    assert letter.content_type == "application/pdf"
    assert "attachment" in letter.headers["Content-Disposition"]
    seals = [called.parts.counter.seals["zabrze"].certificate]
    assert verify_pdf(letter.data, seals=seals, now=called.parts.now()).verdict is Verdict.VALID


def test_words_and_files_reach_the_office_once_however_often_they_are_sent(called: Called) -> None:
    assert called.prove().headers["Location"].split("?")[0].endswith("/odpowiedz")
    form = call_form(called.get("/odpowiedz").text)
    for _ in range(2):
        sent = called.post("/odpowiedz", {"wezwanie": form, "odpowiedz": "12 m²", "pliki": upload()})
        assert sent.status_code == 303
        assert sent.headers["Location"].split("?")[0] == called.address()
    assert _answers(called) == [("12 m²", 1)]
    page = _words(called.get().text)
    assert "Twoja odpowiedź wpłynęła" in page
    assert "Zegar stoi" not in page
    assert called.case().state == "in_progress"
    assert called.case().new_answer


def test_a_file_that_is_not_what_it_claims_takes_nothing_with_it(called: Called) -> None:
    called.prove()
    form = call_form(called.get("/odpowiedz").text)
    bad = {
        "wezwanie": form,
        "odpowiedz": "W załączeniu projekt <domu>",
        "pliki": [upload(), upload(b"MZ\x90\x00 program", "projekt.pdf")],
    }
    refused = called.post("/odpowiedz", bad)
    assert refused.status_code == 422
    assert "W załączeniu projekt &lt;domu&gt;" in refused.text
    assert "projekt.pdf:" in _words(refused.text)
    assert "<title>Błąd:" in refused.text
    kept = carried(refused.text)
    assert len(kept) == 1, "the good file waits in the form"
    sent = called.post("/odpowiedz", {"wezwanie": form, "odpowiedz": "W załączeniu", "plik": kept})
    assert sent.status_code == 303
    assert _answers(called) == [("W załączeniu", 1)]


def test_an_empty_answer_is_named_and_a_forged_file_is_passed_over(called: Called) -> None:
    called.prove()
    form = call_form(called.get("/odpowiedz").text)
    for forged in ([], ["e30.abc"], ["x"]):
        refused = called.post("/odpowiedz", {"wezwanie": form, "odpowiedz": " ", "plik": forged})
        assert refused.status_code == 422
        assert "Napisz odpowiedź albo dodaj plik" in _words(refused.text)
    assert _answers(called) == []


def test_an_answer_to_a_call_that_was_taken_back_stays_on_the_screen(called: Called) -> None:
    called.prove()
    form = call_form(called.get("/odpowiedz").text)
    called.do(end_call, called.anna, called.filed.id)
    late = called.post("/odpowiedz", {"wezwanie": form, "odpowiedz": "Jednak wyślę"})
    assert late.status_code == 409
    assert "Jednak wyślę" in late.text
    with called.parts.sessions.begin() as session:
        call(session, called.parts, called.anna, called.filed.id, called.due_on)
    other = called.post("/odpowiedz", {"wezwanie": form, "odpowiedz": "Do pierwszego wezwania"})
    assert other.status_code == 409, "a form of the first call does not answer the second"
    assert _answers(called) == []


def test_the_proof_ends_after_half_an_hour_and_cannot_be_forged(called: Called) -> None:
    called.prove()
    shift = [LASTS]

    def later() -> datetime:
        return called.parts.now() + shift[0]

    old = create_portal(replace(called.parts, now=later)).test_client()
    cookie = called.client.get_cookie("okienko-kod")
    assert cookie is not None
    old.set_cookie("okienko-kod", cookie.value)
    page = f"{called.address('/odpowiedz')}?t={called.token}"
    assert old.get(page).status_code == 303
    shift[0] = LASTS - timedelta(minutes=1)
    assert old.get(page).status_code == 200
    old.set_cookie("okienko-kod", cookie.value[:-2] + "xx")
    assert old.get(page).status_code == 303


def test_while_the_database_is_away_words_and_files_wait_in_the_form(
    called: Called, dry: FlaskClient
) -> None:
    called.prove()
    form = call_form(called.get("/odpowiedz").text)
    cookie = called.client.get_cookie("okienko-kod")
    assert cookie is not None
    dry.set_cookie("okienko-kod", cookie.value)
    typed = {"wezwanie": form, "odpowiedz": "Piwnica ma 12 m²", "pliki": upload()}
    away = called.post("/odpowiedz", typed, client=dry)
    assert away.status_code == 503
    assert "Piwnica ma 12 m²" in away.text
    assert "Nic nie zostało wysłane" in _words(away.text)
    kept = carried(away.text)
    assert len(kept) == 1
    again = called.post("/odpowiedz", {"wezwanie": call_form(away.text), "odpowiedz": "12", "plik": kept})
    assert again.status_code == 303
    assert _answers(called) == [("12", 1)]


def test_in_another_language_words_and_files_stay_and_nothing_is_sent(called: Called) -> None:
    called.prove()
    form = call_form(called.get("/odpowiedz").text)
    typed = {"wezwanie": form, "odpowiedz": "Piwnica ma 12 m²", "pliki": upload(), "then": "lang:en"}
    english = called.post("/odpowiedz", typed, lang="en")
    assert english.status_code == 200
    assert "Send the answer" in english.text
    assert "Piwnica ma 12 m²" in english.text
    assert "<title>Error" not in english.text, "nobody is told off for changing the language"
    kept = carried(english.text)
    assert len(kept) == 1
    assert _answers(called) == []
    back = {"wezwanie": form, "odpowiedz": "Piwnica ma 12 m²", "plik": kept}
    assert called.post("/odpowiedz", back).status_code == 303
    assert _answers(called) == [("Piwnica ma 12 m²", 1)]


def test_who_gave_neither_phone_nor_e_mail_is_told_the_other_ways(
    parts: Parts, client: FlaskClient, file_sample: Files
) -> None:
    filed = file_sample("informacja-publiczna-wniosek", name="anonymous")
    token = access.case_token(parts.counter.secret, filed.id)
    page = client.get(f"/sprawy/{filed.id}/kod", query_string={"t": token, "do": "odpowiedz"})
    assert "Nie możemy wysłać kodu" in _words(page.text)
    assert "Wyślij mi kod" not in page.text


def test_a_proof_for_one_case_is_none_for_another(called: Called, file_sample: Files) -> None:
    called.prove()
    other = file_sample("odpady-deklaracja-zamieszkana")
    refused = replace(called, filed=other).post("/odpowiedz", {"wezwanie": "x", "odpowiedz": "12 m²"})
    assert refused.status_code == 403
