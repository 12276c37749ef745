"""A case that was settled is worked again, and a case goes to another unit."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework import cases, tables
from casework.audit import verify_chain
from casework.desk import finding
from casework.desk.assignment import take
from casework.desk.calls import answer_call, call_for_completion, shortest_term
from casework.desk.case_signs import open_case_sign
from casework.desk.clerks import Clerk, NotYours
from casework.desk.conclusions import close, conclude
from casework.desk.reopening import reopen
from casework.desk.steps import Changed, NotHandler, NotSupervisor, StepNotAllowed, WrongInput
from casework.desk.transferring import transfer, was_transferred
from casework.tables import desk_tables, message_tables

from .conftest import FILED, OTHER, TAX, Desk, a_clerk

LATER = FILED + timedelta(days=9)
UNITS = {TAX, OTHER}


def notes(desk: Desk) -> list[str]:
    with desk.sessions() as session:
        return list(session.execute(select(desk_tables.CaseNote.text)).scalars())


def news(desk: Desk) -> list[str]:
    made = select(message_tables.Message.event).order_by(message_tables.Message.made_at)
    with desk.sessions() as session:
        return [event.partition("/")[0] for event in session.execute(made).scalars()]


def test_a_supervisor_opens_a_closed_case_again_where_it_stood(desk: Desk) -> None:
    case = desk.taken()
    due_on = desk.case(case).due_on
    desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=FILED)
    desk.do(close, desk.anna, case, at=FILED)
    again = desk.do(reopen, desk.ewa, case, reason=" Korekta deklaracji. ", at=LATER)
    assert (again.state, again.handler_id, again.closed_at) == ("in_progress", desk.anna.id, None)
    assert (again.due_on, again.not_counted_days) == (due_on, 0)
    assert notes(desk) == ["Korekta deklaracji."]
    assert news(desk)[-1] == "reopened"
    with desk.sessions() as session:
        view = cases.find_case(session, case)
        assert view is not None
        assert [event.what for event in view.history][-2:] == ["closed", "reopened"]
        assert verify_chain(session, case) is None
    desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=LATER)


def test_only_a_supervisor_opens_a_case_again_only_a_settled_one_and_with_a_reason(desk: Desk) -> None:
    case = desk.taken()
    with pytest.raises(StepNotAllowed):
        desk.do(reopen, desk.ewa, case, reason="Pomyłka.", at=LATER)
    seen = desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=FILED).revision
    with pytest.raises(NotSupervisor):
        desk.do(reopen, desk.anna, case, reason="Pomyłka.", at=LATER)
    with pytest.raises(WrongInput) as refused:
        desk.do(reopen, desk.ewa, case, reason=" \n", at=LATER)
    assert refused.value.field == "reason"
    with pytest.raises(Changed):
        desk.do(reopen, desk.ewa, case, reason="Pomyłka.", at=LATER, seen=seen - 1)
    assert desk.do(reopen, desk.ewa, case, reason="Pomyłka.", at=LATER, seen=seen).state == "in_progress"


def elsewhere(desk: Desk) -> Clerk:
    with desk.sessions.begin() as session:
        return a_clerk(session, "Ola Sąsiednia", departments=(OTHER,))


def test_a_case_that_came_to_the_wrong_unit_is_sent_on_and_found_there(desk: Desk) -> None:
    ola, case = elsewhere(desk), desk.file()
    due_on = desk.case(case).due_on
    sent = desk.do(transfer, desk.anna, case, to=OTHER, units=UNITS, reason="To meldunek.", at=LATER)
    assert (sent.department, sent.state, sent.handler_id, sent.due_on) == (OTHER, "received", None, due_on)
    assert notes(desk) == ["To meldunek."]
    with pytest.raises(NotYours):
        desk.do(take, desk.anna, case, at=LATER)
    with desk.sessions() as session:
        assert was_transferred(session, desk.anna, case, OTHER)
        assert not was_transferred(session, desk.jan, case, OTHER)
        assert not was_transferred(session, desk.anna, case, TAX)
        name = (sent.sender or "").split()[0]
        for clerk, there in ((ola, [case]), (desk.anna, [])):
            found = finding.find(session, clerk, name, None, today=LATER.date(), size=5)
            assert [row.case.id for row in found.rows] == there
        assert verify_chain(session, case) is None
    assert desk.do(take, ola, case, at=LATER).handler == "Ola Sąsiednia"


def test_a_case_that_waits_goes_with_its_call_its_sign_and_its_answer(desk: Desk) -> None:
    case = desk.taken()
    desk.do(open_case_sign, desk.anna, case, catalogue=desk.catalogue, at=FILED)
    sign = desk.case(case).case_sign
    how = {"reason": "Brakuje podpisu.", "due_on": shortest_term(FILED.date()), "letter": None, "at": FILED}
    desk.do(call_for_completion, desk.anna, case, **how)
    sent = desk.do(transfer, desk.anna, case, to=OTHER, units=UNITS, reason="Zmiana.", at=LATER)
    assert (sent.state, sent.case_sign, sent.waiting_for) == ("awaiting_applicant", sign, "Brakuje podpisu.")
    assert desk.do(answer_call, case, text="Proszę.", at=LATER).new_answer


def test_what_a_colleague_handles_is_sent_on_by_that_colleague_or_a_supervisor(desk: Desk) -> None:
    case, units = desk.taken(), {"units": UNITS, "reason": "Zmiana.", "at": LATER}
    with pytest.raises(NotHandler):
        desk.do(transfer, desk.jan, case, to=OTHER, **units)
    for nowhere in (TAX, "", "no_such_unit"):
        with pytest.raises(WrongInput) as refused:
            desk.do(transfer, desk.anna, case, to=nowhere, **units)
        assert refused.value.field == "to"
    with pytest.raises(WrongInput) as refused:
        desk.do(transfer, desk.anna, case, to=OTHER, **{**units, "reason": ""})
    assert refused.value.field == "reason"
    desk.do(transfer, desk.ewa, case, to=OTHER, **units)
    ended = desk.taken()
    desk.do(conclude, desk.anna, ended, outcome="accepted", letter=None, at=FILED)
    with pytest.raises(StepNotAllowed):
        desk.do(transfer, desk.anna, ended, to=OTHER, **units)
    kept = select(tables.OfficeCase.department).where(tables.OfficeCase.submission_id == ended)
    with desk.sessions() as session:
        assert session.execute(kept).scalar_one() == TAX
