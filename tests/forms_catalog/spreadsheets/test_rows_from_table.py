"""A table from a spreadsheet becomes rows as people meant them; slips are named by row and column."""

import csv
from datetime import date
from io import StringIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.judging.judge import validate_section
from forms_catalog.model import Definition, RowsField, Section
from forms_catalog.samples import samples
from forms_catalog.spreadsheets.csv_table import MOST_BYTES, TableRefused, read_csv
from forms_catalog.spreadsheets.rows_from_table import columns, judge_rows, read_rows, template
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)


def place(code: str, section: str) -> tuple[Definition, Section, RowsField]:
    form = SHIPPED.service(code)
    assert form is not None
    part = next(part for part in form.sections if part.name == section)
    rows = part.fields[0]
    assert isinstance(rows, RowsField)
    return form, part, rows


DT_1, VEHICLES, FLEET = place("podatek-srodki-transportowe-dt-1", "vehicles")
DN_1, LAND, PARCELS = place("podatek-nieruchomosci-dn-1", "land")
HEADER = template(FLEET).decode("utf-8-sig").strip()
GOOD = (
    "sz 12345;SUSAAA1KZAW000001;Star 1142;Tylko Twój lub firmy;samochod ciezarowy;12;11,99;;;;;EURO 6;2019;"
    "1.03.2019;;;;"
)


def read(table: str | bytes, rows: RowsField = FLEET) -> list[dict[str, object]]:
    data = table if isinstance(table, bytes) else table.encode()
    read = read_rows(data, rows, catalogue=SHIPPED)
    assert all(not row.problems for row in read.rows), read.rows
    return [dict(row.answers) for row in read.rows]


def faults(*lines: str) -> list[tuple[int, str, str]]:
    table = read_rows("\n".join([HEADER, *lines]).encode(), FLEET, catalogue=SHIPPED)
    judged = judge_rows(
        DT_1, VEHICLES, "/vehicles", {"tax_year": 2026}, table.rows, catalogue=SHIPPED, today=TODAY
    )
    return [(row.number, problem.pointer, problem.code) for row in judged for problem in row.problems]


def test_the_template_opens_in_excel_with_polish_names_and_brings_no_rows() -> None:
    assert template(FLEET).startswith(b"\xef\xbb\xbfNumer rejestracyjny;VIN;Marka i model;")
    assert "Gdzie leży: Miejscowość" in template(PARCELS).decode("utf-8-sig")
    with pytest.raises(TableRefused, match="nothing below"):
        read_rows(template(FLEET), FLEET, catalogue=SHIPPED)


def test_a_question_called_like_a_formula_is_never_counted() -> None:
    first = FLEET.fields[0]
    called = first.label.model_copy(update={"pl": "=HYPERLINK(1)"})
    fleet = FLEET.model_copy(
        update={"fields": (first.model_copy(update={"label": called}), *FLEET.fields[1:])}
    )
    header = template(fleet).decode("utf-8-sig").strip()
    assert header.startswith("'=HYPERLINK(1);")
    read_back = read_rows(f"{header}\n{GOOD}".encode(), fleet, catalogue=SHIPPED)
    assert [row.answers["plate"] for row in read_back.rows] == ["SZ12345"]


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_a_table_is_read_whatever_language_its_template_speaks(language: str) -> None:
    header = template(FLEET, language).decode("utf-8-sig").strip()
    assert read(f"{header}\n{GOOD}") == read(f"{HEADER}\n{GOOD}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_however_the_spreadsheet_saves_it_the_rows_are_the_same(
    encoding: str, separator: str, line_end: str
) -> None:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=line_end)
    writer.writerows([HEADER.split(";"), GOOD.split(";")])
    [row] = read(out.getvalue().encode(encoding))
    assert row["plate"] == "SZ12345"
    assert row["vehicle_kind"] == "truck"
    assert (row["months"], row["gvw_t"], row["euro_class"]) == (12, "11.99", "6")
    assert row["first_registration"] == "2019-03-01"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1.03.2026", "2026-03-01"),
        ("2026-03-01", "2026-03-01"),
        ("01/03/2026", "2026-03-01"),
        ("1-3-2026", "2026-03-01"),
        ("1 3 2026", "2026-03-01"),
        ("2026-03-01 00:00:00", "2026-03-01"),
        ("wczoraj", "wczoraj"),
    ],
)
def test_a_day_is_read_as_spreadsheets_write_it(written: str, day: str) -> None:
    [row] = read(f"{HEADER}\n{GOOD.replace('1.03.2019', written)}")
    assert row["first_registration"] == day


def test_columns_may_stand_in_any_order_and_language_and_further_ones_are_left_out() -> None:
    names = [column.label.en for column in columns(FLEET)]
    order = list(range(len(names)))
    Random(7).shuffle(order)  # noqa: S311 - a repeatable order, no secret
    cells = GOOD.split(";")
    header = ";".join(["Uwagi", *(names[number] for number in order)])
    line = ";".join(["nic", *(cells[number] for number in order)])
    table = read_rows(f"sep=;\n{header}\n{line}\n;;;;\n".encode(), FLEET, catalogue=SHIPPED)
    assert table.unknown == ("Uwagi",)
    [row] = table.rows
    assert row.number == 3
    assert row.answers["make_model"] == "Star 1142"


def test_the_samples_of_parcels_come_back_from_a_table_as_they_were() -> None:
    given = samples(DN_1, catalogue=SHIPPED, today=TODAY)["default"].answers["land_items"]
    assert isinstance(given, list)
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([column.label.pl for column in columns(PARCELS)])
    for parcel in given:
        assert isinstance(parcel, dict)
        flat = parcel | {f"location.{name}": value for name, value in parcel["location"].items()}  # type: ignore[union-attr]  # an address
        writer.writerow([str(flat.get(".".join(column.path), "")) for column in columns(PARCELS)])
    assert read(out.getvalue().encode("cp1250", "replace"), PARCELS) == given


