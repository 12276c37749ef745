"""A clerk's queue: what is mine, what is urgent, what is found; page after page, and many cases at once."""

import re
from uuid import UUID, uuid4

import psycopg
import pytest
from flask.testing import FlaskClient

from casework import tables
from tests.backoffice.at_work import Office
from tests.backoffice.conftest import Employ, Enter
from tests.casework.window import DN1, INFORMATION, WASTE, a_filing

_LINK = re.compile(r'class="is-sign"><a href="/sprawy/([0-9a-f-]{36})"')


def listed(page: str) -> list[UUID]:
    """The cases on a page, in its order."""
    return [UUID(found) for found in _LINK.findall(page)]


def cases(browser: FlaskClient, address: str = "/sprawy?widok=open") -> list[UUID]:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return listed(answer.text)


def test_after_the_log_in_a_clerk_stands_before_own_cases(work: Office) -> None:
    mine, free = work.taken(), work.file(INFORMATION)
    assert work.anna.get("/").location == "/sprawy"
    assert cases(work.anna, "/sprawy") == [mine]
    assert cases(work.jan, "/sprawy") == []
    assert "Zobacz, co czeka na przydział (1)" in work.jan.get("/sprawy").text
    assert set(cases(work.ewa, "/sprawy")) == {mine, free}


def test_the_views_say_how_many_cases_they_hold(work: Office) -> None:
    work.taken()
    work.file()
    menu = re.sub(r"<[^>]+>|\s+", " ", work.anna.get("/sprawy").text)
    for view in ("Moje sprawy 1", "Otwarte 2", "Do przydzielenia 1", "Po terminie 0"):
        assert view in re.sub(r"\s+", " ", menu), view


def test_late_cases_come_first_and_say_so(work: Office) -> None:
    early = work.file(INFORMATION)
    work.days_pass(20)
    late = cases(work.anna)
    page = work.anna.get("/sprawy?widok=open").text
    assert late == [early]
    assert "6\N{NO-BREAK SPACE}dni po terminie" in page
    assert cases(work.anna, "/sprawy?widok=overdue") == [early]
    assert cases(work.anna, "/sprawy?widok=open&termin=po") == [early]


def test_filters_narrow_a_view_and_stay_chosen(work: Office) -> None:
    tax, waste, asked = work.file(DN1), work.file(WASTE), work.taken(INFORMATION)
    assert cases(work.anna, f"/sprawy?widok=open&usluga={WASTE}") == [waste]
    assert cases(work.anna, "/sprawy?widok=open&stan=in_progress") == [asked]
    assert cases(work.anna, "/sprawy?widok=open&prowadzi=ja") == [asked]
    assert set(cases(work.anna, "/sprawy?widok=open&prowadzi=nikt")) == {tax, waste}
    assert cases(work.jan, f"/sprawy?widok=open&prowadzi={work.ids['anna']}") == [asked]
    assert cases(work.ewa, "/sprawy?widok=open&komorka=waste_management") == [waste]
    chosen = work.anna.get(f"/sprawy?widok=open&usluga={WASTE}").text
    assert f'<option value="{WASTE}" selected>' in chosen
    assert "Bez filtrów" in chosen


NO_SENSE = (
    "widok=%00",
    "stan=x",
    "usluga=nie-ma",
    "termin=99",
    "prowadzi=ktos",
    "komorka=rada",
    "po=x",
    "przed=_",
)


def test_what_makes_no_sense_is_not_asked_for(work: Office, subtests: pytest.Subtests) -> None:
    case = work.file()
    for query in NO_SENSE:
        with subtests.test(query):
            assert cases(work.ewa, f"/sprawy?{query}") == [case]


def test_pages_lead_there_and_back_and_lose_no_case(work: Office) -> None:
    filed = {work.file() for _ in range(60)}
    seen: list[list[UUID]] = []
    address = "/sprawy?widok=open"
    while True:
        page = work.anna.get(address).text
        seen.append(listed(page))
        following = re.search(r'href="(/sprawy\?[^"]+)" rel="next"', page)
        if not following:
            break
        address = following[1].replace("&amp;", "&")
    assert [len(page) for page in seen] == [25, 25, 10]
    assert {case for page in seen for case in page} == filed
    back: list[list[UUID]] = []
    while True:
        page = work.anna.get(address).text
        back.append(listed(page))
        before = re.search(r'href="(/sprawy\?[^"]+)" rel="prev"', page)
        if not before:
            break
        address = before[1].replace("&amp;", "&")
    assert back[::-1] == seen


