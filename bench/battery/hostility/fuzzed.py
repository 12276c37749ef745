"""F11: every reader of bench/fuzzing.py for so long; a crash or a second of CPU for one input ends it."""

import re
import subprocess
import sys
from pathlib import Path

from bench.battery.row import Attempt, CannotRun, Result, judged

_HOUSE = Path(__file__).parents[3]
_READERS = (
    "receipt", "letter", "file type", "phone", "e-mail", "date", "money", "identifiers", "table",
    "definition", "webhook",
)  # fmt: skip


def fuzzed(attempt: Attempt) -> Result:
    """Ten minutes each. Crashing inputs stay in the row's output as base64."""
    _demand_fuzzer()
    figures = {}
    for reader in _READERS:
        attempt.say(f"{reader} is fed")
        done = subprocess.run(
            [sys.executable, "-m", "bench.fuzzing", reader, str(attempt.size(600, 20))],
            cwd=_HOUSE, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        ran = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        figures[reader] = {
            "inputs": int(ran[1]) if ran else 0,
            "broken": "" if done.returncode == 0 else _told(done.stdout + done.stderr),
        }
    return judged(
        figures,
        {
            "0 crashes and hangs": not any(one["broken"] for one in figures.values()),
            "every reader was fed": all(one["inputs"] for one in figures.values()),
        },
    )


def _demand_fuzzer() -> None:
    tried = subprocess.run([sys.executable, "-c", "import atheris"], capture_output=True, check=False)
    if tried.returncode != 0:
        raise CannotRun("atheris is not installed: uv sync --inexact --group battery (Linux only)")


def _told(said: str) -> str:
    lines = said.splitlines()
    found = [line for line in lines if line.startswith(("Base64:", "SUMMARY:")) or "Error" in line]
    return "; ".join(found[-5:])[:2000] or "it ended without a word"
