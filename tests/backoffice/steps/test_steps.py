"""A clerk presses the buttons of a case: whose it is, what stands, what is noted, and who was first."""

import re
import threading
from uuid import UUID, uuid4

import pytest
from flask import Flask

from casework.desk.assignment import take
from casework.desk.clerks import find_clerk
from tests.backoffice.at_work import Office
from tests.backoffice.conftest import Employ, Enter
from tests.casework.window import INFORMATION


def test_a_case_is_taken_opened_accepted_and_closed(work: Office) -> None:
    case = work.file()
    for step, typed in (
        ("wez", {}),
        ("otworz-znak", {}),
        ("zalatw", {"outcome": "przyjmij"}),
        ("zamknij", {}),
    ):
        answer = work.step(work.anna, case, step, **typed)
        assert (answer.status_code, answer.location) == (303, f"/sprawy/{case}"), answer.text
    assert work.audited(case) == ["received", "taken", "opened", "done", "closed"]
    assert re.fullmatch(r"PO\.\d+\.1\.\d{4}", work.case(case).case_sign or "")


def test_who_is_second_reads_who_was_first_and_what_they_did(work: Office) -> None:
    case = work.file()
    seen = work.case(case).revision
    work.step(work.anna, case, "wez")
    told = work.step(work.jan, case, "wez", seen=seen)
    assert told.status_code == 409
    assert "Ktoś był pierwszy" in told.text
    assert "Sprawę prowadzi: Anna Anna." in told.text
    assert "Anna Anna: przejęcie sprawy" in told.text
    assert f'href="/sprawy/{case}"' in told.text
    assert work.case(case).handler == "Anna Anna"


@pytest.mark.parametrize(
    ("steps", "audited"),
    [
        ([("wez", {})], ["taken"]),
        ([("wez", {}), ("otworz-znak", {})], ["taken", "opened"]),
        ([("wez", {}), ("zawies", {"reason": "Czekamy na opinię."})], ["taken", "paused", "noted"]),
        ([("wez", {}), ("oddaj", {"reason": ""})], ["taken", "given_back"]),
        ([("wez", {}), ("zalatw", {"outcome": "przyjmij"})], ["taken", "done"]),
    ],
)
def test_a_second_press_of_the_same_button_is_the_same_step(
    work: Office, steps: list[tuple[str, dict[str, str]]], audited: list[str]
) -> None:
    case = work.file()
    for step, typed in steps:
        seen = work.case(case).revision
        for _ in range(2):
            answer = work.step(work.anna, case, step, seen=seen, **typed)
            assert (answer.status_code, answer.location) == (303, f"/sprawy/{case}"), answer.text
    assert work.audited(case) == ["received", *audited]


def test_of_many_presses_at_once_one_is_the_step_and_all_lead_to_the_case(work: Office, enter: Enter) -> None:
    case = work.taken()
    seen = work.case(case).revision
    windows = [enter("anna@urzad.example") for _ in range(4)]
    together, told = threading.Barrier(len(windows)), []

    def press(n: int) -> None:
        together.wait()
        told.append(work.step(windows[n], case, "otworz-znak", seen=seen).status_code)

    threads = [threading.Thread(target=press, args=(n,)) for n in range(len(windows))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [303] * 4
    assert work.audited(case) == ["received", "taken", "opened"]


def test_the_same_button_for_another_colleague_is_another_step(work: Office) -> None:
    case = work.taken()
    seen = work.case(case).revision
    first = work.step(work.ewa, case, "przekaz", to=work.ids["jan"], seen=seen)
    again = work.step(work.ewa, case, "przekaz", to=work.ids["jan"], seen=seen)
    other = work.step(work.ewa, case, "przekaz", to=work.ids["ewa"], seen=seen)
    assert [first.status_code, again.status_code, other.status_code] == [303, 303, 409]
    assert work.case(case).handler == "Anna Jan"


def test_a_case_is_given_back_with_a_reason_that_colleagues_read(work: Office) -> None:
    case = work.taken()
    assert "Powód (nie trzeba podawać)" in work.anna.get(f"/sprawy/{case}/oddaj").text
    work.step(work.anna, case, "oddaj", reason="Idę na urlop.")
    assert work.case(case).handler is None
    assert work.notes(case) == ["Idę na urlop."]


def test_a_case_is_handed_to_somebody_of_the_department_only(work: Office, employ: Employ) -> None:
    employ("obca@urzad.example", "clerk", departments=("civil_affairs",))
    stranger = employ("gliwice@urzad.example", "supervisor", office="gliwice")
    case = work.taken()
    page = work.anna.get(f"/sprawy/{case}/przekaz").text
    assert [name for name in ("Anna Jan", "Anna Ewa", "Anna Anna", "Anna Obca") if f">{name}<" in page] == [
        "Anna Jan",
        "Anna Ewa",
        "Anna Anna",  # in the bar: who is logged in
    ]
    assert page.count('type="radio"') == 2
    for nobody in ("", "nie-uuid", str(stranger), str(uuid4())):
        answer = work.step(work.anna, case, "przekaz", to=nobody, reason="Bo choruję.")
        assert answer.status_code == 422
        assert 'class="govuk-error-summary"' in answer.text
        assert "Bo choruję." in answer.text
    assert work.step(work.anna, case, "przekaz", to=work.ids["jan"], reason="Bo choruję.").status_code == 303
    assert (work.case(case).handler, work.notes(case)) == ("Anna Jan", ["Bo choruję."])


def test_only_the_handler_or_a_supervisor_takes_steps(work: Office) -> None:
    case = work.taken()
    refused = work.step(work.jan, case, "otworz-znak")
    assert refused.status_code == 409
    assert "Teraz to nie Twoja sprawa" in refused.text
    assert work.jan.get(f"/sprawy/{case}/wezwij").status_code == 409
    assert work.step(work.ewa, case, "otworz-znak").status_code == 303


def test_what_is_not_possible_now_is_said_and_not_offered(work: Office) -> None:
    case = work.taken()
    for step in ("zamknij", "zakoncz-wezwanie", "zalatw/bez-rozpoznania"):
        told = work.anna.get(f"/sprawy/{case}/{step}")
        assert (told.status_code, "Tego kroku nie można teraz zrobić" in told.text) == (409, True), step
    assert work.step(work.anna, case, "zamknij").status_code == 409
    assert work.step(work.anna, case, "wznow").status_code == 409
    assert work.audited(case) == ["received", "taken"]


def test_a_note_is_written_once_however_often_its_form_is_sent(work: Office) -> None:
    case = work.taken()
    page = work.jan.get(f"/sprawy/{case}/notatka").text
    found = re.search(r'name="note_id" value="([^"]+)"', page)
    assert found is not None
    for _ in range(3):
        assert work.step(work.jan, case, "notatka", text="Dzwoniła.", note_id=found[1]).status_code == 303
    work.step(work.jan, case, "notatka", text="Dzwoniła znowu.")
    assert work.notes(case) == ["Dzwoniła.", "Dzwoniła znowu."]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "x" * 4001])
