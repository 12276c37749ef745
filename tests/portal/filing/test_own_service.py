"""A service that one office made at its desk is found, filed, read back and printed as any other."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from casework.catalogue import catalogue_changes
from casework.intake.filing import Counter
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check
from forms_catalog.designing.edits import change
from forms_catalog.designing.new_service import NewService, first_draft
from forms_catalog.documents.xml import from_xml
from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import NO_SHIPPED
from forms_catalog.own import Assembly, numbered
from portal.parts import Parts
from tests.portal.api.conftest import Api
from tests.portal.filing.filling import WASTE, example_of
from tests.portal.filing.taken_up import portal_with
from tests.portal.filing.visitor import Visitor, flat

CODE = "wypozyczenie-roweru"
ASKED = {
    "pl": ["skąd wziąć hulajnogę", "chca koło", "rower miejski", "rower na miesiąc", "ile kosztuje rower"],
    "en": ["where is a scooter", "city bike", "borrow a bike", "bike for a month", "what does a bike cost"],
    "uk": ["де взяти самокат", "міський велосипед", "прокат", "велосипед на місяць", "скільки коштує"],
}


def text(pl: str) -> dict[str, object]:
    return {"pl": pl, "en": f"{pl} (en)", "uk": "Велосипед"}


@pytest.fixture
def form(catalogue: Catalogue) -> Definition:
    asked = NewService(
        code=CODE, title=text("Wypożyczenie roweru"), lead=text("Poproś o rower miejski."), group="general",
        department="organisation_chancellery", result=text("Rower na miesiąc"), days=14, law="art. 35",
        act="kpa", amount="17.50", fee_law="uchwała", file_class="1431", archive="B5",
    )  # fmt: skip
    document = change(first_draft(asked), ("questions",), ASKED)
    checked = check(document, catalogue, ukrainian=True, units={"organisation_chancellery"})
    assert checked.definition is not None, checked.faults
    return numbered(checked.definition, 1001)


@pytest.fixture
def app(parts: Parts, form: Definition, sessions: sessionmaker[Session]) -> Flask:
    """Zabrze has published it, and the portal has taken it up."""
    return portal_with(parts, sessions, form, based_on=NO_SHIPPED, file="")


def test_it_is_found_filed_and_read_back_at_its_office_alone(app: Flask, catalogue: Catalogue) -> None:
    visitor = Visitor(app.test_client())
    assert "Wypożyczenie roweru" in visitor.open("/uslugi").text
    assert "Wypożyczenie roweru" in visitor.open("/uslugi?q=skąd+wziąć+hulajnogę").text
    assert "17,50" in visitor.open(f"/uslugi/{CODE}").text
    visitor.open(f"/uslugi/{CODE}/formularz")
    visitor.type({"request_text": "Rower na maj."}).press("Zapisz i ")
    answers = example_of(catalogue, WASTE).answers
    visitor.type(flat({"person": answers["person"], "contact": answers["contact"]})).press("Zapisz i ")
    assert visitor.path.endswith("/sprawdz"), (visitor.path, visitor.complaints())
    assert "Rower na maj." in visitor.text
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/"), visitor.text[:2000]
    assert "Wypożyczenie roweru" in visitor.text
    blank = visitor.client.get(f"/uslugi/{CODE}/druk.pdf")
    assert blank.status_code == 200 and blank.data.startswith(b"%PDF")
    there = Visitor(app.test_client())
    assert there.client.get(f"/uslugi/{CODE}?urzad=gliwice").status_code == 404
    assert "Wypożyczenie roweru" not in there.open("/uslugi?urzad=gliwice").text
    assert "Wypożyczenie roweru" not in there.open("/uslugi?q=skąd+wziąć+hulajnogę").text


def test_programs_file_it_by_its_schema(
    app: Flask, catalogue: Catalogue, form: Definition, sessions: sessionmaker[Session]
) -> None:
    api = Api(app.test_client(use_cookies=False))
    known = example_of(catalogue, WASTE).answers
    answers = {"request_text": "Rower na maj.", "person": known["person"], "contact": known["contact"]}
    body = {"office": "zabrze", "service": CODE, "answers": answers}
    assert CODE in [one["code"] for one in (api.get("services?office=zabrze").json or {})["services"]]
    assert CODE not in [one["code"] for one in (api.get("services").json or {})["services"]]
    schema_of = f"services/{CODE}/schema?office=zabrze"
    assert "request_text" in api.get(schema_of).text
    assert api.get(f"{schema_of}&version={form.version}").data == api.get(schema_of).data
    assert api.get(f"{schema_of}&version={form.version + 1}").status_code == 422
    found = api.get("search?q=skąd+wziąć+hulajnogę&office=zabrze").json or {}
    assert [hit["code"] for hit in found["results"]][:1] == [CODE]
    filed = api.post(body)
    assert filed.status_code == 201, filed.json
    assert api.post(body | {"office": "gliwice"}).status_code == 422
    schema = etree.XMLSchema(etree.fromstring(api.get(f"services/{CODE}/xsd?office=zabrze").data))
    with sessions() as session:
        document = session.execute(select(tables.Submission.document)).scalar_one()
    schema.assertValid(etree.fromstring(document))
    assert from_xml(form, document)["request_text"] == "Rower na maj."


def test_who_has_begun_it_finishes_it_after_it_was_withdrawn(
    app: Flask, parts: Parts, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    visitor = Visitor(app.test_client())
    visitor.open(f"/uslugi/{CODE}/formularz")
    visitor.type({"request_text": "Rower na maj."}).press("Zapisz i ")
    today = datetime.now(UTC).date()
    with sessions.begin() as session:
        assert catalogue_changes.retire_forms(session, "zabrze", CODE, on=today) == 1
        own = catalogue_changes.read(session)
    fresh = Assembly(parts.catalogue, demo=True).put_together(own, day=today)
    counter = Counter(fresh, parts.counter.seals, parts.counter.secret)
    app.extensions["okienko"] = replace(parts, catalogue=fresh, counter=counter)
    assert app.test_client().get(f"/uslugi/{CODE}").status_code == 404
    answers = example_of(catalogue, WASTE).answers
    visitor.type(flat({"person": answers["person"], "contact": answers["contact"]})).press("Zapisz i ")
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/"), visitor.text[:2000]
