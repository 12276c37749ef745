"""A page that was drawn by the form before is sent after the draft moved: nothing on it is lost."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from forms_catalog.designing.document import Document
from forms_catalog.designing.edits import add, change, remove
from forms_catalog.samples import SampleFile
from tests.portal.filing.publishing import FORM, LISTED, PERIOD, REASON, Publish, begun, kept, other_tab
from tests.portal.filing.visitor import Visitor

SLOT: Document = {
    "name": "map",
    "label": {"pl": "Mapa okolicy", "en": "Map"},
    "formats": ["pdf"],
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def visitor(publishing: Flask) -> Visitor:
    return Visitor(publishing.test_client())


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
