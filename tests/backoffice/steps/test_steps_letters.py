"""A clerk writes to the applicant: read before it is sent, sealed, entered with the step it takes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from backoffice.application import create_desk
from backoffice.parts import DeskParts
from casework.adapters.disk import DiskStore
from casework.desk.calls import answer_call, find_open_call, shortest_term
from casework.desk.letter_templates.template import Part
from casework.intake.filing import Counter
from casework.trust.pdf_verdict import verify_pdf
from casework.trust.verdict import Verdict
from tests.backoffice.at_work import POST, Office, day, hidden
from tests.casework.window import DN1, INFORMATION

DECISION = {
    "basis": "art. 5 ust. 2 ustawy o dostępie do informacji publicznej",
    "ruling": "Odmawiam udostępnienia umowy.",
    "text": "Umowa zawiera tajemnicę przedsiębiorcy.",
    "appeal": "Odwołanie w ciągu 14 dni.",
    "clerk_post": POST,
}


def a_call(on: date, **other: str) -> dict[str, str]:
    words = {"missing": "Brakuje podpisu pod deklaracją.", "text": "", "clerk_post": POST}
    return {**words, **day("due_on", on), **other}


def called(work: Office, code: str = DN1) -> UUID:
    case = work.taken(code)
    answer = work.send_letter(work.anna, case, "wezwij", **a_call(shortest_term(work.today)))
    assert answer.status_code == 303, answer.text
    return case


def test_a_call_is_read_before_it_is_sent_and_sealed_after_that(
    work: Office, counter: Counter, files: DiskStore
) -> None:
    case = work.taken()
    due_on = shortest_term(work.today)
    shown = work.step(work.anna, case, "wezwij", do="preview", **a_call(due_on))
    assert shown.status_code == 200
    assert "Nic jeszcze nie wysłano" in shown.text
    assert shown.text.count('src="data:image/png;base64,') == 1
    assert "Brakuje podpisu pod deklaracją." in shown.text
    assert work.letters(case) == []
    assert work.case(case).state == "in_progress"
    form = hidden(shown.text)
    form["do"] = "send"
    assert work.anna.post(f"/sprawy/{case}/wezwij", data=form).location == f"/sprawy/{case}"
    (letter,) = work.letters(case)
    with files.open(letter.sha256) as stream:
        pdf = stream.read()
    report = verify_pdf(pdf, seals=[counter.seals["zabrze"].certificate], now=datetime.now(UTC))
    assert report.verdict is Verdict.VALID
    assert work.audited(case) == ["received", "taken", "letter", "called"]
    with work.sessions() as session:
        call = find_open_call(session, case)
    assert call is not None
    assert (call.letter, call.due_on) == (letter.id, due_on)
    assert call.reason == "Brakuje podpisu pod deklaracją."


def test_a_letter_sent_twice_by_one_press_is_one_letter(work: Office) -> None:
    case = work.taken()
    form = hidden(
        work.step(work.anna, case, "wezwij", do="preview", **a_call(shortest_term(work.today))).text
    )
    form["do"] = "send"
    for _ in range(2):
        assert work.anna.post(f"/sprawy/{case}/wezwij", data=form).status_code == 303
    assert len(work.letters(case)) == 1
    assert work.audited(case) == ["received", "taken", "letter", "called"]


def test_another_letter_from_an_old_page_is_not_taken_for_the_same_one(work: Office) -> None:
    case = work.taken()
    seen = work.case(case).revision
    words = {"subject": "Oględziny", "clerk_post": POST, "seen": seen}
    first = work.send_letter(work.anna, case, "pismo/other", text="Przyjdziemy 3 grudnia.", **words)
    second = work.send_letter(work.anna, case, "pismo/other", text="Przyjdziemy 4 grudnia.", **words)
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Przyjdziemy 4 grudnia." in second.text
    assert len(work.letters(case)) == 1


def test_what_was_not_read_is_not_sealed(work: Office) -> None:
    """Other words than those of the preview, or none shown at all: it is shown again, nothing is sent."""
    case = work.taken()
    typed = a_call(shortest_term(work.today))
    form = hidden(work.step(work.anna, case, "wezwij", do="preview", **typed).text)
    form["do"], form["missing"] = "send", "Coś zupełnie innego."
    answer = work.anna.post(f"/sprawy/{case}/wezwij", data=form)
    assert (answer.status_code, "Przeczytaj je jeszcze raz" in answer.text) == (422, True)
    assert work.step(work.anna, case, "wezwij", do="send", **typed).status_code == 422
    assert work.letters(case) == []


def test_the_words_come_back_to_be_changed(work: Office) -> None:
    case = work.taken()
    typed = a_call(shortest_term(work.today), missing='<b>"Brakuje" & już</b>\n\nDrugi akapit.')
    form = hidden(work.step(work.anna, case, "wezwij", do="preview", **typed).text)
    form["do"] = "edit"
    page = work.anna.post(f"/sprawy/{case}/wezwij", data=form)
    assert page.status_code == 200
    assert "&lt;b&gt;&#34;Brakuje&#34; &amp; już&lt;/b&gt;\n\nDrugi akapit.</textarea>" in page.text


def test_the_letter_can_be_taken_home_before_it_is_sent(work: Office) -> None:
    case = work.taken()
    answer = work.step(work.anna, case, "wezwij", do="pdf", **a_call(shortest_term(work.today)))
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert verify_pdf(answer.data, seals=[], now=work.clock()).code == "no_seal"


def test_ready_sentences_name_what_the_filing_lacks(work: Office) -> None:
    case = work.taken()
    page = work.anna.get(f"/sprawy/{case}/wezwij").text
    ready = "Podpisz pismo: podpisem zaufanym, osobistym albo kwalifikowanym."
    assert f'name="phrases" value="{ready}"' in page
    typed = {**a_call(shortest_term(work.today), missing=""), "phrases": ready}
    assert work.send_letter(work.anna, case, "wezwij", **typed).status_code == 303
    assert work.case(case).waiting_for == ready


def test_the_shortest_term_of_the_law_is_offered(work: Office) -> None:
    case = work.taken()
    page = work.anna.get(f"/sprawy/{case}/wezwij").text
    for part, number in day("due_on", shortest_term(work.today)).items():
        assert f'id="{part}" name="{part}"' in page
        assert f'maxlength="10" value="{number}"' in page


def test_a_term_on_a_free_day_is_the_next_working_day_in_the_letter_too(work: Office) -> None:
    case = work.taken()
    saturday = shortest_term(work.today) + timedelta(days=7)
    while saturday.weekday() != 5:
        saturday += timedelta(days=1)
    shown = work.step(work.anna, case, "wezwij", do="preview", **a_call(saturday))
    assert "(sobota)" not in shown.text
    assert shown.status_code in (200, 422)  # in tax cases so late a day may be too long a term
    request = work.taken(INFORMATION)
    shown = work.step(work.anna, request, "wezwij", do="preview", **a_call(saturday))
    assert (shown.status_code, "(sobota)" in shown.text) == (200, False)


def faulty(work: Office, **typed: str) -> TestResponse:
    case = work.taken()
    answer = work.step(work.anna, case, "wezwij", do="preview", **typed)
    assert answer.status_code == 422
    assert '<div class="govuk-error-summary"' in answer.text
    assert work.letters(case) == []
    assert work.audited(case) == ["received", "taken"]
    return answer


def test_a_call_into_the_past_comes_back_with_what_was_typed(work: Office) -> None:
    answer = faulty(work, **a_call(work.today - timedelta(days=1)))
    assert "Brakuje podpisu pod deklaracją.</textarea>" in answer.text
    assert 'href="#due_on"' in answer.text


def test_a_call_without_a_reason_comes_back(work: Office) -> None:
    answer = faulty(work, **a_call(shortest_term(work.today), missing=" \n "))
    assert 'href="#missing"' in answer.text


def test_every_empty_place_is_named_at_once(work: Office) -> None:
    answer = faulty(work)
    for place in ("missing", "due_on", "clerk_post"):
        assert f'<li><a href="#{place}">' in answer.text


@pytest.mark.parametrize(
    "typed", [("31", "2", "2027"), ("1", "", "2027"), ("²", "3", "2027"), ("1", "1", "0")]
)
def test_a_day_that_is_none_stays_as_typed(work: Office, typed: tuple[str, str, str]) -> None:
    parts = dict(zip(("due_on-day", "due_on-month", "due_on-year"), typed, strict=True))
    answer = faulty(work, **{**a_call(work.today), **parts})
    assert 'href="#due_on"' in answer.text
    for part, said in parts.items():
        assert f'id="{part}" name="{part}" type="text" inputmode="numeric"' in answer.text
        assert f'value="{said}"' in answer.text


def test_a_letter_of_more_than_a_hundred_pages_comes_back_whole(work: Office) -> None:
    case = work.taken()
    words = "zdanie\n" * 9000
    typed = {"subject": "Długie", "text": words, "clerk_post": POST}
    answer = work.step(work.anna, case, "pismo/other", do="preview", **typed)
    assert answer.status_code == 422
    assert "100 stron" in answer.text
    assert answer.text.count("zdanie\n") >= 8999
    assert work.letters(case) == []


def test_a_template_with_a_broken_place_makes_no_letter_and_loses_no_word(
    desk_parts: DeskParts, work: Office
) -> None:
    broken = replace(desk_parts.letters["other"], body=(Part("{nikt_tego_nie_zna}"),))
    app = create_desk(replace(desk_parts, letters={**desk_parts.letters, "other": broken}))
    app.config["WTF_CSRF_METHODS"] = ()
    case, typed = work.taken(), {"subject": "Sprawa", "text": "Słowa zostają.", "clerk_post": POST}
    browser = work.enter("anna@urzad.example", app.test_client())
    answer = browser.post(f"/sprawy/{case}/pismo/other", data={"do": "preview", **typed})
    assert answer.status_code == 422
    assert "{nikt_tego_nie_zna}" in answer.text
    assert "Słowa zostają.</textarea>" in answer.text


def test_a_refusal_is_a_sealed_decision_and_the_case_is_closed_after_it(work: Office) -> None:
    case = work.taken(INFORMATION)
    chosen = work.step(work.anna, case, "zalatw", outcome="odmowa")
    assert (chosen.status_code, chosen.location) == (303, f"/sprawy/{case}/zalatw/odmowa")
    page = work.anna.get(chosen.location).text
    assert "14 dni" in page, "the instruction on appeal is offered"
    assert work.send_letter(work.anna, case, "zalatw/odmowa", **DECISION).status_code == 303
    assert work.case(case).state == "refused"
    assert [letter.kind for letter in work.letters(case)] == ["decision"]
    assert work.step(work.anna, case, "zamknij").status_code == 303
    assert work.audited(case) == ["received", "taken", "letter", "refused", "closed"]


def test_of_two_who_decide_at_once_the_second_reads_who_was_first(work: Office) -> None:
    case = work.taken(INFORMATION)
    first = hidden(work.step(work.anna, case, "zalatw/odmowa", do="preview", **DECISION).text)
    answer = {"text": "Oto umowa.", "clerk_post": POST}
    second = hidden(work.step(work.ewa, case, "zalatw/informacja", do="preview", **answer).text)
    first["do"] = second["do"] = "send"
    assert work.anna.post(f"/sprawy/{case}/zalatw/odmowa", data=first).status_code == 303
    told = work.ewa.post(f"/sprawy/{case}/zalatw/informacja", data=second)
    assert told.status_code == 409
    assert "Anna Anna: wysłanie pisma" in told.text
    assert "Anna Anna: odmowa" in told.text
    assert "Oto umowa." in told.text
    assert len(work.letters(case)) == 1


def test_a_case_is_left_unexamined_only_after_the_day_of_its_call(work: Office) -> None:
    case = called(work)
    early = work.anna.get(f"/sprawy/{case}/zalatw/bez-rozpoznania")
    assert (early.status_code, "Jeszcze nie" in early.text) == (200, True)
    typed = {"missing": "Podpisu", **day("due_on", work.today), "text": "", "clerk_post": POST}
    assert work.step(work.anna, case, "zalatw/bez-rozpoznania", do="preview", **typed).status_code == 409
    work.days_pass(15)
    page = work.anna.get(f"/sprawy/{case}/zalatw/bez-rozpoznania").text
    assert "Brakuje podpisu pod deklaracją.</textarea>" in page
    assert work.send_letter(work.anna, case, "zalatw/bez-rozpoznania", **typed).status_code == 303
    assert work.case(case).state == "left"


def test_an_answer_lets_the_case_go_on_to_its_end(work: Office) -> None:
    case = called(work)
    with work.sessions.begin() as session:
        answer_call(session, case, text="Podpisane.", at=work.clock())
    assert work.case(case).new_answer
    typed = {"text": "Dziękujemy.", "clerk_post": POST}
    assert work.send_letter(work.anna, case, "zalatw/przyjmij-z-pismem", **typed).status_code == 303
    assert work.case(case).state == "done"


def test_the_office_stops_waiting(work: Office) -> None:
    case = called(work)
    assert work.anna.get(f"/sprawy/{case}/zakoncz-wezwanie").status_code == 200
    assert work.step(work.anna, case, "zakoncz-wezwanie").status_code == 303
    assert work.case(case).state == "in_progress"


def test_a_new_term_is_set_by_a_letter_that_says_why(work: Office) -> None:
    case = work.taken(INFORMATION)
    before = work.case(case).due_on
    assert before is not None
    typed = {"reason": "Umów jest 300.", "clerk_post": POST}
    for wrong in (work.today - timedelta(days=1), before, before + timedelta(days=90)):
        answer = work.step(work.anna, case, "przedluz", do="preview", **typed, **day("due_on", wrong))
        assert (answer.status_code, "Umów jest 300.</textarea>" in answer.text) == (422, True)
    later = before + timedelta(days=14)
    assert work.send_letter(work.anna, case, "przedluz", **typed, **day("due_on", later)).status_code == 303
    assert work.case(case).due_on == later
    assert work.audited(case) == ["received", "taken", "letter", "prolonged"]


def test_an_own_term_of_the_office_is_not_prolonged_by_law(work: Office) -> None:
    case = work.taken(DN1)
    assert work.anna.get(f"/sprawy/{case}/przedluz").status_code == 409


def test_the_letters_that_fit_are_listed_with_the_step_they_take(work: Office) -> None:
    case = work.taken(INFORMATION)
    page = work.anna.get(f"/sprawy/{case}/pismo").text
    for place in ("pismo/other", "pismo/information", "wezwij", "przedluz", "zalatw"):
        assert f'href="/sprawy/{case}/{place}"' in page
    assert "certificate" not in page
    assert work.anna.get(f"/sprawy/{case}/pismo/call").location == f"/sprawy/{case}/wezwij"
    assert work.anna.get(f"/sprawy/{case}/pismo/certificate").status_code == 404
    assert work.step(work.anna, case, "pismo/decision", do="send", **DECISION).status_code == 404


def test_the_post_is_remembered_until_the_log_out(work: Office) -> None:
    case = work.taken()
    work.step(work.anna, case, "wezwij", do="preview", **a_call(shortest_term(work.today)))
    assert f'value="{POST}"' in work.anna.get(f"/sprawy/{case}/pismo/other").text
    assert f'value="{POST}"' not in work.ewa.get(f"/sprawy/{case}/pismo/other").text
