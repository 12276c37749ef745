"""Whoever runs the program opens offices and brings in their units from a terminal."""

from pathlib import Path

import pytest

from okienko.settings import Settings
from okienko.wiring import Wiring
from tests.okienko.terminal.conftest import Ask
from tests.shipped import SHIPPED

NEW = ("add", "gmina-wzorcowa", "--kind", "commune", "--city", "Wzorcowo", "--name", "Gmina Wzorcowa")


@pytest.fixture
def ask(okienko: Ask, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """`okienko …` of a demo."""
    monkeypatch.setenv("OKIENKO_DEMO", "1")
    return okienko


@pytest.fixture
def wiring(ask: Ask, tmp_path: Path) -> Wiring:
    return Wiring(Settings(), catalogue=SHIPPED)


@pytest.mark.slow  # each command reads all forms
def test_an_added_office_is_open_with_what_its_kind_has_and_is_added_once(ask: Ask, wiring: Wiring) -> None:
    code, said, _ = ask("office", *NEW, "--name-uk", "Ґміна Взорцова")
    assert (code, "gmina-wzorcowa: Gmina Wzorcowa" in said) == (0, True)
    catalogue = wiring.catalogue_in_database()
    added, like = catalogue.offices["gmina-wzorcowa"], SHIPPED.offices["gmina-godow"]
    assert (added.name.uk, added.authority.pl, added.street) == ("Ґміна Взорцова", "Gmina Wzorcowa", "")
    assert (added.services, added.unit_symbols) == (like.services, like.unit_symbols)
    assert "to_be_confirmed" in added.standing
    assert "gmina-wzorcowa" in ask("office", "list")[1]
    assert "is open here already" in ask("office", *NEW)[2]


@pytest.mark.slow
def test_an_added_office_without_a_seal_is_not_called_open(
    ask: Ask, wiring: Wiring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OKIENKO_DEMO")
    (tmp_path / "data" / "seals").mkdir(parents=True)
    (tmp_path / "data" / "seals" / "zabrze.crt").touch()
    code, said, _ = ask("office", *NEW)
    assert (code, "Open within" in said, "Not open yet, it has no seal" in said) == (0, False, True)
    listed = {
        line.split("│")[1].strip(): line for line in ask("office", "list")[1].splitlines() if "│" in line
    }
    assert "no seal" in listed["gmina-wzorcowa"] and "yes" in listed["zabrze"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "../etc", *NEW[2:]), "code"),
        (("add", "gmina-wzorcowa", "--name", "Gmina Wzorcowa", "--city", "Wzorcowo"), "kind"),
    ],
)
def test_an_office_that_cannot_be_is_refused_and_nothing_is_kept(
    ask: Ask, wiring: Wiring, words: tuple[str, ...], said: str
) -> None:
    code, _, refused = ask("office", *words)
    assert (code, said in refused) == (1, True)
    assert wiring.catalogue_in_database().offices.keys() == SHIPPED.offices.keys()


@pytest.mark.slow
def test_units_come_out_of_a_table_all_or_none_and_end_when_they_are_gone(
    ask: Ask, wiring: Wiring, tmp_path: Path
) -> None:
    table = tmp_path / "units.csv"
    table.write_text(
        "kod;rodzaj;nazwa\na;rada dzielnicy;Rada A\nb;filia biblioteki;Filia B\nc;filia biblioteki;\n"
    )
    code, said, _ = ask("units", "import", str(table), "--office", "katowice")
    assert (code, "units taken 2, ended 0, rows without a name 1" in said) == (0, True)
    lists = wiring.catalogue_in_database().of_office("katowice").lists
    assert [entry.label.pl for entry in lists["local_units"]] == ["Rada A"]
    table.write_text("kod;rodzaj;nazwa\nb;filia;Filia B\n")
    code, _, refused = ask("units", "import", str(table), "--office", "katowice")
    assert (code, "row 2, rodzaj" in refused) == (1, True)
    table.write_text("kod;rodzaj;nazwa\nb;filia biblioteki;Filia B\n")
    said = ask("units", "import", str(table), "--office", "katowice")[1]
    assert "ended 0," in said and "left as they were: rada dzielnicy 1" in said
    table.write_text("kod;rodzaj;nazwa\na;rada dzielnicy;\nb;filia biblioteki;\n")
    stage = wiring.catalogue_in_database().change
    code, _, refused = ask("units", "import", str(table), "--office", "katowice")
    assert (code, refused.count("rada dzielnicy 1, filia biblioteki 1")) == (1, 2)
    assert wiring.catalogue_in_database().change == stage
    said = ask("units", "import", str(table), "--office", "katowice", "--empty")[1]
    assert "ended 2 (rada dzielnicy 1, filia biblioteki 1), rows without a name 2" in said
    listed = ask("units", "list", "--office", "katowice")[1]
    assert "Rada A" in listed and "Filia B" in listed
    assert "there is no office" in ask("units", "import", str(table), "--office", "atlantyda")[2]


@pytest.mark.slow
def test_rates_go_out_as_a_table_and_come_back_all_or_none(ask: Ask, wiring: Wiring, tmp_path: Path) -> None:
    table = tmp_path / "rates.csv"
    assert ask("rates", "export", str(table), "--office", "zabrze")[0] == 0
    code, said, _ = ask("rates", "import", str(table), "--office", "zabrze")
    assert (code, "rates written 0" in said) == (0, True)
    table.write_text(
        "Wartość;Od kiedy;Pewność;Źródło;Kod tabeli;Kod stawki\n"
        "36,5;1.01.2099;potwierdzone;Uchwała;waste_fee_residential;per_person\n"
        "70;1.01.2020;potwierdzone;Uchwała;waste_fee_residential;raised\n"
    )
    assert "some first days have passed" in ask("rates", "import", str(table), "--office", "zabrze")[2]
    code, said, _ = ask("rates", "import", str(table), "--office", "zabrze", "--look")
    assert (code, "rates would be written 2" in said) == (0, True)
    assert wiring.catalogue_in_database().change == 0
    code, said, _ = ask("rates", "import", str(table), "--office", "zabrze", "--passed")
    assert (code, "rates written 2" in said) == (0, True)
    rates = [rate for rate in wiring.catalogue_in_database().rates if rate.source.pl == "Uchwała"]
    assert sorted(str(rate.valid_from) for rate in rates) == ["2020-01-01", "2099-01-01"]
    table.write_text(table.read_text().replace("70;", "x;"))
    code, _, refused = ask("rates", "import", str(table), "--office", "zabrze", "--passed")
    assert (code, "row 3, Wartość: Type a number" in refused) == (1, True)
    assert "there is no office" in ask("rates", "import", str(table), "--office", "atlantyda")[2]