def test_a_note_without_words_or_with_too_many_comes_back_as_typed(work: Office, text: str) -> None:
    case = work.taken()
    answer = work.step(work.anna, case, "notatka", text=text)
    assert answer.status_code == 422
    assert "<title>Błąd:" in answer.text
    assert text.strip("\x00 ") in answer.text
    assert work.notes(case) == []


def test_a_case_is_suspended_with_a_reason_and_goes_on(work: Office) -> None:
    case = work.taken()
    assert work.step(work.anna, case, "zawies", reason=" ").status_code == 422
    work.step(work.anna, case, "zawies", reason="Czekamy na sąd.")
    assert (work.case(case).state, work.notes(case)) == ("paused", ["Czekamy na sąd."])
    work.step(work.anna, case, "wznow")
    assert work.case(case).state == "in_progress"


def test_what_was_typed_survives_that_somebody_else_was_first(work: Office) -> None:
    case = work.taken()
    seen = work.case(case).revision
    work.step(work.ewa, case, "otworz-znak")
    told = work.step(work.anna, case, "zawies", reason="Czekamy na sąd\ni na opinię.", seen=seen)
    assert told.status_code == 409
    assert "Anna Ewa: założenie znaku sprawy" in told.text
    assert "Czekamy na sąd\ni na opinię." in told.text.replace("\r\n", "\n")
    form = work.anna.post(
        f"/sprawy/{case}/zawies", data={"do": "show", "reason": "Czekamy na sąd\ni na opinię."}
    )
    assert (form.status_code, "Czekamy na sąd\ni na opinię." in form.text) == (200, True)
    fresh = re.search(r'name="seen" value="(\d+)"', form.text)
    assert fresh is not None
    assert int(fresh[1]) == work.case(case).revision
    assert work.case(case).state == "in_progress"


def test_a_form_with_a_mistake_does_not_hide_that_somebody_else_was_first(work: Office) -> None:
    case = work.taken()
    seen = work.case(case).revision
    work.step(work.ewa, case, "otworz-znak")
    wrong = work.step(work.anna, case, "wezwij", do="preview", missing="", seen=seen)
    assert wrong.status_code == 422
    assert f'name="seen" value="{seen}"' in wrong.text


@pytest.mark.parametrize("seen", ["-1", "abc", "1.5", "9" * 30, "٣"])
def test_a_page_that_no_desk_has_shown_is_refused(work: Office, seen: str) -> None:
    case = work.taken()
    assert work.step(work.anna, case, "otworz-znak", seen=seen).status_code == 400
    assert work.audited(case) == ["received", "taken"]


BACK = (
    ("/sprawy", True),
    ("/sprawy?stan=w-toku&po=abc", True),
    ("/sprawy/moje", True),
    ("//zly.example/sprawy", False),
    ("https://zly.example/sprawy", False),
    ("/sprawy\\@zly.example", False),
    ("/sprawy\r\nSet-Cookie: a=b", False),
    ("/sprawyzly", False),
    ("/pracownicy", False),
    ("javascript:alert(1)", False),
    ("", False),
)


