"""R4: a clerk and the supervisor press the same button of one case at the same moment."""

import threading
from collections import Counter
from dataclasses import dataclass, field

import httpx

from bench.battery.ground import clerk, count, database, hidden, house
from bench.battery.row import Attempt, Result, Row, judged
from tests.crash.letters import DECLARATION, letters
from tests.crash.trial import hold_trial
from tests.program import Program

_WHO = ("podatki@zabrze", "kierownik@zabrze")


@dataclass
class _Race:
    """What came of all rounds."""

    answers: Counter[str] = field(default_factory=Counter)
    silent: int = 0  #: refusals that do not say in Polish who was first
    seen_by_one: int = 0  #: cases that only one of the two has opened by the audit


def _press(desks: dict[str, httpx.Client], case: str, step: str, **typed: str) -> dict[str, httpx.Response]:
    """Both press what their page shows, at the same moment; each read the page before."""
    bodies = {who: hidden(desk.get(f"/sprawy/{case}").text) | typed for who, desk in desks.items()}
    together, told = threading.Barrier(len(desks)), {}

    def press(who: str) -> None:
        together.wait()
        told[who] = desks[who].post(f"/sprawy/{case}/{step}", data=bodies[who])

    threads = [threading.Thread(target=press, args=(who,)) for who in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _note(race: _Race, told: dict[str, httpx.Response]) -> None:
    statuses = sorted(answer.status_code for answer in told.values())
    race.answers[" ".join(map(str, statuses))] += 1
    for answer in told.values():
        race.silent += answer.status_code == 409 and "Ktoś był pierwszy" not in answer.text


def _rounds(program: Program, cases: list[str], race: _Race) -> None:
    """In turn: who takes it, and who ends it."""
    desks = {who: clerk(program, who) for who in _WHO}
    for number, case in enumerate(cases):
        if number % 2:
            _note(race, _press(desks, case, "wez"))
            continue
        page = hidden(desks[_WHO[0]].get(f"/sprawy/{case}").text)
        assert desks[_WHO[0]].post(f"/sprawy/{case}/wez", data=page).status_code == 303
        _note(race, _press(desks, case, "zalatw", outcome="przyjmij"))


def _both_looked(program: Program) -> int:
    """Cases that both have opened, by the entries of reading."""
    with database(program) as connection:
        row = connection.execute(
            "SELECT count(*) FROM (SELECT submission_id FROM read_entry WHERE submission_id IS NOT NULL"
            " GROUP BY submission_id HAVING count(DISTINCT actor) = 2) twice"
        ).fetchone()
    return int(str(row[0])) if row else 0


def _two_clerks(attempt: Attempt) -> Result:
    rounds, race = attempt.size(200, 12), _Race()
    written = [
        letter
        for letter in letters(3 * rounds)
        if letter.body["service"] == DECLARATION and letter.body["office"] == "zabrze"
    ][:rounds]
    with house(attempt) as program:
        attempt.say(f"{rounds} cases are filed")
        hold_trial(program, written, kills=0)
        attempt.say("both press at once")
        _rounds(program, [letter.told[0]["id"] for letter in written], race)
        taken = count(program, "SELECT count(*) FROM audit_entry WHERE what = 'taken'")
        done = count(program, "SELECT count(*) FROM audit_entry WHERE what = 'done'")
        looked = _both_looked(program)
    figures = {
        "rounds": rounds, "answers": dict(race.answers), "audit_taken": taken, "audit_done": done,
        "refusals_without_who_was_first": race.silent, "cases_both_are_known_to_have_read": looked,
    }  # fmt: skip
    return judged(
        figures,
        {
            "one wins, the other reads 409": dict(race.answers) == {"303 409": rounds},
            "the page says who was first": race.silent == 0,
            "one entry a step": taken == rounds and done == (rounds + 1) // 2,
            "the audit knows both": looked == rounds,
        },
    )


R4 = (Row("R4", "a clerk and the supervisor press the same button at once, 200 rounds", _two_clerks, 4),)
