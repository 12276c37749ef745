"""Whoever carries messages is killed, operators refuse, stall, lose answers: each promise ends, none twice.

R5 and the crash half of R8 in their small edition; `make battery` runs the long one.
"""

import sys
from pathlib import Path

import pytest

from tests.crash.message_accounts import message_trial
from tests.crash.message_trial import TARGETS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
NAIVE = (sys.executable, "-m", "tests.crash.naive_run", "--naive", "worker")


def test_every_promise_ends_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    trial, accounts = message_trial(tmp_path, applicants=150, kills=8)
    assert accounts.wrong() == {}, accounts
    assert trial.kills.keys() == set(TARGETS)
    assert trial.doubts_while_the_list_was_away > 0
    assert accounts.promised >= 300
    assert accounts.answers_lost > 0


def test_a_mail_server_that_cannot_be_asked_gets_a_letter_at_most_twice_and_only_after_a_lost_answer(
    tmp_path: Path,
) -> None:
    """The same Message-ID marks the copy; what was lost twice is left for a person to see."""
    _, accounts = message_trial(tmp_path, applicants=40, kills=4, mail_has_a_list=False)
    assert accounts.wrong(list_of_letters=False) == {}, accounts
    assert 0 < accounts.letter_copies <= accounts.answers_lost


def test_the_same_accounts_find_a_worker_that_marks_after_sending_or_before(tmp_path: Path) -> None:
    _, accounts = message_trial(tmp_path, applicants=40, kills=3, command=NAIVE, alone=True)
    assert accounts.sms_twice > 0
    assert accounts.letter_lost > 0
