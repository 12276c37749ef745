"""An office says at the desk where fees are paid; two people stand behind an account that is sure."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes, dated_facts
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.facts_said import payee_said
from forms_catalog.facts_list import facts_of, missing_next_year
from forms_catalog.own import Assembly
from forms_catalog.reference import Payee
from tests.backoffice.conftest import Browser, Clock
from tests.backoffice.facts.test_facts import read, words

HERE = "/dane/konta/stamp_duty"
ACCOUNT = "19 1050 0000 0000 0000 0000 0001"
GOOD = {"account": "PL" + ACCOUNT, "name": "Miasto Katowice", "title": "Opłata skarbowa", "source": "Umowa"}
GOOD |= {"day-day": "22", "day-month": "11", "day-year": "2026"}
TODAY = date(2026, 11, 22)


@pytest.fixture
def desk_clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 11, tzinfo=UTC))


def now(sessions: sessionmaker[Session], shipped: Catalogue, day: date = TODAY) -> Catalogue:
    with sessions() as session:
        return Assembly(shipped, demo=True).put_together(catalogue_changes.read(session), day=day)


def paid_to(catalogue: Catalogue, office: str = "katowice", day: date = TODAY) -> tuple[str, str] | None:
    payee = catalogue.offices[office].payee("stamp_duty", day)
    return (payee.account, payee.standing) if payee else None


def confirm(browser: FlaskClient, catalogue: Catalogue, office: str = "katowice") -> str:
    (payee,) = catalogue.offices[office].payees_waiting
    sent = dict(zip(("subject", "digest"), payee_said(payee), strict=True)) | {"co": "account"}
    return words(browser.post("/dane/potwierdz", data=sent, follow_redirects=True))


def test_an_account_holds_from_its_day_and_is_sure_when_another_person_confirmed_it(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    anna, jan = browse("office_admin", "katowice"), browse(office="katowice", called="jan")
    assert f'href="{HERE}">Opłata skarbowa</a>' in read(anna, "/dane?co=account")
    assert "Urząd go nie podał." in read(anna, HERE)
    assert paid_to(now(sessions, catalogue)) is None
    page = words(anna.post(HERE, data=GOOD, follow_redirects=True))
    assert "Teraz musi je potwierdzić ktoś inny." in page
    assert ACCOUNT in page.replace("\u00a0", " ")
    known = now(sessions, catalogue)
    assert paid_to(known) is None, "nobody pays to an account that one person typed"
    assert "Wpisane przez Ciebie" in read(anna, "/dane?co=account")
    assert "Potwierdza je inna osoba z urzędu." in confirm(anna, known)
    assert paid_to(now(sessions, catalogue)) is None
    assert "Potwierdzone. Zapisaliśmy, kto i kiedy." in confirm(jan, known)
    known = now(sessions, catalogue)
    assert paid_to(known) == (ACCOUNT.replace(" ", ""), "verified")
    assert paid_to(known, day=date(2026, 11, 21)) is None
    assert deeds(sessions) == ["account_written", "fact_confirmed"]
    done = read(anna, "/kto-co-zrobil")
    assert "wpisał(a) konto do opłat" in done
    assert "Konta do opłat: Opłata skarbowa, od 22" in done


def test_the_tax_number_of_the_payee_is_confirmed_with_the_account(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    anna, jan = browse("office_admin", "katowice"), browse(office="katowice", called="jan")
    assert anna.post(HERE, data=GOOD | {"tax_number": "PL 526-025-02-74"}).status_code == 303
    assert "NIP 5260250274" in read(jan, HERE)
    assert "(Miasto Katowice, NIP 5260250274)" in words(jan.get("/dane?co=account"))
    confirm(jan, now(sessions, catalogue))
    payee = now(sessions, catalogue).offices["katowice"].payee("stamp_duty", TODAY)
    assert payee is not None and (payee.tax_number, payee.standing) == ("5260250274", "verified")
    assert anna.post(HERE, data=GOOD).status_code == 303
    (waits,) = now(sessions, catalogue).offices["katowice"].payees_waiting
    assert waits.tax_number is None, "without it, it is confirmed anew"


def test_whom_the_typist_let_in_is_no_second_person(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    anna = browse("office_admin", "katowice")
    ewa, jan = (browse(office="katowice", called=name) for name in ("ewa", "jan"))
    assert anna.post(HERE, data=GOOD).status_code == 303
    with sessions() as session:
        account = session.execute(text("SELECT id FROM clerk WHERE login LIKE 'ewa%'")).scalar_one()
    rights = {"roles": ["office_admin", "supervisor"], "departments": []}
    assert anna.post(f"/pracownicy/{account}/uprawnienia", data=rights).status_code == 303
    known = now(sessions, catalogue)
    assert "Potwierdza je inna osoba z urzędu." in confirm(ewa, known)
    assert paid_to(now(sessions, catalogue)) is None
    assert "Potwierdzone. Zapisaliśmy, kto i kiedy." in confirm(jan, known)


def test_a_later_account_ends_the_earlier_one_and_is_taken_back_before_its_day(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    browser, jan = browse(), browse(called="jan")
    before = paid_to(catalogue, "zabrze")
    day, other = {"day-day": "1", "day-month": "1", "day-year": "2027"}, "08000000000000000000000025"
    assert browser.post(HERE, data=GOOD | day | {"account": other}).status_code == 303
    known = now(sessions, catalogue)
    assert paid_to(known, "zabrze", date(2026, 12, 31)) == before
    assert paid_to(known, "zabrze", date(2027, 1, 1)) == before, "the old one stays until somebody confirms"
    assert "mieszkańcy płacą na konto podane niżej" in read(browser, HERE)
    assert "Potwierdzone." in confirm(jan, known, "zabrze")
    assert paid_to(now(sessions, catalogue), "zabrze", date(2027, 1, 1)) == (other, "verified")
    assert browser.post(f"{HERE}/cofnij", data={"valid_from": "2027-01-01"}).status_code == 303
    assert paid_to(now(sessions, catalogue), "zabrze", date(2027, 1, 1)) == before
    assert "cofnięte" in read(browser, HERE)
    gone = browser.post(f"{HERE}/cofnij", data={"valid_from": "2025-01-01"})  # it holds: nobody takes it back
    assert gone.location == HERE
    assert deeds(sessions) == ["account_written", "fact_confirmed", "account_taken_back"]


def test_another_number_for_the_same_day_does_not_push_out_the_confirmed_one(
    browse: Browser, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    """A thief among the administrators: a new number for the day of the old one, then it is taken back."""
    anna, jan = browse("office_admin", "katowice"), browse(office="katowice", called="jan")
    assert anna.post(HERE, data=GOOD).status_code == 303
    confirm(jan, now(sessions, catalogue))
    right = (ACCOUNT.replace(" ", ""), "verified")
    assert jan.post(HERE, data=GOOD | {"account": "08000000000000000000000025"}).status_code == 303
    known = now(sessions, catalogue)
    assert paid_to(known) == right
    assert "Potwierdza je inna osoba z urzędu." in confirm(jan, known)
    assert paid_to(now(sessions, catalogue)) == right
    assert jan.post(f"{HERE}/cofnij", data={"valid_from": "2026-11-22"}).status_code == 303
    known = now(sessions, catalogue)
    assert (paid_to(known), known.offices["katowice"].payees_waiting) == (right, ())
    assert jan.post(f"{HERE}/cofnij", data={"valid_from": "2026-11-22"}).status_code == 303
    assert paid_to(now(sessions, catalogue)) == right, "what holds is taken back by nobody"


def test_each_slip_is_named_and_there_is_no_page_of_a_fee_that_there_is_not(
    browse: Browser, sessions: sessionmaker[Session]
) -> None:
    browser = browse("office_admin", "katowice")
    slips = {
        "account": ("", "123", ACCOUNT.replace("19", "91", 1), "x" * 26, "٤" * 26),
        "name": ("", "x" * 71, "a|b"),
        "tax_number": ("526-025-02-75", "526025027"),
        "title": ("", "Opłata skarbowa za coś"),
        "source": ("",),
        "day-day": ("32",),
    }
    for name, values in slips.items():
        for value in values:
            answer = browser.post(HERE, data=GOOD | {name: value})
            assert answer.status_code == 422, (name, value)
    assert browser.post(HERE, data=GOOD | {"day-year": "2025"}).status_code == 422  # a day that has passed
    assert browser.get("/dane/konta/nothing").status_code == 404
    assert browse("platform_admin", None).get(HERE).status_code in (403, 404)
    assert deeds(sessions) == []


def test_a_row_that_is_no_account_is_left_out_and_told_of(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    fits = {"account": ACCOUNT.replace(" ", ""), "name": "Miasto", "title": "Opłata"}
    rows = []
    for said in (fits | {"account": "1" * 26}, fits | {"tax_number": "1234567890"}):
        with sessions.begin() as session:
            row = dated_facts.write(
                session, office="katowice", kind="account", name="stamp_duty", valid_from=TODAY, value=said,
                standing="to_be_confirmed", source="x", by=None,
            )  # fmt: skip
        rows.append(("account", str(row), "katowice"))
        known = now(sessions, catalogue)
        assert [(out.what, out.id, out.office) for out in known.left_out] == rows[-1:]
    assert paid_to(known) is None


def test_an_account_that_ends_with_the_year_is_missed_in_december(catalogue: Catalogue) -> None:
    facts = catalogue.offices["katowice"]
    ends = Payee("stamp_duty", ACCOUNT, "Miasto", "Opłata", date(2026, 1, 1), "verified", date(2026, 12, 31))
    with_it = replace(catalogue, offices={"katowice": replace(facts, payees=(ends,))})
    found = missing_next_year(with_it, "katowice", today=date(2026, 12, 1))
    assert [one.key for one in found if one.kind == "account"] == ["stamp_duty"]
    assert not missing_next_year(with_it, "katowice", today=date(2026, 11, 30))


def test_an_office_is_told_which_accounts_its_services_need(catalogue: Catalogue) -> None:
    def missing(office: str) -> set[str]:
        return {one.name for one in facts_of(catalogue, office) if one.kind == "account" and not one.subject}

    assert missing("zabrze") == set()
    assert {"stamp_duty", "permit_fee"} <= missing("katowice")
    assert "permit_fee" not in missing("powiat-gliwicki")


def deeds(sessions: sessionmaker[Session]) -> list[str]:
    with sessions() as session:
        asked = "SELECT what FROM read_entry WHERE what ~ '^(fact|account)_' ORDER BY id"
        return list(session.execute(text(asked)).scalars())
