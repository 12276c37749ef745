"""F14: texts of an office that a spreadsheet would count, in every table that leaves the house."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bench.battery.by_tests import passed
from bench.battery.row import Attempt, Result, judged
from tests.forms_catalog.spreadsheets.counted import tables

_LEAST = 20
#: semicolons, UTF-8, whole table, nothing kept as text; the last word: formulas are counted
_OPENED = "CSV:59,34,76,1,,0,false,true,false,false,false,0,true"


def counted_nowhere(attempt: Attempt) -> Result:
    """The tests of quoting, then LibreOffice itself where it is on this machine."""
    tried = passed(attempt, "tests/forms_catalog/spreadsheets/test_counted.py")
    figures: dict[str, object] = {**tried, "LibreOffice": "not on this machine: no table was opened"}
    met = {
        "none fails": not tried["failed"],
        "none is skipped": not tried["skipped"],
        f"at least {_LEAST} tests": tried["passed"] >= _LEAST,
    }
    if shutil.which("soffice"):
        ours = _formulas(attempt.folder / "ours", tables())
        bare = {name: data.replace(b"'", b"") for name, data in tables().items()}
        without = _formulas(attempt.folder / "without", bare)
        figures["LibreOffice"] = {"formulas": ours, "formulas without our apostrophes": without}
        met["LibreOffice counts no cell"] = set(ours.values()) == {0}
        met["without our apostrophes it does"] = all(without.values())
    return judged(figures, met)


def _formulas(folder: Path, tables: Mapping[str, bytes]) -> dict[str, int | None]:
    """Name → cells that became formulas; None for a table that was not opened."""
    folder.mkdir()
    for name, data in tables.items():
        (folder / f"{name}.csv").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    how = ("--convert-to", "fods", f"--infilter={_OPENED}", "--outdir", str(folder))
    files = [str(folder / f"{name}.csv") for name in tables]
    subprocess.run(["soffice", "--headless", profile, *how, *files], check=False, capture_output=True)
    made = {name: folder / f"{name}.fods" for name in tables}
    return {
        name: sheet.read_text("utf-8").count("table:formula=") if sheet.exists() else None
        for name, sheet in made.items()
    }
