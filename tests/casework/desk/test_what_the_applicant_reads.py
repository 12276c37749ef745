"""The course of a case as the access key shows it: steps, never notes, colleagues or readings."""

from datetime import timedelta

from casework import cases
from casework.clock.deadlines import clock_of
from casework.desk.calls import answer_call, call_for_completion, shortest_term
from casework.desk.notes import note
from casework.messages.news import EVENTS
from portal.own_case.cases import EVENTS as HEADINGS

from .conftest import FILED, Desk


def test_the_applicant_reads_the_steps_and_whose_turn_it_is(desk: Desk) -> None:
    case = desk.taken()
    desk.do(note, desk.anna, case, text="Dzwoniła.", at=FILED)
    how = {"reason": "Brakuje podpisu.", "due_on": shortest_term(FILED.date()), "letter": None}
    desk.do(call_for_completion, desk.anna, case, at=FILED, **how)
    with desk.sessions() as session:
        view = cases.find_case(session, case)
    assert view is not None
    assert [event.what for event in view.history] == ["received", "taken", "called"]
    assert (view.handler, view.waiting_for) == ("Anna Fikcyjna", "Brakuje podpisu.")
    clock = clock_of(view, FILED.date() + timedelta(days=200))
    assert (clock.paused, clock.days_left) == (True, 30)
    desk.do(answer_call, case, text="Proszę.", at=FILED + timedelta(days=2))
    with desk.sessions() as session:
        view = cases.find_case(session, case)
    assert view is not None
    assert (view.waiting_for, view.not_counted_days) == (None, 2)


def test_every_step_that_is_shown_has_its_heading() -> None:
    assert set(cases.SHOWN) == set(HEADINGS)
    assert set(EVENTS) <= set(cases.SHOWN)
