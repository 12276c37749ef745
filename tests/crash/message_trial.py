"""People are promised news while a nemesis kills whoever carries it, and operators have their bad days."""

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import httpx
import psutil
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casework.intake.filing import Contact, Counter, Filing
from casework.messages import codes, consents, news
from casework.trust.demo_centre import make_demo_seal
from forms_catalog.catalogue import load
from okienko.store.database import sessions as sessions_over
from okienko.store.postgres import EmbeddedPostgres
from tests.casework.window import INFORMATION, Window, a_filing
from tests.program import HOUSE, Program, until

LANDLINE = "+48322710000"
TARGETS = ("simulators", "worker", "postgres", "second worker")
#: what the operator does to the next few orders: answer, how many, further fields
SMS_MOODS = (
    ("lose", 4, {}),
    ("stall", 3, {"seconds": 2}),
    ("refuse", 2, {"code": 21211}),
    ("busy", 1, {"seconds": 1}),
    ("unavailable", 1, {}),
    ("broken", 2, {}),
    ("normal", 1, {}),
)
MAIL_MOODS = (
    ("drop", 4, {}),
    ("stall", 2, {"seconds": 2}),
    ("refuse", 2, {}),
    ("later", 2, {}),
    ("normal", 1, {}),
)
CALLBACKS = ("withhold", "send", "duplicate", "reorder")
#: everything but what reached its end
OPEN = "state NOT IN ('delivered', 'refused', 'failed') AND NOT (channel = 'email' AND state = 'sent')"
#: without a list an SMTP server is asked nothing, and a second loss is left as it is
OPEN_WITHOUT_LIST = f"{OPEN} AND NOT (channel = 'email' AND state = 'unknown' AND next_at IS NULL)"


@dataclass
class Promised:
    """What was acknowledged: the transaction of it was committed."""

    submission: UUID
    channel: str
    event: str  #: its beginning


@dataclass
class MessageTrial:
    """What happened."""

    promised: list[Promised] = field(default_factory=list)
    kills: Tally[str] = field(default_factory=Tally)
    doubts_while_the_list_was_away: int = 0
    seconds: float = 0.0


class Desk:
    """Whoever files, confirms phones and takes steps: on the program's database, again after each kill."""

    def __init__(self, program: Program, folder: Path) -> None:
        catalogue = load()
        seals = {
            code: make_demo_seal(folder, code, office.name.pl) for code, office in catalogue.offices.items()
        }
        self.secret = (program.data / "secrets" / "server.secret").read_bytes()
        self.sessions = sessions_over(EmbeddedPostgres(program.data / "postgres").urls().application, pool=3)
        self.window = Window(self.sessions, Counter(catalogue, seals, self.secret))
        self._form = a_filing(catalogue, INFORMATION)

    def promise_everything(self, number: int, promised: list[Promised]) -> None:
        """A letter from filing, an SMS about the first step; some ask for a code, a few gave a landline."""
        phone = LANDLINE if number % 60 == 7 else f"+48600{100_000 + number}"
        filed = _again(lambda: self.window.file(self._filing(number, phone))).id
        promised.append(Promised(filed, "email", "received/"))
        _again(lambda: self._do(lambda session: consents.confirm(session, filed, at=datetime.now(UTC))))
        _again(lambda: self._do(lambda session: news.tell(session, filed, "taken", datetime.now(UTC))))
        promised.append(Promised(filed, "sms", "taken/"))
        if number % 10 == 3:
            self._do_once_at_least(filed, promised)

    def _do_once_at_least(self, filed: UUID, promised: list[Promised]) -> None:
        now = datetime.now(UTC)
        _again(lambda: self._do(lambda s: codes.send_code(s, self.secret, filed, "answer", at=now)))
        promised.append(Promised(filed, "sms", "code/"))

    def _filing(self, number: int, phone: str) -> Filing:
        kept = {
            name: value for name, value in self._form.answers.items() if name not in ("form", "reply_email")
        }
        told = Contact(f"osoba{number}@poczta.example", phone, True)
        answers = {**kept, "form": "portal"}
        return replace(
            self._form, key=f"promised-to-{number:06d}", channel="web", answers=answers, contact=told
        )

    def _do(self, deed: Callable[[Session], object]) -> None:
        with self.sessions.begin() as session:
            deed(session)

    def count(self, condition: str) -> int:
        with self.sessions() as session:
            return int(session.execute(text(f"SELECT count(*) FROM message WHERE {condition}")).scalar_one())  # noqa: S608 – our own words

    def close(self) -> None:
        engine = self.sessions.kw["bind"]
        assert isinstance(engine, Engine)
        engine.dispose()


_Done = TypeVar("_Done")


def _again(deed: Callable[[], _Done]) -> _Done:
    """As long as PostgreSQL is away; a promise made twice is one."""
    deadline = time.monotonic() + 240
    while True:
        try:
            return deed()
        except DBAPIError:
            assert time.monotonic() < deadline, "PostgreSQL does not come back"
            time.sleep(0.05)  # a clerk presses the button again


