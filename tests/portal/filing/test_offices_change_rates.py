"""An office changes a rate while people fill in forms: nobody sends an amount that he did not read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes, dated_facts
from casework.catalogue.catalogue_changes import NewForm
from casework.catalogue.catalogue_watch import CatalogueWatch
from casework.desk import accounts
from casework.intake.filing import Counter
from casework.trust.seal import Seal
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts_list import facts_of
from forms_catalog.own import Assembly
from forms_catalog.samples import Sample
from forms_catalog.texts import Text
from okienko.holding import Held, Holder, Renewal
from portal.application import create_portal
from portal.parts import Parts
from portal.parts import parts as parts_of_request
from tests.portal.filing.filling import INFORMATION, WASTE, example_of, fill_in
from tests.portal.filing.visitor import Visitor

Example = Callable[..., Sample]

#: as people read it
TYPED = "19 1050 0000 0000 0000 0000 0001"


class Running:
    """A portal that runs, and an office that changes things meanwhile."""

    def __init__(self, parts: Parts, sessions: sessionmaker[Session], seals: dict[str, Seal]) -> None:
        self.seconds, self.sessions = 0.0, sessions
        shipped = parts.catalogue
        watch = CatalogueWatch(lambda: sessions, now=parts.now, clock=lambda: self.seconds)
        held = Held(shipped, parts.counter.seals)
        holder = Holder(held, Assembly(shipped, demo=True), watch, lambda code, _: seals.get(code))

        def renewed(later: Held) -> Parts:
            counter = Counter(later.catalogue, later.seals, parts.counter.secret)
            return replace(parts, catalogue=later.catalogue, counter=counter, renew=renewal)

        renewal = Renewal(holder.now, held, renewed)
        self.app: Flask = create_portal(replace(parts, renew=renewal))

    def visitor(self) -> Visitor:
        return Visitor(self.app.test_client())

    def write_rate(self, value: str, key: str = "per_person") -> None:
        with self.sessions.begin() as session:
            catalogue_changes.write_rate(
                session, office="zabrze", table="waste_fee_residential", key=key, value=Decimal(value),
                valid_from=date(2026, 1, 1), standing="verified", source="Uchwała", by=None,
            )  # fmt: skip

    def now_parts(self) -> Parts:
        parts = self.app.extensions["okienko"]
        assert isinstance(parts, Parts)
        return parts


@pytest.fixture
def running(parts: Parts, sessions: sessionmaker[Session]) -> Running:
    return Running(parts, sessions, dict(parts.counter.seals))


def test_a_rate_that_is_published_is_used_by_the_next_form_two_seconds_later(
    running: Running, example: Example
) -> None:
    visitor = fill_in(running.visitor(), WASTE, example(WASTE))
    assert "33,00" in visitor.text
    running.write_rate("36.50")
    assert "33,00" in visitor.open(visitor.path).text  # not yet: it looks every two seconds
    running.seconds += 2
    other = fill_in(running.visitor(), WASTE, example(WASTE))
    assert "36,50" in other.text
    assert "33,00" not in other.text
    other.press("Złóż")
    assert other.path.startswith("/upo/")


def test_who_read_the_old_amount_reads_the_new_one_before_it_is_sent(
    running: Running, example: Example, sessions: sessionmaker[Session]
) -> None:
    visitor = fill_in(running.visitor(), WASTE, example(WASTE))
    running.write_rate("36.50")
    running.seconds += 2
    visitor.press("Złóż")
    assert visitor.status == 409
    assert "Urząd zmienił stawkę" in visitor.text
    assert "36,50" in visitor.text
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_who_pays_the_same_as_before_is_not_stopped(running: Running, example: Example) -> None:
    visitor = fill_in(running.visitor(), WASTE, example(WASTE))
    running.write_rate("70.00", key="raised")
    running.seconds += 2
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_an_account_that_one_person_typed_is_paid_to_by_nobody(running: Running, example: Example) -> None:
    visitor = fill_in(running.visitor(), WASTE, example(WASTE, name="proxy"))
    said = {"account": TYPED.replace(" ", ""), "name": "Miasto Zabrze", "title": "Opłata skarbowa"}
    with running.sessions.begin() as session:
        dated_facts.write(
            session, office="zabrze", kind="account", name="stamp_duty", valid_from=date(2026, 1, 1),
            value=said, standing="to_be_confirmed", source="Umowa z bankiem", by=None,
        )  # fmt: skip
    running.seconds += 2
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")
    assert TYPED not in visitor.text.replace("\N{NO-BREAK SPACE}", " ")


def test_an_account_is_read_before_it_is_paid_to_and_says_that_nobody_confirmed_it(
    running: Running, example: Example
) -> None:
    visitor = fill_in(running.visitor(), WASTE, example(WASTE, name="proxy"))
    assert "Zeskanuj" in visitor.text
    brought = {"kind": "stamp_duty", "account": TYPED.replace(" ", ""), "name": "Miasto Zabrze"}
    brought |= {"title": "Opłata skarbowa", "valid_from": "2026-01-01", "standing": "memory"}
    with running.sessions.begin() as session:
        catalogue_changes.write_facts(session, office="zabrze", facts={"payees": [brought]}, by=None)
    running.seconds += 2
    assert visitor.press("Złóż").status == 409
    for _ in ("the check page", "the receipt"):
        page = visitor.text.replace("\N{NO-BREAK SPACE}", " ")
        assert TYPED in page
        assert "Urząd jeszcze nie potwierdził tego konta." in page
        if "/upo/" not in visitor.path:
            assert "Zeskanuj" not in page, "nobody scans what nobody confirmed"
            visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_an_office_that_comes_at_run_time_is_open_once_it_has_a_seal(
    parts: Parts, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    row = {
        "kind": "commune", "name": {"pl": "Urząd Gminy Nowa", "en": "Nowa Commune Office"}, "city": "Nowa",
        "authority": {"pl": "Wójt", "en": "Mayor"}, "standing": "to_be_confirmed",
    }  # fmt: skip
    with sessions.begin() as session:
        catalogue_changes.write_facts(session, office="nowa", facts=row, by=None)
    seals: dict[str, Seal] = {}
    running = Running(parts, sessions, seals)
    assert running.visitor().open("/?urzad=nowa").status == 404
    assert "nowa" not in _described(running)
    assert [out.what for out in running.now_parts().catalogue.left_out] == ["seal"]
    seals["nowa"] = parts.counter.seals["zabrze"]
    running.write_rate("36.50")
    running.seconds += 2
    assert running.visitor().open("/?urzad=nowa").status == 200
    assert "nowa" in running.now_parts().counter.seals
    assert "nowa" in _described(running), "the API says so too"


def _described(running: Running) -> list[str]:
    described = running.app.test_client().get("/api/v1/openapi.json").get_json()
    codes: list[str] = described["components"]["schemas"]["Submission"]["properties"]["office"]["enum"]
    return codes


def test_an_offices_own_form_is_found_on_page_print_and_api_of_that_office_alone(
    running: Running, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    shipped = catalogue.service(INFORMATION)
    assert shipped is not None
    other = shipped.model_copy(update={"title": Text(pl="Wniosek po naszemu", en="The request our way")})
    with sessions.begin() as session:
        people = [
            accounts.add_clerk(
                session, login=f"{name}@urzad.example", name=name, office="zabrze", roles=["office_admin"],
                departments=[], at=datetime.now(UTC),
            )
            for name in ("anna", "jan")
        ]  # fmt: skip
        form = NewForm("zabrze", other, shipped.version, "code: …", date(2026, 1, 1), *people)
        assert catalogue_changes.publish_form(session, form).version == 1001
    running.seconds += 2
    visitor = running.visitor()
    versions = {
        office: visitor.client.get(f"/api/v1/services/{INFORMATION}?office={office}").get_json()["version"]
        for office in ("zabrze", "gliwice")
    }
    assert versions == {"zabrze": 1001, "gliwice": 1}
    assert visitor.client.get(f"/api/v1/services/{INFORMATION}").get_json()["version"] == 1
    assert "Wniosek po naszemu" in visitor.open(f"/uslugi/{INFORMATION}?urzad=zabrze").text
    assert "Wniosek po naszemu" in visitor.open("/uslugi").text
    assert "Wniosek po naszemu" not in visitor.open(f"/uslugi/{INFORMATION}?urzad=gliwice").text
    filled = fill_in(running.visitor(), INFORMATION, example_of(catalogue, INFORMATION))
    filled.press("Złóż")
    assert filled.path.startswith("/upo/")
    with sessions() as session:
        filed = session.execute(text("SELECT version, form_digest FROM submission")).one()
    own = running.now_parts().catalogue.definitions[INFORMATION, 1001]
    assert tuple(filed) == (1001, own.digest)


def test_what_an_office_has_confirmed_is_not_marked_on_its_card_any_more(
    running: Running, sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    note = next(
        one
        for one in facts_of(catalogue, "zabrze")
        if one.kind == "note" and one.group == INFORMATION and not one.is_sure
    )
    card = f"/uslugi/{INFORMATION}"
    visitor = running.visitor()
    assert note.value in visitor.open(f"{card}?urzad=zabrze").text
    with sessions.begin() as session:
        clerk = accounts.add_clerk(
            session, login="anna@urzad.example", name="Anna", office="zabrze", roles=["office_admin"],
            departments=[], at=datetime.now(UTC),
        )  # fmt: skip
        catalogue_changes.confirm(
            session, office="zabrze", subject=note.subject, digest=note.digest, by=clerk
        )
    running.seconds += 2
    assert note.value not in visitor.open(card).text
    assert note.value in visitor.open(f"{card}?urzad=gliwice").text


def test_one_request_sees_one_catalogue(running: Running) -> None:
    with running.app.test_request_context("/"):
        running.app.preprocess_request()
        before = parts_of_request()
        running.write_rate("36.50")
        running.seconds += 2
        other = Thread(target=lambda: running.visitor().open("/"))
        other.start()
        other.join()
        assert running.now_parts().catalogue.change == before.catalogue.change + 1
        assert parts_of_request() is before
