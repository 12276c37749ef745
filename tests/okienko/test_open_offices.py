"""An installation opens the offices that it is for, and no start fails for want of another one's seal."""

from pathlib import Path

import pytest

from okienko.open_offices import with_open_offices
from okienko.refusals import CannotStart
from okienko.settings import Settings
from tests.shipped import SHIPPED


def _open(settings: Settings) -> set[str]:
    catalogue = with_open_offices(SHIPPED, settings)
    assert catalogue.offices.keys() == catalogue.office_rows.keys()
    return set(catalogue.offices)


def test_a_demo_opens_all_offices(tmp_path: Path) -> None:
    assert len(_open(Settings(data=tmp_path, demo=True))) == 55


def test_an_office_opens_with_its_seal_and_the_default_one_in_any_case(tmp_path: Path) -> None:
    assert _open(Settings(data=tmp_path)) == {"zabrze"}, "its missing seal then stops the start"
    (tmp_path / "seals").mkdir()
    for name in ("gmina-godow.crt", "gmina-godow.key", "katowice.2026.ab.crt", "ca.crt"):
        (tmp_path / "seals" / name).touch()
    assert _open(Settings(data=tmp_path, default_office="gliwice")) == {"gliwice", "gmina-godow"}


def test_settings_may_name_the_offices(tmp_path: Path) -> None:
    assert _open(Settings(data=tmp_path, demo=True, offices="katowice, rybnik")) == {
        "katowice",
        "rybnik",
        "zabrze",
    }
    with pytest.raises(CannotStart, match=r"no office “katowise”\. Did you mean “katowice”"):
        _open(Settings(data=tmp_path, demo=True, offices="katowise"))
