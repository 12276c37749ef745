"""An office brings in its own units as a table; forms offer them, and old answers keep their names."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forms_catalog.offices.local_units import LocalUnit, emptied, lists_with, succeeded
from forms_catalog.spreadsheets.units_table import UnitsRefused, read_units
from tests.shipped import SHIPPED

SHIPPED_TABLES = Path(__file__).parents[3] / "docs/units"
TODAY = date(2026, 11, 22)


def _units(text: str) -> tuple[LocalUnit, ...]:
    return read_units(text.encode()).units


def test_the_sample_is_read_as_it_is_shipped() -> None:
    read = read_units((SHIPPED_TABLES / "sample.csv").read_bytes())
    assert read.unnamed == 0
    assert {unit.kind for unit in read.units} == {"district_council", "municipal_unit", "library_branch"}
    assert read.units[-1].valid_to == date(2026, 12, 31)
    assert read.units[2].name.en == read.units[2].name.pl == "Szkoła Przykładowa nr 1"


def test_the_table_of_zabrze_waits_for_98_units_and_22_branches_whose_names_the_office_gives() -> None:
    data = (SHIPPED_TABLES / "zabrze.csv").read_text("utf-8")
    assert (data.count("jednostka miejska"), data.count("filia biblioteki")) == (98, 22)
    assert read_units(data.encode()).unnamed == 120
    named = data.replace("filia-07;filia biblioteki;", "filia-07;filia biblioteki;Filia nr 7")
    assert [unit.code for unit in _units(named)] == ["filia-07"]


def test_a_table_saved_by_a_polish_spreadsheet_is_read() -> None:
    text = "KOD;Rodzaj;Nazwa;od\nzoo;Jednostka  miejska;Łąka Źródlana;1.03.2026\n"
    unit = read_units(text.encode("cp1250")).units[0]
    assert (unit.name.pl, unit.valid_from) == ("Łąka Źródlana", date(2026, 3, 1))


def test_a_kind_that_no_row_is_of_stays_and_one_whose_rows_have_no_name_would_be_empty() -> None:
    before = _units("kod;rodzaj;nazwa\na;rada dzielnicy;Rada A\nb;filia biblioteki;Filia B\n")
    read = read_units(b"kod;rodzaj;nazwa\nb;filia biblioteki;\n")
    assert read.kinds == {"library_branch"}
    after = succeeded(before, read.units, today=TODAY, spared=("district_council",))
    assert [unit.code for unit in after if unit.stays(TODAY)] == ["a"]
    assert emptied(before, after, {}, today=TODAY) == {"library_branch": 1}
    assert emptied(before, before, {}, today=TODAY) == {}
    later = _units("kod;rodzaj;nazwa;od\na;rada dzielnicy;Rada A;2026-12-01\n")
    assert emptied(before[:1], later, {}, today=TODAY) == {"district_council": 1}
    assert emptied(later, later, {}, today=TODAY) == {}


def test_an_ended_council_of_its_own_does_not_take_the_shipped_ones_away_unasked() -> None:
    past = _units("kod;rodzaj;nazwa;do\na;rada dzielnicy;Rada A;2020-01-01\n")
    shipped = SHIPPED.of_office("zabrze").lists
    lost = emptied((), past, shipped, today=TODAY)
    assert lost == {"district_council": sum(entry.offered_on(TODAY) for entry in shipped["local_units"])}
    assert lost["district_council"] > 0


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("kod;nazwa\na;A", "there is no column “rodzaj”"),
        ("kod;rodzaj;nazwa;nazwy\na;b;c;d", "no column is called “nazwy”. Did you mean “nazwa”?"),
        (
            "kod;rodzaj;nazwa\na;jednostka miejsca;A",
            "row 2, rodzaj: no kind “jednostka miejsca”. Did you mean",
        ),
        ("kod;rodzaj;nazwa\nA B;jednostka miejska;A", "row 2, kod: "),
        ("kod;rodzaj;nazwa;od\na;jednostka miejska;A;wczoraj", "row 2, od: "),
        (
            "kod;rodzaj;nazwa\na;jednostka miejska;A\n\na;jednostka miejska;B",
            "row 4, kod: “a” is there a second",
        ),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_taken(table: str, said: str) -> None:
    with pytest.raises(UnitsRefused) as refused:
        _units(table)
    assert said in str(refused.value)


def test_an_office_offers_its_own_units_instead_of_the_shipped_ones_and_another_office_sees_nothing() -> None:
    units = _units("kod;rodzaj;nazwa\nnowa;rada dzielnicy;Rada Nowa\nzoo;jednostka miejska;Zoo\n")
    lists = lists_with(SHIPPED.lists, {"zabrze": units, "gliwice": ()})
    catalogue = replace(SHIPPED, lists=lists)
    offered = {
        office: [
            entry.value
            for entry in catalogue.of_office(office).lists["local_units"]
            if entry.offered_on(TODAY)
        ]
        for office in ("zabrze", "gliwice", "katowice")
    }
    assert offered["zabrze"] == ["zabrze-nowa"]
    assert offered["katowice"] == []
    assert offered["gliwice"] == [entry.value for entry in SHIPPED.of_office("gliwice").lists["local_units"]]
    assert [entry.value for entry in catalogue.of_office("zabrze").lists["municipal_units"]] == ["zabrze-zoo"]
    assert catalogue.of_office("gliwice").lists["municipal_units"] == ()
    old = catalogue.entry("local_units", "zabrze-biskupice")
    assert old is not None
    assert old.label.pl == "Biskupice", "what was filed still has its name"


def test_a_unit_that_is_gone_from_the_table_ends_yesterday_once() -> None:
    before = _units("kod;rodzaj;nazwa\na;jednostka miejska;A\nb;jednostka miejska;B\n")
    after = succeeded(before, before[1:], today=TODAY)
    assert {unit.code: unit.valid_to for unit in after} == {"b": None, "a": date(2026, 11, 21)}
    again = succeeded(after, before[1:], today=date(2027, 1, 1))
    assert {unit.code: unit.valid_to for unit in again} == {"b": None, "a": date(2026, 11, 21)}


def test_a_unit_whose_name_nothing_can_hold_is_refused_by_its_row() -> None:
    for sign in ("\x00", "\x01", "\u202e"):
        table = f"kod;rodzaj;nazwa\nmiedzy;jednostka miejska;Między{sign}czas\n".encode("utf-16")
        with pytest.raises(UnitsRefused, match="row 2, nazwa: holds a sign"):
            read_units(table)
