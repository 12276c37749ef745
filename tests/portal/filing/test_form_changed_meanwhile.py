"""An office publishes another form while people fill in the one before: nothing they typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from casework.drafting.draft_answers import merge_section
from casework.intake import handed_on
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.document import Document
from forms_catalog.designing.edits import add, change, remove
from forms_catalog.designing.kinds_changed import changed_kind
from portal.parts import Parts
from tests.portal.filing.filling import INFORMATION
from tests.portal.filing.publishing import FORM, LISTED, PERIOD, Publish, begun, kept
from tests.portal.filing.visitor import Visitor


@pytest.fixture
def visitor(publishing: Flask) -> Visitor:
    return Visitor(publishing.test_client())


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
    before: Answers = {group.name: {"no_question_any_more": "jest"}}
    merged = merge_section(form, section, before, {group.name: {}})
    assert merged[group.name] == {"no_question_any_more": "jest"}


def test_answers_to_a_question_of_another_kind_stay_where_they_read_so(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    for number, name in enumerate(("pages", "copies", "years")):
        words: Document = {"pl": f"Liczba {number}", "en": f"Number {number}"}
        piece: Document = {"name": name, "kind": "string", "required": True, "label": words}
        document = add(document, ("sections", 0), "fields", piece)
    publish(document)
    visitor.open(FORM)
    visitor.type({"request_text": "Ile kosztował park miejski?", "form": "portal"})
    visitor.type({"pages": "1 200", "copies": "dwie", "years": "2024"}).press("Zapisz i ")
    for place in (4, 5):
        document = changed_kind(document, ("sections", 0, "fields", place), "int")
    document = changed_kind(document, ("sections", 0, "fields", 1), "multi_enum")
    publish(changed_kind(document, ("sections", 0, "fields", 6), "text"))
    visitor.open(visitor.path.rpartition("/")[0] + "/request")
    note = visitor.text.partition("Urząd zmienił ten formularz")[2].partition("O co pytasz")[0]
    assert "Liczba 1" in note and "dwie" in note, "what does not read as a number is told"
    assert "inny rodzaj odpowiedzi: liczba całkowita" in note
    assert "1 200" not in note and "2024" not in note, "what reads stays"
    assert (visitor.value("pages"), visitor.value("years")) == ("1200", "2024")
    visitor.press("Zapisz i ")
    assert set(visitor.complaints()) == {"#copies"}
    visitor.type({"copies": "2"}).press("Zapisz i ").press("Zapisz i ").press("Zapisz i ")
    assert "1 200" in visitor.text.replace("\N{NO-BREAK SPACE}", " ")
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_a_link_made_for_the_form_before_names_the_question_that_is_gone(
    visitor: Visitor, parts: Parts, document: Document, publish: Publish
) -> None:
    publish(add(document, ("sections", 0), "fields", PERIOD))
    publish(document)
    until = handed_on.ends_at(datetime.now(UTC), timedelta(minutes=9))
    answers: Answers = {"request_text": "Ile kosztował park miejski?", "period": "rok 2025"}
    to = handed_on.For("zabrze", INFORMATION)
    token = handed_on.hand_on(parts.options.secret, answers, to, version=1001, until=until)
    visitor.open(f"{FORM}?dane={token}")
    assert visitor.value("request_text") == "Ile kosztował park miejski?"
    assert "Jakiego okresu to dotyczy" in visitor.text


def test_a_question_that_took_the_name_of_a_list_can_be_answered(
    visitor: Visitor, document: Document, publish: Publish, sessions: sessionmaker[Session]
) -> None:
    first = add(document, ("sections", 1), "fields", LISTED)
    publish(first)
    begun(visitor).press("Dodaj umowę").type({"items-0-subject": "Most"}).press("Zapisz umowę")
    publish(add(document, ("sections", 1), "fields", PERIOD | {"name": "items"}))
    visitor.open(visitor.path)
    assert "Most" in visitor.text, "the list is told of"
    visitor.type({"items": "rok 2025"}).press("Zapisz i ")
    assert kept(sessions)["items"] == "rok 2025"
    assert visitor.open(visitor.path.replace("/requester", "/interest")).value("items") == "rok 2025"
    visitor.press("Zapisz i ").press("Zapisz i ").press("Złóż")
    assert visitor.path.startswith("/upo/")
