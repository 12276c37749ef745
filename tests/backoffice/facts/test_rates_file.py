"""An administrator takes rates out as a table and brings a whole table in, seen before it counts."""

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from casework.catalogue import catalogue_changes
from forms_catalog.catalogue import Catalogue
from forms_catalog.own import Assembly
from forms_catalog.spreadsheets.rates_table import COLUMNS
from tests.backoffice.at_work import hidden
from tests.backoffice.conftest import Browser, Clock

HERE = "/dane/stawki/wczytaj"
WASTE = "waste_fee_residential"
GOOD = {
    "Wartość": "36,50", "Od kiedy": "1.01.2027", "Pewność": "potwierdzone", "Źródło": "Uchwała XII/34/26",
    "Kod tabeli": WASTE, "Kod stawki": "per_person", "Czyja": "urząd",
}  # fmt: skip
TOO_DEAR = GOOD | {
    "Kod tabeli": "property_tax", "Kod stawki": "land.water_ha", "Od kiedy": "1.12.2026", "Wartość": "8,15",
}  # fmt: skip
#: an axle and a mass that no council had a rate for so far
NEW_KEY = {"Kod tabeli": "transport_tax", "Kod stawki": "truck.from_12.axles_2.t16", "Wartość": "3000"}


@pytest.fixture
def desk_clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 11, tzinfo=UTC))


def table(*rows: Mapping[str, str]) -> bytes:
    out = StringIO()
    sheet = csv.DictWriter(out, [*COLUMNS], delimiter=";", restval="")
    sheet.writeheader()
    sheet.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def look(browser: FlaskClient, data: bytes) -> TestResponse:
    return browser.post(HERE, data={"file": (BytesIO(data), "stawki.csv")})


def words(answer: TestResponse) -> str:
    return " ".join(unescape(answer.get_data(as_text=True)).replace("\u00a0", " ").split())


def press(browser: FlaskClient, shown: TestResponse, **more: str) -> TestResponse:
    kept = hidden(shown.text)
    return browser.post(f"{HERE}/zapisz", data={name: kept[name] for name in ("table", "seen")} | more)


def written(sessions: sessionmaker[Session]) -> tuple[int, int, list[str]]:
    """Own rates, changes of the catalogue, and what was noted of them."""
    with sessions() as session:
        own = catalogue_changes.read(session)
        noted = session.execute(text("SELECT what FROM read_entry WHERE what ~ '^rate' ORDER BY id"))
        return len(own.rates), own.change, list(noted.scalars())


