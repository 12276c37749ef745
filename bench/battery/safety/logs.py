"""S16: canaries fly through every door of the real program; whatever it wrote is read."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bench.battery.ground import house_behind_nginx, ports
from bench.battery.row import Attempt, Result, judged
from forms_catalog.catalogue import load
from tests import canaries
from tests.canaries import AtDesk, Flock
from tests.deploy.front import DESK, PORTAL, Front
from tests.over_wire import OverWire
from tests.program import Program

_PEOPLE = ("kierownik@zabrze", "administrator@zabrze")


def logs(attempt: Attempt) -> Result:
    """Logs of every process at their most talkative, nginx's, metrics and `okienko status`."""
    (metrics,) = ports(1)
    with house_behind_nginx(attempt, log_level="DEBUG", metrics_port=str(metrics)) as (program, front):
        flock = _fly(program, front)
        time.sleep(5)  # the worker sends what was promised
        told = httpx.get(f"http://127.0.0.1:{metrics}/metrics", timeout=10).text
        program.stop()
        written = dict(_written(program, front)) | {"metrics": told}
    # whoever starts a demo is told the passwords of its clerks, on the terminal
    shown = {name: flock.found_in(text) for name, text in written.items()}
    found = {name: sorted(canaries) for name, canaries in shown.items() if canaries}
    lines, broken = _json_lines(program.data / "log")
    return judged(
        {
            "canaries": len(flock.known), "doors": len(flock.answers), "found": found, "events": lines,
            "not_json": broken[:5], "read": {name: len(text) for name, text in written.items()},
            "answers": flock.answers,
        },
        {
            "no canary in any log": not found,
            "one JSON line an event": not broken and lines > 0,
            "no defect": 500 not in flock.answers.values(),
            "they got in": flock.answers.get("filed in a browser") == 200
            and flock.answers.get("API filed") == 201 and flock.answers.get("log-in 3") == 303,
        },
    )  # fmt: skip


def _fly(program: Program, front: Front) -> Flock:
    flock, catalogue = Flock(), load()
    portal, desk = (OverWire.through(front, name) for name in (PORTAL, DESK))
    case = canaries.fly_through_forms(portal, catalogue, flock)
    case = "?".join(filter(None, urlsplit(case)[2:4]))
    canaries.fly_to_the_case(portal, case, flock)
    canaries.fly_through_the_api(portal, catalogue, flock)
    canaries.fly_past_every_door(portal, flock)
    supervisor, administrator = (_person(program, name) for name in _PEOPLE)
    canaries.fly_over_the_desk(desk, supervisor, case.partition("?")[0].rpartition("/")[2], flock)
    canaries.fly_over_accounts(OverWire.through(front, DESK), administrator, flock)
    return flock


def _person(program: Program, name: str) -> AtDesk:
    lines = (program.data / "secrets" / "demo-clerks.txt").read_text(encoding="ascii").splitlines()
    login, password, totp = next(line.split() for line in lines if line.startswith(f"{name}.demo.example "))
    return AtDesk(login, password, totp)


def _written(program: Program, front: Front) -> Iterator[tuple[str, str]]:
    for folder in (program.data / "log", program.data / "postgres", front.folder):
        for path in sorted(folder.glob("*.log")):
            yield path.name, path.read_text(encoding="utf-8", errors="replace")


def _json_lines(folder: Path) -> tuple[int, list[str]]:
    """How many events, and the lines that are none."""
    good, broken = 0, []
    for path in sorted(folder.glob("*.log")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                json.loads(line)
                good += 1
            except ValueError:
                broken.append(f"{path.name}: {line[:200]}")
    return good, broken
