"""Messages from promise to operator: the worker with its ledger beside the bare client making the same calls.

python -m bench.messages [MESSAGES A ROUND]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bench.measure import HOUSE, cpu_seconds
from casework.catalogue.versions import record_versions
from casework.messages import ledger, promises, sending
from forms_catalog.catalogue import load
from okienko.store.database import sessions as sessions_over
from okienko.store.migrating import migrate
from okienko.store.postgres import EmbeddedPostgres
from okienko.work.jobs import prepare_queue
from okienko.work.senders import SMS_SENDERS
from sms.operators.port import Outgoing
from sms.operators.twilio import Twilio
from sms.operators.twilio_account import Account
from tests.program import free_port, until

ROUNDS, MESSAGES = 3, 1000
#: promised one by one at this rate, to see how long each waits
PACED, A_SECOND = 300, 50
_ACCOUNT = Account("AC" + "0" * 32, "token", "+48732000001")
_SAID = "Urzad: sprawa, nowy stan: w toku. Szczegoly w Okienku. STOP = koniec"


#: the processes whose CPU is counted
Carriers = Callable[[], list[psutil.Process]]


@dataclass(frozen=True)
class Round:
    rate: float  #: messages a second
    cpu_ms: float  #: of whoever sends and of PostgreSQL, a message


class Operator:
    """The operator's process and what it took."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def taken(self) -> list[tuple[str, float]]:
        """Since the last time."""
        return [(to, at) for to, at in httpx.get(f"{self.address}/taken", timeout=30).json()]


@contextmanager
def operator() -> Iterator[Operator]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.operator"], cwd=HOUSE, text=True, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield Operator(int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()


