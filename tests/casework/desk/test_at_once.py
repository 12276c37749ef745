"""Two at the desk at the same moment: one wins, the other is told, nothing is done twice."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from casework import tables
from casework.audit import verify_chain
from casework.desk.assignment import Taken, hand_over, take
from casework.desk.calls import answer_call, call_for_completion, end_call, shortest_term
from casework.desk.case_signs import open_case_sign
from casework.desk.conclusions import close, conclude
from casework.desk.steps import Case, Changed, StepNotAllowed
from tests.casework.intake.test_filing_at_once import at_once

from ..conftest import open_case
from .conftest import FILED, TAX, Desk
from .test_working_a_case import a_letter

ROUNDS = 200


def bare_cases(desk: Desk, number: int) -> list[UUID]:
    """Cases of taxes as rows alone: filing is not what is tried here."""
    with desk.sessions.begin() as session:
        cases = [open_case(session, at=FILED).id for _ in range(number)]
        row = tables.table_of(tables.OfficeCase)
        session.execute(row.update().values(department=TAX, due_explained="op139", due_on=FILED.date()))
    return cases


def entries(desk: Desk, what: tuple[str, ...]) -> int:
    with desk.sessions() as session:
        counted = select(func.count()).where(tables.AuditEntry.what.in_(what))
        return session.execute(counted).scalar_one()


def won_once(results: list[object], lost: tuple[type[Exception], ...]) -> bool:
    won = [one for one in results if isinstance(one, Case)]
    return len(won) == 1 and all(isinstance(one, (Case, *lost)) for one in results)


@pytest.mark.slow
@pytest.mark.parametrize("looked_at", [True, False], ids=["the page's revision", "no revision"])
def test_of_a_clerk_and_a_supervisor_who_decide_at_once_exactly_one_decides(
    desk: Desk, looked_at: bool
) -> None:
    for case in bare_cases(desk, ROUNDS):
        desk.do(take, desk.anna, case, at=FILED)
        letter, seen = a_letter(desk, case), desk.case(case).revision if looked_at else None
        ways = (
            (desk.anna, {"outcome": "decided_positive", "letter": letter}),
            (desk.ewa, {"outcome": "decided_negative", "letter": letter}),
        )

        def decide(n: int, case: UUID = case, seen: int | None = seen, ways: object = ways) -> Case:
            assert isinstance(ways, tuple)
            return desk.do(conclude, ways[n][0], case, at=FILED, seen=seen, **ways[n][1])

        results = at_once(2, decide)
        assert won_once(results, (Changed,) if looked_at else (StepNotAllowed,)), results
        (won,) = [one for one in results if isinstance(one, Case)]
        assert desk.case(case) == won
        with desk.sessions() as session:
            assert verify_chain(session, case) is None
    assert entries(desk, ("done", "refused")) == ROUNDS


@pytest.mark.slow
def test_of_two_clerks_who_take_a_case_at_once_exactly_one_has_it(desk: Desk) -> None:
    for case in bare_cases(desk, ROUNDS):
        results = at_once(2, lambda n, case=case: desk.do(take, (desk.anna, desk.jan)[n], case, at=FILED))
        assert won_once(results, (Taken,)), results
    assert entries(desk, ("taken",)) == ROUNDS


def test_an_answer_and_the_end_of_its_call_at_once_are_one_of_the_two(desk: Desk) -> None:
    for case in bare_cases(desk, 20):
        desk.do(take, desk.anna, case, at=FILED)
        asked = {"reason": "Brakuje podpisu.", "due_on": shortest_term(FILED.date()), "letter": None}
        desk.do(call_for_completion, desk.anna, case, at=FILED, **asked)
        later = FILED + timedelta(days=1)
        results = at_once(
            2,
            lambda n, case=case, later=later: (
                desk.do(answer_call, case, text="Proszę.", at=later)
                if n
                else desk.do(end_call, desk.anna, case, at=later)
            ),
        )
        assert won_once(results, (StepNotAllowed,)), results
        assert desk.case(case).not_counted_days == 1
    assert entries(desk, ("answered", "call_ended")) == 20


def test_eight_clicks_on_close_close_once(desk: Desk) -> None:
    (case,) = bare_cases(desk, 1)
    desk.do(take, desk.anna, case, at=FILED)
    desk.do(conclude, desk.anna, case, outcome="accepted", letter=None, at=FILED)
    assert won_once(at_once(8, lambda _: desk.do(close, desk.anna, case, at=FILED)), (StepNotAllowed,))


def test_cases_opened_at_once_in_one_list_are_numbered_without_a_gap(desk: Desk) -> None:
    cases = bare_cases(desk, 24)
    for case in cases:
        desk.do(hand_over, desk.ewa, case, to=desk.anna.id, at=FILED)

    def open_three(n: int) -> list[str | None]:
        how = {"catalogue": desk.catalogue, "at": FILED}
        return [desk.do(open_case_sign, desk.anna, case, **how).case_sign for case in cases[n::8]]

    signs = [sign for some in at_once(8, open_three) if isinstance(some, list) for sign in some]
    assert sorted(int(str(sign).split(".")[2]) for sign in signs) == list(range(1, 25))
