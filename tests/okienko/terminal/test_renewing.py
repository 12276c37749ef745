"""`okienko seal renew` by hand: said what to do next, old certificates kept, nothing touched by a mistake."""

import re
from pathlib import Path

import pytest

from casework.trust.seal import make_demo_seal, published_seals
from okienko.cli import main
from okienko.settings import Settings
from okienko.wiring import Wiring


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OKIENKO_DEMO", "1")
    monkeypatch.setenv("COLUMNS", "600")
    for office in ("zabrze", "gliwice"):
        make_demo_seal(tmp_path / "seals", office, office.title())
    return tmp_path


def test_a_renewed_seal_is_used_from_the_next_start_and_the_old_one_stays_published(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seal", "renew", "zabrze", "--data", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Uruchom okienko znów" in said and "Zachowaj pozostałe pliki .crt" in said
    assert len(published_seals(folder / "seals")) == 3
    assert re.fullmatch(r"zabrze\.\d{4}-\d\d-\d\d\.[0-9a-f]{12}\.crt", _archived(folder))
    wiring = Wiring(Settings(data=folder, demo=True))
    (earlier,) = wiring.earlier_seals(wiring.holder.held)
    assert earlier not in {seal.certificate for seal in wiring.seals.values()}
    assert main(["seal", "list", "--data", str(folder)]) == 0
    listed = capsys.readouterr().out
    assert _archived(folder) in listed and "DEMO Pieczęć: Urząd Miejski w Zabrzu" in listed


def _archived(folder: Path) -> str:
    return next(path.name for path in (folder / "seals").glob("zabrze.*.crt"))


@pytest.mark.parametrize(
    ("words", "english", "polish"),
    [
        (["krakow"], "there is no office krakow", "nie ma urzędu krakow"),
        (["zabrze", "--key", "nowhere.pem"], "belong together", "podaj oba"),
        (
            ["zabrze", "--key", "nowhere.pem", "--certificate", "nowhere.crt"],
            "There is no file nowhere.pem",
            "Nie ma pliku nowhere.pem",
        ),
        (
            ["zabrze", "--key", __file__, "--certificate", __file__],
            "must be PEM files",
            "muszą być plikami PEM",
        ),
    ],
)
def test_a_mistake_is_one_line_in_each_language_and_changes_nothing(
    folder: Path, words: list[str], english: str, polish: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = published_seals(folder / "seals")
    assert main(["seal", "renew", *words, "--data", str(folder)]) == 1
    in_english, in_polish = capsys.readouterr().err.splitlines()
    assert english in in_english
    assert polish in in_polish and english not in in_polish
    assert published_seals(folder / "seals") == before


def test_an_office_that_is_no_demo_needs_its_providers_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OKIENKO_DEMO")
    assert main(["seal", "renew", "zabrze", "--data", str(folder)]) == 1
    assert "Give --key and --certificate" in capsys.readouterr().err
