"""`okienko …` as it is typed, over a database of this test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from okienko.cli import main
from okienko.store.postgres import DatabaseUrls

Told = tuple[int, str, str]  #: exit code, what it says, what it complains of
Ask = Callable[..., Told]


@pytest.fixture
def okienko(
    database: DatabaseUrls,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Ask:
    """The command with these words."""
    monkeypatch.setenv("OKIENKO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OKIENKO_DATABASE_URL", database.application)
    monkeypatch.setenv("OKIENKO_OWNER_DATABASE_URL", database.owner)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str) -> Told:
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
