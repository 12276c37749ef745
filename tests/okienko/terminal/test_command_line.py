"""The command `okienko` answers in words, and says what is in the way."""

import re
from pathlib import Path

import pytest

from casework.trust.demo_centre import make_demo_seal
from okienko.cli import main
from okienko.refusals import CannotStart
from okienko.seals import seals_of
from okienko.settings import Settings
from tests.shipped import SHIPPED


def test_the_services_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "list"]) == 0
    assert "podatek-nieruchomosci-dn-1" in capsys.readouterr().out


def test_sound_definitions_are_called_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "check"]) == 0
    assert "all sound" in capsys.readouterr().out


def test_a_broken_definition_is_named_with_its_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "zepsuta.yaml").write_text("code: [\n", encoding="utf-8")
    monkeypatch.setenv("OKIENKO_EXTRA_DEFINITIONS", str(tmp_path))
    assert main(["catalogue", "check"]) == 1
    assert "zepsuta.yaml" in capsys.readouterr().out


def test_the_offices_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["office", "list"]) == 0
    out = capsys.readouterr().out
    assert "zabrze" in out and "gliwice" in out


def test_without_a_database_the_way_to_one_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["status", "--data", str(tmp_path)]) == 1
    assert "start okienko run once" in capsys.readouterr().err


def test_a_wrong_setting_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKIENKO_WEB_WORKERS", "many")
    assert main(["office", "list"]) == 1
    assert "OKIENKO_WEB_WORKERS" in capsys.readouterr().err


def test_every_promised_command_is_offered_and_none_of_later_parts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = set(re.findall(r"^    ([a-z]+)", capsys.readouterr().out, re.MULTILINE))
    promised = "run web desk worker migrate catalogue office user seal verify audit backup restore status"
    assert set(promised.split()) <= offered
    assert "export" not in offered  # comes with the accounts


def test_an_audit_of_nothing_holds_and_seals_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On an installation that never ran: the database is started for the question, and ends with it."""
    monkeypatch.setenv("OKIENKO_DEMO", "1")
    monkeypatch.setenv("COLUMNS", "200")
    folder = str(tmp_path / "data")
    assert main(["migrate", "--data", folder]) == 0
    assert main(["audit", "verify", "--data", folder]) == 0
    assert "gliwice: wszystkie łańcuchy wpisów" in capsys.readouterr().out
    assert not (tmp_path / "data" / "postgres" / "cluster" / "postmaster.pid").exists()
    make_demo_seal(tmp_path / "data" / "seals", "zabrze", "Zabrze")
    assert main(["seal", "--data", folder, "list"]) == 0
    assert "DEMO" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [("user", "list"), ("audit", "verify"), ("release",), ("backup", "x.okienko")]
)
def test_a_wrongly_named_folder_is_told_and_nothing_is_made_there(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "wrong"
    assert main([*words, "--data", str(folder)]) == 1
    assert str(folder) in "".join(capsys.readouterr())
    assert not (folder / "postgres" / "cluster").exists()


def test_an_office_is_not_started_with_demo_seals(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with pytest.raises(CannotStart, match="is not whole"):
        seals_of(settings, SHIPPED)
    seals_of(Settings(data=tmp_path, demo=True), SHIPPED)
    with pytest.raises(CannotStart, match="are demo seals") as refused:
        seals_of(settings, SHIPPED)
    for said in (refused.value.english, refused.value.polish):
        assert len(said) < 300 and "OKIENKO_DEMO=1 okienko status" in said
        assert sum(code in said for code in SHIPPED.offices) == 3
        assert str(len(SHIPPED.offices) - 3) in said
