"""Secrets of the installation are made once and stay."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from okienko.secret_files import kept_bytes, kept_text


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "server.secret"
    first = kept_bytes(path)
    assert len(first) >= 32
    assert kept_bytes(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_programs_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: kept_text(tmp_path / "shared.secret"), range(8)))
    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["shared.secret"]
