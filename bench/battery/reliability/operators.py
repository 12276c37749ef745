"""R8: the SMS operator has a bad day. Nobody at the counter notices, and every message ends once.

The simulated operator itself refuses, stalls and loses answers, so no proxy stands between.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from bench.battery.crowd import p95
from bench.battery.ground import count, house
from bench.battery.row import Attempt, Result, Row, judged
from tests.crash.letters import REQUEST, Letter, letters
from tests.crash.message_accounts import draw_up_messages
from tests.crash.message_trial import OPEN, Desk, MessageTrial, Moods, Promised
from tests.program import Program

_CLIENTS = 4
_ERRORS_A_MINUTE = 50
#: web processes, desk, worker's ledger and queue, the readiness page: what the settings allow together
_CONNECTIONS = 40
#: filing may cost this much more, plus what a busy machine moves by itself
_SLOWER, _NOISE_MS = 1.10, 40.0


@dataclass
class _Phase:
    """What filing was like while the operator behaved so."""

    mood: str
    ms: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    tries: int = 0  #: SMS handed to the operator, or tried
    seconds: float = 0.0

    def figures(self) -> dict[str, object]:
        return {
            "mood": self.mood, "answers": dict(self.answers), "p95_ms": p95(self.ms), "sms_tries": self.tries,
            "sms_tries_a_minute": round(60 * self.tries / self.seconds, 1) if self.seconds else 0,
        }  # fmt: skip


def _with_phone(letter: Letter) -> Letter:
    """Each applicant has a phone and a mailbox of their own."""
    contact = {
        "email": f"osoba{letter.number}@poczta.example", "phone": f"+48600{100_000 + letter.number}",
        "sms_consent": True,
    }  # fmt: skip
    return Letter(letter.number, letter.key, {**letter.body, "contact": contact}, letter.mark, None)


def _file(program: Program, waiting: Iterator[Letter], phase: _Phase, until: float, promised: list[Promised],
          lock: threading.Lock) -> None:  # fmt: skip
    with httpx.Client(base_url=program.address, timeout=60) as wire:
        while time.monotonic() < until:
            with lock:
                letter = next(waiting)
            began = time.perf_counter()
            answer = wire.post(
                "/api/v1/submissions", json=letter.body, headers={"Idempotency-Key": letter.key}
            )
            took = 1000 * (time.perf_counter() - began)
            with lock:
                phase.ms.append(took)
                phase.answers[str(answer.status_code)] += 1
                if answer.status_code == 201:
                    filed = UUID(answer.json()["id"])
                    promised += [Promised(filed, "email", "received/"), Promised(filed, "sms", "code/")]
            time.sleep(max(0.0, 0.5 - took / 1000))  # about eight letters a second in all


def _tries(program: Program) -> int:
    return count(
        program,
        "SELECT count(*) FROM message_try t JOIN message m ON m.id = t.message_id WHERE m.channel = 'sms'",
    )


@contextmanager
def _watched(program: Program) -> Iterator[list[int]]:
    """How many connections the application holds, each second."""
    over, seen = threading.Event(), [0]

    def watch() -> None:
        while not over.wait(1.0):
            seen.append(count(program, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'okienko_app'"))

    thread = threading.Thread(target=watch)
    thread.start()
    yield seen
    over.set()
    thread.join()


def _moods(attempt: Attempt) -> list[tuple[str, str, dict[str, float], float]]:
    """Name, the simulator's answer, its fields, and for how many seconds."""
    long, middle = attempt.size(60.0, 8.0), attempt.size(20.0, 5.0)
    return [
        ("well", "normal", {}, middle),
        ("100 % away", "unavailable", {}, long),
        ("well again", "normal", {}, middle),
        ("every second answer 500", "broken", {"times": 1}, middle),
        ("each answer after 10 s", "stall", {"seconds": 10}, attempt.size(30.0, 12.0)),
        ("accepted, answer lost", "lose", {}, middle),
        ("429 with Retry-After 5", "busy", {"seconds": 5}, middle),
    ]


def _half_and_half(moods: Moods, until: float) -> None:
    while time.monotonic() < until:
        moods.answer("sms", "broken", times=1)
        time.sleep(0.3)


def _hold(attempt: Attempt, program: Program, moods: Moods, promised: list[Promised]) -> list[_Phase]:
    requests = (letter for letter in letters(300_000) if letter.body["service"] == REQUEST)
    waiting, lock, phases = map(_with_phone, requests), threading.Lock(), []
    for name, answer, more, seconds in _moods(attempt):
        attempt.say(f"the operator: {name}, {seconds:g} s")
        moods.answer("sms", answer, **more)
        phase, before, began = _Phase(name), _tries(program), time.monotonic()
        until = began + seconds
        threads = [
            threading.Thread(target=_file, args=(program, waiting, phase, until, promised, lock))
            for _ in range(_CLIENTS)
        ]
        if more.get("times"):
            threads.append(threading.Thread(target=_half_and_half, args=(moods, until)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        phase.tries, phase.seconds = _tries(program) - before, time.monotonic() - began
        phases.append(phase)
    return phases


def _until_all_ended(desk: Desk, within: float) -> float:
    began = time.monotonic()
    while time.monotonic() - began < within and desk.count(OPEN):
        time.sleep(0.5)
    return round(time.monotonic() - began, 1)


def _bad_operator(attempt: Attempt) -> Result:
    promised: list[Promised] = []
    with house(attempt) as program:
        moods, desk = Moods(program), Desk(program, attempt.folder / "seals")
        moods.course("send")
        with _watched(program) as connections:
            phases = _hold(attempt, program, moods, promised)
        moods.all_well()
        attempt.say("the operator is well again")
        drained = _until_all_ended(desk, within=300)
        accounts = draw_up_messages(program.data, desk, MessageTrial(promised=promised))
        retries = count(program, "SELECT coalesce(max(tries), 0) FROM message")
        desk.close()
    return _judge(phases, accounts.wrong(), drained, max(connections), retries, len(promised))


def _judge(
    phases: list[_Phase], wrong: dict[str, int], drained: float, connections: int, retries: int, promised: int
) -> Result:
    usual = p95(phases[0].ms)
    slower = {one.mood: p95(one.ms) for one in phases if p95(one.ms) > _SLOWER * usual + _NOISE_MS}
    away = next(one for one in phases if one.mood == "100 % away")
    figures = {
        "phases": [phase.figures() for phase in phases], "promised": promised, "accounts_wrong": wrong,
        "seconds_to_drain": drained, "most_connections": connections, "most_tries_of_one": retries,
        "p95_slower_than_usual": slower, "down_for_s": round(away.seconds), "proxy": "none: the simulator",
    }  # fmt: skip
    met = {
        "every letter is filed": all(set(phase.answers) == {"201"} for phase in phases),
        "filing is not slower than 10 % and 40 ms": not slower,
        "the circuit opens: at most 50 tries a minute while away": 60 * away.tries / away.seconds
        <= _ERRORS_A_MINUTE,
        "connections within the pools": connections <= _CONNECTIONS,
        "at most 48 tries": retries <= 48,
        "everything ended, nothing lost, nothing twice": not wrong,
    }
    return judged(figures, met)


R8 = (Row("R8", "the SMS operator is away, refuses, stalls, loses answers", _bad_operator, 7),)
