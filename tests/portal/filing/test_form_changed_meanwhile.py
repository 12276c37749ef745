"""An office publishes another form while people fill in the one before: nothing they typed is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import catalogue_changes, tables
from casework.catalogue_changes import NewForm
from casework.desk import accounts
from casework.draft_answers import merge_section
from casework.filing import Counter
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check
from forms_catalog.designing.document import Document, document_of
from forms_catalog.designing.edits import add, change, remove
from forms_catalog.own import Assembly
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import INFORMATION
from tests.portal.filing.visitor import Visitor

FORM = f"/uslugi/{INFORMATION}/formularz"
PERIOD: Document = {
    "name": "period",
    "kind": "string",
    "required": True,
    "label": {"pl": "Jakiego okresu to dotyczy", "en": "Which period"},
}

Publish = Callable[[Document], None]


@pytest.fixture
def app(parts: Parts) -> Flask:
    return create_portal(parts)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def document(catalogue: Catalogue) -> Document:
    form = catalogue.service(INFORMATION)
    assert form is not None
    return document_of(form)


@pytest.fixture
def publish(app: Flask, parts: Parts, sessions: sessionmaker[Session]) -> Publish:
    """Zabrze publishes the form, and the portal takes it up."""
    assembly = Assembly(parts.catalogue, demo=True)

    def make(document: Document) -> None:
        definition = check(document, parts.catalogue).definition
        assert definition is not None
        with sessions.begin() as session:
            people = [
                accounts.add_clerk(
                    session, login=f"{name}{datetime.now(UTC).timestamp()}@urzad.example", name=name,
                    office="zabrze", roles=["form_editor"], departments=[], at=datetime.now(UTC),
                )
                for name in ("anna", "ewa")
            ]  # fmt: skip
            catalogue_changes.publish_form(
                session,
                NewForm("zabrze", definition, 1, "", date(2026, 1, 1), people[0], people[1]),
            )
            own = catalogue_changes.read(session)
        fresh = assembly.put_together(own, day=datetime.now(UTC).date())
        counter = Counter(fresh, parts.counter.seals, parts.counter.secret)
        app.extensions["okienko"] = replace(parts, catalogue=fresh, counter=counter)

    return make


def test_a_draft_goes_on_with_the_new_form_and_says_what_changed(
    visitor: Visitor, document: Document, publish: Publish, sessions: sessionmaker[Session]
) -> None:
    early = Visitor(visitor.client).open(FORM)
    early.type({"request_text": "Ile kosztował park miejski?", "form": "portal"})
    early.press("Zapisz i ").press("Zapisz i ").press("Zapisz i ").press("Złóż")
    visitor.open(FORM)
    visitor.type({"request_text": "Ile kosztował remont ulicy?", "form": "email_file"}).press("Zapisz i ")
    visitor.type({"reply_email": "ewa.canary@poczta.example"}).press("Zapisz i ")
    assert visitor.path.endswith("/interest")
    changed = remove(document, ("sections", 0, "fields", 2))  # the e-mail address
    changed = remove(changed, ("sections", 0, "fields", 1, "choices", 0))  # "by e-mail"
    publish(add(changed, ("sections", 0), "fields", PERIOD))
    visitor.open(visitor.path)
    assert "Urząd zmienił ten formularz" in visitor.text
    assert "Pytanie „Jakiego okresu to dotyczy”: dodano" in visitor.text
    assert "nie ma już odpowiedzi „E-mailem”" in visitor.text
    assert "Adres e-mail do odpowiedzi" in visitor.text and "ewa.canary@poczta.example" in visitor.text
    visitor.press("Zapisz i ").press("Zapisz i ")
    assert visitor.path.endswith("/sprawdz")
    assert visitor.complaints(), "what the new form asks for is still to be answered"
    visitor.open(visitor.path.replace("/sprawdz", "/request"))
    assert visitor.value("request_text") == "Ile kosztował remont ulicy?"
    visitor.type({"form": "portal", "period": "2025 rok"}).press("Zapisz i ")
    visitor.open(visitor.path.rpartition("/")[0] + "/sprawdz")
    assert "Urząd zmienił ten formularz" in visitor.text
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")
    with sessions() as session:
        filed = session.execute(select(tables.Submission).order_by(tables.Submission.filed_at)).scalars()
        assert [one.version for one in filed] == [1, 1001], "what was filed keeps its form"
        latest = session.execute(select(tables.Submission).filter_by(version=1001)).scalar_one()
        assert b"canary" not in latest.document
        draft = session.execute(select(tables.Draft).filter_by(submission_id=latest.id)).scalar_one()
        assert draft.answers["reply_email"] == "ewa.canary@poczta.example"


def test_nobody_sends_a_form_that_changed_since_it_was_read_back(
    visitor: Visitor, document: Document, publish: Publish, sessions: sessionmaker[Session]
) -> None:
    visitor.open(FORM)
    visitor.type({"request_text": "Ile kosztował park miejski?", "form": "portal"})
    visitor.press("Zapisz i ").press("Zapisz i ").press("Zapisz i ")
    publish(change(document, ("sections", 0), {"title": {"pl": "O co pytasz urząd", "en": "Question"}}))
    visitor.press("Złóż")
    assert "Urząd zmienił ten formularz" in visitor.text
    assert not visitor.path.startswith("/upo/")
    with sessions() as session:
        assert session.execute(select(tables.Submission)).first() is None
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_what_is_posted_from_a_page_of_the_old_form_is_kept(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    visitor.open(FORM)
    visitor.type({"request_text": "Ile kosztował park miejski?", "form": "portal"})
    visitor.press("Zapisz i ")
    visitor.type({"processed_info_interest": "Bo wszyscy tam chodzą"})
    publish(remove(document, ("sections", 1)))
    visitor.press("Zapisz i ")
    assert visitor.path.endswith("/requester")
    assert "Bo wszyscy tam chodzą" in visitor.text


def test_an_answer_inside_a_group_stays_when_its_question_goes(catalogue: Catalogue) -> None:
    form = next(
        form
        for form in catalogue.services()
        if any(field.kind == "group" for section in form.sections for field in section.fields)
    )
    section, group = next(
        (section, field) for section in form.sections for field in section.fields if field.kind == "group"
    )
    before = {group.name: {"no_question_any_more": "jest"}}
    merged = merge_section(form, section, before, {group.name: {}})
    assert merged[group.name] == {"no_question_any_more": "jest"}
