"""An administrator sees what is not confirmed, confirms it, and writes rates that forms take up."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from io import StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from casework.catalogue import catalogue_changes
from casework.standing import PARTS
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import RateBook
from forms_catalog.facts_list import facts_of, missing_next_year
from forms_catalog.offices.own_rows import Own
from forms_catalog.own import Assembly
from tests.backoffice.conftest import Browser, Clock

WATER = "/dane/stawki/property_tax/land.water_ha"
WASTE = "/dane/stawki/waste_fee_residential/per_person"
GOOD = {"value": "36,50", "day-day": "1", "day-month": "1", "day-year": "2027", "standing": "verified"}
GOOD |= {"source": "Uchwała XII/34/26"}


@pytest.fixture
def desk_clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 11, tzinfo=UTC))


def read(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address, follow_redirects=True)
    assert answer.status_code == 200, address
    return words(answer)


def words(answer: TestResponse) -> str:
    return " ".join(unescape(answer.get_data(as_text=True)).split())


def hidden_tick(asked: TestResponse) -> str:
    """What the page sends where somebody ticks that what follows is meant."""
    found = re.search(r'name="sure" value="([0-9a-f]{64})"', asked.text)
    assert found is not None
    return found[1]


def test_what_is_not_confirmed_comes_first_and_is_confirmed_with_name_and_moment(
    browse: Browser, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    browser = browse()
    open_ = next(one for one in facts_of(catalogue, "zabrze") if one.office and one.may_be_confirmed)
    before = read(browser, "/dane")
    assert open_.digest in before
    sent = {"subject": open_.subject, "digest": open_.digest, "co": open_.kind}
    after = words(browser.post("/dane/potwierdz", data=sent, follow_redirects=True))
    assert "Potwierdzone. Zapisaliśmy, kto i kiedy." in after
    assert "Anna Office_Admin-Zabrze" in after
    assert open_.digest not in read(browser, "/dane")
    assert deeds(sessions) == ["fact_confirmed"]


def test_nobody_confirms_what_says_something_else_by_now_or_is_not_theirs(
    browse: Browser, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    browser = browse()
    shared = next(one for one in facts_of(catalogue, None) if one.may_be_confirmed)
    own = next(one for one in facts_of(catalogue, "zabrze") if one.office and one.may_be_confirmed)
    for sent in ((shared.subject, shared.digest), (own.subject, "0" * 64)):
        answer = browser.post("/dane/potwierdz", data=dict(zip(("subject", "digest"), sent, strict=True)))
        assert answer.location.endswith("zapisane=zmienione")
    assert deeds(sessions) == []
    platform = browse("platform_admin", None)
    platform.post("/dane/potwierdz", data={"subject": shared.subject, "digest": shared.digest})
    assert shared.digest not in read(platform, "/dane")
    assert shared.digest not in read(browser, "/dane")  # what is the same everywhere is confirmed for all


def test_what_was_made_up_for_a_demo_is_never_confirmed_as_it_stands(
    browse: Browser, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    demo = next(one for one in facts_of(catalogue, "zabrze") if one.office and one.standing == "demo")
    browser = browse()
    assert demo.digest not in read(browser, "/dane")
    browser.post("/dane/potwierdz", data={"subject": demo.subject, "digest": demo.digest})
    assert deeds(sessions) == []


def test_a_rate_that_others_have_and_this_office_has_not_is_named(browse: Browser) -> None:
    assert f'href="{WASTE}"' in read(browse("office_admin", "gliwice"), "/dane?co=rate")


def test_rates_are_read_by_their_names_and_units_everywhere(browse: Browser, desk_clock: Clock) -> None:
    browser = browse()
    listed = read(browser, "/dane?co=rate")
    assert f'href="{WATER}">Grunty pod wodami</a>' in listed
    assert "110 l na 1 ha" in listed
    assert "<code>" not in listed
    page = read(browser, WATER)
    assert "<h1>Podatek od nieruchomości: Grunty pod wodami</h1>" in page
    assert '<code class="ok-code">land.water_ha</code>' in page
    assert "Stawka (zł za 1 ha)" in page
    browser.post(WASTE, data=GOOD)
    done = read(browser, "/kto-co-zrobil")
    assert "Odpady z domów: Stawka podstawowa, 36,50 zł za osobę i miesiąc, od 1" in done
    assert '<code class="ok-code">per_person</code>' in done


def test_the_rates_in_force_are_handed_out_as_a_table_for_a_spreadsheet(browse: Browser) -> None:
    browser = browse()
    assert 'href="/dane/stawki.csv"' in read(browser, "/dane?co=rate")
    past = GOOD | {"day-day": "22", "day-month": "11", "day-year": "2026", "source": "=1+1"}
    assert browser.post(WASTE, data=past).status_code == 303
    answer = browser.get("/dane/stawki.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    assert header[:3] == ["Tabela", "Nazwa", "Wartość"]
    found = {row[-1]: row for row in rows if row[-2] in ("waste_fee_residential", "property_tax")}
    own, cap = found["per_person"], found["land.water_ha"]
    assert own[2:5] == ["36,50", "zł za osobę i miesiąc", "2026-11-22"]
    assert (own[6], own[8]) == ("urząd", "'=1+1")
    assert (cap[2], cap[5], cap[6]) == ("7,15", "2026-12-31", "najwyżej tyle pozwala ustawa")
    assert "gliwice" not in answer.get_data(as_text=True)
    assert all(len(row) == len(header) for row in rows)


def test_every_kind_of_fact_has_a_page_with_source_and_standing(browse: Browser) -> None:
    browser = browse()
    for kind in ("rate", "account", "fee", "term", "file_plan", "unit", "office", "list", "note", "holiday"):
        assert "<table" in read(browser, f"/dane?co={kind}"), kind
    assert "Boże Ciało" in read(browser, "/dane?co=holiday")
    assert browser.get("/dane?co=cokolwiek").status_code == 404


def test_a_new_rate_is_a_new_row_and_stands_in_the_history(
    browse: Browser, sessions: sessionmaker[Session]
) -> None:
    browser = browse()
    page = words(browser.post(WASTE, data=GOOD, follow_redirects=True))
    assert "Stawka zapisana" in page
    assert "36,5" in page
    assert "33" in page  # the old one holds until then
    assert "Anna Office_Admin-Zabrze" in page
    back = browser.post(f"{WASTE}/cofnij", data={"valid_from": "2027-01-01"}, follow_redirects=True)
    assert "Stawka cofnięta" in words(back)
    assert "cofnięte" in words(back)
    assert deeds(sessions) == ["rate_written", "rate_taken_back"]


def test_a_rate_above_the_cap_is_refused_with_both_numbers(
    browse: Browser, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    today = date(2026, 11, 22)
    cap = catalogue.rates.find("property_tax", "land.water_ha", office="nobody", on=today)
    assert cap is not None
    browser = browse()
    day = {"day-day": "1", "day-month": "12", "day-year": "2026"}
    answer = browser.post(WATER, data=GOOD | day | {"value": str(cap.value + 1)})
    said = words(answer)
    assert answer.status_code == 422
    for number in (cap.value, cap.value + 1):
        assert str(number).replace(".", ",") in said
    assert "to więcej, niż pozwala prawo" in said
    least = browser.post("/dane/stawki/transport_tax/truck.from_12", data=GOOD | day | {"value": "1"})
    assert "to mniej, niż pozwala prawo" in words(least)
    # the cap of next year is not announced yet: the last one is named, and somebody says that it is meant
    asked = browser.post(WATER, data=GOOD | {"value": str(cap.value + 1)})
    assert asked.status_code == 422
    assert f"Ostatni to {str(cap.value).replace('.', ',')}" in words(asked)
    assert deeds(sessions) == []
    assert browser.post(WATER, data=GOOD | {"value": str(cap.value)}).status_code == 303


def test_a_day_that_has_passed_is_asked_about_first(browse: Browser, sessions: sessionmaker[Session]) -> None:
    browser = browse()
    past = GOOD | {"day-year": "2026"}
    answer = browser.post(WASTE, data=past)
    assert answer.status_code == 422
    assert "Ten dzień już minął." in words(answer)
    assert browser.post(WASTE, data=past | {"passed": "1"}).status_code == 303
    assert deeds(sessions) == ["rate_written"]


def test_each_slip_is_named_at_its_field(browse: Browser) -> None:
    browser = browse()
    slips = {
        "value": ("", "-1", "1e99", "NaN", "0,0000001", "trzy"),
        "day-day": ("32", "", "x"),
        "day-year": ("27", "99999"),
        "source": ("", "x" * 501),
        "standing": ("", "sure"),
    }
    places = {"day-day": "day-day", "day-year": "day-day", "standing": "standing-0"}
    for name, values in slips.items():
        for value in values:
            answer = browser.post(WASTE, data=GOOD | {name: value})
            assert answer.status_code == 422, (name, value)
            assert f'href="#{places.get(name, name)}"' in words(answer), (name, value)


def test_an_office_sets_its_file_plan_class_and_its_own_term(
    browse: Browser, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    browser = browse()
    day = {"day-day": "22", "day-month": "11", "day-year": "2026"}
    plan = GOOD | day | {"class": "3199", "category": "BE5"}
    address = "/dane/uslugi/podatek-nieruchomosci-dn-1"
    asked = read(browser, f"{address}/jrwa")
    assert "Znaki nadane przed tym dniem zostają. Nowe znaki dostaną tę klasę." in asked
    assert "Złożone przed tym dniem" not in asked
    assert "Złożone przed tym dniem" in read(browser, f"{address}/termin")
    assert "3199 (BE5)" in words(browser.post(f"{address}/jrwa", data=plan, follow_redirects=True))
    term = GOOD | day | {"days": "20"}
    assert "do 20 dni" in words(browser.post(f"{address}/termin", data=term, follow_redirects=True))
    with sessions() as session:
        own = catalogue_changes.read(session)
    now = Assembly(catalogue, demo=True).put_together(own, day=date(2026, 11, 22))
    form = now.of_office("zabrze").service("podatek-nieruchomosci-dn-1")
    assert form is not None
    assert (form.file_plan.class_dev, form.office_deadline.days) == ("3199", 20)
    other = now.of_office("gliwice").service("podatek-nieruchomosci-dn-1")
    assert other == catalogue.service("podatek-nieruchomosci-dn-1")
    for wrong in ({"class": "x"}, {"category": "Z"}, {"source": ""}):
        assert browser.post(f"{address}/jrwa", data=plan | wrong).status_code == 422
    assert browser.post(f"{address}/termin", data=term | {"days": "0"}).status_code == 422
    assert browser.get("/dane/uslugi/informacja-publiczna-wniosek/termin").status_code == 404  # the law's
    assert deeds(sessions) == ["service_fact_written"] * 2


def test_what_the_law_sets_for_all_and_what_there_is_not_has_no_page(browse: Browser) -> None:
    browser = browse()
    for address in ("/dane/stawki/proxy_duty/relation", "/dane/stawki/property_tax/nothing"):
        assert browser.get(address).status_code == 404, address
        assert browser.post(address, data=GOOD).status_code == 404, address


def test_whoever_runs_the_platform_writes_the_caps_of_the_next_year_for_every_office(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    platform = browse("platform_admin", None)
    assert f'href="{WATER}">Grunty pod wodami</a>' in read(platform, "/dane?co=rate")
    assert 'value="31.12.2027"' in read(platform, WATER)
    office = browse()
    meant = hidden_tick(office.post(WATER, data=GOOD | {"value": "7,30"}))  # no cap of 2027 is known yet
    assert office.post(WATER, data=GOOD | {"value": "7,30", "sure": meant}).status_code == 303
    cap = GOOD | {"value": "7,20", "last": "31.12.2027"}
    assert platform.post(WATER, data=cap | {"last": "1.01.2026"}).status_code == 422
    asked = platform.post(WATER, data=cap)
    assert asked.status_code == 422, "it would end the rate of an office"
    assert "1 urząd ma stawkę wyższą" in words(asked) and "7,30" in words(asked)
    assert platform.post(WATER, data=cap | {"sure": "1"}).status_code == 422
    tick = hidden_tick(asked)
    assert platform.post(WATER, data=cap | {"value": "0,72", "sure": tick}).status_code == 422, "another rate"
    assert platform.post(WATER, data=cap | {"sure": tick}).status_code == 303
    now = Assembly(catalogue, demo=True).put_together(own(sessions), day=date(2026, 12, 1))
    held = now.rates.find("property_tax", "land.water_ha", office="gliwice", on=date(2027, 6, 1))
    assert held is not None
    assert (held.value, held.is_cap, held.valid_to) == (Decimal("7.20"), True, date(2027, 12, 31))
    assert [(out.what, out.reason) for out in now.left_out] == [("rate", "above")]
    assert "land.water_ha" not in {
        one.key
        for one in missing_next_year(now, None, today=date(2026, 12, 1))
        if one.table == "property_tax"
    }
    assert "7,20" in words(office.post(WATER, data=GOOD | {"value": "7,40"}))  # refused, with both numbers
    duty = "/dane/stawki/proxy_duty/relation"
    dearer = GOOD | {"value": "20"}
    tick = hidden_tick(platform.post(duty, data=dearer))  # the card of a form names it
    assert platform.post(duty, data=dearer | {"sure": tick}).status_code == 303
    now = Assembly(catalogue, demo=True).put_together(own(sessions), day=date(2026, 12, 1))
    paid = now.rates.find("proxy_duty", "relation", office="zabrze", on=date(2027, 1, 1))
    assert paid is not None
    assert (paid.value, paid.nationwide, paid.is_cap) == (Decimal(20), True, False)
    assert platform.get(WASTE).status_code == 404  # each council's own
    assert deeds(sessions) == ["rate_written"] * 3


def own(sessions: sessionmaker[Session]) -> Own:
    with sessions() as session:
        return catalogue_changes.read(session)


def test_one_office_sees_nothing_of_another(browse: Browser, sessions: sessionmaker[Session]) -> None:
    browse().post(WASTE, data=GOOD)
    other = read(browse("office_admin", "gliwice"), WASTE)
    assert "36,5" not in other
    assert "Anna Office_Admin-Zabrze" not in other


def test_from_december_on_a_missing_value_of_the_next_year_is_told(
    browse: Browser, catalogue: Catalogue, desk_clock: Clock
) -> None:
    assert missing_next_year(catalogue, None, today=date(2026, 11, 30)) == ()
    found = missing_next_year(catalogue, None, today=date(2026, 12, 1))
    assert ("property_tax", "land.water_ha") in {(one.table, one.key) for one in found}
    own = [
        replace(rate, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31), office="zabrze")
        for rate in catalogue.rates
        if (rate.table, rate.key) == ("property_tax", "land.water_ha")
    ][:1]
    with_own = replace(catalogue, rates=RateBook([*catalogue.rates, *own]))
    assert [one.key for one in missing_next_year(with_own, "zabrze", today=date(2026, 12, 1))] == [
        "land.water_ha"
    ]
    desk_clock.now = datetime(2026, 12, 2, 11, tzinfo=UTC)
    warned = read(browse("platform_admin", None), "/dane")
    assert "Brakuje danych na 2027 rok." in warned
    assert ">Grunty pod wodami</a>; " in warned
    assert "facts" in PARTS


def deeds(sessions: sessionmaker[Session]) -> list[str]:
    with sessions() as session:
        asked = "SELECT what FROM read_entry WHERE what ~ '^(fact|rate|service)_' ORDER BY id"
        return list(session.execute(text(asked)).scalars())
