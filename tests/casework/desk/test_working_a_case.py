"""A clerk works a case from the queue to its closed file."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from casework import tables
from casework.audit import verify_chain
from casework.clock.deadlines import SETTLED
from casework.desk.assignment import Taken, give_back, hand_over, take
from casework.desk.calls import (
    answer_call,
    call_for_completion,
    end_call,
    find_open_call,
    mark_read,
    shortest_term,
)
from casework.desk.case_signs import open_case_sign
from casework.desk.clerks import Clerk, NotYours, colleagues
from casework.desk.conclusions import OUTCOMES, close, conclude, offered
from casework.desk.notes import note
from casework.desk.steps import STEPS, Changed, NotHandler, StepNotAllowed, WrongInput
from casework.desk.suspension import pause, resume
from casework.intake.handed_in import FileToFile
from casework.tables import CASE_STATES, desk_tables

from ..window import INFORMATION
from .conftest import FILED, TAX, Desk, a_clerk

NEXT_DAY = FILED + timedelta(days=1)


def a_letter(desk: Desk, case: UUID, kind: str = "decision") -> UUID:
    letter = uuid4()
    row = {
        "id": letter,
        "submission_id": case,
        "office_id": "zabrze",
        "clerk_id": desk.anna.id,
        "at": FILED,
        "kind": kind,
        "template": "decision@1",
        "title": "Decyzja",
        "sha256": "c" * 64,
        "size": 1234,
        "answers": {},
    }
    with desk.sessions.begin() as session:
        session.execute(insert(desk_tables.Letter), row)
    return letter


def audited(desk: Desk, case: UUID) -> list[str]:
    entries = select(tables.AuditEntry.what).where(tables.AuditEntry.submission_id == case)
    with desk.sessions() as session:
        assert verify_chain(session, case) is None
        return list(session.execute(entries.order_by(tables.AuditEntry.position)).scalars())


def called(
    desk: Desk, case: UUID, *, at: datetime = FILED, reason: str = "Brakuje podpisu.", by: Clerk | None = None
) -> date:
    due_on = shortest_term(at.date())
    desk.do(call_for_completion, by or desk.anna, case, reason=reason, due_on=due_on, letter=None, at=at)
    return due_on


def test_a_tax_return_is_taken_opened_in_the_list_accepted_and_closed(desk: Desk) -> None:
    case = desk.file()
    assert desk.case(case).state == "received"
    desk.do(take, desk.anna, case, at=FILED)
    desk.do(open_case_sign, desk.anna, case, catalogue=desk.catalogue, at=FILED)
    desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=NEXT_DAY)
    desk.do(close, desk.anna, case, at=NEXT_DAY)
    closed = desk.case(case)
    assert (closed.state, closed.closed_at, closed.handler) == ("closed", NEXT_DAY, "Anna Fikcyjna")
    assert closed.case_sign == f"PO.{_class(desk)}.1.2026"
    assert audited(desk, case) == ["received", "taken", "opened", "done", "closed"]


def _class(desk: Desk) -> str:
    definition = desk.catalogue.service("podatek-nieruchomosci-dn-1")
    assert definition is not None
    return definition.file_plan.class_dev


def test_of_two_colleagues_the_first_has_the_case_and_the_second_hears_who(desk: Desk) -> None:
    case = desk.file()
    desk.do(take, desk.anna, case, at=FILED)
    desk.do(take, desk.anna, case, at=FILED)  # a second click
    with pytest.raises(Taken) as told:
        desk.do(take, desk.jan, case, at=FILED)
    assert told.value.values == {"handler": "Anna Fikcyjna"}
    assert audited(desk, case) == ["received", "taken"]


def test_a_case_given_back_can_be_taken_by_a_colleague(desk: Desk) -> None:
    case = desk.taken()
    with pytest.raises(NotHandler):
        desk.do(give_back, desk.jan, case, at=FILED)
    desk.do(give_back, desk.anna, case, at=FILED)
    assert desk.case(case).handler is None
    assert desk.do(take, desk.jan, case, at=FILED).handler == "Jan Wzorcowy"


def test_a_case_is_handed_to_somebody_who_works_in_the_department(desk: Desk) -> None:
    case = desk.taken()
    with desk.sessions.begin() as session:
        stranger = a_clerk(session, "Obcy", departments=("civil_affairs",))
        gone = a_clerk(session, "Była", active=False)
        elsewhere = a_clerk(session, "Daleki", office="gliwice")
        names = [clerk.name for clerk in colleagues(session, "zabrze", TAX)]
    assert names == ["Anna Fikcyjna", "Ewa Zmyślona", "Jan Wzorcowy"]
    for nobody in (stranger.id, gone.id, elsewhere.id, uuid4()):
        with pytest.raises(WrongInput) as refused:
            desk.do(hand_over, desk.anna, case, to=nobody, at=FILED)
        assert refused.value.field == "to"
    assert desk.do(hand_over, desk.anna, case, to=desk.jan.id, at=FILED).handler == "Jan Wzorcowy"
    with pytest.raises(NotHandler):
        desk.do(hand_over, desk.anna, case, to=desk.anna.id, at=FILED)


def test_a_supervisor_gives_out_what_nobody_has_taken(desk: Desk) -> None:
    case = desk.file()
    with pytest.raises(NotHandler):
        desk.do(hand_over, desk.jan, case, to=desk.anna.id, at=FILED)
    given = desk.do(hand_over, desk.ewa, case, to=desk.anna.id, at=FILED)
    assert (given.state, given.handler_id) == ("in_progress", desk.anna.id)


def test_whoever_calls_for_completion_waits_with_the_clock_standing(desk: Desk) -> None:
    case = desk.taken()
    before = desk.case(case)
    due_on = called(desk, case)
    waiting = desk.case(case)
    assert (waiting.state, waiting.waiting_for) == ("awaiting_applicant", "Brakuje podpisu.")
    assert (waiting.paused_on, waiting.due_on) == (FILED.date(), before.due_on)
    with desk.sessions() as session:
        call = find_open_call(session, case)
    assert call is not None
    assert call.due_on == due_on == date(2026, 12, 1)


def test_an_answer_starts_the_clock_again_and_marks_the_case(desk: Desk) -> None:
    case = desk.taken()
    before = desk.case(case).due_on
    assert before is not None
    called(desk, case)
    file = FileToFile("answer", "podpis.pdf", "application/pdf", 10, "d" * 64)
    answered = desk.do(answer_call, case, text=" Podpisałem. ", files=[file], at=FILED + timedelta(days=3))
    assert (answered.state, answered.new_answer, answered.waiting_for) == ("in_progress", True, None)
    assert (answered.due_on, answered.not_counted_days) == (before + timedelta(days=3), 3)
    seen = desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=FILED + timedelta(days=4))
    assert not seen.new_answer
    with desk.sessions() as session:
        kept = session.execute(select(desk_tables.CaseCall)).scalar_one()
        assert (kept.answer_text, kept.answered_at) == ("Podpisałem.", FILED + timedelta(days=3))
        assert session.execute(select(desk_tables.CaseCallFile.filename)).scalars().all() == ["podpis.pdf"]
    assert audited(desk, case) == ["received", "taken", "called", "answered", "done"]


def test_a_new_answer_stays_marked_until_somebody_says_it_was_read_or_deals_with_it(desk: Desk) -> None:
    case = desk.taken()
    called(desk, case)
    desk.do(answer_call, case, text="Proszę.", at=NEXT_DAY)
    desk.do(note, desk.anna, case, text="Przyszła odpowiedź.", at=NEXT_DAY)
    desk.do(open_case_sign, desk.anna, case, catalogue=desk.catalogue, at=NEXT_DAY)
    desk.do(give_back, desk.anna, case, at=NEXT_DAY)
    desk.do(take, desk.jan, case, at=NEXT_DAY)
    assert desk.case(case).new_answer
    with pytest.raises(NotHandler):
        desk.do(mark_read, desk.anna, case, at=NEXT_DAY)
    for _ in range(2):
        assert not desk.do(mark_read, desk.jan, case, at=NEXT_DAY).new_answer
    assert audited(desk, case)[-1] == "answer_read"
    called(desk, case, at=NEXT_DAY, by=desk.jan)
    desk.do(answer_call, case, text="Jeszcze raz.", at=NEXT_DAY)
    assert desk.case(case).new_answer
    assert not desk.do(pause, desk.jan, case, reason="Sąd.", at=NEXT_DAY).new_answer


def test_nobody_answers_what_was_not_asked_or_twice(desk: Desk) -> None:
    case = desk.taken()
    with pytest.raises(StepNotAllowed):
        desk.do(answer_call, case, text="Halo?", at=FILED)
    called(desk, case)
    desk.do(answer_call, case, text="Proszę.", at=NEXT_DAY)
    with pytest.raises(StepNotAllowed):
        desk.do(answer_call, case, text="Proszę.", at=NEXT_DAY)
    with pytest.raises(NotYours):
        desk.do(answer_call, uuid4(), text="Proszę.", at=NEXT_DAY)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00"])
def test_an_answer_without_a_word_or_file_is_none(desk: Desk, text: str) -> None:
    case = desk.taken()
    called(desk, case)
    with pytest.raises(WrongInput) as refused:
        desk.do(answer_call, case, text=text, at=NEXT_DAY)
    assert refused.value.field == "text"
    assert desk.case(case).state == "awaiting_applicant"


def test_the_fourteen_days_of_public_information_run_on_while_we_wait(desk: Desk) -> None:
    case = desk.file(INFORMATION)
    desk.do(take, desk.ewa, case, at=FILED)
    due_on = date(2026, 12, 8)
    desk.do(
        call_for_completion,
        *(desk.ewa, case),
        reason="Jaki okres?",
        due_on=shortest_term(FILED.date()),
        letter=None,
        at=FILED,
    )
    assert desk.case(case).paused_on is None
    answered = desk.do(answer_call, case, text="Rok 2025.", at=FILED + timedelta(days=5))
    assert (answered.due_on, answered.not_counted_days) == (due_on, 0)


@pytest.mark.parametrize(
    ("reason", "due_on", "field"),
    [
        ("", date(2026, 12, 8), "reason"),
        ("  \n ", date(2026, 12, 8), "reason"),
        ("x" * 4001, date(2026, 12, 8), "reason"),
        ("Brakuje podpisu.", date(2026, 11, 24), "due_on"),  # today
        ("Brakuje podpisu.", date(2020, 1, 1), "due_on"),
        ("Brakuje podpisu.", date(2026, 11, 30), "due_on"),  # six days
        ("Brakuje podpisu.", date(2028, 1, 1), "due_on"),
    ],
)
def test_a_call_needs_a_reason_and_a_term_of_at_least_seven_days(
    desk: Desk, reason: str, due_on: date, field: str
) -> None:
    case = desk.taken()
    with pytest.raises(WrongInput) as refused:
        desk.do(call_for_completion, desk.anna, case, reason=reason, due_on=due_on, letter=None, at=FILED)
    assert refused.value.field == field
    assert audited(desk, case) == ["received", "taken"]


def test_a_tax_call_gives_seven_days_from_delivery_and_no_more(desk: Desk) -> None:
    """7 days after a delivery that is deemed made after 14 (OP art. 150 and 169 § 1)."""
    case = desk.taken()
    how = {"reason": "Brakuje podpisu.", "letter": None, "at": FILED, "procedure": "op"}
    with pytest.raises(WrongInput):
        desk.do(call_for_completion, desk.anna, case, due_on=date(2026, 12, 16), **how)
    desk.do(call_for_completion, desk.anna, case, due_on=date(2026, 12, 15), **how)


def test_the_term_of_a_call_ends_on_a_working_day(desk: Desk) -> None:
    case = desk.taken()
    how = {"reason": "Brakuje podpisu.", "letter": None, "at": FILED}
    desk.do(call_for_completion, desk.anna, case, due_on=date(2026, 12, 24), **how)
    with desk.sessions() as session:
        call = find_open_call(session, case)
    assert call is not None
    assert call.due_on == date(2026, 12, 28)


def test_a_call_ended_by_the_office_lets_the_case_go_on(desk: Desk) -> None:
    case = desk.taken()
    called(desk, case)
    with pytest.raises(StepNotAllowed):
        desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=NEXT_DAY)
    assert desk.do(end_call, desk.anna, case, at=NEXT_DAY).not_counted_days == 1
    with pytest.raises(StepNotAllowed):
        desk.do(end_call, desk.anna, case, at=NEXT_DAY)
    called(desk, case, at=NEXT_DAY)  # and may be made again


def test_a_case_is_left_unexamined_only_after_the_day_of_an_unanswered_call(desk: Desk) -> None:
    case = desk.taken()
    left = {"outcome": "left_unexamined", "letter": None}
    with pytest.raises(StepNotAllowed):
        desk.do(conclude, desk.anna, case, at=FILED, **left)
    due_on = called(desk, case)
    evening = datetime(due_on.year, due_on.month, due_on.day, 22, 59, tzinfo=UTC)  # 23:59 in Warsaw
    with pytest.raises(StepNotAllowed):
        desk.do(conclude, desk.anna, case, at=evening, **left)
    ended = desk.do(conclude, desk.anna, case, at=evening + timedelta(minutes=1), **left)
    assert (ended.state, ended.waiting_for, ended.paused_on) == ("left", None, None)
    with pytest.raises(StepNotAllowed):
        desk.do(answer_call, case, text="Już?", at=evening + timedelta(minutes=2))


def test_a_decision_is_a_letter_of_this_case(desk: Desk) -> None:
    case, another = desk.taken(), desk.taken()
    for letter in (None, a_letter(desk, another), uuid4()):
        with pytest.raises(WrongInput) as refused:
            desk.do(conclude, desk.anna, case, outcome="decided_negative", letter=letter, at=FILED)
        assert refused.value.field == "letter"
    letter = a_letter(desk, case)
    assert (
        desk.do(conclude, desk.anna, case, outcome="decided_negative", letter=letter, at=FILED).state
        == "refused"
    )


def test_an_unknown_ending_is_refused(desk: Desk) -> None:
    case = desk.taken()
    for outcome in ("", "won", "ACCEPTED"):
        with pytest.raises(WrongInput) as refused:
            desk.do(conclude, desk.anna, case, outcome=outcome, letter=None, at=FILED)
        assert refused.value.field == "outcome"


def test_what_is_offered_can_be_done(desk: Desk) -> None:
    for definition in desk.catalogue.definitions.values():
        assert set(offered(definition.result.kind)) <= set(OUTCOMES)
    assert offered("acceptance") == ("accepted",)


def test_a_case_is_decided_once_and_closed_after_that(desk: Desk) -> None:
    case = desk.taken()
    with pytest.raises(StepNotAllowed):
        desk.do(close, desk.anna, case, at=FILED)
    desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=FILED)
    again = {"outcome": "decided_negative", "letter": a_letter(desk, case), "at": FILED}
    with pytest.raises(StepNotAllowed):
        desk.do(conclude, desk.anna, case, **again)
    desk.do(close, desk.anna, case, at=FILED)
    for verb in (close, give_back, resume, end_call):
        with pytest.raises(StepNotAllowed):
            desk.do(verb, desk.anna, case, at=FILED)


def test_a_paused_case_stands_with_its_clock_and_goes_on(desk: Desk) -> None:
    case = desk.taken()
    with pytest.raises(WrongInput):
        desk.do(pause, desk.anna, case, reason=" ", at=FILED)
    due_on = desk.do(pause, desk.anna, case, reason="Czekamy na opinię.", at=FILED).due_on
    assert due_on is not None
    with pytest.raises(StepNotAllowed):
        desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=FILED)
    on = desk.do(resume, desk.anna, case, at=FILED + timedelta(days=10))
    assert (on.state, on.due_on) == ("in_progress", due_on + timedelta(days=10))
    assert audited(desk, case) == ["received", "taken", "paused", "noted", "resumed"]


def test_a_page_that_was_read_too_long_ago_changes_nothing(desk: Desk) -> None:
    case = desk.taken()
    seen = desk.case(case).revision
    called(desk, case)
    desk.do(answer_call, case, text="Proszę.", at=NEXT_DAY)
    with pytest.raises(Changed):
        desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=NEXT_DAY, seen=seen)
    now = desk.case(case).revision
    desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=NEXT_DAY, seen=now)


def test_a_note_is_no_step(desk: Desk) -> None:
    case = desk.taken()
    before = desk.case(case).revision
    desk.do(note, desk.jan, case, text="Dzwoniła.", at=FILED)
    with pytest.raises(WrongInput):
        desk.do(note, desk.jan, case, text="", at=FILED)
    assert desk.case(case).revision == before


def test_signs_of_a_list_follow_one_another_and_a_rollback_leaves_no_hole(desk: Desk) -> None:
    cases = [desk.taken() for _ in range(3)]
    with desk.sessions() as session:
        open_case_sign(session, desk.anna, cases[0], catalogue=desk.catalogue, at=FILED)
        session.rollback()
    how = {"catalogue": desk.catalogue, "at": FILED}
    signs = [desk.do(open_case_sign, desk.anna, case, **how).case_sign for case in (*cases, cases[0])]
    assert signs == [f"PO.{_class(desk)}.{n}.2026" for n in (1, 2, 3, 1)]
    next_year = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # midnight in Warsaw
    case = desk.taken()
    sign = desk.do(open_case_sign, desk.anna, case, catalogue=desk.catalogue, at=next_year).case_sign
    assert sign == f"PO.{_class(desk)}.1.2027"


def test_the_table_of_steps_knows_every_state_and_leads_to_an_end() -> None:
    assert set(STEPS) == set(CASE_STATES)
    assert set().union(*STEPS.values()) == set(CASE_STATES) - {"received"}
    assert all(STEPS.values())
    back = {state for state, following in STEPS.items() if "in_progress" in following and state in SETTLED}
    assert back == SETTLED, "a supervisor opens it again"
    assert [state for state in SETTLED if not STEPS[state] - {"in_progress"}] == ["closed"]
