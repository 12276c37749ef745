"""Verbs in any order by anybody: whatever is tried, a case stays one that the law and the tables know."""

import random
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import tables
from casework.audit import verify_chain
from casework.clock.deadlines import SETTLED, clock_of, warsaw_date
from casework.desk.assignment import give_back, hand_over, take
from casework.desk.calls import answer_call, call_for_completion, end_call, shortest_term
from casework.desk.case_signs import open_case_sign
from casework.desk.clerks import Clerk, NotYours
from casework.desk.conclusions import OUTCOMES, close, conclude
from casework.desk.notes import note
from casework.desk.reopening import reopen
from casework.desk.steps import STEPS, Case, StepRefused
from casework.desk.suspension import pause, resume
from casework.desk.transferring import transfer
from casework.tables import desk_tables

from ..window import DN1, INFORMATION
from .conftest import FILED, OTHER, TAX, Desk
from .test_working_a_case import a_letter

STEPS_TRIED = 120


def try_something(desk: Desk, dice: random.Random, case: UUID, letter: UUID, at: datetime) -> None:
    clerk: Clerk = dice.choice((desk.anna, desk.anna, desk.jan, desk.ewa))
    asked = {"reason": "Brakuje podpisu.", "due_on": shortest_term(at.date()), "letter": None}
    ended = {"outcome": dice.choice(tuple(OUTCOMES)), "letter": dice.choice((None, letter))}
    verbs = (
        (take, (clerk, case), {}),
        (give_back, (clerk, case), {}),
        (hand_over, (clerk, case), {"to": dice.choice((desk.anna.id, desk.jan.id))}),
        (open_case_sign, (clerk, case), {"catalogue": desk.catalogue}),
        (call_for_completion, (clerk, case), asked),
        (call_for_completion, (clerk, case), asked),
        (answer_call, (case,), {"text": "Proszę."}),
        (end_call, (clerk, case), {}),
        (pause, (clerk, case), {"reason": "Czekamy."}),
        (resume, (clerk, case), {}),
        (note, (clerk, case), {"text": "Notatka."}),
        (reopen, (clerk, case), {"reason": "Pomyłka."}),
        (
            transfer,
            (clerk, case),
            {"to": dice.choice((TAX, OTHER)), "units": {TAX, OTHER}, "reason": "Nie tu."},
        ),
        *(((conclude, (clerk, case), ended), (close, (clerk, case), {})) if dice.random() < 0.08 else ()),
    )
    verb, who, how = dice.choice(verbs)
    with suppress(StepRefused, NotYours):
        desk.do(verb, *who, at=at, **how)


def check(session: Session, before: Case, case: Case, at: datetime) -> None:
    """What holds for every case after every verb, done or refused."""
    assert verify_chain(session, case.id) is None
    assert case.state == before.state or case.state in STEPS[before.state]
    calls = select(func.count()).where(desk_tables.CaseCall.submission_id == case.id)
    waiting = session.execute(calls.where(desk_tables.CaseCall.ended_at.is_(None))).scalar_one()
    assert waiting == (case.state == "awaiting_applicant") == (case.waiting_for is not None)
    stops = case.due_explained != "udip13"
    assert (case.paused_on is not None) == (case.state in ("awaiting_applicant", "paused") and stops)
    assert (case.closed_at is not None) == (case.state == "closed")
    assert (case.handler_id is None) == (case.handler is None)
    assert case.state == "received" or case.revision > 0
    if before.state not in SETTLED and before.due_on and case.due_on:
        moved = (case.due_on - before.due_on).days
        assert moved == case.not_counted_days - before.not_counted_days >= 0
        assert stops or moved == 0
        clock = clock_of(case, warsaw_date(at))
        assert clock.days_left is not None
        assert not (clock.paused and before.paused_on is None) or clock.days_left <= 30


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_tried_the_case_stays_sound(desk: Desk, seed: int) -> None:
    dice, at = random.Random(seed), FILED  # noqa: S311 – test data
    case = desk.file(dice.choice((DN1, DN1, INFORMATION)), at=at)
    if seed % 4 == 3:
        desk.do(take, desk.ewa, case, at=at)
    letter = a_letter(desk, case)
    for _ in range(STEPS_TRIED):
        before = desk.case(case)
        at += timedelta(hours=dice.randrange(60))
        try:
            try_something(desk, dice, case, letter, at)
        finally:
            with desk.sessions() as session:
                check(session, before, desk.case(case), at)
    with desk.sessions() as session:
        entries = select(func.count()).where(tables.AuditEntry.submission_id == case)
        assert session.execute(entries).scalar_one() > 5
