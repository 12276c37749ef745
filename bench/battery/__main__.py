"""Runs rows and prints a line of JSON for each."""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from bench.battery.row import Attempt, CannotRun, Row
from bench.battery.rows import ROWS, chosen

_HOUSE = Path(__file__).parents[2]


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m bench.battery")
    asked.add_argument("rows", nargs="*", metavar="ROW")
    asked.add_argument("--short", action="store_true", help="a taste of each row")
    asked.add_argument("--list", action="store_true", help="what there is")
    given = asked.parse_args(words)
    if given.list:
        for row in ROWS:
            print(f"{row.id:8} {row.what}{' (only when named)' if row.long else ''}")
        return 0
    try:
        rows = chosen(given.rows)
    except KeyError as unknown:
        asked.error(f"there is no row {unknown}")
    lines = (line_of(rows[0], short=given.short),) if len(rows) == 1 else _each_alone(rows, short=given.short)
    well = True
    for line in lines:
        print(json.dumps(line, ensure_ascii=False, default=str), flush=True)
        well = well and line["ok"] is not False
    return 0 if well else 1


def line_of(row: Row, *, short: bool) -> dict[str, object]:
    """Whatever goes wrong in a row is the row's failure."""
    began = time.monotonic()
    line: dict[str, object] = {"id": row.id}
    with tempfile.TemporaryDirectory(prefix="okienko-", ignore_cleanup_errors=True) as folder:
        try:
            result = row.run(Attempt(row.id, Path(folder), short=short))
            line |= {"ok": result.ok, "figures": result.figures}
        except CannotRun as why:
            line |= {"ok": None, "why": str(why)}
        except Exception as error:  # noqa: BLE001 – a row that breaks is a row that is not ok
            traceback.print_exc()
            line |= {"ok": False, "why": f"{type(error).__name__}: {error}"[:1000]}
    return line | {"scale": "short" if short else "full", "seconds": round(time.monotonic() - began, 1)}


def _each_alone(rows: list[Row], *, short: bool) -> Iterator[dict[str, object]]:
    """Each in a process of its own, so that none stands on what another left behind."""
    for row in rows:
        print(f"{row.id}: {row.what}", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "bench.battery", row.id, *(["--short"] if short else [])]
        process = subprocess.Popen(command, cwd=_HOUSE, stdout=subprocess.PIPE, text=True)
        try:
            said, _ = process.communicate(timeout=row.minutes * 180)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)  # it ends what it started
            try:
                process.communicate(timeout=90)
            except subprocess.TimeoutExpired:
                process.kill()
            yield {"id": row.id, "ok": False, "why": f"not over after {row.minutes * 3:g} minutes"}
            continue
        lines = said.strip().splitlines()
        yield (
            json.loads(lines[-1]) if lines else {"id": row.id, "ok": False, "why": "it ended without a word"}
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
