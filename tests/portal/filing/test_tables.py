"""Many rows from a spreadsheet: a haulier's vehicles, a company's parcels."""

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy.orm import Session, sessionmaker

from forms_catalog.samples import Sample
from tests.portal.filing.filling import PROPERTY, fill_in
from tests.portal.filing.test_filing_in import count
from tests.portal.filing.visitor import Visitor

Example = Callable[..., Sample]
DT_1 = "podatek-srodki-transportowe-dt-1"
KINDS = (
    ("Samochód ciężarowy", "11,99", "", "", "", "", "EURO 6"),
    ("Ciągnik siodłowy lub balastowy", "", "40", "2", "Inne", "", "EURO 5"),
    ("Przyczepa lub naczepa", "", "40", "3", "Inne", "", ""),
    ("Autobus", "", "", "", "", "45", "brak"),
)


def vehicle(number: int, *, vin: str | None = None) -> str:
    kind, alone, together, axles, suspension, seats, euro = KINDS[number % 4]
    cells = [
        f"SZ {10_000 + number}", vin or f"SUSXXX1KZAW{number:06d}", f"Wzór {number}",
        "Tylko Twój lub firmy", kind, "12", alone, together, axles, suspension, seats, euro,
        "2019", "1.03.2019", "", "", "", "",
    ]  # fmt: skip
    return ";".join(cells)


def at_table(visitor: Visitor, example: Example) -> tuple[Visitor, str]:
    """On the page of the table; the example has two vehicles. The header comes with it."""
    fill_in(visitor, DT_1, example(DT_1))
    section = visitor.path.replace("sprawdz", "vehicles")
    visitor.open(section).follow("Dodaj wiele naraz z tabeli")
    answer = visitor.client.get(f"{section}/vehicles/tabela/wzor.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=vehicles.csv"
    return visitor, answer.get_data().decode("utf-8-sig").strip()


def choose(visitor: Visitor, table: str | bytes) -> Visitor:
    data = table if isinstance(table, bytes) else table.encode("cp1250")
    visitor.typed["tabela"] = (BytesIO(data), "pojazdy.csv", "text/csv")
    return visitor.press("Sprawdź tabelę")


def slips(visitor: Visitor) -> list[list[str]]:
    rows = visitor.page.xpath("//table/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_a_haulier_adds_forty_vehicles_and_sees_the_tax_of_all(
    visitor: Visitor, example: Example, sessions: sessionmaker[Session]
) -> None:
    at, header = at_table(visitor, example)
    before = count(sessions, "draft_row")
    choose(at, "\r\n".join([header, *(vehicle(number) for number in range(40))]))
    assert at.status == 200
    assert "Gotowych do dodania jest 40 wierszy" in at.text
    assert "SZ10039, Wzór 39" in at.text
    assert count(sessions, "draft_row") == before, "nothing is taken over before one says so"
    at.press("Dodaj 40 wierszy")
    assert at.path.endswith("/vehicles")
    assert "Dodano 40 wierszy." in at.text
    assert "Twoje pojazdy (42)" in at.text
    assert count(sessions, "draft_row") == before + 40
    at.press("Zapisz i ")
    assert at.status == 200


def test_good_rows_may_be_taken_while_bad_ones_are_mended(
    visitor: Visitor, example: Example, sessions: sessionmaker[Session]
) -> None:
    at, header = at_table(visitor, example)
    before = count(sessions, "draft_row")
    choose(at, "\n".join([header, vehicle(0), vehicle(1, vin="SUSAAA"), vehicle(2)]))
    assert at.status == 422
    assert slips(at) == [["Wiersz 3", "VIN", "Numer VIN ma 17 liter i cyfr. Policz je."]]
    page = at.press("Dodaj 2 wiersze").path.rstrip("/")
    assert count(sessions, "draft_row") == before + 2
    choose(at.open(f"{page}/vehicles/tabela"), "\n".join([header, *(vehicle(number) for number in range(3))]))
    assert "W formularzu są już 2 z tych wierszy." in at.text
    at.press("Dodaj 1 wiersz")
    assert count(sessions, "draft_row") == before + 3


def test_pressing_twice_adds_each_row_once(
    visitor: Visitor, example: Example, sessions: sessionmaker[Session]
) -> None:
    at, header = at_table(visitor, example)
    before = count(sessions, "draft_row")
    choose(at, "\n".join([header, vehicle(0), vehicle(1)]))
    at.press_twice("Dodaj 2 wiersze")
    assert count(sessions, "draft_row") == before + 2


def test_whoever_looks_away_has_added_nothing(
    visitor: Visitor, example: Example, sessions: sessionmaker[Session]
) -> None:
    at, header = at_table(visitor, example)
    before = count(sessions, "draft_row")
    choose(at, "\n".join([header, vehicle(0)])).follow("Nic nie dodawaj")
    assert count(sessions, "draft_row") == before


def test_without_a_file_the_page_says_what_to_choose(visitor: Visitor, example: Example) -> None:
    at, _ = at_table(visitor, example)
    at.press("Sprawdź tabelę")
    assert at.status == 422
    assert at.complaints() == {"#tabela": "Wybierz plik z\xa0tabelą."}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x" * 10_000_000, "Plik jest za duży"),
        (b"PK\x03\x04" + b"\x00" * 50, "To jest skoroszyt"),
        (b"a;b\n\x00;\x00\n", "nie jest tabelą CSV"),
        (b'Numer rejestracyjny;VIN\n"otwarty;2\n', "brakuje drugiego cudzysłowu"),
        (b"VIN\n=cmd|' /C calc'!A0\n", "nazwy kolumn"),
        (b"", "Plik jest pusty"),
    ],
)
def test_a_hostile_file_gets_a_plain_answer(
    visitor: Visitor, example: Example, data: bytes, words: str
) -> None:
    at, _ = at_table(visitor, example)
    choose(at, data)
    assert at.status == 422
    assert words in at.text
    assert "Nic nie zostało dodane." in at.text


def test_more_rows_than_the_form_holds_are_refused(visitor: Visitor, example: Example) -> None:
    at, header = at_table(visitor, example)
    choose(at, "\n".join([header, *(vehicle(number) for number in range(499))]))
    assert at.status == 422
    assert "Formularz mieści 500." in at.text


def test_parcels_come_from_a_table_too_and_few_rows_do_not(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, PROPERTY, example(PROPERTY))
    section = visitor.path.replace("sprawdz", "land")
    header = visitor.client.get(f"{section}/land_items/tabela/wzor.csv").get_data().decode("utf-8-sig")
    line = "Zabrze;;77/1;;;Wzorcowa;;;41-800;Zabrze;;;;;;Pozostały;B;640,50;"
    choose(visitor.open(f"{section}/land_items/tabela"), f"{header.strip()}\n{line}".encode())
    visitor.press("Dodaj 1 wiersz")
    assert "77/1, obręb Zabrze" in visitor.text
    people = section.replace("/land", "/applicant/company-representatives/tabela")
    assert visitor.open(people).status == 404
