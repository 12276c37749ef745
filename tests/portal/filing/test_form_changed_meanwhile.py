"""An office publishes another form while people fill in the one before: nothing they typed is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import catalogue_changes, handed_on, tables
from casework.catalogue_changes import NewForm
from casework.desk import accounts
from casework.draft_answers import merge_section
from casework.filing import Counter
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check
from forms_catalog.designing.document import Document, document_of
from forms_catalog.designing.edits import add, change, remove
from forms_catalog.designing.kinds_changed import changed_kind
from forms_catalog.own import Assembly
from forms_catalog.samples import SampleFile
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

REASON = "processed_info_interest"
LISTED: Document = {
    "name": "items",
    "kind": "rows",
    "label": {"pl": "Umowy", "en": "Contracts"},
    "one": {"pl": "umowa", "en": "contract"},
    "add": {"pl": "Dodaj umowę", "en": "Add a contract"},
    "save": {"pl": "Zapisz umowę", "en": "Save the contract"},
    "max": 100,
    "row_title": ["subject"],
    "fields": [
        {"name": "subject", "kind": "string", "label": {"pl": "Przedmiot umowy", "en": "Subject"}},
        {"name": "place", "kind": "string", "label": {"pl": "Miejsce umowy", "en": "Place"}},
    ],
}
SLOT: Document = {
    "name": "map",
    "label": {"pl": "Mapa okolicy", "en": "Map"},
    "formats": ["pdf"],
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

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
    before: Answers = {group.name: {"no_question_any_more": "jest"}}
    merged = merge_section(form, section, before, {group.name: {}})
    assert merged[group.name] == {"no_question_any_more": "jest"}


def other_tab(visitor: Visitor) -> Visitor:
    """The same person in another window, on the page this one stands on."""
    return Visitor(visitor.client).open(visitor.path)


def kept(sessions: sessionmaker[Session]) -> dict[str, object]:
    with sessions() as session:
        return session.execute(select(tables.Draft)).scalar_one().answers


def begun(visitor: Visitor) -> Visitor:
    """On the second page, where a reason may be typed."""
    visitor.open(FORM)
    visitor.type({"request_text": "Ile kosztował park miejski?", "form": "portal"})
    return visitor.press("Zapisz i ")


def without_reason(document: Document) -> Document:
    """The page stays, its question is another one."""
    changed = add(document, ("sections", 1), "fields", PERIOD | {"required": False})
    return remove(changed, ("sections", 1, "fields", 0))


def test_what_was_typed_on_an_old_page_is_told_after_another_tab_moved_the_draft(
    visitor: Visitor, document: Document, publish: Publish, sessions: sessionmaker[Session]
) -> None:
    begun(visitor).type({REASON: "Bo wszyscy tam chodzą"})
    publish(without_reason(document))
    assert "Urząd zmienił ten formularz" in other_tab(visitor).text
    visitor.press("Zapisz i ")
    assert visitor.status == 409
    assert "Strona, którą wysyłasz, jest sprzed tej zmiany." in visitor.text
    assert "Bo wszyscy tam chodzą" in visitor.text
    assert visitor.has("period"), "the form goes on as it is now"
    assert kept(sessions)[REASON] == "Bo wszyscy tam chodzą"
    visitor.press("Zapisz i ").press("Zapisz i ")
    assert "Bo wszyscy tam chodzą" in visitor.text, "it stays told until the form is filed"
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_an_old_page_that_the_form_has_no_more_is_kept_and_told(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    begun(visitor).type({REASON: "Bo wszyscy tam chodzą"})
    publish(remove(document, ("sections", 1)))
    other_tab(visitor)
    visitor.press("Zapisz i ")
    assert visitor.status == 409
    assert "Bo wszyscy tam chodzą" in visitor.text
    assert other_tab(visitor).path.endswith("/requester"), "read again, it leads on instead of nowhere"


def test_a_draft_that_moved_twice_tells_what_only_the_form_between_asked(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    begun(visitor)
    publish(add(document, ("sections", 1), "fields", PERIOD | {"required": False}))
    visitor.open(visitor.path).type({"period": "rok 2025"}).press("Zapisz i ")
    publish(document)
    assert "rok 2025" in visitor.open(visitor.path).text


def test_an_old_page_does_not_overwrite_what_it_could_not_show(
    visitor: Visitor, document: Document, publish: Publish, sessions: sessionmaker[Session]
) -> None:
    begun(visitor)
    visitor.open(visitor.path.replace("/interest", "/request"))
    visitor.type({"form": "copy_paper"}).press("Zapisz i ")
    visitor.type({"request_text": "Ile kosztował nowy most?", "reply_post": "Wzorcowa 1"})
    fields = ("sections", 0, "fields")
    changed = remove(remove(document, (*fields, 3)), (*fields, 1, "choices", 2))
    visit: Document = {"value": "by_phone", "label": {"pl": "Telefonicznie", "en": "By phone"}}
    publish(add(changed, (*fields, 1), "choices", visit))
    newer = other_tab(visitor)
    newer.type({"form": "by_phone"}).press("Zapisz i ")
    visitor.press("Zapisz i ")
    assert visitor.status == 409
    assert "nie ma już miejsca w formularzu" in visitor.text
    assert "Na papierze pocztą" in visitor.text and "Wzorcowa 1" in visitor.text
    assert visitor.value("form") == "by_phone"
    assert kept(sessions)["request_text"] == "Ile kosztował nowy most?"


def test_a_blank_page_of_the_form_before_is_read_by_it(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    publish(add(document, ("sections", 0), "fields", PERIOD))
    visitor.open(FORM)
    visitor.type({"request_text": "Ile kosztował park?", "form": "portal", "period": "rok 2025"})
    publish(document)
    visitor.press("Zapisz i ")
    assert visitor.path.endswith("/interest")
    assert "Jakiego okresu to dotyczy" in visitor.text and "rok 2025" in visitor.text


def test_an_old_page_that_lay_open_too_long_comes_back_as_it_was(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    begun(visitor).type({REASON: "Bo wszyscy tam chodzą"})
    publish(without_reason(document))
    other_tab(visitor)
    visitor.typed["csrf_token"] = "old"
    visitor.press("Zapisz i ")
    assert visitor.status == 400
    assert visitor.value(REASON) == "Bo wszyscy tam chodzą"
    visitor.press("Zapisz i ")
    assert visitor.status == 409 and "Bo wszyscy tam chodzą" in visitor.text


def test_an_old_page_sent_by_the_button_of_another_language_is_told_too(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    begun(visitor).type({REASON: "Bo wszyscy tam chodzą"})
    publish(without_reason(document))
    other_tab(visitor)
    visitor.speak("en")
    assert visitor.status == 409 and "Bo wszyscy tam chodzą" in visitor.text


def test_a_row_typed_on_an_old_page_is_kept_and_told(
    visitor: Visitor, document: Document, publish: Publish, sessions: sessionmaker[Session]
) -> None:
    first = add(document, ("sections", 1), "fields", LISTED)
    publish(first)
    begun(visitor).press("Dodaj umowę").type({"items-0-subject": "Most", "items-0-place": "Biskupice"})
    half = remove(first, ("sections", 1, "fields", 1, "fields", 1))
    publish(half)
    newer = other_tab(visitor)
    visitor.press("Zapisz umowę")
    assert visitor.status == 409
    assert "Miejsce umowy" in visitor.text and "Biskupice" in visitor.text
    newer.open(visitor.path.rpartition("/items/")[0]).press("Popraw")
    newer.type({"items-0-subject": "Most żelazny"})
    publish(document)
    other_tab(visitor)
    newer.press("Zapisz umowę")
    assert newer.status == 409
    assert "Most żelazny" in newer.text and "Biskupice" in newer.text
    with sessions() as session:
        assert len(session.execute(select(tables.DraftRow)).all()) == 1


def test_a_table_that_was_read_by_the_form_before_is_read_once_more(
    visitor: Visitor, document: Document, publish: Publish, sessions: sessionmaker[Session]
) -> None:
    first = add(document, ("sections", 1), "fields", LISTED)
    publish(first)
    begun(visitor).press("Dodaj wiele naraz z tabeli")
    visitor.typed["tabela"] = (
        BytesIO(b"Przedmiot umowy;Miejsce umowy\nMost;Biskupice"),
        "u.csv",
        "text/csv",
    )
    visitor.press("Sprawdź tabelę")
    publish(remove(first, ("sections", 1, "fields", 1, "fields", 1)))
    other_tab(visitor)
    visitor.press("Dodaj 1 wiersz")
    assert visitor.status == 409
    assert "Sprawdź wiersze jeszcze raz" in visitor.text and "„Miejsce umowy”" in visitor.text
    with sessions() as session:
        assert session.execute(select(tables.DraftRow)).first() is None
    visitor.press("Dodaj 1 wiersz")
    assert visitor.status == 200 and "Dodano 1 wiersz" in visitor.text


def test_a_file_sent_from_an_old_page_is_kept_and_told(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    first = add(document, (), "attachments", SLOT)
    first = change(first, ("sections", 1), {"attachments": True})
    publish(first)
    begun(visitor).attach("map", SampleFile("map", "okolica.pdf", "application/pdf", PDF))
    publish(document)
    other_tab(visitor)
    visitor.press("Zapisz i ")
    assert visitor.status == 409
    assert "okolica.pdf" in visitor.text


@pytest.mark.parametrize("said", ["", "0", "-1", "17", "9" * 400, "jeden", "²", "1001"])
def test_a_page_may_say_any_version(visitor: Visitor, said: str) -> None:
    begun(visitor).type({REASON: "Bo wszyscy tam chodzą"})
    visitor.typed["wersja"] = said
    visitor.press("Zapisz i ")
    assert visitor.path.endswith("/requester")


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


def test_a_row_that_finds_no_room_any_more_stays_on_its_page(
    visitor: Visitor, document: Document, publish: Publish
) -> None:
    publish(add(document, ("sections", 1), "fields", LISTED | {"max": 1}))
    begun(visitor).press("Dodaj umowę")
    newer = other_tab(visitor).type({"items-0-subject": "Droga"})
    newer.press("Zapisz umowę")
    visitor.type({"items-0-subject": "Most", "items-0-place": "Biskupice"}).press("Zapisz umowę")
    assert visitor.status == 422
    assert "Limit to 1." in visitor.text
    assert visitor.page.xpath("//input[@value='Biskupice']")
