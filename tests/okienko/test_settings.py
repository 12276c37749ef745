"""Settings are few, described, and cannot be set to something dangerous by accident."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from okienko.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")


def _described() -> dict[str, str]:
    return dict(re.findall(r"^\| `(OKIENKO_[A-Z_]+)` \|[^|]*\| (.+?) \|$", PAGE, re.MULTILINE))


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"OKIENKO_{name.upper()}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_every_setting_stands_in_the_documentation_with_its_own_words() -> None:
    wanted = {f"OKIENKO_{name.upper()}": field.description for name, field in Settings.model_fields.items()}
    assert _described() == wanted


def test_the_documentation_names_the_defaults_that_hold() -> None:
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        assert f"| `OKIENKO_{name.upper()}` | {default} |" in PAGE


def test_residents_are_never_served_over_plain_http_beyond_this_machine() -> None:
    with pytest.raises(ValidationError, match="must begin with https"):
        Settings(public_url="http://urzad.example.pl")
    assert Settings(public_url="http://127.0.0.1:8000").plain_http
    assert not Settings(public_url="https://urzad.example.pl/").plain_http
    assert Settings(public_url="https://urzad.example.pl/").address == "https://urzad.example.pl"


def test_an_own_database_needs_both_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://okienko_app@db/okienko")
    with pytest.raises(ValidationError, match="belong together"):
        Settings()
    monkeypatch.setenv("OKIENKO_OWNER_DATABASE_URL", "postgresql://okienko@db/okienko")
    assert Settings().database_url is not None


def test_passwords_do_not_show_when_settings_are_printed() -> None:
    secret = "postgresql://okienko_app:tajne@db/okienko"
    assert "tajne" not in repr(Settings(database_url=secret, owner_database_url=secret))  # type: ignore[arg-type]  # as from the environment


def test_a_child_reads_the_same_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = Settings(data=tmp_path, port=8123, demo=True, draft_days=7)
    for name, value in ours.environment().items():
        monkeypatch.setenv(name, value)
    assert Settings() == ours
