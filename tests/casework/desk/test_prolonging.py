"""A new term, later than the present one and by a letter; and what changed since a page was read."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from casework import tables
from casework.clock.clock_words import PROLONGED, explain
from casework.clock.deadlines import clock_of, stops
from casework.desk.assignment import take
from casework.desk.calls import answer_call, call_for_completion, shortest_term
from casework.desk.changes import changes_since
from casework.desk.clerks import Clerk, NotYours
from casework.desk.notes import note
from casework.desk.prolonging import longest_term, prolong
from casework.desk.steps import Changed, NotHandler, StepNotAllowed, WrongInput
from casework.messages.news import EVENTS

from ..window import DN1, INFORMATION
from .conftest import FILED, OTHER, Desk, a_clerk
from .test_working_a_case import a_letter, audited


def a_request(desk: Desk) -> tuple[Clerk, UUID]:
    """A request for information and its clerk: 14 days, to 8 December."""
    case = desk.file(INFORMATION)
    with desk.sessions.begin() as session:
        clerk = a_clerk(session, "Iga Wzorowa", departments=(desk.case(case).department,))
    desk.do(take, clerk, case, at=FILED)
    return clerk, case


def test_a_new_term_stands_with_the_article_that_allows_it(desk: Desk) -> None:
    clerk, case = a_request(desk)
    letter = a_letter(desk, case, "other")
    how = {"letter": letter, "procedure": "udip", "at": FILED}
    new = desk.do(prolong, clerk, case, due_on=date(2026, 12, 31), **how)
    assert (new.due_on, new.due_explained) == (date(2026, 12, 31), "udip13/udip13_2")
    assert audited(desk, case) == ["received", "taken", "prolonged"]
    said = explain(clock_of(new, FILED.date()))
    assert [sentence.message for sentence in said][1] == PROLONGED["udip13_2"]
    assert said[1].values == {"last_day": date(2026, 12, 31)}
    again = desk.do(prolong, clerk, case, due_on=date(2027, 1, 20), **how)
    assert again.due_explained == "udip13/udip13_2"
    assert "prolonged" in EVENTS


def test_a_term_that_was_set_anew_still_stands_while_the_applicant_is_waited_for(desk: Desk) -> None:
    assert stops("kpa35/kpa36")
    assert stops("op139/op140")
    assert not stops("udip13/udip13_2")
    assert not stops("kpa217/kpa36")


def test_days_waited_before_are_not_taken_from_the_new_day(desk: Desk) -> None:
    case = desk.taken(DN1)
    row = tables.table_of(tables.OfficeCase)
    with desk.sessions.begin() as session:
        session.execute(update(row).values(due_explained="op139", due_on=date(2026, 12, 24)))
    due_on = shortest_term(FILED.date())
    desk.do(
        call_for_completion, desk.anna, case, reason="Brakuje podpisu.", due_on=due_on, letter=None, at=FILED
    )
    how = {"letter": a_letter(desk, case, "other"), "procedure": "op"}
    with pytest.raises(StepNotAllowed):  # the clock stands
        desk.do(prolong, desk.anna, case, due_on=date(2027, 1, 15), at=FILED, **how)
    later = FILED + timedelta(days=3)
    desk.do(answer_call, case, text="Proszę.", at=later)
    new = desk.do(prolong, desk.anna, case, due_on=date(2027, 1, 15), at=later, **how)
    assert (new.due_on, new.not_counted_days, new.new_answer) == (date(2027, 1, 15), 0, True)
    assert clock_of(new, later.date()).values["law_due_on"] == date(2027, 1, 15)


@pytest.mark.parametrize(
    "due_on", [date(2026, 11, 24), date(2020, 1, 1), date(2026, 12, 8), date(2027, 1, 25), date(9999, 12, 31)]
)
def test_a_new_term_lies_after_the_old_one_and_not_too_far(desk: Desk, due_on: date) -> None:
    clerk, case = a_request(desk)
    letter = a_letter(desk, case, "other")
    with pytest.raises(WrongInput) as refused:
        desk.do(prolong, clerk, case, due_on=due_on, letter=letter, procedure="udip", at=FILED)
    assert refused.value.field == "due_on"
    assert longest_term(desk.case(case), FILED.date(), "udip") == date(2027, 1, 24)
    assert audited(desk, case) == ["received", "taken"]


def test_a_new_term_needs_a_letter_of_this_case_and_its_handler(desk: Desk) -> None:
    clerk, case = a_request(desk)
    how = {"due_on": date(2026, 12, 31), "procedure": "udip", "at": FILED}
    with pytest.raises(WrongInput):
        desk.do(prolong, clerk, case, letter=uuid4(), **how)
    letter = a_letter(desk, case, "other")
    with desk.sessions.begin() as session:
        colleague = a_clerk(session, "Jan", departments=(desk.case(case).department,))
    with pytest.raises(NotHandler):
        desk.do(prolong, colleague, case, letter=letter, **how)
    with pytest.raises(Changed):
        desk.do(prolong, clerk, case, letter=letter, seen=0, **how)


def test_the_offices_own_term_is_not_prolonged_by_law(desk: Desk) -> None:
    case = desk.taken(DN1)
    letter = a_letter(desk, case, "other")
    with pytest.raises(StepNotAllowed):
        desk.do(prolong, desk.anna, case, due_on=date(2027, 5, 1), letter=letter, procedure="op", at=FILED)


def test_what_changed_since_names_each_step_and_whose_it_was(desk: Desk) -> None:
    case = desk.taken(DN1)
    seen = desk.case(case).revision
    due_on = shortest_term(FILED.date())
    desk.do(
        call_for_completion, desk.ewa, case, reason="Brakuje podpisu.", due_on=due_on, letter=None, at=FILED
    )
    desk.do(answer_call, case, text="Proszę.", at=FILED)
    desk.do(note, desk.jan, case, text="Dzwoniła.", at=FILED)
    with desk.sessions() as session:
        told = changes_since(session, desk.ewa, case, seen=seen)
        assert [(one.actor, one.own, one.what) for one in told] == [
            ("Ewa Zmyślona", True, "called"),
            ("applicant", False, "answered"),
        ]
        assert changes_since(session, desk.anna, case, seen=desk.case(case).revision) == ()
        assert changes_since(session, desk.anna, case, seen=99) == ()
        assert len(changes_since(session, desk.anna, case, seen=0)) == desk.case(case).revision == 3
        stranger = a_clerk(session, "Obcy", departments=(OTHER,))
        for nobody, asked in ((stranger, case), (desk.anna, uuid4())):
            with pytest.raises(NotYours):
                changes_since(session, nobody, asked, seen=0)
