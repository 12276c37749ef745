"""R15: two hundred slow lines before the shipped nginx; somebody else is served as quickly as ever."""

import ssl
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from bench.battery.crowd import p95
from bench.battery.ground import house_behind_nginx
from bench.battery.row import Attempt, Result, Row, judged
from tests.deploy.front import PORTAL, Front
from tests.program import until

_LINES, _P95_MS = 200, 100.0
#: as slowhttptest does with -H and -B
_HEADERS = f"GET / HTTP/1.1\r\nHost: {PORTAL}\r\nUser-Agent: slow\r\n".encode()
_BODY = (
    f"POST /uslugi HTTP/1.1\r\nHost: {PORTAL}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: 8192\r\n\r\n"
).encode()


@dataclass
class _Slow:
    """Lines that are kept open by a few letters a second; one that is cut is opened again."""

    front: Front
    beginning: bytes
    drop: bytes
    over: threading.Event = field(default_factory=threading.Event)
    events: Counter[str] = field(default_factory=Counter)
    open: int = 0
    most: int = 0

    def attack(self, number: int) -> None:
        """Twenty-five lines of one address of a network of eight."""
        source = f"127.0.0.{2 + number}"
        lines: list[ssl.SSLSocket | None] = [None] * (_LINES // 8)
        while not self.over.is_set():
            for place, line in enumerate(lines):
                lines[place] = self._push(line, source)
            self.over.wait(1.0)
        for line in lines:
            if line is not None:
                line.close()

    def _push(self, line: ssl.SSLSocket | None, source: str) -> ssl.SSLSocket | None:
        try:
            if line is None:
                line = self.front.line(source=source)
                line.settimeout(5)
                line.sendall(self.beginning)
                self._count("opened", 1)
            else:
                line.sendall(self.drop)
                line.settimeout(0.001)
                with suppress(TimeoutError, ssl.SSLWantReadError):
                    if not line.recv(1):
                        raise ConnectionResetError
                line.settimeout(5)
        except (TimeoutError, OSError):
            if line is not None:
                with suppress(OSError):
                    line.close()
                self._count("cut", -1)
            return None
        return line

    def _count(self, what: str, change: int) -> None:
        self.events[what] += 1
        self.open += change
        self.most = max(self.most, self.open)


def _under(front: Front, beginning: bytes, drop: bytes, seconds: float) -> dict[str, object]:
    """How somebody else is served meanwhile."""
    slow = _Slow(front, beginning, drop)
    threads = [threading.Thread(target=slow.attack, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    until("the lines are open", lambda: slow.most >= _LINES, within=60)
    times, answers = _visit(front, seconds)
    slow.over.set()
    for thread in threads:
        thread.join()
    return {
        "seconds": seconds, "lines_at_once": slow.most, **slow.events, "asked": len(times),
        "answers": dict(answers), "p95_ms": p95(times), "longest_ms": round(max(times)),
    }  # fmt: skip


def _visit(front: Front, seconds: float) -> tuple[list[float], Counter[str]]:
    times: list[float] = []
    answers: Counter[str] = Counter()
    deadline = time.monotonic() + seconds
    with httpx.Client(verify=front.context, timeout=30) as wire:
        while time.monotonic() < deadline:
            began = time.perf_counter()
            try:
                answer = wire.get(
                    f"https://127.0.0.1:{front.tls}/uslugi",
                    headers={"Host": PORTAL, "Connection": "close"}, extensions={"sni_hostname": PORTAL},
                )  # fmt: skip
                answers[str(answer.status_code)] += 1
            except httpx.HTTPError as fault:
                answers[type(fault).__name__] += 1
            times.append(1000 * (time.perf_counter() - began))
            time.sleep(0.1)
    return times, answers


def _slow_lines(attempt: Attempt) -> Result:
    seconds = attempt.size(60.0, 15.0)
    with house_behind_nginx(attempt) as (_, front):
        calm, _answers = _visit(front, attempt.size(10.0, 3.0))
        attempt.say("slow headers")
        headers = _under(front, _HEADERS, b"X-a: b\r\n", seconds)
        attempt.say("slow bodies")
        body = _under(front, _BODY, b"a=b&", seconds)
    met = {
        f"{name}: {what}": well
        for name, figures in (("headers", headers), ("body", body))
        for what, well in (
            ("200 lines were open", int(str(figures["lines_at_once"])) >= 0.9 * _LINES),
            ("service available", set(figures["answers"]) == {"200"}),  # type: ignore[call-overload]  # a dict
            ("p95 under 100 ms", float(str(figures["p95_ms"])) <= _P95_MS),
        )
    }
    figures = {"p95_ms_before": p95(calm), "slow_headers": headers, "slow_body": body,
               "by": "own lines: slowhttptest is not needed"}  # fmt: skip
    return judged(figures, met)


R15 = (Row("R15", "200 slow lines through the shipped nginx", _slow_lines, 3),)
