"""Guards of rules that hold for the whole house, not for one room."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = ("forms_catalog", "casework", "sms", "mail", "pages", "portal", "backoffice", "okienko")
OTHER_FOLDERS = {"tests", "bench", "docs", "deploy", "translations", ".ci"}
SOURCES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
REASON = re.compile(r"# (type: ignore\[[\w, -]+\]|noqa: [A-Z0-9, ]+)(  ?# | – | - ).{8,}")
NO_SUBJECT = re.compile(r"(^|/)(utils?|helpers?|common|core|misc|models)(\.py|/)")


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=False
    ).stdout
    return [Path(line) for line in listed.splitlines() if (HOUSE / line).is_file()]


def test_every_top_level_folder_is_a_room_of_the_map() -> None:
    folders = {path.parts[0] for path in _tracked() if len(path.parts) > 1}
    assert folders <= set(ROOMS) | OTHER_FOLDERS, (
        "a new room needs a line in docs/README.md and an import contract"
    )


def test_no_file_is_named_after_nothing() -> None:
    assert [path for path in _tracked() if NO_SUBJECT.search(path.as_posix())] == []


def _each_file(demand: Callable[[str], Iterator[str]], room: str) -> None:
    """What is wrong in the files of a room, each with its place."""
    paths = sorted((HOUSE / room).rglob("*.py"))
    wrong = [
        f"{path.relative_to(HOUSE)}: {fault}"
        for path in paths
        if not (demand is _too_long and "versions" in path.parts)  # a migration is history: it is never split
        for fault in demand(path.read_text(encoding="utf-8"))
    ]
    assert paths
    assert not wrong, "\n".join(wrong)


def _too_long(text: str) -> Iterator[str]:
    if text.count("\n") > 400:
        yield "more than 400 lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > 50:
                yield f"{node.name} has {length} lines"


@pytest.mark.parametrize("room", ROOMS)
def test_a_file_can_be_read_in_one_sitting(room: str) -> None:
    _each_file(_too_long, room)


def _late(text: str) -> Iterator[str]:
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import | ast.ImportFrom) and "# " not in lines[inner.lineno - 1]:
                yield f"line {inner.lineno}: say why this import is late"


@pytest.mark.parametrize("room", ROOMS)
def test_no_import_hides_inside_a_function(room: str) -> None:
    _each_file(_late, room)


def _without_reason(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if ("# type: ignore" in line or "# noqa" in line) and not REASON.search(line):
            yield f"line {number}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_opt_out_of_a_check_has_its_reason(room: str) -> None:
    _each_file(_without_reason, room)


def test_the_house_speaks_aware_time() -> None:
    for path in SOURCES:
        assert not re.search(r"utcnow\(|datetime\.now\(\)", path.read_text(encoding="utf-8")), path


def test_no_font_crest_or_favicon_of_another_state_is_shipped() -> None:
    names = [path.as_posix().lower() for path in _tracked()]
    assert not [
        name
        for name in names
        if re.search(r"gds-transport|govuk-crest|govuk-logo|favicon\.ico|royal-arms", name)
    ]
    for sheet in (HOUSE / "pages" / "static").glob("*.css"):
        assert "gds transport" not in sheet.read_text(encoding="utf-8").lower()


def test_nothing_of_a_machine_or_a_workshop_is_written_down() -> None:
    forbidden = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/[\w.]")
    for path in _tracked():
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".html", ".sh", ".typ"} or path.name == "Makefile":
            assert not forbidden.search((HOUSE / path).read_text(encoding="utf-8", errors="replace")), path


def test_the_import_contracts_of_the_map_are_all_there() -> None:
    settings = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert len(contracts) >= 5
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert layers == ["okienko", "portal | backoffice", "pages", "sms | mail", "casework", "forms_catalog"]


def test_the_documentation_map_leads_to_files_that_exist() -> None:
    for page in (HOUSE / "README.md", *(HOUSE / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_two_files_speak_twilio_one_to_it_and_one_that_hears_it() -> None:
    speaks = re.compile(r"^\s*(import|from) twilio\b", re.MULTILINE)
    speakers = [path for path in SOURCES if speaks.search(path.read_text(encoding="utf-8"))]
    operators = HOUSE / "sms" / "operators"
    assert speakers == [operators / "twilio.py", operators / "twilio_webhooks.py"]
