"""S12: whether the time or the words of an answer tell who has an account or a case."""

import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from uuid import UUID

import httpx

from bench.battery.ground import database, hidden, house
from bench.battery.people import some_cases
from bench.battery.row import Attempt, Result, judged
from tests.program import Program

_GAP = 0.005  # seconds between the medians
_P = 0.01
_KNOWN = "podatki@zabrze.demo.example"


def tells_nothing(attempt: Attempt) -> Result:
    """Pairs of tries in random order, each from an address of its own: an account that is there, and none."""
    dice = random.Random(attempt.seed)  # noqa: S311  # an order that can be repeated, not a secret
    pairs = attempt.size(500, 40)
    with house(attempt) as program:
        (case,) = some_cases(program, 1)
        with database(program) as kept:

            def at_the_desk(there: bool, address: str) -> float:
                kept.execute("DELETE FROM try_counter")  # ten tries an account are not enough to measure by
                return _log_in(program, there, address)

            log_in = _pairs(pairs, dice, at_the_desk)
        token = _pairs(
            pairs, dice, lambda there, address: _by_token(program, case if there else _no_case(dice), address)
        )
        hits = sum(_guessed(program, dice, number) for number in range(attempt.size(10_000, 500)))
    figures = {
        "log-in": log_in,
        "a case under a wrong token": token,
        "guessed of": attempt.size(10_000, 500),
        "hits": hits,
    }
    return judged(
        figures,
        {
            **{
                f"{name}: medians within 5 ms": one["gap_ms"] < 1000 * _GAP
                for name, one in (("log-in", log_in), ("token", token))
            },
            **{f"{name}: p > 0.01": one["p"] > _P for name, one in (("log-in", log_in), ("token", token))},
            "nothing is guessed": hits == 0,
        },
    )


def _pairs(count: int, dice: random.Random, ask: Callable[[bool, str], float]) -> dict[str, float]:
    """`ask` gives the seconds of the one answer that counts, without making clients and fetching forms."""
    spent: dict[bool, list[float]] = {True: [], False: []}
    for number in range(count):
        order = [True, False]
        dice.shuffle(order)
        for there in order:
            # an address is let in ten times only
            address = f"127.{1 + number // 250}.{number % 250}.{2 + there}"
            spent[there].append(ask(there, address))
    known, unknown = statistics.median(spent[True]), statistics.median(spent[False])
    gap = abs(known - unknown)
    return {
        "pairs": count,
        "gap_ms": round(1000 * gap, 2),
        "known_ms": round(1000 * known, 2),
        "unknown_ms": round(1000 * unknown, 2),
        "p": round(_mann_whitney(spent[True], spent[False]), 4),
    }


def _mann_whitney(first: Sequence[float], second: Sequence[float]) -> float:
    """Two-sided, by the normal approximation: fine for dozens of values without ties."""
    ranked = sorted([(one, 0) for one in first] + [(one, 1) for one in second])
    sum_of_ranks = sum(rank for rank, (_, group) in enumerate(ranked, 1) if group == 0)
    n, m = len(first), len(second)
    u = sum_of_ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


def _from(address: str, base: str) -> httpx.Client:
    return httpx.Client(
        base_url=base, timeout=30, transport=httpx.HTTPTransport(local_address=address, verify=False)
    )


def _log_in(program: Program, there: bool, address: str) -> float:
    with _from(address, f"http://127.0.0.1:{program.port + 1}") as wire:
        carried = hidden(wire.get("/logowanie").text)
        login = _KNOWN if there else "nikogo@zabrze.demo.example"
        typed = {**carried, "login": login, "password": "nie to haslo", "code": "000000"}
        began = time.perf_counter()
        sent = wire.post("/logowanie", data=typed)
        spent = time.perf_counter() - began
        assert sent.status_code in (422, 429), sent.status_code
    return spent


def _no_case(dice: random.Random) -> str:
    """Of the shape of a case's address: any other is answered without asking who comes."""
    return f"/sprawy/{UUID(int=dice.getrandbits(128), version=4)}?t=x"


def _by_token(program: Program, case: str, address: str) -> float:
    with _from(address, program.address) as wire:
        wire.get("/healthz")  # the line stands
        began = time.perf_counter()
        sent = wire.get(case.partition("?")[0], params={"t": "to-nie-jest-ten-znacznik"})
        spent = time.perf_counter() - began
        assert sent.status_code == 404
    return spent


def _guessed(program: Program, dice: random.Random, number: int) -> bool:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    key = "-".join("".join(dice.choices(letters, k=4)) for _ in range(4))
    with _from(
        f"127.{100 + number // 60_000}.{number // 250 % 240}.{number % 250 + 2}", program.address
    ) as wire:
        return wire.get(f"/api/v1/cases/{key}").status_code == 200
