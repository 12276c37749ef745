"""Whatever may need a person at night stands in the runbook, and its links lead somewhere."""

import re
from pathlib import Path

from casework.standing import WORDS

DOCS = Path(__file__).parents[2] / "docs"
RUNBOOK = (DOCS / "runbook.md").read_text(encoding="utf-8")
#: said for knowledge: nobody has to get up
TO_WATCH = {
    "channel_not_set", "channel_away", "duty_cut_off", "facts_unconfirmed", "files_not_scanned",
    "places_none", "scanner_not_set",
}  # fmt: skip


def _anchor(heading: str) -> str:
    bare = re.sub(r"[^\w\s-]", "", heading.strip("# ").lower())
    return bare.replace(" ", "-")


def test_every_finding_that_needs_a_person_leads_to_a_chapter() -> None:
    needed = {code for code in WORDS if not code.endswith("_ok")} - TO_WATCH
    assert not {code for code in needed if f"`{code}`" not in RUNBOOK}


def test_no_link_of_the_runbook_and_the_deployment_page_is_dead() -> None:
    for page in ("runbook.md", "deploying.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        for file, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", text):
            target = DOCS / (file or page)
            assert target.exists(), file
            headings = [
                line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("#")
            ]
            assert not anchor or anchor in {_anchor(heading) for heading in headings}, anchor


def test_every_command_of_the_runbook_exists() -> None:
    commands = set(re.findall(r"`(?:sudo )?okienko (\w+)(?: (\w+))?", RUNBOOK))
    known = {"status", "backup", "restore", "release", "verify", "seal", "audit", "user", "places"}
    assert {first for first, _ in commands} <= known
    assert {("seal", "renew"), ("seal", "list"), ("audit", "verify")} <= commands


def test_what_an_office_makes_ready_is_the_whole_program() -> None:
    """The service may not write beside the program: what is not compiled before is compiled at each start."""
    ordered = re.search(
        r"^ready:.*\n\t.*compileall[^\n]*?-j 0 ([^\n]+)", (DOCS.parent / "Makefile").read_text(), re.M
    )
    assert ordered is not None
    packages = {init.parent.name for init in DOCS.parent.glob("*/__init__.py")} - {"tests", "bench"}
    assert set(ordered[1].split()) == packages
    deploying = (DOCS / "deploying.md").read_text(encoding="utf-8")
    assert "make ready" in deploying and "make ready" in RUNBOOK and "uv sync" not in deploying + RUNBOOK
