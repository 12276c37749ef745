"""Whoever runs the program loads the register of places with one command, and is told what came of it."""

from pathlib import Path

import pytest

from tests.okienko.terminal.conftest import Ask

SAMPLE = Path(__file__).parents[3] / "docs" / "places-sample"
FILES = [str(path) for path in sorted(SAMPLE.glob("*.csv"))]


@pytest.fixture
def ask(okienko: Ask) -> Ask:
    """`okienko places …`."""
    return lambda *words: okienko("places", *words)


def test_the_sample_is_loaded_listed_known_again_and_forgotten(ask: Ask) -> None:
    assert "No register of places is loaded." in ask("list")[1]
    code, said, _ = ask("load", *FILES)
    assert (code, "SIMC: 2 rows of 2026-01-01." in said, "wierszy: 8, stan na" in said) == (0, True, True)
    assert (
        "SIMC_przyklad.csv is loaded already. · SIMC_przyklad.csv jest już wczytany."
        in ask("load", *FILES)[1]
    )
    listed = ask("list")[1]
    assert all(kind in listed for kind in ("TERC", "SIMC", "ULIC"))
    assert ask("forget")[0] == 0
    assert "Nie wczytano rejestru miejscowości." in ask("list")[1]


def test_a_wrong_row_is_named_and_nothing_of_any_file_is_taken(ask: Ask, tmp_path: Path) -> None:
    broken = tmp_path / "ULIC.csv"
    broken.write_bytes((SAMPLE / "ULIC_przyklad.csv").read_bytes().replace(b"00003", b"3"))
    code, _, wrong = ask("load", FILES[0], str(broken))
    assert (code, "ULIC.csv: row 4, SYM_UL: “3” is no number of its length." in wrong) == (1, True)
    assert "nic nie wczytano" in wrong
    assert "No register of places is loaded." in ask("list")[1]
    assert "is given twice" in ask("load", FILES[0], FILES[0])[2]
    assert "No such file" in ask("load", "nowhere.csv")[2]