class SecondWorker:
    """Another worker of the same system; one that died is started again at once."""

    def __init__(self, program: Program, settings: dict[str, str]) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
        given = {f"OKIENKO_{name.upper()}": value for name, value in settings.items()}
        place = {"OKIENKO_DEMO": "1", "OKIENKO_DATA": str(program.data), "OKIENKO_PORT": str(program.port)}
        self._environment = own | given | place
        self._log = program.data.with_name("second-worker.out")
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "okienko", "worker"], cwd=HOUSE, env=self._environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def look_after(self) -> None:
        if self._process.poll() is not None:
            self._process = self._start()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._process = self._start()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


class Moods:
    """The simulators' own page, clicked as a tester does; waits while they are being started again."""

    def __init__(self, program: Program) -> None:
        self._wire = httpx.Client(base_url=f"http://127.0.0.1:{program.port + 2}", timeout=10)

    def answer(self, channel: str, answer: str, **more: float) -> None:
        self._click(f"/zachowanie/{channel}", {"answer": answer, **more})

    def course(self, callbacks: str) -> None:
        self._click("/zachowanie", {"fate": "delivered", "callbacks": callbacks, "pace": "0"})

    def all_well(self) -> None:
        self.course("send")
        for channel in ("sms", "mail", "list"):
            self.answer(channel, "normal")

    def _click(self, path: str, fields: dict[str, object]) -> None:
        def clicked() -> bool:
            try:
                return self._wire.post(path, data=fields).status_code == 303
            except httpx.HTTPError:
                return False

        until("the simulators take a click", clicked)


def hold_message_trial(
    program: Program,
    desk: Desk,
    *,
    applicants: int,
    kills: int,
    seed: int = 1,
    second_worker: SecondWorker | None = None,
    ends: str = OPEN,
    within: float = 300,
    lose_a_letter: bool = False,
) -> MessageTrial:
    """A share of the applicants before each kill, at a random moment; returns when everything has ended.

    In the last third the operator's own list is away: what is in doubt then has to stay in doubt.
    `lose_a_letter`: whatever the moments were, the answer to one letter is lost for certain.
    """
    trial, dice, moods = MessageTrial(), random.Random(seed), Moods(program)  # noqa: S311 – a trial, not a secret
    began = time.monotonic()
    moods.course("send")
    for kill in range(kills):
        share = range(applicants * kill // kills, applicants * (kill + 1) // kills)
        busy = threading.Thread(target=_promise, args=(desk, share, trial.promised))
        busy.start()
        _worsen(moods, dice, kill, list_is_away=kill >= 2 * kills // 3)
        time.sleep(dice.uniform(0.1, 1.2))  # the random moment
        _kill(program, second_worker, TARGETS[kill % len(TARGETS)], trial)
        busy.join()
    _look_at_doubts(desk, moods, trial)
    if lose_a_letter:
        moods.answer("mail", "drop", times=1)
        _promise(desk, range(applicants, applicants + 1), trial.promised)
        until("a letter is in doubt", lambda: desk.count("channel = 'email' AND state = 'unknown'") > 0)
    moods.all_well()
    _until_everything_ended(desk, second_worker, ends, within)
    trial.seconds = time.monotonic() - began
    return trial


def _promise(desk: Desk, share: range, promised: list[Promised]) -> None:
    for number in share:
        desk.promise_everything(number, promised)


def _worsen(moods: Moods, dice: random.Random, turn: int, *, list_is_away: bool) -> None:
    for channel, kinds in (("sms", SMS_MOODS), ("mail", MAIL_MOODS)):
        answer, times, more = kinds[turn % len(kinds)]
        moods.answer(channel, answer, times=times, **more)
    if list_is_away:
        moods.answer("list", "unavailable")
    else:
        moods.answer("list", "broken", times=dice.randrange(3))
    moods.course(dice.choice(CALLBACKS))


def _kill(program: Program, second: SecondWorker | None, target: str, trial: MessageTrial) -> None:
    if target == "second worker":
        if second is None:
            return
        second.kill()
    else:
        until(f"a {target} to kill", lambda: bool(program.children(target)))
        for victim in program.children(target):
            try:
                victim.kill()
            except psutil.NoSuchProcess:
                return
        if second is not None:
            second.look_after()
    trial.kills[target] += 1


def _look_at_doubts(desk: Desk, moods: Moods, trial: MessageTrial) -> None:
    """While the list is away, what is in doubt stays so: how much that is, as soon as there is some."""
    moods.answer("list", "unavailable")
    deadline = time.monotonic() + 240
    while not trial.doubts_while_the_list_was_away and time.monotonic() < deadline:
        trial.doubts_while_the_list_was_away = _again(lambda: desk.count("state = 'unknown'"))
        if not _again(lambda: desk.count(OPEN)):
            return


def _until_everything_ended(desk: Desk, second: SecondWorker | None, ends: str, within: float) -> None:
    """Or until the time is up: the accounts say then what did not end."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and _again(lambda: desk.count(ends)):
        if second is not None:
            second.look_after()
        time.sleep(0.2)