def test_one_goes_back_to_the_queue_and_never_to_another_place(
    work: Office, subtests: pytest.Subtests
) -> None:
    for given, kept in BACK:
        with subtests.test(given):
            case = work.file()
            answer = work.step(work.anna, case, "wez", back=given)
            assert (answer.status_code, answer.location) == (303, given if kept else f"/sprawy/{case}")


def test_the_queue_is_remembered_by_the_form_that_asks_first(work: Office) -> None:
    case = work.taken()
    page = work.anna.get(f"/sprawy/{case}/oddaj?back=/sprawy?stan=moje").text
    assert 'name="back" value="/sprawy?stan=moje"' in page


def test_a_form_of_another_site_takes_no_step(work: Office, desk: Flask) -> None:
    case = work.file()
    desk.config["WTF_CSRF_METHODS"] = ("POST",)
    assert work.step(work.anna, case, "wez").status_code == 400
    assert work.case(case).handler is None


def test_steps_are_offered_by_state_and_result(work: Office) -> None:
    """What the pages of a case say of its end: a return is accepted, a request answered or refused."""
    tax, request = work.taken(), work.taken(INFORMATION)
    endings = work.anna.get(f"/sprawy/{tax}/zalatw").text
    assert [key for key in ("przyjmij", "przyjmij-z-pismem", "odmowa") if f'value="{key}"' in endings] == [
        "przyjmij",
        "przyjmij-z-pismem",
    ]
    endings = work.anna.get(f"/sprawy/{request}/zalatw").text
    assert [key for key in ("przyjmij", "informacja", "odmowa") if f'value="{key}"' in endings] == [
        "informacja",
        "odmowa",
    ]
    assert work.anna.get(f"/sprawy/{tax}/zalatw/odmowa").status_code == 404
    assert work.step(work.anna, tax, "zalatw", outcome="odmowa").status_code == 422
    assert work.step(work.anna, tax, "zalatw", outcome="").status_code == 422
    assert work.case(tax).state == "in_progress"


def test_a_colleague_outside_the_desk_is_told_too(work: Office) -> None:
    """A step taken by another window between reading and pressing, by the verb itself."""
    case = work.file()
    seen = work.case(case).revision
    with work.sessions.begin() as session:
        jan = find_clerk(session, UUID(str(work.ids["jan"])))
        assert jan is not None
        take(session, jan, case, at=work.clock())
    told = work.step(work.ewa, case, "zawies", reason="Powód.", seen=seen)
    assert (told.status_code, "Anna Jan: przejęcie sprawy" in told.text) == (409, True)


def test_a_case_for_another_unit_leaves_the_clerk_and_a_second_press_is_no_second_one(work: Office) -> None:
    case, seen = work.file(), str(work.case(work.file()).revision)
    page = work.anna.get(f"/sprawy/{case}/inna-komorka").text
    assert 'value="civil_affairs"' in page
    assert f'value="{work.case(case).department}"' not in page
    empty = work.step(work.anna, case, "inna-komorka", to="civil_affairs", reason=" ")
    assert (empty.status_code, 'href="#reason"' in empty.text) == (422, True)
    for _ in range(2):
        sent = work.step(work.anna, case, "inna-komorka", to="civil_affairs", reason="Meldunek.", seen=seen)
        assert (sent.status_code, sent.location) == (303, "/sprawy?zrobiono=1")
    assert work.audited(case) == ["received", "noted", "transferred"]
    assert work.anna.get(f"/sprawy/{case}").status_code == 404
    assert work.step(work.jan, case, "inna-komorka", to="civil_affairs", reason="Też.").status_code == 404
    page = work.ewa.get(f"/sprawy/{case}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "przekazanie do innej komórki, Wydział Spraw Obywatelskich" in page
    back = work.step(work.ewa, case, "inna-komorka", to="tax_assessment", reason="Jednak podatek.")
    assert back.location == f"/sprawy/{case}"


def test_a_closed_case_is_opened_again_by_a_supervisor_alone(work: Office) -> None:
    case = work.taken()
    work.step(work.anna, case, "zalatw", outcome="przyjmij")
    work.step(work.anna, case, "zamknij")
    told = work.anna.get(f"/sprawy/{case}/otworz-ponownie")
    assert (told.status_code, "tylko kierownik" in told.text) == (409, True)
    assert work.step(work.anna, case, "otworz-ponownie", reason="Korekta.").status_code == 409
    empty = work.step(work.ewa, case, "otworz-ponownie", reason="")
    assert (empty.status_code, 'href="#reason"' in empty.text) == (422, True)
    seen = str(work.case(case).revision)
    for _ in range(2):
        again = work.step(work.ewa, case, "otworz-ponownie", reason="Korekta.", seen=seen)
        assert again.location == f"/sprawy/{case}"
    assert work.case(case).state == "in_progress"
    assert work.notes(case) == ["Korekta."]
