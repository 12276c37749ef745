"""What people do at the counter: look around, file, ask how it stands; clerks look at the queue."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import orjson

from bench.battery.crowd import Deed, Person
from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import load
from forms_catalog.samples import samples
from tests.crash.letters import DECLARATION, letters
from tests.program import Program

_PLACE = b"mark-of-12-b"
_PAGES = (
    "/", "/uslugi", "/uslugi?temat=tax", "/uslugi?q=podatek", "/uslugi/podatek-nieruchomosci-dn-1",
    "/uslugi/informacja-publiczna-wniosek", "/uslugi/informacja-publiczna-wniosek/formularz",
    "/uslugi/podatek-nieruchomosci-dn-1/formularz", "/sprawdz-upo",
)  # fmt: skip


def browse(host: str, *, weight: int = 70) -> Deed:
    return Deed("browse", weight, [_get(page, host) for page in _PAGES])


def submit(host: str, *, weight: int = 15, kilobytes: int = 200) -> Deed:
    """DN-1 by a proxy with a PDF of so many kilobytes; another file and another key each time."""
    catalogue = load()
    definition = catalogue.service(DECLARATION)
    assert definition is not None
    sample = samples(definition, catalogue=catalogue, today=warsaw_date(datetime.now(UTC)))["proxy"]
    file = sample.attachments[0]
    filled = file.data + b"\n%" + b"x" * (1024 * kilobytes - len(file.data) - 14)
    filled += b"x" * (-len(filled) % 3)  # so that the mark stands in letters of its own
    attached = {
        "slot": file.slot, "filename": file.filename, "content_type": file.content_type,
        "data_base64": base64.b64encode(filled + _PLACE).decode(),
    }  # fmt: skip
    body = {"office": "zabrze", "service": DECLARATION, "answers": sample.answers, "attachments": [attached]}
    before, after = orjson.dumps(body).decode().split(base64.b64encode(_PLACE).decode())
    head = (
        f"POST /api/v1/submissions HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json"
        "\r\nIdempotency-Key: battery-{key}"
    )
    return Deed("submit", weight, [head], (before, after), good=201)


def status(host: str, cases: Sequence[str], *, weight: int = 10) -> Deed:
    """How a case stands: `cases` are addresses with their token."""
    return Deed("status", weight, [_get(case, host) for case in cases])


def queue(host: str, cookie: str) -> Deed:
    pages = ("/sprawy?widok=open", "/sprawy?widok=unassigned", "/sprawy?widok=overdue")
    return Deed("queue", 1, [f"{_get(page, host)}\r\nCookie: {cookie}" for page in pages])


def some_cases(program: Program, count: int = 20) -> list[str]:
    """Addresses of cases that were filed for this, with their token."""
    found = []
    with httpx.Client(base_url=program.address, timeout=60, headers=_named(program)) as wire:
        for letter in letters(count):
            filed = wire.post(
                "/api/v1/submissions", json=letter.body, headers={"Idempotency-Key": f"before-{letter.key}"}
            )
            assert filed.status_code == 201, filed.text
            parts = urlsplit(filed.json()["case_url"])
            found.append(f"{parts.path}?{parts.query}")
    return found


def _named(program: Program) -> dict[str, str]:
    """Behind nginx the portal answers under its public name only."""
    public = program.setting("public_url")
    return {"Host": urlsplit(public).netloc, "X-Forwarded-Proto": "https"} if public else {}


def residents(
    program: Program, cases: Sequence[str], count: int, *, pause: tuple[float, float] = (0.3, 0.9)
) -> list[Person]:
    """70 browse, 15 file, 10 ask; straight at the portal."""
    host = f"127.0.0.1:{program.port}"
    deeds = [browse(host), submit(host), status(host, cases)]
    return [Person(program.port, deeds, pause=pause) for _ in range(count)]


def _get(path: str, host: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html, application/json"
