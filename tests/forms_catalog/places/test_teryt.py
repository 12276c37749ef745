"""The official files are read as GUS hands them out; what is wrong is named by row and column."""

import zipfile
from pathlib import Path

import pytest

from forms_catalog.places.teryt import TerytRefused, open_teryt

SAMPLE = Path(__file__).parents[3] / "docs" / "places-sample"
HEAD = "WOJ;POW;GMI;RODZ_GMI;SYM;SYM_UL;CECHA;NAZWA_1;NAZWA_2;STAN_NA"
ROW = "24;78;01;1;0000001;00001;ul.;Wzorcowa;;2026-01-01"


def read(folder: Path, text: str | bytes, name: str = "ULIC.csv") -> list[dict[str, str]]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8-sig"))
    return [dict(row) for row in open_teryt(path).rows()]


@pytest.mark.parametrize("kind", ["TERC", "SIMC", "ULIC"])
def test_the_sample_files_are_known_by_their_columns_also_in_a_zip(kind: str, tmp_path: Path) -> None:
    path = SAMPLE / f"{kind}_przyklad.csv"
    file = open_teryt(path)
    assert (file.kind, len(list(file.rows())) > 1, str(file.as_of)) == (kind, True, "2026-01-01")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.write(path, path.name)
    packed_file = open_teryt(tmp_path / "x.zip")
    assert (packed_file.kind, packed_file.name) == (kind, path.name)


def test_marks_within_a_name_are_letters_and_those_around_a_cell_are_not(tmp_path: Path) -> None:
    marked = ROW.replace("Wzorcowa", '"Hubala" H.')
    rows = read(tmp_path, f"{HEAD}\r\n{ROW}\r\n\r\n{marked}")
    assert [row["NAZWA_1"] for row in rows] == ["Wzorcowa", '"Hubala" H.']
    [row] = read(tmp_path, "\n".join([HEAD, ROW.replace("24;", '"24";')]))
    assert row["WOJ"] == "24"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ROW.replace("0000001", "1"), "row 2, SYM: “1” is no number"),
        (ROW.replace("2026-01-01", "1.01.2026"), "row 2, STAN_NA: “1.01.2026” is no day"),
        (ROW.replace("Wzorcowa", ""), "row 2, NAZWA_1: is empty"),
        (ROW.replace("Wzorcowa", "Wz\x07rcowa"), "row 2, NAZWA_1: holds a sign"),
        (ROW + ";x", "row 2: 11 cells, the header has 10"),
        ("", "there is no row below the header"),
    ],
)
def test_a_wrong_row_is_named_with_its_column(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(TerytRefused, match="^" + said.replace(".", r"\.")):
        read(tmp_path, f"{HEAD}\n{wrong}\n")


def test_of_many_wrong_rows_the_first_twenty_are_named(tmp_path: Path) -> None:
    with pytest.raises(TerytRefused) as refused:
        read(tmp_path, "\n".join([HEAD, *["x"] * 50]))
    assert len(refused.value.faults) == 21
    assert refused.value.faults[-1] == "… and 30 more."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not the columns of TERC, SIMC or ULIC"),
        (b"a;b;c\n", "not the columns of TERC, SIMC or ULIC"),
        (f"{HEAD}\n{ROW}".replace("Wzorcowa", "Żółta").encode("cp1250"), "row 2: not UTF-8"),
        (b'<?xml version="1.0"?><teryt/>', "this is the XML file"),
        (b"PK\x03\x04 no archive", "the ZIP file is damaged"),
    ],
)
def test_another_file_is_refused_with_what_to_do(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(TerytRefused, match=said):
        read(tmp_path, data)


def test_a_zip_damaged_on_its_way_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "TERC.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("TERC.csv", "WOJ;POW\n" * 5000)
    damaged = bytearray(path.read_bytes())
    for place in range(40, 52):
        damaged[place] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises(TerytRefused, match="the ZIP file is damaged"):
        open_teryt(path)
