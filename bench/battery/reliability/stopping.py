"""R10: told to stop while people work: what was asked before is answered, and nothing is half."""

import signal
import time

from bench.battery.crowd import Told, crowd
from bench.battery.ground import count, house
from bench.battery.people import residents, some_cases
from bench.battery.row import Attempt, Result, Row, judged
from tests.crash.accounts import draw_up
from tests.crash.trial import Trial

_LONGEST = 30.0


def _lost(told: dict[str, Told], stopped_at: float) -> dict[str, list[str]]:
    """Questions asked before the signal and after it that got no answer, or a wrong one."""
    wrong = [(at, f"{name}: {what}") for name, one in told.items() for at, _, what in one.wrong]
    return {
        "before": [what for at, what in wrong if at < stopped_at],
        "after": [what for at, what in wrong if at >= stopped_at],
    }


def _graceful_stop(attempt: Attempt) -> Result:
    before = attempt.size(8.0, 3.0)
    with house(attempt) as program:
        people = residents(program, some_cases(program), 30, pause=(0.0, 0.1))
        attempt.say("30 people at work")
        with crowd(people, seconds=before + 120, seed=attempt.seed) as there:
            time.sleep(before)
            attempt.say("SIGTERM")
            stopped_at = time.time()
            program.root.send_signal(signal.SIGTERM)
            code = program.ended(within=60)
            took = time.time() - stopped_at
            there.send_home()
            told = there.told()
        program.start()
        kept = count(program, "SELECT count(*) FROM submission WHERE key LIKE 'battery-%'")
        broken = draw_up(program, Trial([])).wrong
    lost = _lost(told, stopped_at)
    answered_after = sum(
        at + ms / 1000 > stopped_at > at
        for one in told.values()
        for at, ms in zip(one.sent_at, one.ms, strict=True)
    )
    receipts = len(told["submit"].ms)
    figures = {
        "answered": {name: len(one.ms) for name, one in told.items()},
        "under_way_at_the_signal_and_answered": answered_after,
        "asked_before_the_signal_and_lost": lost["before"],
        "asked_on_an_open_line_after_the_signal_and_lost": lost["after"],
        "not_let_in_afterwards": sum(len(one.refused) for one in told.values()),
        "exit_code": code, "seconds_to_end": round(took, 1), "receipts": receipts, "kept": kept,
        "accounts_wrong": broken,
    }  # fmt: skip
    return judged(
        figures,
        {
            "0 failed requests in flight": not lost["before"],
            "exit within 30 s": took <= _LONGEST and code == 0,
            "every receipt is kept": receipts <= kept,
            "the accounts are right": not broken,
        },
    )


R10 = (Row("R10", "SIGTERM under load: nothing in flight fails, ended within 30 s", _graceful_stop, 2),)
