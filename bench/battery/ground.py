"""What rows stand on: the program itself, nginx before it, a scanner, and people who come over HTTP."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import httpx
import psycopg

from bench.battery.row import Attempt, CannotRun
from casework.desk.passwords import code_now
from okienko.store.postgres import DATABASE, EmbeddedPostgres
from tests.casework.scanning.clam import CLAMD, OwnClamd
from tests.deploy.front import DESK, NGINX, PORTAL, Front, nginx_before
from tests.program import HOUSE, RUN, Program, free_port, until

#: raised for every row, because all clients share one address; printed with the figures
CALLS = "1000000"
SET = {"OKIENKO_API_CALLS_A_MINUTE": CALLS}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@contextmanager
def house(
    attempt: Attempt,
    *,
    name: str = "data",
    command: Sequence[str] = RUN,
    checkout: Path = HOUSE,
    **settings: str,
) -> Iterator[Program]:
    """`okienko run` in the row's folder: own PostgreSQL, two web processes, desk, worker, simulators."""
    given = {"api_calls_a_minute": CALLS, "log_level": "WARNING"} | settings
    attempt.say("the program starts")
    program = Program(attempt.folder / name, port=None, command=command, house=checkout, **given)
    try:
        yield program.start(within=300)
    finally:
        program.stop()


@contextmanager
def house_behind_nginx(
    attempt: Attempt, *, changes: tuple[tuple[str, str], ...] = (), **settings: str
) -> Iterator[tuple[Program, Front]]:
    """The same as an office has it: TLS and the shipped nginx file before portal and desk.

    Whoever asks uses `front.ask`, or connects to 127.0.0.1:`front.tls` under the names PORTAL and DESK.
    """
    if NGINX is None:
        raise CannotRun("nginx is not on this machine (apt-get install nginx-light)")
    addresses = {"public_url": f"https://{PORTAL}", "desk_url": f"https://{DESK}"}
    with house(attempt, name="data", command=RUN, checkout=HOUSE, **(addresses | settings)) as program:
        folder = attempt.folder / "nginx"
        folder.mkdir()
        before = nginx_before(folder, portal=program.port, desk=program.port + 1, changes=changes)
        with before as front:
            yield program, front


@contextmanager
def scanner() -> Iterator[OwnClamd]:
    """A real clamd that knows one virus, the EICAR test file; its `socket` is the setting OKIENKO_CLAMD."""
    if CLAMD is None:
        raise CannotRun("clamd is not on this machine (apt-get install clamav-daemon)")
    with tempfile.TemporaryDirectory(prefix="clam") as folder:  # a socket's path must be short
        own = OwnClamd(Path(folder))
        own.start()
        try:
            yield own
        finally:
            own.kill()


def database(program: Program) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection that may read everything; the caller closes it."""
    address = EmbeddedPostgres(program.data / "postgres").superuser_url(DATABASE)
    return psycopg.connect(address, autocommit=True)


def count(program: Program, query: str) -> int:
    """The one number that a query answers."""
    with database(program) as connection:
        row = connection.execute(query.encode()).fetchone()
    return int(str(row[0])) if row else 0


def hidden(page: str) -> dict[str, str]:
    """What the forms of a page carry: the token of forms, ids, revisions."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def clerk(program: Program, who: str, front: Front | None = None) -> httpx.Client:
    """A demo clerk logged in at the desk (`podatki@zabrze`, `kierownik@zabrze`, …), as with a browser.

    `front`: through nginx. A code works once: the same person logs in again only after 30 seconds.
    """
    lines = (program.data / "secrets" / "demo-clerks.txt").read_text(encoding="ascii").splitlines()
    login, password, totp = next(line.split() for line in lines if line.startswith(f"{who}.demo.example "))
    wire = _line_to_the_desk(program, front)
    until("the desk answers", lambda: _answers(wire))  # the portal is ready before it
    typed = {"login": login, "password": password, "code": code_now(totp, at=datetime.now(UTC))}
    answered = wire.post("/logowanie", data={**hidden(wire.get("/logowanie").text), **typed})
    assert answered.status_code == 303, f"{who} does not come in: {answered.status_code}"
    return wire


def _answers(desk: httpx.Client) -> bool:
    try:
        return desk.get("/healthz").status_code == 200
    except httpx.ConnectError:
        return False


def _line_to_the_desk(program: Program, front: Front | None) -> httpx.Client:
    if front is None:
        return httpx.Client(base_url=f"http://127.0.0.1:{program.port + 1}", timeout=30)
    return httpx.Client(
        base_url=f"https://{DESK}:{front.tls}", verify=front.context, timeout=30,
        headers={"Host": DESK, "Referer": f"https://{DESK}/"}, transport=_Here(front),
    )  # fmt: skip


class _Here(httpx.HTTPTransport):
    """Names of the shipped file are found on this machine."""

    def __init__(self, front: Front) -> None:
        super().__init__(verify=front.context)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        here = httpx.Request(
            request.method, request.url.copy_with(host="127.0.0.1"), headers=request.headers,
            stream=request.stream, extensions={**request.extensions, "sni_hostname": request.url.host},
        )  # fmt: skip
        return super().handle_request(here)


def ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    return [free_port() for _ in range(count)]
