"""The register of places says what it knows of an address, and is replaced whole."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from casework.places.loading import Loaded, forget, load
from casework.places.looking_up import PlacesOf
from casework.places.standing import loaded_files
from casework.tables.ground import table_of
from casework.tables.place_tables import PlaceFile
from forms_catalog.places.address import Address
from forms_catalog.places.register import doubts_about
from forms_catalog.places.teryt import TerytRefused, open_teryt
from forms_catalog.places.voivodeships import LIST, Voivodeships
from tests.shipped import SHIPPED

SAMPLE = Path(__file__).parents[3] / "docs" / "places-sample"
VOIVODESHIPS = Voivodeships(SHIPPED.lists[LIST])
#: made up: a village without streets, its part, a capital whose streets stand with its districts
SIMC = """WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA
24;78;01;1;96;1;Zabrze;0000001;0000001;2026-01-02
24;78;01;1;99;1;Przykładowice;0000002;0000001;2026-01-01
24;05;02;2;01;1;Wymyślona Wieś;0000003;0000003;2026-01-01
24;05;02;2;00;1;Zabrzeg;0000004;0000003;2026-01-01
14;65;01;1;96;1;Warszawa;0000005;0000005;2026-01-01
14;65;02;8;95;1;Zmyślonów;0000006;0000006;2026-01-01
"""
ULIC = """WOJ;POW;GMI;RODZ_GMI;SYM;SYM_UL;CECHA;NAZWA_1;NAZWA_2;STAN_NA
24;78;01;1;0000001;00001;ul.;Wzorcowa;;2026-01-01
24;78;01;1;0000002;00002;ul.;Wymyślonego;gen. Jana;2026-01-01
14;65;02;8;0000006;00003;al.;Zmyślona;;2026-01-01
14;65;02;8;0000006;00003;al.;Zmyślona;;2026-01-01
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in (("SIMC.csv", SIMC), ("ULIC.csv", ULIC)):
        (tmp_path / name).write_text(text, "utf-8-sig")
    (tmp_path / "TERC.csv").write_bytes((SAMPLE / "TERC_przyklad.csv").read_bytes())
    return tmp_path


def put(owner: Engine, *paths: Path) -> list[Loaded]:
    with owner.begin() as connection:
        return [load(connection, open_teryt(path)) for path in paths]


def told(session: Session, **typed: str) -> list[tuple[str, str, str]]:
    said = {name: text for name, text in typed.items() if name != "building"}
    address = Address(**said, housed="building" in typed)
    found = doubts_about(address, PlacesOf(session), VOIVODESHIPS)
    return [(doubt.question, doubt.code, doubt.values.get("near", "")) for doubt in found]


def test_an_address_is_compared_with_what_is_loaded_and_with_nothing_else(
    owner: Engine, sessions: sessionmaker[Session], files: Path, subtests: pytest.Subtests
) -> None:
    with sessions() as session:
        assert told(session, city="Nigdzie", street="Żadna", county="x") == []
    put(owner, files / "SIMC.csv")
    with sessions() as session:
        assert told(session, city="Zabrze", street="Żadna", county="x") == [], "no streets, no counties"
    put(owner, files / "ULIC.csv", files / "TERC.csv")
    for typed, expected in _ADDRESSES:
        with subtests.test(str(typed)), sessions() as session:
            assert told(session, **typed) == expected


_ADDRESSES: list[tuple[dict[str, str], list[tuple[str, str, str]]]] = [
    ({"city": "ZABRZE", "street": "ul. wzorcowa", "voivodeship": "24"}, []),
    ({"city": "m. Zabrze", "street": "gen. J. Wymyślonego", "building": "1"}, []),
    ({"city": "Przykładowice", "street": "Wzorcowa"}, []),  # a part of the town
    ({"city": "Warszawa", "street": "Zmyślona", "building": "1"}, []),  # of a district
    ({"city": "Wymyslona Wies", "building": "4"}, []),  # without streets
    ({"city": "Zabrze"}, []),  # an empty plot
    ({"city": "Zabrze", "building": "4"}, [("street", "street_missing", "")]),
    ({"city": "Zabrze", "street": "Wzorowa"}, [("street", "unknown_street", "ul. Wzorcowa")]),
    ({"city": "Zabrze", "street": "Zmyślona"}, [("street", "unknown_street", "")]),  # of another town
    ({"city": "Wymyślona Wieś", "street": "Wzorcowa"}, [("street", "unknown_street", "")]),
    ({"city": "Zabze"}, [("city", "unknown_town", "Zabrze")]),
    ({"city": "Zbarze", "street": "Żadna"}, [("city", "unknown_town", "Zabrze")]),
    ({"city": "Zabrze-Przykładowice"}, [("city", "unknown_town", "Zabrze")]),
    ({"city": "Zabrzeg Zabrze Zabrze"}, [("city", "unknown_town", "Zabrzeg")]),
    ({"city": "Nigdziebądź"}, [("city", "unknown_town", "")]),
    ({"city": "–"}, [("city", "unknown_town", "")]),
    ({"city": "%_'\\"}, [("city", "unknown_town", "")]),
    ({"city": "Zabrze", "voivodeship": "Mazowieckie"}, [("voivodeship", "other_voivodeship", "śląskie")]),
    ({"city": "Zabrze", "voivodeship": "katowickie"}, []),  # told without a register
    ({"city": "Zabrze", "county": "powiat m. Zabrze", "commune": "gmina Zabrze"}, []),
    ({"city": "Zabrze", "county": "Zabże"}, [("county", "unknown_county", "Zabrze")]),
    ({"city": "Zabrze", "commune": "Pcim"}, [("commune", "unknown_commune", "")]),
]


def test_a_newer_file_takes_the_place_of_the_one_before_whole_and_the_same_changes_nothing(
    owner: Engine, sessions: sessionmaker[Session], files: Path
) -> None:
    first, streets = put(owner, files / "SIMC.csv", files / "ULIC.csv")
    assert (first.rows, first.before, streets.rows, streets.twice, streets.strange) == (6, None, 3, 1, 0)
    [again] = put(owner, files / "SIMC.csv")
    assert (again.known, again.rows) == (True, 0)
    [other] = put(owner, SAMPLE / "SIMC_przyklad.csv")
    assert (other.rows, other.before, other.strange) == (2, "SIMC.csv", 1)
    with sessions() as session:
        assert told(session, city="Wymyślona Wieś") == [("city", "unknown_town", "")], "gone with its file"
        [simc, ulic] = loaded_files(session)
        assert (simc.kind, simc.name, str(simc.as_of), simc.rows) == (
            "SIMC",
            "SIMC_przyklad.csv",
            "2026-01-01",
            2,
        )
        assert ulic.kind == "ULIC"
    with owner.begin() as connection:
        forget(connection)
    with sessions() as session:
        assert loaded_files(session) == ()


def test_a_file_with_a_wrong_row_leaves_what_is_loaded(
    owner: Engine, sessions: sessionmaker[Session], files: Path
) -> None:
    put(owner, files / "SIMC.csv")
    (files / "broken.csv").write_text(SIMC.replace("0000006;0000006", "6;0000006"), "utf-8")
    with pytest.raises(TerytRefused, match="row 7, SYM"):
        put(owner, files / "broken.csv")
    with sessions() as session:
        assert [file.name for file in loaded_files(session)] == ["SIMC.csv"]
        assert told(session, city="Zabrze") == []


def test_the_application_only_reads_the_register(
    owner: Engine, sessions: sessionmaker[Session], files: Path
) -> None:
    put(owner, files / "SIMC.csv")
    with sessions() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(table_of(PlaceFile).delete())