def test_an_empty_country_is_poland_and_letters_of_land_use_are_read() -> None:
    line = "Zabrze;;1204/56;;;;;;41800;Zabrze;;;;;;Związany z firmą;Ba;1 250,00;"
    [row] = read(f"{template(PARCELS).decode()}{line}", PARCELS)
    assert row["location"] == {"postal_code": "41-800", "city": "Zabrze", "country": "PL"}
    assert (row["egib_use"], row["area"]) == ("Ba", "1250.00")


def test_each_slip_is_named_by_its_row_and_column() -> None:
    cells = GOOD.split(";")
    short_vin = ";".join([cells[0], "SUSAAA", *cells[2:]])
    no_kind = ";".join([*cells[:4], "rower", *cells[5:]])
    formula = ";".join([*cells[:2], "=HYPERLINK(1)", *cells[3:]])
    untaxed = ";".join([*cells[:1], "SUSAAA1KZAW000002", *cells[2:6], "3,5", *cells[7:]])
    heavy = ";".join([*cells[:1], "SUSAAA1KZAW000003", *cells[2:6], "18", *cells[7:]])
    assert faults(GOOD) == []
    assert faults(GOOD, short_vin, "", no_kind, formula, untaxed, heavy, GOOD) == [
        (3, "/vin", "length"),
        (5, "/vehicle_kind", "not_offered"),
        (5, "/vin", "twice"),
        (6, "/make_model", "formula"),
        (6, "/vin", "twice"),
        (7, "/gvw_t", "not_taxed"),
        (8, "/axles", "required"),
        (8, "/suspension", "required"),
        (9, "/vin", "twice"),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd"])
def test_a_formula_is_never_taken(cell: str) -> None:
    cells = GOOD.split(";")
    line = ";".join([*cells[:2], f'"{cell}"', *cells[3:]])
    expected = [] if cell.startswith("-2") else [(2, "/make_model", "formula")]
    assert faults(line) == expected


def test_a_cell_too_many_is_named() -> None:
    assert faults(f"{GOOD};;coś") == [(2, "", "too_many_cells")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n;;;\n", "empty"),
        (b"PK\x03\x04\x14\x00", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"%PDF-1.7", "not a CSV table"),
        (b"a;b\nc;\x00\n", "not a CSV table"),
        (b"\xff\xfea", "letters"),
        (b"a;\x81\x83;b", "letters"),
        (b"a" * (MOST_BYTES + 1), "too large"),
        (b"imie;nazwisko\nJan;Nowak\n", "first row"),
        (b"VIN;VIN\n1;2\n", "twice"),
        (";" .join(HEADER.split(";")[2:]).encode() + b"\n1;2\n", "missing"),
        (HEADER.encode() + b'\nSZ;"otwarty;2\n3;4\n', "quotation mark"),
        ((HEADER + "\n" + ";" * 300).encode(), "more cells"),
        ("\n".join([HEADER, *["SZ"] * 501]).encode(), "rows"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(TableRefused, match=words):
        read_rows(data, FLEET, catalogue=SHIPPED)


def test_an_open_quotation_mark_is_found_in_the_row_where_it_stands() -> None:
    with pytest.raises(TableRefused) as refused:
        read_csv(b'a;b\n1;2\n3;"4\n5;6\n7;8\n')
    assert refused.value.values == {"row": "3"}


def test_rows_are_judged_behind_those_of_the_form() -> None:
    kept = {"tax_year": 2026, "vehicles": [{"vin": "SUSAAA1KZAW000001"}]}
    table = read_rows(f"{HEADER}\n{GOOD}".encode(), FLEET, catalogue=SHIPPED)
    [row] = judge_rows(DT_1, VEHICLES, "/vehicles", kept, table.rows, catalogue=SHIPPED, today=TODAY)  # type: ignore[arg-type]  # plain JSON
    assert [problem.code for problem in row.problems] == ["twice"]
    assert kept["vehicles"] == [{"vin": "SUSAAA1KZAW000001"}]


def test_what_stands_twice_in_the_table_is_named_by_its_row_there() -> None:
    table = read_rows(f"{HEADER}\n\n{GOOD}\n{GOOD}".encode(), FLEET, catalogue=SHIPPED)
    kept = {"tax_year": 2026, "vehicles": [{"vin": "SUSAAA1KZAW000009"}]}
    rows = judge_rows(DT_1, VEHICLES, "/vehicles", kept, table.rows, catalogue=SHIPPED, today=TODAY)  # type: ignore[arg-type]  # plain JSON
    [problem] = [problem for row in rows for problem in row.problems]
    assert (rows[1].number, problem.values) == (4, {"row": "3"})
    assert "row %(row)s of the table" in problem.message


def test_good_rows_are_what_the_judge_of_the_whole_form_takes() -> None:
    table = read_rows(f"{HEADER}\n{GOOD}".encode(), FLEET, catalogue=SHIPPED)
    answers = {"tax_year": 2026, "purpose": "1_annual", "vehicles": [row.answers for row in table.rows]}
    assert validate_section(DT_1, VEHICLES, answers, catalogue=SHIPPED, today=TODAY) == ()  # type: ignore[arg-type]  # plain JSON


@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode("utf-8", "ignore"))
)
def test_no_file_makes_the_reader_fall(data: bytes) -> None:
    try:
        table = read_rows(data, FLEET, catalogue=SHIPPED)
    except TableRefused:
        return
    judge_rows(DT_1, VEHICLES, "/vehicles", {}, table.rows, catalogue=SHIPPED, today=TODAY)
