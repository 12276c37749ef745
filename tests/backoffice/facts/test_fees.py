"""The law changes what a service costs: one row from a day on, and every card says it from that day."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes, dated_facts
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts_list import facts_of
from forms_catalog.offices.own_rows import Own
from forms_catalog.own import Assembly
from tests.backoffice.conftest import Browser, Clock
from tests.backoffice.facts.test_facts import hidden_tick, read, words

CODE = "zaswiadczenie-o-niezaleganiu"
HERE = f"/dane/oplaty/{CODE}"
RATE = "/dane/stawki/certificate_duty/tax_arrears"
GOOD = {
    "amount": "25", "note_pl": "Studenci nie płacą.", "day-day": "1", "day-month": "12",
    "day-year": "2026", "source": "Dz.U. 2026 poz. 1", "standing": "verified",
}  # fmt: skip
BEGINS = date(2026, 12, 1)


@pytest.fixture
def desk_clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 11, tzinfo=UTC))


def meant(browser: FlaskClient, data: dict[str, str]) -> int:
    """Sends the rate, reads what follows from it, and says that it is meant."""
    asked = browser.post(RATE, data=data)
    assert asked.status_code == 422
    told = words(asked)
    assert "Zaświadczenie o niezaleganiu" in told.partition("Od tego dnia podadzą nową kwotę:")[2]
    return browser.post(RATE, data=data | {"sure": hidden_tick(asked)}).status_code


def written(sessions: sessionmaker[Session]) -> Own:
    with sessions() as session:
        return catalogue_changes.read(session)


def fee(own: Own, shipped: Catalogue, day: date) -> tuple[Decimal | None, str, str]:
    form = Assembly(shipped, demo=True).put_together(own, day=day).of_office("gliwice").service(CODE)
    assert form is not None
    return form.fee.amount_pln, form.fee.note.pl if form.fee.note else "", form.fee.legal_item


def test_a_fee_that_the_law_changed_holds_at_every_office_from_its_day_on(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    platform = browse("platform_admin", None)
    assert f'href="{HERE}"' in read(platform, "/dane?co=fee")
    assert f'href="{RATE}"' in read(platform, HERE), "the form counts with it, so it is written there"
    assert "Formularz liczy tego dnia inną kwotę" in words(platform.post(HERE, data=GOOD))
    assert meant(platform, {**GOOD, "value": "25", "last": ""}) == 303, "and the card follows it"
    assert fee(written(sessions), catalogue, BEGINS)[0] == Decimal(25)
    assert platform.post(HERE, data=GOOD).status_code == 303
    own = written(sessions)
    assert own.next_turn(date(2026, 11, 22)) == BEGINS
    assert fee(own, catalogue, date(2026, 11, 30))[0] == Decimal(21)
    assert fee(own, catalogue, BEGINS) == (Decimal(25), "Studenci nie płacą.", "Dz.U. 2026 poz. 1")
    later = Assembly(catalogue, demo=True).put_together(own, day=BEGINS)
    for office in ("gliwice", None):
        told = next(one for one in facts_of(later, office) if (one.kind, one.name) == ("fee", CODE))
        assert (told.value, told.standing, told.valid_from) == (
            "25,00\N{NO-BREAK SPACE}zł",
            "verified",
            BEGINS,
        )
    form, shipped = later.of_office("gliwice").service(CODE), catalogue.service(CODE)
    assert form is not None and shipped is not None
    assert form.digest == shipped.digest
    free = "/dane/oplaty/ulga-odroczenie-terminu"
    assert platform.post(free, data=GOOD | {"amount": "5,50"}).status_code == 303
    later = Assembly(catalogue, demo=True).put_together(written(sessions), day=BEGINS)
    dear = later.of_office("gliwice").service("ulga-odroczenie-terminu")
    assert dear is not None
    assert (dear.fee.kind, dear.fee.amount_pln) == ("fixed", Decimal("5.50"))
    assert "wpisał(a) opłatę za usługę" in read(platform, "/kto-co-zrobil")
    assert platform.post(f"{RATE}/cofnij", data={"valid_from": "2026-12-01"}).status_code == 303
    assert fee(written(sessions), catalogue, BEGINS)[0] == Decimal(21)


def test_no_office_sets_what_the_law_sets_and_each_slip_is_named(
    browse: Browser, sessions: sessionmaker[Session]
) -> None:
    office = browse()
    assert HERE not in read(office, "/dane?co=fee")
    assert office.get(HERE).status_code in (403, 404)
    platform = browse("platform_admin", None)
    slips = [{"amount": ""}, {"amount": "17,005"}, {"amount": "-1"}, {"note_pl": "", "note_uk": "x"}]
    slips += [{"note_en": "x" * 201}, {"source": ""}, {"standing": ""}]
    for slip in slips:
        assert platform.post(HERE, data=GOOD | slip).status_code == 422, slip
    assert "Ten dzień już minął." in words(platform.post(HERE, data=GOOD | {"day-month": "1"}))
    assert platform.get("/dane/oplaty/nothing").status_code == 404
    assert written(sessions).dated == ()


def test_a_row_that_is_no_fee_is_left_out(sessions: sessionmaker[Session], catalogue: Catalogue) -> None:
    with sessions.begin() as session:
        dated_facts.write(
            session, office=None, kind="fee", name=CODE, valid_from=BEGINS, value={"amount_pln": "x"},
            standing="verified", source="x", by=None,
        )  # fmt: skip
    later = Assembly(catalogue, demo=True).put_together(written(sessions), day=BEGINS)
    assert [out.what for out in later.left_out] == ["fee"]
    assert fee(written(sessions), catalogue, BEGINS)[0] == Decimal(21)


def test_who_goes_through_the_facts_of_an_office_reads_no_names_of_the_program(catalogue: Catalogue) -> None:
    every = [*facts_of(catalogue, "zabrze"), *facts_of(catalogue, None)]
    keys = {
        said
        for fact in every
        if fact.kind != "note"
        for said in (fact.value, fact.title.pl)
        if re.fullmatch(r"[a-z]+(_[a-z]+)+", said)
    }
    assert keys == set()
    assert {fact.title.pl for fact in every if fact.kind == "list"} > {"Państwa", "Formy prawne"}
    fees = {fact.name: fact.value for fact in every if fact.kind == "fee"}
    assert fees["alkohol-zezwolenie-sklep"] == "liczona z odpowiedzi"
    assert fees["podatek-nieruchomosci-dn-1"] == "bez opłaty"
    assert fees["zaswiadczenie-o-zameldowaniu"] == "17,00\N{NO-BREAK SPACE}zł"
