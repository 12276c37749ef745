"""R2, R5: whatever is killed, every promise is kept; and the same accounts find naive programs out."""

import sys
from collections.abc import Sequence
from dataclasses import asdict

from bench.battery.ground import SET, house
from bench.battery.row import Attempt, Figures, Result, Row, judged
from tests.crash.accounts import Accounts, draw_up
from tests.crash.letters import letters
from tests.crash.message_accounts import MessageAccounts, message_trial
from tests.crash.message_trial import MessageTrial
from tests.crash.trial import Trial, hold_trial
from tests.program import RUN

_NAIVE = (sys.executable, "-m", "tests.crash.naive_run")
_NAIVE_WORKER = (*_NAIVE, "--naive", "worker")


def _trial(attempt: Attempt, command: Sequence[str]) -> tuple[Accounts, Trial, Figures]:
    count, kills = attempt.size(1000, 120), attempt.size(25, 8)
    with house(attempt, command=command) as program:
        attempt.say(f"{count} letters, {kills} kills")
        trial = hold_trial(program, list(letters(count)), kills=kills, seed=attempt.seed)
        attempt.say("the accounts are drawn up")
        accounts = draw_up(program, trial)
    return accounts, trial, {**asdict(accounts), "kills": dict(trial.kills), "tries": trial.tries, "set": SET}


def _nothing_is_lost(attempt: Attempt) -> Result:
    accounts, trial, figures = _trial(attempt, RUN)
    kills = sum(trial.kills.values())
    return judged(
        {**figures, "refusals": dict(trial.refusals)},
        {
            "every figure of the accounts is 0": not accounts.wrong,
            "all letters are filed": accounts.submissions == accounts.letters,
            "kills as ordered": kills >= attempt.size(25, 8),
        },
    )


def _naive_portal_is_found_out(attempt: Attempt) -> Result:
    accounts, _, figures = _trial(attempt, _NAIVE)
    found = {"upo_without_case": accounts.upo_without_case > 0, "filed_twice": accounts.filed_twice > 0}
    return judged({**figures, "found_out": sorted(accounts.wrong)}, found)


def _messages(accounts: MessageAccounts, trial: MessageTrial) -> dict[str, object]:
    return {
        **asdict(accounts),
        "kills": dict(trial.kills),
        "in_doubt_while_the_list_was_away": trial.doubts_while_the_list_was_away,
    }


def _every_message_once(attempt: Attempt) -> Result:
    applicants, kills = attempt.size(1000, 60), attempt.size(48, 8)
    trial, accounts = message_trial(attempt.folder, applicants=applicants, kills=kills)
    return judged(
        _messages(accounts, trial),
        {
            "every figure of the accounts is 0": not accounts.wrong(),
            "kills as ordered": sum(trial.kills.values()) >= kills,
            "two promises an applicant": accounts.promised >= 2 * applicants,
        },
    )


def _mail_without_a_list(attempt: Attempt) -> Result:
    applicants, kills = attempt.size(300, 40), attempt.size(20, 4)
    trial, accounts = message_trial(attempt.folder, applicants=applicants, kills=kills, mail_has_a_list=False)
    wrong = accounts.wrong(list_of_letters=False)
    return judged(_messages(accounts, trial), {"every figure but letter_twice is 0": not wrong})


def _naive_worker_is_found_out(attempt: Attempt) -> Result:
    applicants, kills = attempt.size(300, 40), attempt.size(20, 4)
    trial, accounts = message_trial(
        attempt.folder, applicants=applicants, kills=kills, command=_NAIVE_WORKER, alone=True
    )
    found = {"sms_twice": accounts.sms_twice > 0, "letter_lost": accounts.letter_lost > 0}
    return judged({**_messages(accounts, trial), "found_out": sorted(accounts.wrong())}, found)


R2 = (
    Row("R2", "1,000 letters, 25 kills: every receipt keeps its promise", _nothing_is_lost, 5),
    Row("R2b", "the same with a naive portal must be found out", _naive_portal_is_found_out, 5),
)
R5 = (
    Row(
        "R5",
        "1,000 applicants, workers and operators die: no message lost, none twice",
        _every_message_once,
        6,
    ),
    Row(
        "R5mail",
        "a mail server that cannot be asked: once, or twice after a lost answer",
        _mail_without_a_list,
        4,
    ),
    Row("R5b", "a naive worker must be found out", _naive_worker_is_found_out, 4),
)
