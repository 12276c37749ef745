"""An office's administrator says what the office is; the platform's opens offices."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from backoffice.application import create_desk
from backoffice.parts import DeskParts
from casework.catalogue import catalogue_changes
from casework.tables import desk_tables
from forms_catalog.catalogue import Catalogue
from forms_catalog.own import Assembly
from tests.backoffice.at_work import hidden
from tests.backoffice.conftest import Employ, Enter
from tests.shipped import SHIPPED

ADMIN, PLATFORM = "admin@urzad.example", "platform@urzad.example"
CONTACT = {
    "name_pl": "Urząd Miejski w Zabrzu", "name_en": "Zabrze City Hall",
    "authority_pl": "Prezydent Miasta Zabrze", "street": "ul. Próbna 1", "postal_code": "41-800",
    "hours_pl": "od poniedziałku do piątku 7:30–15:30",
    "phone": "+48 32 000 00 00", "email": "urzad@zabrze.example",
    "website": "https://zabrze.example", "teryt": "",
}  # fmt: skip
NEW = {"code": "gmina-dodana", "kind": "commune", "name_pl": "Gmina Dodana", "city": "Dodana"}


@pytest.fixture
def admin(employ: Employ, enter: Enter) -> FlaskClient:
    employ(ADMIN, "office_admin")
    return enter(ADMIN)


@pytest.fixture
def platform(employ: Employ, enter: Enter) -> FlaskClient:
    employ(PLATFORM, "platform_admin", office=None)
    return enter(PLATFORM)


def _now(sessions: sessionmaker[Session]) -> Catalogue:
    """What running programs take up."""
    with sessions() as session:
        own = catalogue_changes.read(session)
    return Assembly(SHIPPED, demo=True).put_together(own, day=date(2026, 11, 22))


def _seen(browser: FlaskClient) -> str:
    return hidden(browser.get("/urzad").text)["seen"]


def _noted(sessions: sessionmaker[Session], what: str) -> list[dict[str, object]]:
    entry = desk_tables.ReadEntry
    with sessions() as session:
        return list(session.execute(select(entry.details).where(entry.what == what)).scalars())


def test_what_an_administrator_saves_is_what_residents_read_and_is_written_down(
    admin: FlaskClient, sessions: sessionmaker[Session]
) -> None:
    answer = admin.post("/urzad/kontakt", data={**CONTACT, "seen": _seen(admin)})
    assert answer.status_code == 303, answer.text
    office = _now(sessions).offices["zabrze"]
    assert (office.street, office.phone) == ("ul. Próbna 1", "+48 32 000 00 00")
    assert office.hours is not None
    assert office.hours.in_("en") == "od poniedziałku do piątku 7:30–15:30", "Polish stands in"
    assert office.teryt is None
    assert "ul. Próbna 1" in admin.get("/urzad").text
    (noted,) = _noted(sessions, "office_changed")
    assert noted["part"] == "kontakt"
    assert "Próbna" not in str(noted)
    others = _now(sessions).offices
    assert all(others[code] == facts for code, facts in SHIPPED.offices.items() if code != "zabrze")


def test_senders_and_quiet_hours_are_the_offices_own(
    admin: FlaskClient, sessions: sessionmaker[Session]
) -> None:
    said = {
        "mail_from": "listy@zabrze.example",
        "sms_name": "UM Zabrze",
        "quiet_start": "21:00",
        "quiet_end": "07:00",
    }
    assert admin.post("/urzad/nadawca", data={**said, "seen": _seen(admin)}).status_code == 303
    office = _now(sessions).offices["zabrze"]
    assert office.sms_quiet is not None
    assert (office.called_in_sms.en, office.sms_quiet.start.hour) == ("UM Zabrze", 21)
    emptied = dict.fromkeys(said, "")
    assert admin.post("/urzad/nadawca", data={**emptied, "seen": _seen(admin)}).status_code == 303
    office = _now(sessions).offices["zabrze"]
    assert (office.called_in_sms.pl, office.mail_from) == ("Urząd Miejski w Zabrzu", None)
    assert office.sms_quiet == SHIPPED.offices["zabrze"].sms_quiet


def test_services_are_switched_on_and_off(admin: FlaskClient, sessions: sessionmaker[Session]) -> None:
    page = admin.get("/urzad").text
    ticked = re.findall(r'name="services" value="([^"]+)" checked', page)
    assert set(ticked) == set(SHIPPED.offices["zabrze"].services)
    wanted = [code for code in ticked if code != "taxi-licencja"]
    assert admin.post("/urzad/uslugi", data={"services": wanted, "seen": _seen(admin)}).status_code == 303
    assert set(_now(sessions).offices["zabrze"].services) == set(wanted)
    assert 'value="taxi-licencja" checked' not in admin.get("/urzad").text
    assert admin.post("/urzad/uslugi", data={"services": ticked, "seen": _seen(admin)}).status_code == 303
    assert set(_now(sessions).offices["zabrze"].services) == set(ticked)


def test_units_have_names_and_symbols_of_their_own_and_no_symbol_twice(
    admin: FlaskClient, sessions: sessionmaker[Session]
) -> None:
    form = {**hidden(admin.get("/urzad").text)}
    said = {
        "unit_roads_pl": "Zarząd Dróg",
        "symbol_roads": "ZDX",
        "symbol_council_office": "BR",
        "seen": form["seen"],
    }
    assert admin.post("/urzad/komorki", data=said).status_code == 303
    office = _now(sessions).offices["zabrze"]
    assert (office.units["roads"].pl, office.unit_symbols["roads"]) == ("Zarząd Dróg", "ZDX")
    assert office.units["civil_affairs"].pl == "Sprawy obywatelskie i ewidencja ludności", (
        "emptied: as its kind has it"
    )
    twice = {**said, "symbol_council_office": "ZDX", "seen": _seen(admin)}
    answer = admin.post("/urzad/komorki", data=twice)
    assert answer.status_code == 422
    assert "Inna komórka ma ten symbol" in unescape(answer.text)


SLIPS = (
    ("kontakt", "name_pl", ""),
    ("kontakt", "postal_code", "41800"),
    ("kontakt", "website", "javascript:alert(1)"),
    ("kontakt", "email", "nikt"),
    ("kontakt", "teryt", "x"),
    ("nadawca", "sms_name", "Забже"),
    ("nadawca", "quiet_start", "25:00"),
    ("komorki", "symbol_roads", "z d"),
)


def test_a_slip_is_named_at_its_field_and_nothing_is_saved(
    admin: FlaskClient, sessions: sessionmaker[Session], subtests: pytest.Subtests
) -> None:
    for part, field, typed in SLIPS:
        with subtests.test(field):
            answer = admin.post(f"/urzad/{part}", data={**CONTACT, field: typed, "seen": _seen(admin)})
            assert answer.status_code == 422
            assert f'id="{field}-e"' in answer.text
            if part == "kontakt":
                assert "ul. Próbna 1" in answer.text, "what was typed stays"
            assert _now(sessions).offices == SHIPPED.offices


def test_of_two_administrators_the_second_sees_what_the_first_saved_before_it_is_overwritten(
    admin: FlaskClient, sessions: sessionmaker[Session]
) -> None:
    seen = _seen(admin)
    assert admin.post("/urzad/kontakt", data={**CONTACT, "seen": seen}).status_code == 303
    answer = admin.post("/urzad/kontakt", data={**CONTACT, "street": "ul. Inna 2", "seen": seen})
    assert answer.status_code == 422
    assert "Ktoś inny zmienił" in unescape(answer.text)
    assert _now(sessions).offices["zabrze"].street == "ul. Próbna 1"


def test_an_added_office_opens_with_its_kinds_services_and_its_people_see_nothing_of_others(
    platform: FlaskClient,
    desk_parts: DeskParts,
    sessions: sessionmaker[Session],
    employ: Employ,
    enter: Enter,
) -> None:
    assert platform.post("/urzedy/nowy", data=NEW).headers["Location"] == "/urzedy?dodany=gmina-dodana"
    catalogue = _now(sessions)
    assert catalogue.offices["gmina-dodana"].services == SHIPPED.offices["gmina-godow"].services
    assert _noted(sessions, "office_added") == [{"office": "gmina-dodana"}]
    employ("ich@urzad.example", "office_admin", office="gmina-dodana")
    theirs = _desk(replace(desk_parts, catalogue=catalogue))
    browser = enter("ich@urzad.example", theirs.test_client())
    page = browser.get("/urzad").text
    assert "Gmina Dodana" in page
    assert "Powstańców" not in page
    assert browser.post("/urzad/kontakt", data={**CONTACT, "seen": _seen(browser)}).status_code == 303
    changed = _now(sessions).offices
    assert changed["gmina-dodana"].street == "ul. Próbna 1"
    assert changed["zabrze"] == SHIPPED.offices["zabrze"]
    assert platform.post("/urzedy/nowy", data=NEW).status_code == 422, "once"


def _desk(parts: DeskParts) -> Flask:
    desk = create_desk(parts)
    desk.config["WTF_CSRF_METHODS"] = ()
    return desk


CANNOT_BE = (
    ("code", "Gmina"),
    ("code", "zabrze"),
    ("name_pl", ""),
    ("kind", "moon"),
    ("city", " "),
)


def test_an_office_that_cannot_be_is_not_added(
    platform: FlaskClient, sessions: sessionmaker[Session], subtests: pytest.Subtests
) -> None:
    for field, typed in CANNOT_BE:
        with subtests.test(f"{field} {typed}"):
            answer = platform.post("/urzedy/nowy", data={**NEW, field: typed})
            assert answer.status_code == 422
            assert f'href="#{field}"' in answer.text
            assert _now(sessions).offices.keys() == SHIPPED.offices.keys()


def test_the_platforms_administrator_sees_every_office_that_is_open(platform: FlaskClient) -> None:
    page = unescape(platform.get("/urzedy").text)
    assert all(facts.name.pl in page.replace("\N{NO-BREAK SPACE}", " ") for facts in SHIPPED.offices.values())
    assert "to_be_confirmed" not in page, "how sure the facts are is said in the page's language"
