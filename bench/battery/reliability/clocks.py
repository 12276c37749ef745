"""R13: clocks that are wrong, days that are missing or twice: terms as in tables made by hand."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from lxml import etree

from bench.battery.ground import CALLS, house
from bench.battery.row import Attempt, Result, Row, judged
from tests.crash.letters import letters
from tests.program import HOUSE, Program, free_port, until

#: what is shown by tests that hold tables made by hand
_TESTS = {
    "Easter, fixed and named days": "tests/casework/clock/test_calendar.py",
    "terms in Warsaw, 29 February, changes of the clock": "tests/casework/clock/test_deadlines.py",
    "terms of parties and of the office, by the examples of the facts": "tests/casework/clock/test_terms.py",
    "numbers at the end of a year, by the database": "tests/casework/intake/test_filing_in_place_and_time.py",
}
_FAKETIME = (
    Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
    Path("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
    Path("/usr/lib/faketime/libfaketimeMT.so.1"),
)
_PASSED = re.compile(r"(\d+) passed")
_AHEAD = timedelta(minutes=10)


def _tested(path: str) -> str:
    """How many hold, or what pytest said."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", path],
        cwd=HOUSE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    passed = _PASSED.search(done.stdout)
    return passed[0] if passed and done.returncode == 0 else done.stdout[-300:]


@contextmanager
def _web_ahead(program: Program, library: Path) -> Iterator[str]:
    """A further portal of the same system, ten minutes ahead of its database; its address."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
    given = {
        "OKIENKO_DEMO": "1", "OKIENKO_DATA": str(program.data), "OKIENKO_PORT": str(port),
        "OKIENKO_API_CALLS_A_MINUTE": CALLS, "OKIENKO_WEB_WORKERS": "1",
        "LD_PRELOAD": str(library), "FAKETIME": f"+{int(_AHEAD.total_seconds())}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    with program.data.with_name("ahead.out").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "okienko", "web"], cwd=HOUSE, env=own | given,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        until("the portal ahead answers", lambda: _answers(address), within=120)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _filed_ahead(attempt: Attempt, library: Path) -> dict[str, object]:
    """How far the moments of a receipt are from true time when the portal's clock is ten minutes ahead."""
    (letter,) = letters(1)
    with house(attempt) as program, _web_ahead(program, library) as address:
        shown = datetime.strptime(
            httpx.get(f"{address}/healthz").headers.get("Date", ""), "%a, %d %b %Y %H:%M:%S GMT"
        ).replace(tzinfo=UTC)  # fmt: skip
        before = datetime.now(UTC)
        filed = httpx.post(
            f"{address}/api/v1/submissions",
            json=letter.body,
            headers={"Idempotency-Key": letter.key},
            timeout=30,
        )
        after = datetime.now(UTC)
        told = filed.json()
        receipt = httpx.get(told["receipt_url"].replace(program.address, address), timeout=30).content
    moment = datetime.fromisoformat(told["filed_at"])
    slack = timedelta(seconds=2)
    return {
        "portals_clock_ahead_s": round((shown - before).total_seconds()),
        "status": filed.status_code,
        "filed_at_by_the_database": before - slack <= moment <= after + slack,
        "moments_in_the_receipt_ahead": _moments_ahead(receipt, after),
    }


def _moments_ahead(receipt: bytes, now: datetime) -> list[str]:
    """Moments in the receipt that lie in the future, with the name of their element."""
    found = []
    for element in etree.fromstring(receipt).iter(etree.Element):
        text = (element.text or "").strip()
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*", text):
            moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
            if moment.astimezone(UTC) > now + timedelta(seconds=5):
                found.append(f"{etree.QName(element).localname} {text}")
    return found


def _clocks(attempt: Attempt) -> Result:
    figures: dict[str, object] = {}
    met: dict[str, bool] = {}
    for name, path in _TESTS.items():
        attempt.say(name)
        figures[name] = _tested(path)
        met[name] = bool(_PASSED.fullmatch(str(figures[name])))
    library = next((path for path in _FAKETIME if path.exists()), None)
    if library is None:
        figures["portal 10 min ahead"] = (
            "not run: libfaketime is not on this machine (apt-get install faketime)"
        )
        return judged(figures, met)
    ahead = _filed_ahead(attempt, library)
    figures["portal 10 min ahead"] = ahead
    met["the clock of the portal really was ahead"] = 500 <= int(str(ahead["portals_clock_ahead_s"])) <= 700
    met["the receipt's time is the database's"] = ahead["filed_at_by_the_database"] is True
    met["no moment of the receipt lies ahead"] = ahead["moments_in_the_receipt_ahead"] == []
    return judged(figures, met)


R13 = (Row("R13", "clocks: changes of time, free days, year's end, a portal ten minutes ahead", _clocks, 4),)
