"""No text of an office is counted by the spreadsheet that opens our table, and each comes back as it was."""

import csv
from io import StringIO

import pytest

from forms_catalog.spreadsheets.csv_table import read_csv, unplain, write_csv
from forms_catalog.spreadsheets.rates_read import read_rates
from forms_catalog.spreadsheets.rates_table import written
from forms_catalog.spreadsheets.rows_from_table import columns, read_rows, template
from tests.forms_catalog.spreadsheets.counted import OFFICE, TEXTS, TODAY, rates_called, rows_called, tables
from tests.shipped import SHIPPED

COUNTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cells(data: bytes) -> list[str]:
    rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return [cell for row in rows for cell in row]


@pytest.mark.parametrize("name", sorted(tables()))
def test_no_cell_of_a_table_that_leaves_is_counted(name: str) -> None:
    found = cells(tables()[name])
    assert sum("HYPERLINK" in cell for cell in found) == len(TEXTS)
    assert [cell for cell in found if cell.lstrip(" ").startswith(COUNTED)] == []


@pytest.mark.parametrize("text", [*TEXTS, "", "'", "''", "-", "Uchwała XII/34/26", "1 = 2", "d'Arc-", "' a"])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    [cell] = cells(write_csv([[text]])) or [""]
    assert unplain(cell) == text


def test_rates_with_such_sources_come_back_and_change_nothing() -> None:
    texts = tuple(dict.fromkeys(text.strip() for text in TEXTS))  # as an entry takes them
    called = rates_called(texts)
    read = read_rates(written(called, OFFICE, TODAY), called, OFFICE)
    assert read.slips == ()
    assert {line.what for line in read.lines} == {"same"}
    assert {line.rate.source.pl for line in read.lines} == set(texts)


def test_questions_called_so_are_found_again_in_the_table() -> None:
    fleet = rows_called()
    header = template(fleet)
    line = ";".join("1" for _ in read_csv(header).header)
    read = read_rows(header + line.encode(), fleet, catalogue=SHIPPED)
    assert read.unknown == ()
    assert len(read.rows) == 1
    assert len(read_csv(header).header) == len(columns(fleet))
