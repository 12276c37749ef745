"""What the page of a case offers: by its state, by who looks, and by the service's result."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from backoffice.steps.endings import ENDINGS, endings_for
from casework.desk.calls import answer_call, call_for_completion, shortest_term
from casework.desk.clerks import find_clerk
from tests.backoffice.at_work import POST, Office, day
from tests.casework.window import INFORMATION
from tests.shipped import SHIPPED

BEGIN, END = 'aria-labelledby="kroki"', "</section>"


def offered(who: FlaskClient, case: UUID) -> list[str]:
    """The steps of the panel, the last part of each address; of buttons that act alone with an "!"."""
    page = who.get(f"/sprawy/{case}").text
    panel = page[page.index(BEGIN) :]
    panel = panel[: panel.index(END)]
    found = re.findall(rf'(action|href)="/sprawy/{case}/([^"]+)"', panel)
    return [step + ("!" if kind == "action" else "") for kind, step in found]


WORKED = ["zalatw", "wezwij", "pismo"]
OWN = ["przekaz", "oddaj", "inna-komorka", "notatka"]


def test_what_nobody_has_can_be_taken_and_a_supervisor_gives_it_out(work: Office) -> None:
    case = work.file()
    assert offered(work.anna, case) == ["wez!", "inna-komorka", "notatka"]
    assert offered(work.ewa, case) == ["wez!", "przekaz", "inna-komorka", "notatka"]


def test_the_handler_is_offered_the_steps_and_a_colleague_is_not(work: Office) -> None:
    case = work.taken()
    assert offered(work.anna, case) == ["otworz-znak!", *WORKED, "zawies", *OWN]
    assert offered(work.jan, case) == ["notatka"]
    assert "Sprawę prowadzi: Anna Anna." in work.jan.get(f"/sprawy/{case}").text
    assert offered(work.ewa, case) == ["otworz-znak!", *WORKED, "zawies", *OWN]
    work.step(work.anna, case, "otworz-znak")
    assert offered(work.anna, case) == [*WORKED, "zawies", *OWN]


def test_a_term_of_law_can_be_set_anew_the_offices_own_cannot(work: Office) -> None:
    assert "przedluz" in offered(work.anna, work.taken(INFORMATION))
    assert "przedluz" not in offered(work.anna, work.taken())


def test_a_case_that_waits_can_stop_waiting_or_be_left_once_the_day_has_passed(work: Office) -> None:
    case = work.taken()
    due_on = shortest_term(work.today)
    typed = {"missing": "Podpisu.", "text": "", "clerk_post": POST, **day("due_on", due_on)}
    assert work.send_letter(work.anna, case, "wezwij", **typed).status_code == 303
    assert offered(work.anna, case) == ["zakoncz-wezwanie", "pismo", "zalatw/bez-rozpoznania", *OWN]
    page = work.anna.get(f"/sprawy/{case}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"od {(due_on + timedelta(days=1)).day} " in page


def test_an_answer_can_be_marked_as_read(work: Office) -> None:
    case = work.taken()
    due_on = shortest_term(work.today)
    with work.sessions.begin() as session:
        anna = find_clerk(session, work.ids["anna"])
        assert anna is not None
        how = {"reason": "Podpisu.", "due_on": due_on, "letter": None, "at": work.clock()}
        call_for_completion(session, anna, case, **how)
        answer_call(session, case, text="Podpisane.", at=work.clock())
    assert offered(work.anna, case)[0] == "odpowiedz-przeczytana!"
    assert "odpowiedz-przeczytana!" not in offered(work.jan, case)
    seen = work.case(case).revision
    for _ in range(2):
        assert work.step(work.anna, case, "odpowiedz-przeczytana", seen=seen).status_code == 303
    assert "odpowiedz-przeczytana!" not in offered(work.anna, case)
    assert work.audited(case)[-1] == "answer_read"


WAYS = {
    "podatek-nieruchomosci-dn-1": ["przyjmij", "przyjmij-z-pismem"],
    "podatek-nieruchomosci-in-1": ["decyzja", "odmowa"],
    "zaswiadczenie-o-niezaleganiu": ["zaswiadczenie", "odmowa-zaswiadczenia"],
    "zameldowanie-pobyt-czasowy": ["przyjmij", "przyjmij-z-pismem", "wpis-z-zaswiadczeniem", "odmowa"],
    INFORMATION: ["informacja", "informacja-inaczej", "nie-informacja", "odmowa"],
    "podanie-rad-dzielnic-i-osiedli": ["informacja", "informacja-inaczej"],
}


@pytest.mark.parametrize("code", WAYS)
def test_the_ways_to_settle_a_case_are_said_in_the_words_of_the_office(work: Office, code: str) -> None:
    case, form = work.file(code), work.catalogue.service(code)
    assert form is not None
    work.step(work.ewa, case, "wez")
    page = work.ewa.get(f"/sprawy/{case}/zalatw").text.replace("\N{NO-BREAK SPACE}", " ")
    assert re.findall(r'name="outcome" value="([^"]+)"', page) == WAYS[code]
    assert f"Wynik tej usługi: {form.result.name_pl}." in unescape(page)
    assert form.result.name.pl not in unescape(page), "that is said to residents"


def test_what_is_no_public_information_is_answered_in_a_letter(work: Office) -> None:
    case = work.taken(INFORMATION)
    page = unescape(work.anna.get(f"/sprawy/{case}/zalatw/nie-informacja").text)
    assert "nie jest informacją publiczną" in page
    typed = {"text": "To nie jest informacja publiczna.", "clerk_post": POST}
    assert work.send_letter(work.anna, case, "zalatw/nie-informacja", **typed).status_code == 303
    assert (work.case(case).state, [one.kind for one in work.letters(case)]) == ("done", ["information"])


def test_a_case_that_stands_is_resumed(work: Office) -> None:
    case = work.taken()
    work.step(work.anna, case, "zawies", reason="Czekamy na sąd.")
    assert offered(work.anna, case) == ["wznow!", "pismo", *OWN]


@pytest.mark.parametrize("who", ["anna", "ewa"])
def test_a_settled_case_is_closed_and_then_only_noted(work: Office, who: str) -> None:
    case = work.taken()
    work.step(work.anna, case, "zalatw", outcome="przyjmij")
    again = ["otworz-ponownie"] if who == "ewa" else []
    assert offered(getattr(work, who), case) == ["zamknij", "pismo", *again, "notatka"]
    work.step(getattr(work, who), case, "zamknij")
    assert offered(getattr(work, who), case) == [*again, "notatka"]
    assert "Sprawa jest zamknięta." in getattr(work, who).get(f"/sprawy/{case}").text


def test_an_auditor_reads_and_is_offered_nothing(work: Office) -> None:
    case = work.taken()
    work.employ("audyt@urzad.example", "auditor")
    auditor = work.enter("audyt@urzad.example")
    assert offered(auditor, case) == []
    told = auditor.get(f"/sprawy/{case}/wezwij")
    assert (told.status_code, "prowadzą ją inne osoby" in told.text) == (409, True)


@pytest.mark.parametrize(
    ("result", "outcomes"),
    [
        ("interpretation", {"information_given"}),
        ("payment_or_order", {"information_given", "decided_negative"}),
        ("payment_or_decision", {"information_given", "decided_negative"}),
        ("forwarding_or_self_correction", {"information_given", "decided_positive"}),
    ],
)
def test_a_refund_a_ruling_and_an_appeal_end_in_their_own_words(result: str, outcomes: set[str]) -> None:
    forms = [form for form in SHIPPED.services() if form.result.kind == result]
    assert forms
    for form in forms:
        endings = endings_for(form)
        assert {ending.outcome for ending in endings.values()} == outcomes
        assert endings["informacja"].label != ENDINGS["informacja"].label