def test_a_table_is_seen_first_and_then_counts_in_one_change(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    browser = browse()
    before = written(sessions)[1]
    shown = look(browser, table(GOOD, GOOD | {"Kod stawki": "raised", "Wartość": "66"}, NEW_KEY | DAY))
    said = words(shown)
    assert shown.status_code == 200
    for part in ("Zapiszemy 3 stawki", "36,50 zł za osobę i miesiąc", "do tego dnia: 33,00 zł", "od 16 t"):
        assert part in said, part
    assert written(sessions) == (0, before, [])
    done = press(browser, shown)
    assert done.location.endswith("/dane?co=rate&zapisane=wpisane")
    assert written(sessions) == (3, before + 1, ["rates_taken_in"])
    with sessions() as session:
        now = Assembly(catalogue, demo=True).put_together(
            catalogue_changes.read(session), day=date(2027, 1, 2)
        )
    rate = now.rates.find(WASTE, "per_person", office="zabrze", on=date(2027, 1, 2))
    assert rate is not None
    assert (rate.value, rate.standing, rate.source.pl) == (Decimal("36.50"), "verified", "Uchwała XII/34/26")
    assert "wczytał(a) stawki z tabeli" in words(browser.get("/kto-co-zrobil"))
    assert "3 stawki" in words(browser.get("/kto-co-zrobil"))


DAY = {name: GOOD[name] for name in ("Od kiedy", "Pewność", "Źródło", "Czyja")}


def test_what_was_taken_out_comes_in_again_and_changes_nothing(
    browse: Browser, sessions: sessionmaker[Session]
) -> None:
    browser = browse()
    past = GOOD | {"Od kiedy": "2026-11-22", "Źródło": "'=1+1"}
    assert press(browser, look(browser, table(past))).status_code == 303
    with sessions() as session:
        assert [rate.source for rate in catalogue_changes.read(session).rates] == ["=1+1"]
    taken_out = browser.get("/dane/stawki.csv").data
    shown = look(browser, taken_out)
    assert shown.status_code == 200
    assert "Zapiszemy 0 stawek." in words(shown)
    assert "Zapisz te stawki" not in words(shown)
    changed = look(browser, taken_out.replace(b"36,50", b"37,00"))
    assert "Zapiszemy 1 stawkę." in words(changed)
    assert "zamiast: 36,50 zł" in words(changed)


def test_each_slip_is_named_by_row_and_column_and_nothing_is_kept(
    browse: Browser, sessions: sessionmaker[Session]
) -> None:
    browser = browse()
    slips: list[tuple[dict[str, str], str, str]] = [
        ({"Wartość": "trzy"}, "Wartość", "Wpisz liczbę"),
        ({"Od kiedy": "31.02.2027"}, "Od kiedy", "Wpisz istniejący dzień"),
        ({"Ostatni dzień": "x"}, "Ostatni dzień", "zostaw puste pole"),
        ({"Ostatni dzień": "2026-01-01"}, "Ostatni dzień", "wcześniejszy niż pierwszy"),
        ({"Pewność": "na oko"}, "Pewność", "Wpisz „potwierdzone”"),
        ({"Pewność": "zmyślone na pokaz"}, "Pewność", "Wpisz „potwierdzone”"),
        ({"Źródło": ""}, "Źródło", "gdzie ta stawka jest zapisana"),
        ({"Źródło": "Uchwała\x01"}, "Źródło", "Wpisz tekst jeszcze raz"),
        ({"Czyja": "sołtys"}, "Czyja", "Wpisz „urząd”"),
        ({"Czyja": "ustawa"}, "Czyja", "Ustawa mówi co innego"),
        ({"Kod tabeli": "waste_fee"}, "Kod tabeli", "Nie ma tabeli „waste_fee”"),
        ({"Kod stawki": "per_persons"}, "Kod stawki", "Czy chodziło o „per_person”"),
        ({"Kod tabeli": "proxy_duty", "Kod stawki": "relation"}, "Kod stawki", "ustala ustawa"),
        (
            TOO_DEAR,
            "Wartość",
            "8,15 zł za 1 ha to więcej, niż pozwala prawo: najwyżej 7,15",
        ),
        (
            NEW_KEY | {"Wartość": "1", "Od kiedy": "1.12.2026"},
            "Wartość",
            "to mniej, niż pozwala prawo: co najmniej",
        ),
    ]
    for slip, column, why in slips:
        answer = look(browser, table(GOOD | {"Od kiedy": "1.07.2026"}, GOOD | slip))
        said = words(answer)
        assert answer.status_code == 422, slip
        assert f'<th scope="row">wiersz 3</th><td data-l="Kolumna">{column}</td>' in said, slip
        assert why in said, slip
    three = words(look(browser, table(GOOD | {"Wartość": "", "Kod stawki": "x"}, TOO_DEAR)))
    for why in ("Wpisz liczbę", "W tabeli nie ma stawki „x”", "najwyżej 7,15"):
        assert why in three, why
    twice = words(look(browser, table(GOOD, GOOD)))
    assert "Wiersz 2 podaje tę stawkę od tego samego dnia." in twice
    for broken in (b"", b"PK\x03\x04x", b"Tabela;Nic\n1;2\n", b"Tabela;Tabela;Kod\nx;y;z\n"):
        assert look(browser, broken).status_code == 422, broken
    assert written(sessions)[0] == 0


def test_days_that_have_passed_are_meant_and_what_changed_meanwhile_is_shown_again(
    browse: Browser, sessions: sessionmaker[Session]
) -> None:
    browser = browse()
    shown = look(browser, table(GOOD | {"Od kiedy": "1.01.2026"}))
    assert "Niektóre dni już minęły." in words(shown)
    assert press(browser, shown).status_code == 422
    assert press(browser, shown, seen="x", passed="1").status_code == 409
    assert written(sessions)[0] == 0
    other = browse("office_admin", "gliwice")
    foreign = press(other, shown, passed="1")  # of what another office would write, nothing was seen here
    assert foreign.status_code == 409
    assert press(browser, shown, passed="1").status_code == 303
    assert written(sessions)[0] == 1
    for garbage in ({"table": "%%%"}, {"table": "AAAA", "seen": "x"}, {}):
        assert browser.post(f"{HERE}/zapisz", data=garbage).status_code == 422, garbage
