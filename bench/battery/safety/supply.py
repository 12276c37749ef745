"""S14: our own code read by bandit, secrets looked for, everything we stand on listed with its licence."""

import json
import re
import subprocess
from collections import Counter
from importlib.metadata import distributions
from pathlib import Path

from bench.battery.row import Attempt, CannotRun, Result, judged

_HOUSE = Path(__file__).parents[3]
_ROOMS = ("forms_catalog", "casework", "sms", "mail", "pages", "portal", "backoffice", "okienko")
#: files that hold digests and made-up numbers, not secrets
_LISTS = r"uv\.lock|.*\.po$|tests/.*|bench/.*|docs/.*"

#: alphabets, an account that nobody has, a sentence about secrets
_NO_SECRET = re.compile(r"ABCDEFGH|_DEMO_ACCOUNT|^#")


def supply(attempt: Attempt) -> Result:
    bandit = _bandit()
    secrets = _secrets()
    locked = (_HOUSE / "uv.lock").read_text(encoding="utf-8")
    files = re.findall(r'\{ url = "[^"]+"(, hash = "sha256:[0-9a-f]{64}")?', locked)
    bill, unnamed = _bill()
    (attempt.folder / "sbom.json").write_text(json.dumps(bill))
    installed = {_plain(one.metadata["Name"]) for one in distributions()}
    listed = {_plain(str(part["name"])) for part in bill["components"]}  # type: ignore[index,union-attr]  # as made below
    figures = {
        "bandit": bandit, "secrets": secrets, "files in the lock": len(files),
        "without a hash": files.count(""), "components": len(listed), "licence unknown": unnamed,
    }  # fmt: skip
    return judged(
        figures,
        {
            "0 findings of medium or more": not bandit["MEDIUM"] and not bandit["HIGH"],
            "no secrets": not secrets,
            "every file in the lock has its hash": not files.count(""),
            "the bill names everything": installed <= listed,
        },
    )


def _tool(*words: str) -> str:
    done = subprocess.run(
        ["uv", "tool", "run", *words], cwd=_HOUSE, capture_output=True, text=True, check=False, timeout=300
    )
    if not done.stdout.strip().startswith("{"):
        raise CannotRun(f"{words[0]} does not run: {done.stderr[-300:]}")
    return done.stdout


def _bandit() -> dict[str, int]:
    """Findings by severity; one whose line says why it is none counts as looked at."""
    told = json.loads(_tool("bandit", "-r", *_ROOMS, "-f", "json", "-q"))
    counted = Counter(
        "looked at" if _has_reason(one["filename"], one["line_range"]) else one["issue_severity"]
        for one in told["results"]
    )
    return {severity: counted[severity] for severity in ("HIGH", "MEDIUM", "LOW", "looked at")}


def _has_reason(file: str, places: list[int]) -> bool:
    """The linter knows the same rules by S numbers, and the house wants a reason beside each opt-out."""
    lines = (_HOUSE / file).read_text(encoding="utf-8").splitlines()
    return any("noqa: S" in line for line in lines[places[0] - 1 : places[-1]])


def _secrets() -> dict[str, list[int]]:
    """File → lines that look like a secret."""
    told = json.loads(
        _tool("detect-secrets", "scan", "--exclude-files", _LISTS, *_ROOMS, "deploy", "Makefile")
    )
    found: dict[str, list[int]] = {}
    for name, ones in told["results"].items():
        lines = (_HOUSE / name).read_text(encoding="utf-8").splitlines()
        for one in ones:
            line = lines[one["line_number"] - 1]
            if one["type"] != "Hex High Entropy String" and not _NO_SECRET.search(line):
                found.setdefault(name, []).append(one["line_number"])
    return found


def _bill() -> tuple[dict[str, object], list[str]]:
    """What is installed, as CycloneDX lists it; names whose licence nobody told."""
    parts, unnamed = [], []
    for one in distributions():
        name = str(one.metadata["Name"])
        licence = one.metadata.get("License-Expression") or one.metadata.get("License") or ""
        classified = [c for c in one.metadata.get_all("Classifier") or () if c.startswith("License ::")]
        if not licence and not classified:
            unnamed.append(name)
        parts.append({
            "type": "library", "name": name, "version": one.version,
            "purl": f"pkg:pypi/{_plain(name)}@{one.version}",
            "licenses": [{"license": {"name": (licence or "; ".join(classified) or "unknown")[:80]}}],
        })  # fmt: skip
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": parts}, sorted(
        unnamed
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