def bare(taker: Operator, messages: int) -> Round:
    """The same client in as many threads, and nothing written down."""
    share = messages // SMS_SENDERS

    def call(thread: int) -> None:
        client = Twilio(_ACCOUNT, base=taker.address)
        for number in range(share):
            client.send(Outgoing("x", _phone(thread * share + number), _SAID))

    threads = [threading.Thread(target=call, args=(number,)) for number in range(SMS_SENDERS)]
    used, began = time.process_time(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, spent = time.perf_counter() - began, time.process_time() - used
    done = len(taker.taken())
    return Round(done / seconds, 1000 * spent / done)


def from_ledger(carriers: Carriers, sessions: sessionmaker[Session], taker: Operator, messages: int) -> Round:
    """All are promised while the system is withheld; the clock runs from the release."""
    with sessions.begin() as session:
        sending.withhold(session)
    with sessions.begin() as session:
        for number in range(messages):
            _promise(session, _phone(number))
    used, began = cpu_seconds(carriers()), time.time()
    with sessions.begin() as session:
        sending.release(session)
        promises.ring(session, "sms")
    until("all are sent", lambda: not _open(sessions), within=300)
    spent, taken = cpu_seconds(carriers()) - used, taker.taken()
    assert len(taken) == len({to for to, _ in taken}) == messages, "each message once"
    return Round(messages / (max(at for _, at in taken) - began), 1000 * spent / messages)


def waits(sessions: sessionmaker[Session], taker: Operator) -> list[float]:
    """Milliseconds from the end of the promise's transaction to the operator, one message after another."""
    promised: dict[str, float] = {}
    began = time.perf_counter()
    for number in range(PACED):
        time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        with sessions.begin() as session:
            _promise(session, _phone(number))
        promised[_phone(number)] = time.time()
    until("all are sent", lambda: not _open(sessions), within=60)
    return [1000 * (at - promised[to]) for to, at in taker.taken()]


def _promise(session: Session, phone: str) -> None:
    at = ledger.clock(session)
    promises.promise_reply(
        session, phone, f"{phone} {at}", "in_progress", office="zabrze", submission=None, at=at
    )


def _phone(number: int) -> str:
    return f"+48{500_000_000 + number}"


def _open(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return int(
            session.execute(
                text("SELECT count(*) FROM message WHERE state IN ('promised', 'held', 'sending', 'unknown')")
            ).scalar_one()
        )


def _forget(sessions: sessionmaker[Session]) -> None:
    """The day's counts: each round writes to the same phones."""
    with sessions.begin() as session:
        session.execute(text("DELETE FROM try_counter"))


@contextmanager
def worker(folder: Path, taker: Operator) -> Iterator[tuple[Carriers, sessionmaker[Session]]]:
    """The real worker over a PostgreSQL of its own that waits for the disk; no portal beside it."""
    cluster = EmbeddedPostgres(folder / "postgres")
    cluster.start()
    urls = cluster.urls()
    prepare_queue(urls.owner)
    migrate(urls.owner)
    sessions = sessions_over(urls.application)
    with sessions.begin() as session:
        record_versions(session, load())
    given = {
        "DEMO": "1", "DATA": str(folder), "PORT": str(free_port()), "DATABASE_URL": urls.application,
        "OWNER_DATABASE_URL": urls.owner, "SMS_URL": taker.address, "SMS_QUIET": "false",
        "SMS_ACCOUNT": _ACCOUNT.sid, "SMS_TOKEN": _ACCOUNT.token, "SMS_SENDER": _ACCOUNT.sender,
        "SMS_SEGMENTS_A_DAY": "1000000000", "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    own = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
    with (folder / "worker.out").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "okienko", "worker"], cwd=HOUSE, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, env=own | {f"OKIENKO_{name}": said for name, said in given.items()},
        )  # fmt: skip
    roots = [psutil.Process(process.pid), psutil.Process(cluster.process.pid)]
    try:
        yield lambda: [each for root in roots for each in (root, *root.children(recursive=True))], sessions
    finally:
        process.terminate()
        process.wait()
        cluster.stop(within=10)


def main(words: list[str]) -> int:
    messages = int(words[0]) if words else MESSAGES
    console = Console(width=110)
    rounds: list[tuple[Round, Round]] = []
    waited: list[float] = []
    with (
        operator() as taker,
        tempfile.TemporaryDirectory(prefix="okienko-bench-") as folder,
        worker(Path(folder), taker) as (carriers, sessions),
    ):
        bare(taker, messages // 10)
        from_ledger(carriers, sessions, taker, messages // 10)
        for number in range(1, ROUNDS + 1):
            _forget(sessions)
            rounds.append((bare(taker, messages), from_ledger(carriers, sessions, taker, messages)))
            _forget(sessions)
            waited += waits(sessions, taker)
            console.print(f"round {number} of {ROUNDS}", style="dim")
    return _judge(rounds, waited, messages, console)


def _judge(rounds: list[tuple[Round, Round]], waited: list[float], messages: int, console: Console) -> int:
    """Figures only: what has to hold, each message once, was demanded in every round."""
    alone, kept = ([each[side] for each in rounds] for side in (0, 1))
    ratio = statistics.median(two.rate / one.rate for one, two in rounds)
    p95 = statistics.quantiles(waited, n=20)[-1]
    title = f"Medians of {ROUNDS} rounds of {messages} SMS, {SMS_SENDERS} threads, {psutil.cpu_count()} cores"
    table = Table("what", "a second", "CPU ms", title=title)
    for name, found in (("bare client", alone), ("from the ledger", kept)):
        rate, cpu = (statistics.median(getattr(one, field) for one in found) for field in ("rate", "cpu_ms"))
        table.add_row(name, f"{rate:,.0f}", f"{cpu:.2f}")
    console.print(table)
    console.print(
        f"The ledger carries {ratio:.0%} of the bare client's calls. From promise to operator at"
        f" {A_SECOND} a second: median {statistics.median(waited):.0f} ms, p95 {p95:.0f} ms."
    )
    console.print("CPU: the bare client's process; the worker and PostgreSQL. Each message arrived once.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
