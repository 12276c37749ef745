"""`make battery`: the long edition of what is judged; one line of JSON a row, exit code 1 when one is not ok.

`python -m bench.battery R2` runs one row.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from tests.crash.accounts import Accounts, draw_up
from tests.crash.letters import letters
from tests.crash.message_accounts import MessageAccounts, message_trial
from tests.crash.message_trial import MessageTrial
from tests.crash.trial import Trial, hold_trial
from tests.program import RUN, Program

LETTERS, KILLS = 1000, 25
APPLICANTS, MESSENGER_KILLS = 1000, 48
_CALLS = "1000000"
NAIVE = (sys.executable, "-m", "tests.crash.naive_run")
NAIVE_WORKER = (*NAIVE, "--naive", "worker")

Row = Callable[[], tuple[bool, Mapping[str, object]]]


def _trial(command: tuple[str, ...]) -> tuple[Accounts, Trial]:
    with tempfile.TemporaryDirectory(prefix="okienko-battery-") as folder:
        program = Program(Path(folder) / "data", command=command, api_calls_a_minute=_CALLS).start()
        try:
            trial = hold_trial(program, list(letters(LETTERS)), kills=KILLS)
            return draw_up(program, trial), trial
        finally:
            program.stop()


def _figures(accounts: Accounts, trial: Trial) -> dict[str, object]:
    set_for_the_run = f"OKIENKO_API_CALLS_A_MINUTE={_CALLS}"
    return {**asdict(accounts), "kills": dict(trial.kills), "tries": trial.tries, "set": set_for_the_run}


def r2() -> tuple[bool, Mapping[str, object]]:
    """Whatever is killed, every promise is kept."""
    accounts, trial = _trial(RUN)
    enough = sum(trial.kills.values()) >= KILLS and accounts.submissions == LETTERS
    return enough and not accounts.wrong, _figures(accounts, trial)


def r2b() -> tuple[bool, Mapping[str, object]]:
    """The same harness finds the naive portal out."""
    accounts, trial = _trial(NAIVE)
    found_out = accounts.upo_without_case > 0 and accounts.filed_twice > 0
    return found_out, {**_figures(accounts, trial), "found_out": sorted(accounts.wrong)}


def _message_figures(accounts: MessageAccounts, trial: MessageTrial) -> dict[str, object]:
    doubts = trial.doubts_while_the_list_was_away
    return {**asdict(accounts), "kills": dict(trial.kills), "in_doubt_while_the_list_was_away": doubts}


def r5() -> tuple[bool, Mapping[str, object]]:
    """Workers, simulators and PostgreSQL die, operators have bad days: each message ends, none goes twice."""
    with tempfile.TemporaryDirectory(prefix="okienko-battery-") as folder:
        trial, accounts = message_trial(Path(folder), applicants=APPLICANTS, kills=MESSENGER_KILLS)
    enough = sum(trial.kills.values()) >= MESSENGER_KILLS and accounts.promised >= 2 * APPLICANTS
    return enough and not accounts.wrong(), _message_figures(accounts, trial)


def r5_mail() -> tuple[bool, Mapping[str, object]]:
    """A mail server that cannot be asked: at least once, at most twice, a copy only after a lost answer."""
    with tempfile.TemporaryDirectory(prefix="okienko-battery-") as folder:
        trial, accounts = message_trial(Path(folder), applicants=300, kills=20, mail_has_a_list=False)
    return not accounts.wrong(list_of_letters=False), _message_figures(accounts, trial)


def r5b() -> tuple[bool, Mapping[str, object]]:
    """The same accounts find the naive worker out."""
    with tempfile.TemporaryDirectory(prefix="okienko-battery-") as folder:
        trial, accounts = message_trial(
            Path(folder), applicants=300, kills=20, command=NAIVE_WORKER, alone=True
        )
    found_out = accounts.sms_twice > 0 and accounts.letter_lost > 0
    return found_out, {**_message_figures(accounts, trial), "found_out": sorted(accounts.wrong())}


ROWS: Mapping[str, Row] = {"R2": r2, "R2b": r2b, "R5": r5, "R5 mail": r5_mail, "R5b": r5b}
NOT_RUN = {
    "R1, R3, R4, R6–R15": "R3 and R10 have tests in make test; the rest comes with the parts it speaks of",
    "F1–F14": "files, XML, fuzzing: small editions in make test",
    "S1–S18": "headers, cookies, CSRF, redirects: small editions in make test",
    "U1–U13": "axe, keyboard, no script, narrow: small editions in make test",
}


def main(chosen: list[str]) -> int:
    all_well = True
    for name in chosen or list(ROWS):
        well, figures = ROWS[name]()
        all_well = all_well and well
        print(json.dumps({"id": name, "ok": well, "figures": figures}, ensure_ascii=False), flush=True)
    for name, why in NOT_RUN.items():
        print(f"not run: {name} ({why})")
    return 0 if all_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
