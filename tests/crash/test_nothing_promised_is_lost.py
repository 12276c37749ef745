"""R2 and R2b of the battery in their small edition; `make battery` runs 1,000 letters and 25 kills."""

import sys
from pathlib import Path

import pytest

from tests.crash.accounts import draw_up
from tests.crash.letters import letters
from tests.crash.trial import Trial, hold_trial
from tests.program import Program

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
#: raised for the trial: all clients share one address
MANY = "1000000"


def test_every_receipt_keeps_its_promise_whatever_is_killed(tmp_path: Path) -> None:
    program = Program(tmp_path / "data", api_calls_a_minute=MANY).start()
    try:
        trial = hold_trial(program, list(letters(300)), kills=16)
        accounts = draw_up(program, trial)
    finally:
        program.stop()
    assert sum(trial.kills.values()) >= 15 and len(trial.kills) == 4
    assert accounts.wrong == {}, trial.refusals
    assert accounts.submissions == 300


def test_the_same_trial_finds_a_portal_that_answers_before_it_has_kept(tmp_path: Path) -> None:
    """In four rounds, each with a kill of everything; it is over as soon as it is found."""
    command = (sys.executable, "-m", "tests.crash.naive_run")
    program = Program(tmp_path / "data", command=command, api_calls_a_minute=MANY).start()
    written = list(letters(300))
    try:
        for filed in range(0, 300, 75):
            hold_trial(program, written[filed : filed + 75], kills=4)
            accounts = draw_up(program, Trial(written[: filed + 75]))
            if accounts.upo_without_case and accounts.filed_twice:
                break
    finally:
        program.stop()
    assert accounts.upo_without_case > 0
    assert accounts.filed_twice > 0
