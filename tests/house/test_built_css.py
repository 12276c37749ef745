"""The committed CSS is what its source builds."""

import shutil
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("npm") is None, reason="npm is not on this machine: the CSS cannot be rebuilt and compared"
)
def test_the_committed_css_is_what_npm_builds(tmp_path: Path) -> None:
    styles = tmp_path / "styles"
    shutil.copytree(HOUSE / "pages" / "styles", styles, ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "static").mkdir()
    installed = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"], cwd=styles, capture_output=True, text=True, check=False
    )
    if installed.returncode != 0:
        pytest.skip(f"npm could not install the parts: {installed.stderr[-300:]}")
    subprocess.run(["npm", "run", "build"], cwd=styles, check=True, capture_output=True)
    built = (tmp_path / "static" / "govuk-okienko.css").read_bytes()
    assert built == (HOUSE / "pages" / "static" / "govuk-okienko.css").read_bytes()
