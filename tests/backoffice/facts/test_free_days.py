"""Parliament frees a day: whoever runs the platform writes it, and the clocks of all offices keep to it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes, dated_facts
from casework.clock.calendar import Calendar
from casework.clock.deadlines import due, term_end
from casework.desk.calls import shortest_term
from forms_catalog.catalogue import Catalogue
from forms_catalog.own import Assembly
from forms_catalog.particulars import OfficeDeadline
from tests.backoffice.conftest import Browser, Clock
from tests.backoffice.facts.test_facts import read, words

HERE = "/dane/dni-wolne"
GOOD = {
    "name_pl": "Dzień próbny", "name_uk": "Пробний день", "how": "date", "day": "2", "month": "12",
    "day-day": "1", "day-month": "12", "day-year": "2026", "source": "Dz.U. 2026 poz. 1",
    "standing": "verified",
}  # fmt: skip
TODAY = date(2026, 11, 22)


@pytest.fixture
def desk_clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 11, tzinfo=UTC))


def now(sessions: sessionmaker[Session], shipped: Catalogue) -> Catalogue:
    with sessions() as session:
        return Assembly(shipped, demo=True).put_together(catalogue_changes.read(session), day=TODAY)


def at_once(shipped: Catalogue) -> OfficeDeadline:
    form = shipped.service("zameldowanie-pobyt-staly")
    assert form is not None
    assert form.office_deadline.days == 0
    return form.office_deadline


def test_a_new_free_day_moves_every_clock_from_its_first_day_on(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    platform = browse("platform_admin", None)
    assert f'href="{HERE}/nowy"' in read(platform, "/dane?co=holiday")
    listed = words(platform.post(f"{HERE}/nowy", data=GOOD, follow_redirects=True))
    assert "2 grudnia 2026 (środa)" in listed.replace("\u00a0", " ")
    assert f'href="{HERE}/dzien-probny">Dzień próbny</a>' in listed
    calendar = Calendar.of(now(sessions, catalogue))
    assert term_end(date(2026, 11, 25), days=7, mode="shift", calendar=calendar) == date(2026, 12, 3)
    assert term_end(date(2026, 11, 25), days=7, mode="shift") == date(2026, 12, 2)
    assert shortest_term(date(2026, 11, 25), calendar) == date(2026, 12, 3)
    filed = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert due(at_once(catalogue), filed, calendar).on == date(2026, 12, 3)
    assert calendar.is_working(date(2025, 12, 2))  # before its first day
    assert "wpisał(a) dzień wolny" in read(platform, "/kto-co-zrobil")
    assert "Dni wolne: Dzień próbny" in read(platform, "/kto-co-zrobil")


def test_a_day_that_is_free_no_more_is_worked_on_and_taken_back_is_free_again(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    platform = browse("platform_admin", None)
    day = {"day-day": "1", "day-month": "1", "day-year": "2027"}
    assert platform.post(f"{HERE}/epiphany", data=GOOD | day | {"how": "none"}).status_code == 303
    calendar = Calendar.of(now(sessions, catalogue))
    assert [calendar.is_working(date(year, 1, 6)) for year in (2026, 2027)] == [False, True]
    assert "Ten dzień przestaje być wolny" in read(platform, f"{HERE}/epiphany")
    assert platform.post(f"{HERE}/epiphany/cofnij", data={"valid_from": "2027-01-01"}).status_code == 303
    assert not Calendar.of(now(sessions, catalogue)).is_working(date(2027, 1, 6))
    once = GOOD | {"how": "easter", "easter": "2", "last": "31.12.2027"} | day
    assert platform.post(f"{HERE}/nowy", data=once).status_code == 303
    moving = Calendar.of(now(sessions, catalogue))
    assert [moving.is_working(date(2027, 3, 30)), moving.is_working(date(2028, 4, 18))] == [False, True]


def test_no_office_frees_a_day_of_its_own_but_everybody_sees_how_sure_each_is(browse: Browser) -> None:
    office = browse()
    page = read(office, "/dane?co=holiday")
    assert "Święto Trzech Króli" in page
    assert "potwierdzone częściowo" in page
    assert "60 dni po Wielkanocy" in page
    assert HERE not in page
    assert office.get(f"{HERE}/nowy").status_code in (403, 404)
    assert office.post(f"{HERE}/nowy", data=GOOD).status_code in (403, 404)


def test_each_slip_is_named_and_nothing_is_kept(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    platform = browse("platform_admin", None)
    slips: list[dict[str, str]] = [
        {"name_pl": ""}, {"name_pl": "Nowy"}, {"name_pl": "…"}, {"how": ""}, {"how": "none"},
        {"day": "31", "month": "2"}, {"day": ""}, {"how": "easter", "easter": "71"}, {"last": "x"},
        {"last": "1.11.2026"}, {"source": ""}, {"standing": ""}, {"day-day": "32"},
    ]  # fmt: skip
    for slip in slips:
        assert platform.post(f"{HERE}/nowy", data=GOOD | slip).status_code == 422, slip
    assert platform.get(f"{HERE}/nothing").status_code == 404
    assert now(sessions, catalogue).holidays == catalogue.holidays
    with sessions.begin() as session:
        dated_facts.write(
            session, office=None, kind="holiday", name="x", valid_from=TODAY, standing="verified",
            source="x", by=None, value={"name": {"pl": "x", "en": "x"}, "month": 2, "day": 31},
        )  # fmt: skip
    known = now(sessions, catalogue)
    assert [out.what for out in known.left_out] == ["holiday"]
    assert known.holidays == catalogue.holidays
