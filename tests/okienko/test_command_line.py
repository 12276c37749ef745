"""The command `okienko` answers in words, and says what is in the way."""

from pathlib import Path

import pytest

from okienko.cli import main


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


def test_commands_of_later_parts_are_not_offered(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = capsys.readouterr().out
    assert "verify" in offered
    assert "desk" not in offered and "backup" not in offered
