"""The shipped units are sound for systemd, and shut the program in."""

import shutil
import subprocess
from pathlib import Path

import pytest

from okienko.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PROGRAM = "/opt/okienko/.venv/bin/okienko"
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="systemd-analyze is not on this machine: units not checked",
)


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """As shipped, but for the program, which is somewhere else here."""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true"))
    return [str(tmp_path / unit.name) for unit in UNITS]


@needs_systemd
def test_systemd_finds_no_fault_in_any_unit(units: list[str]) -> None:
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    about_ours = [line for line in found.stderr.splitlines() if "okienko" in line]
    assert (found.returncode, about_ours) == (0, [])


@needs_systemd
def test_the_program_can_touch_little_beside_its_own_folder(units: list[str]) -> None:
    for ours in (unit for unit in units if unit.endswith(".service")):
        found = subprocess.run(
            ["systemd-analyze", "security", "--offline=yes", "--threshold=25", ours],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert found.returncode == 0, found.stdout[-500:]


def test_every_unit_calls_the_program_by_the_same_place_and_user() -> None:
    services = [unit.read_text(encoding="utf-8") for unit in UNITS if unit.suffix == ".service"]
    assert len(services) == 3
    for text in services:
        assert PROGRAM in text and "User=okienko" in text and "NoNewPrivileges=yes" in text


def test_the_example_of_settings_names_only_settings_that_exist() -> None:
    known = {f"OKIENKO_{name.upper()}" for name in Settings.model_fields}
    lines = (DEPLOY / "okienko.env").read_text(encoding="utf-8").splitlines()
    named = {line.lstrip("# ").split("=")[0] for line in lines if "OKIENKO_" in line and "=" in line}
    assert named and named <= known
