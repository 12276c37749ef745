"""Workers die while sending, operators refuse, stall, lose answers: every message ends, none goes twice."""

import os
import random
import subprocess
import sys
import time
from collections import Counter as Tally
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.filing import Counter
from okienko.postgres import DatabaseUrls
from tests.casework.window import Window
from tests.program import HOUSE, free_port
from tests.simulators import Simulators
from tests.sms.ledgers import Ledger, letters_of, taken_by

pytestmark = pytest.mark.slow

APPLICANTS, KILLS = 300, 15
LANDLINE = "+48322710000"
#: what operator, mail server and the lists of both do to the next few calls: answer, how many, further fields
SMS_MOODS = (
    ("lose", 4, {}),
    ("stall", 2, {"seconds": 2}),
    ("refuse", 2, {"code": 21211}),
    ("busy", 1, {"seconds": 1}),
    ("unavailable", 1, {}),
    ("broken", 2, {}),
)
MAIL_MOODS = (("drop", 4, {}), ("refuse", 2, {}), ("stall", 2, {"seconds": 2}), ("later", 2, {}))
OPEN = text(
    "SELECT count(*) FROM message WHERE state NOT IN ('delivered', 'refused', 'failed')"
    " AND NOT (channel = 'email' AND state = 'sent')"
)


@pytest.fixture
def simulators(tmp_path: Path) -> Iterator[Simulators]:
    started = Simulators(tmp_path / "data").start()
    started.course(callbacks="withhold", pace="0")
    yield started
    started.stop()


class Workers:
    """Two workers of the real program; one that is killed is started again at once."""

    def __init__(self, simulators: Simulators, database: DatabaseUrls) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
        self._environment = own | {
            "OKIENKO_DEMO": "1", "OKIENKO_DATA": str(simulators.data), "OKIENKO_PORT": str(free_port()),
            "OKIENKO_DATABASE_URL": database.application, "OKIENKO_OWNER_DATABASE_URL": database.owner,
            "OKIENKO_SIMULATORS_PORT": str(simulators.port),
            "OKIENKO_MAIL_SIMULATOR_PORT": str(simulators.mail_port),
            "OKIENKO_SMS_SECONDS": "1", "OKIENKO_SMTP_SECONDS": "1",
        }  # fmt: skip
        self._log = simulators.data.parent / "workers.out"
        self.running = [self._start(), self._start()]

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "okienko", "worker"], cwd=HOUSE, env=self._environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def kill_one(self, which: int) -> None:
        self.running[which].kill()
        self.running[which].wait()
        self.running[which] = self._start()

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


def _open(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return int(session.execute(OPEN).scalar_one())


def _promise(ledger: Ledger) -> None:
    """Everybody has a letter coming from filing, and an SMS about the first step; a few gave a landline."""
    for number in range(APPLICANTS):
        phone = LANDLINE if number % 60 == 7 else f"+48600{100000 + number}"
        ledger.tell(ledger.case(phone, email=f"osoba{number}@poczta.example"))


def _worsen(simulators: Simulators, turn: int) -> None:
    for channel, moods in (("sms", SMS_MOODS), ("mail", MAIL_MOODS)):
        answer, times, more = moods[turn % len(moods)]
        simulators.answer(answer, channel=channel, times=times, **more)
    simulators.answer("broken", channel="list", times=turn % 4)


def _torment(workers: Workers, simulators: Simulators, sessions: sessionmaker[Session]) -> None:
    """A kill for each share of messages that ended, or after a while; another mood of everybody with each."""
    dice = random.Random(7)  # noqa: S311 – a trial, not a secret
    whole = _open(sessions)
    for kill in range(1, KILLS + 1):
        patience = time.monotonic() + 5
        while whole - _open(sessions) < whole * kill / (KILLS + 1) and time.monotonic() < patience:
            time.sleep(0.02)
        workers.kill_one(dice.randrange(2))
        _worsen(simulators, kill)


def test_every_message_ends_and_none_is_sent_twice(
    simulators: Simulators, database: DatabaseUrls, sessions: sessionmaker[Session], counter: Counter
) -> None:
    ledger = Ledger(sessions, Window(sessions, counter))
    _promise(ledger)
    _worsen(simulators, 0)
    workers = Workers(simulators, database)
    try:
        _torment(workers, simulators, sessions)
        for channel in ("sms", "mail", "list"):
            simulators.answer("normal", channel=channel)
        deadline = time.monotonic() + 150
        while _open(sessions) and time.monotonic() < deadline:
            time.sleep(0.2)
    finally:
        workers.end()
    sms, mail = ledger.rows("sms"), ledger.rows("email")
    assert Tally(row.state for row in sms if row.state not in ("delivered", "refused")) == {}
    assert Tally(row.state for row in mail if row.state not in ("sent", "refused")) == {}
    assert len(sms) == APPLICANTS
    assert len(mail) >= APPLICANTS
    _compare_with_the_books(simulators, sms=[row.state for row in sms], mail=[row.state for row in mail])


def _compare_with_the_books(simulators: Simulators, *, sms: list[str], mail: list[str]) -> None:
    """The operators' own books: nobody twice, and exactly as many as the ledger says."""
    phones = Tally(taken_by(simulators))
    assert [twice for twice, times in phones.items() if times > 1] == []
    assert len(phones) == sms.count("delivered")
    parsed = (BytesParser(policy=policy.default).parsebytes(raw) for raw in letters_of(simulators))
    letters = Tally(str(letter["Message-ID"]) for letter in parsed)
    assert [twice for twice, times in letters.items() if times > 1] == []
    assert len(letters) == mail.count("sent")
