"""F13: a megabyte in every field, ten thousand fields, deep JSON, long cookies and headers."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

import httpx

from bench.battery.ground import hidden, house_behind_nginx
from bench.battery.row import Attempt, Result, judged
from forms_catalog.catalogue import load
from tests.deploy.front import PORTAL, Front
from tests.over_wire import OverWire

Ask = Callable[[httpx.Client], httpx.Request]
_LONG = "ż" * 500_000  # a megabyte in UTF-8
_FORM = "/uslugi/informacja-publiczna-wniosek/formularz"
_MOST = 1.0  # seconds


def long_things(attempt: Attempt) -> Result:
    """By nginx, as an office has it: each is refused in a second with 4xx; nothing breaks."""
    with house_behind_nginx(attempt) as (_, front):
        seen = {name: _timed(front, ask) for name, ask in _QUESTIONS.items()}
        seen |= {f"field {name}": _timed(front, _in_field(name)) for name in _fields()}
        after = front.ask("/healthz").status_code == 200
    slow = {name: one for name, one in seen.items() if one[1] > _MOST}
    return judged(
        {"asked": len(seen), "answers": seen, "slow": slow},
        {
            "only 4xx": all(400 <= status < 500 for status, _ in seen.values()),
            "≤ 1 s": not slow,
            "it still answers": after,
        },
    )


def _timed(front: Front, ask: Ask) -> tuple[int, float]:
    with OverWire.through(front, PORTAL).wire as wire:
        wire.get("/sprawy")  # a session and a warm process
        asked = ask(wire)
        asked.read()  # what it costs us to put it together is not counted
        began = time.monotonic()
        try:
            status = wire.send(asked).status_code
        except (httpx.RemoteProtocolError, httpx.WriteError, httpx.ReadError):
            status = 431  # hung up on what no server reads
        return status, round(time.monotonic() - began, 3)


def _fields() -> list[str]:
    """Every text of one form, as its input is called."""
    form = load().service("informacja-publiczna-wniosek")
    assert form is not None
    return [
        field.name
        for section in form.sections
        for field in section.fields
        if field.kind in ("text", "string")
    ]


def _in_field(name: str) -> Ask:
    def ask(wire: httpx.Client) -> httpx.Request:
        page = wire.get(_FORM).text
        action = page.partition('action="')[2].partition('"')[0]
        return wire.build_request("POST", action, data={**hidden(page), name: _LONG})

    return ask


def _api(body: bytes) -> Ask:
    sent = {"Content-Type": "application/json", "Idempotency-Key": "0123456789abcdef"}
    return lambda wire: wire.build_request("POST", "/api/v1/submissions", content=body, headers=sent)


def _many(count: int) -> dict[str, str]:
    return {f"pole{number}": "x" for number in range(count)}


_QUESTIONS: dict[str, Ask] = {
    "10 000 fields": lambda wire: wire.build_request("POST", "/sprawy", data=_many(10_000)),
    "10 000 parts": lambda wire: wire.build_request(
        "POST", "/sprawdz-upo", files=[(f"f{n}", ("x", b"x")) for n in range(10_000)]
    ),
    "a megabyte of key": lambda wire: wire.build_request(
        "POST", "/sprawy", data={**hidden(wire.get("/sprawy").text), "klucz": _LONG}
    ),
    "60 kB of query": lambda wire: wire.build_request("GET", "/uslugi?" + urlencode({"q": "x" * 60_000})),
    "60 kB of path": lambda wire: wire.build_request("GET", "/" + "x" * 60_000),
    "64 kB of cookie": lambda wire: wire.build_request(
        "GET", "/sprawy", headers={"Cookie": "a=" + "x" * 65_536}
    ),
    "64 kB of header": lambda wire: wire.build_request("GET", "/", headers={"X-Long": "x" * 65_536}),
    "1000 headers": lambda wire: wire.build_request("GET", "/", headers={f"X-{n}": "x" for n in range(1000)}),
    "JSON 5000 deep": _api(b'{"answers":' * 5000 + b"1" + b"}" * 5000),
    "JSON lists 100 000 deep": _api(b"[" * 100_000 + b"]" * 100_000),
    "JSON of 10 000 answers": _api(
        b'{"office":"zabrze","service":"x","answers":{'
        + b",".join(b'"a%d":1' % n for n in range(10_000))
        + b"}}"
    ),
    "a number of a million digits": _api(b'{"office":' + b"9" * 1_000_000 + b"}"),
}
