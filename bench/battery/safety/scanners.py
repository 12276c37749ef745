"""S1: scanners that others wrote, and templates typed into every field."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.battery.by_tests import passed
from bench.battery.ground import house
from bench.battery.row import Attempt, Result, judged
from bench.battery.safety.maps import portal_addresses
from tests.program import Program

#: installed for the run only, each in an environment of its own
_SQLMAP = ("uv", "tool", "run", "--from", "sqlmap==1.10.*", "sqlmap")
#: none of those that ask a server of their own on the internet
_ON_THIS_MACHINE = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,xss"
)
_WAPITI = ("--from", "wapiti3", "wapiti")
_SUSPICION = "SQL Injection"
_WAPITI_SECONDS = 400  #: with its start and its report, ten minutes at most


def scanned(attempt: Attempt) -> Result:
    """wapiti over pages, sqlmap over what can be asked for, schemathesis over the API, templates as text."""
    with house(attempt) as program:
        attempt.say("wapiti")
        wapiti = _wapiti(program, attempt)
        attempt.say("sqlmap")
        sqlmap = _sqlmap(program, attempt, wapiti.get("suspected", {}))
        broken = _defects(program)
    own = passed(attempt, "tests/portal/api/test_schemathesis.py", "tests/backoffice/test_markup_is_text.py")
    figures = {"wapiti": wapiti, "sqlmap": sqlmap, "own tests": own, "defects in logs": broken}
    return judged(
        figures,
        {
            "wapiti finds nothing": not wapiti.get("found"),
            "sqlmap finds nothing": not sqlmap.get("found"),
            "sqlmap finds nothing where wapiti suspects": not sqlmap.get("not refuted"),
            "own tests": not own["failed"] and own["passed"] >= 2,
            "0 × 500": not broken,
        },
    )


def _run(command: Sequence[str], seconds: int, folder: Path) -> tuple[int, str]:
    if shutil.which(command[0]) is None:
        return -1, f"{command[0]} is not on this machine"
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        # what it started holds our pipe: without the whole group gone we would wait for ever
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
        return -2, f"ended after {seconds} s: {said[-300:]}"
    return process.returncode, said


def _newer_python() -> str | None:
    """wapiti wants Python 3.12 or newer: on the path, or beside our own."""
    beside = sorted(Path(sys.base_prefix).parent.glob("3.*/bin/python3.1[2-9]"))
    for place in filter(None, (shutil.which("python3.12"), shutil.which("python3.13"), *map(str, beside))):
        if subprocess.run([place, "-c", ""], capture_output=True, check=False).returncode == 0:
            return str(place)
    return None


def _wapiti(program: Program, attempt: Attempt) -> dict[str, Any]:  # Any: figures of several kinds
    python = _newer_python()
    if python is None:
        return {"not run": "no Python 3.12 or newer is on this machine"}
    report = attempt.folder / "wapiti.json"
    seconds = attempt.size(_WAPITI_SECONDS, 60)
    command = (
        *("uv", "tool", "run", "--python", python), *_WAPITI,
        *("-u", f"{program.address}/", "--scope", "folder", "-f", "json", "-o", str(report)),
        *("--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 12), "--no-bugreport"),
        *("-m", _ON_THIS_MACHINE, "--max-links-per-page", "20", "--max-files-per-dir", "20", "--depth", "4"),
        # each look at a form leads to a new draft, for ever
        *("--exclude", f"{program.address}/uslugi/*/formularz/*/*", "--flush-session"),
    )  # fmt: skip
    code, said = _run(command, seconds + 120, attempt.folder)
    if not report.exists():
        return {"not run": said[-300:], "code": code}
    told = json.loads(report.read_text())
    found = {
        name: len(ones)
        for kind in ("vulnerabilities", "anomalies")
        for name, ones in told[kind].items()
        if ones and name != _SUSPICION
    }
    # plain http on the loopback has no HSTS, no Secure cookies and no TLS to look at
    harmless = {"Strict-Transport-Security", "HTTP Strict Transport Security (HSTS)", "Secure Flag cookie"}
    return {
        "pages": told["infos"].get("crawled_pages_nbr"),
        "found": {name: count for name, count in found.items() if name not in harmless},
        "suspected": _suspected(told["vulnerabilities"].get(_SUSPICION, [])),
        "of plain http only": {name: count for name, count in found.items() if name in harmless},
    }


def _suspected(told: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Address without the attack → parameter, one of a kind. wapiti compares pages that other attacks of its
    own, under way with the same cookies, turn into another language: sqlmap gives a second opinion.
    """
    kinds: dict[tuple[str, str], str] = {}
    for one in told:
        kinds.setdefault((re.sub(r"^/uslugi/[^/]+", "", one["path"]), one["parameter"]), one["path"])
    return {f"{path}?{parameter}=pl": parameter for (_, parameter), path in kinds.items()}


_ASKED = (
    "/uslugi?q=podatek&temat=tax&sytuacja=x",
    "/sprawdz-upo?id=0b1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e&skrot=00",
    "/api/v1/services/taxi-licencja/sample?name=default",
    "/sprawy/0b1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e?t=abc",
    "/?urzad=zabrze&lang=pl",
)


def _sqlmap(program: Program, attempt: Attempt, suspected: Mapping[str, str]) -> dict[str, object]:
    found, ended = [], {}
    asked = (*_ASKED, *(one + "?t=abc" for one in portal_addresses() if one.startswith("/upo/")))
    for path in (*asked[:: attempt.size(1, 4)], *suspected):
        code, said = _run(
            [
                *_SQLMAP,
                "-u",
                program.address + path,
                "--batch",
                "--level",
                "2",
                "--risk",
                "2",
                "--flush-session",
                "--disable-coloring",
                "--output-dir",
                str(attempt.folder / "sqlmap"),
                "--timeout",
                "10",
                *(("-p", suspected[path]) if path in suspected else ()),
            ],
            attempt.size(300, 60),
            attempt.folder,
        )
        found += [path] if re.search(r"is vulnerable|identified the following injection", said) else []
        ended[path] = "nothing" if "do not appear to be injectable" in said else f"{code}: {said[-150:]}"
    not_refuted = [path for path in suspected if ended[path] != "nothing"]
    return {"asked": len(ended), "found": found, "not refuted": not_refuted, "ended": ended}


def _defects(program: Program) -> list[str]:
    told = "".join(path.read_text(errors="replace") for path in (program.data / "log").glob("*.log"))
    return [line[:300] for line in told.splitlines() if '"defect' in line][:5]