def test_nobody_reads_of_other_departments_or_offices(work: Office, employ: Employ, enter: Enter) -> None:
    own = work.file(WASTE)
    strange = work.window.file(a_filing(work.catalogue, DN1, office="gliwice")).id
    other = work.file(DN1)
    employ("waste@urzad.example", "clerk", departments=("waste_management",))
    browser = enter("waste@urzad.example")
    for address in (
        "/sprawy?widok=open",
        "/sprawy?widok=open&komorka=tax_assessment",
        "/sprawy/szukaj?q=prz",
    ):
        found = cases(browser, address)
        assert other not in found
        assert strange not in found
    assert cases(browser) == [own]
    assert strange not in cases(work.ewa)


def test_a_case_is_found_by_number_sign_and_folded_name(work: Office) -> None:
    case = work.taken()
    work.step(work.anna, case, "otworz-znak")
    kept = work.case(case)
    number = re.search(r"RPW/\d+/\d+", work.anna.get(f"/sprawy/{case}").text)
    assert number
    assert kept.sender
    for words in (number[0], kept.case_sign, kept.sender[:5], kept.sender.upper()):
        assert cases(work.anna, f"/sprawy/szukaj?q={words}") == [case], words
    nothing = work.anna.get("/sprawy/szukaj?q=niematakiego").text
    assert "Nie ma takiej sprawy" in nothing
    assert "RPW/12/2026" in nothing


def ticked(work: Office, *ids: UUID) -> list[str]:
    return [f"{case} {work.case(case).revision}" for case in ids]


def test_many_cases_are_taken_at_once(work: Office) -> None:
    some = [work.file() for _ in range(3)]
    answer = work.anna.post(
        "/sprawy/zaznaczone", data={"case": ticked(work, *some), "do": "", "back": "/sprawy?widok=unassigned"}
    )
    assert (answer.status_code, answer.location) == (303, "/sprawy?widok=unassigned&zrobiono=3")
    assert {work.case(case).handler for case in some} == {"Anna Anna"}
    assert "Zrobione: 3\N{NO-BREAK SPACE}sprawy." in work.anna.get(answer.location).text


def test_what_a_colleague_has_already_is_named_and_the_rest_is_done(work: Office) -> None:
    free, taken = work.file(), work.taken()
    answer = work.jan.post("/sprawy/zaznaczone", data={"case": ticked(work, free, taken)})
    assert answer.status_code == 409
    assert "Anna Anna" in answer.text
    assert (work.case(free).handler, work.case(taken).handler) == ("Anna Jan", "Anna Anna")


def test_a_supervisor_hands_out_new_cases(work: Office) -> None:
    some = [work.file() for _ in range(2)]
    answer = work.ewa.post(
        "/sprawy/zaznaczone", data={"case": ticked(work, *some), "do": str(work.ids["jan"])}
    )
    assert answer.status_code == 303
    assert {work.case(case).handler for case in some} == {"Anna Jan"}


def test_nothing_ticked_changes_nothing_and_says_what_to_do(work: Office) -> None:
    answer = work.anna.post("/sprawy/zaznaczone", data={"do": ""})
    assert answer.status_code == 409
    assert "Najpierw zaznacz sprawy" in answer.text


def test_a_ticked_case_of_somebody_else_is_not_there(work: Office) -> None:
    strange = work.window.file(a_filing(work.catalogue, DN1, office="gliwice")).id
    for case in (strange, uuid4()):
        assert work.anna.post("/sprawy/zaznaczone", data={"case": [f"{case} 1"]}).status_code == 404
    assert work.case(strange).handler is None


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/sprawy", "/wyloguj", "/sprawy\\evil"]
)
def test_the_way_back_leads_to_cases_only(work: Office, back: str) -> None:
    case = work.file()
    answer = work.anna.post("/sprawy/zaznaczone", data={"case": ticked(work, case), "back": back})
    assert answer.location == "/sprawy?zrobiono=1"


def test_an_answer_that_came_is_in_a_view_of_its_own(work: Office) -> None:
    case, other = work.taken(), work.taken()
    with work.sessions.begin() as session:
        row = session.get(tables.OfficeCase, case)
        assert row is not None
        row.new_answer = True
    assert cases(work.anna, "/sprawy?widok=answered") == [case]
    assert other not in cases(work.anna, "/sprawy?widok=answered")
    assert cases(work.jan, "/sprawy?widok=answered") == []


def test_a_bad_signature_is_marked(work: Office, owner_url: str) -> None:
    bad, unsigned = work.file(), work.file()
    with psycopg.connect(owner_url) as connection:  # the application may not change what was filed
        connection.execute("UPDATE submission SET signature = 'invalid' WHERE id = %s", [bad])
    page = work.anna.get("/sprawy?widok=open").text
    assert {bad, unsigned} == set(listed(page))
    assert page.count("zły podpis</span>") == 1
