"""From the blank form to the receipt."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from forms_catalog.samples import Sample
from tests.portal.filing.filling import INFORMATION, PROPERTY, SERVICES, WASTE, fill_in
from tests.portal.filing.visitor import Visitor

Example = Callable[..., Sample]


def count(sessions: sessionmaker[Session], table: str) -> int:
    with sessions() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  # our own words


@pytest.mark.parametrize("service", SERVICES)
def test_a_resident_files_a_form_and_holds_the_receipt(
    visitor: Visitor, example: Example, service: str
) -> None:
    fill_in(visitor, service, example(service))
    assert "jeszcze nie jest złożone" in visitor.text
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")
    assert visitor.status == 200
    assert "RPW/1/" in visitor.text


def test_looking_at_a_blank_form_stores_nothing(visitor: Visitor, sessions: sessionmaker[Session]) -> None:
    for service in SERVICES:
        visitor.open(f"/uslugi/{service}/formularz")
        assert visitor.status == 200
    assert count(sessions, "draft") == 0


def test_two_visitors_of_the_blank_form_get_different_drafts_and_tokens(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    first = visitor.page.forms[0].action, visitor.typed["csrf_token"]
    other = Visitor(visitor.client.application.test_client()).open(f"/uslugi/{INFORMATION}/formularz")
    assert first[0] != other.page.forms[0].action
    assert first[1] != other.typed["csrf_token"]


def test_quick_fingers_file_once_and_get_the_same_receipt(
    visitor: Visitor, example: Example, sessions: sessionmaker[Session]
) -> None:
    fill_in(visitor, WASTE, example(WASTE))
    first, second = visitor.press_twice("Złóż")
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert count(sessions, "submission") == 1


def test_going_back_after_filing_leads_to_the_receipt(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    check = visitor.path
    visitor.press("Złóż")
    receipt = visitor.text
    visitor.open(check)
    assert "Już złożono" in visitor.text
    assert not visitor.page.xpath("//main//form")
    visitor.follow("Otwórz UPO")
    assert visitor.text == receipt


def test_what_is_saved_after_filing_is_refused_and_points_to_the_receipt(
    visitor: Visitor, example: Example
) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    section = visitor.path.replace("sprawdz", "requester")
    old_tab = Visitor(visitor.client).open(section)
    visitor.press("Złóż")
    old_tab.type({"requester_name": "Ktoś Inny"}).press("Zapisz i ")
    assert old_tab.status == 409
    assert "Już złożono" in old_tab.text


def test_a_check_page_that_another_tab_made_stale_is_shown_again(
    visitor: Visitor, example: Example, sessions: sessionmaker[Session]
) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    other = Visitor(visitor.client).open(visitor.path.replace("sprawdz", "requester"))
    other.type({"requester_name": "Zmieniona Nazwa"}).press("Zapisz i ")
    visitor.press("Złóż")
    assert visitor.status == 409
    assert "zmieniły się w innym oknie" in visitor.text
    assert "Zmieniona Nazwa" in visitor.text
    assert count(sessions, "submission") == 0
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_coming_back_by_the_link_finds_everything_typed(visitor: Visitor, example: Example) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": "Ile kosztował remont ulicy Wzorcowej?", "form": "portal"})
    visitor.press("dokończ później")
    assert "jeszcze nie wysłano" in visitor.text
    link = visitor.page.get_element_by_id("link").get("value").removeprefix("http://127.0.0.1:8000")
    later = Visitor(visitor.client.application.test_client()).open(link)
    assert "Jak Cię nazywać" in later.text
    later.open(link + "/request")
    assert later.typed["request_text"] == "Ile kosztował remont ulicy Wzorcowej?"
    assert later.typed["form"] == "portal"


def test_a_declaration_shows_each_row_with_what_it_costs(visitor: Visitor, example: Example) -> None:
    sample = example(PROPERTY)
    fill_in(visitor, PROPERTY, sample)
    visitor.open(visitor.path.replace("sprawdz", "land"))
    rows = visitor.page.xpath("//table/tbody/tr")
    kept = sample.answers["land_items"]
    assert isinstance(kept, list)
    assert len(rows) == len(kept)
    assert "zł" in rows[0].text_content()
    assert "Razem" in visitor.text or "Podatek" in visitor.text


def test_the_address_that_takes_the_form_leads_to_the_check_page_when_it_is_only_opened(
    visitor: Visitor, example: Example
) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    visitor.open(visitor.path.replace("sprawdz", "zloz") + "?lang=en")
    assert visitor.path.endswith("/sprawdz")


def test_a_button_nobody_drew_leads_nowhere_strange(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    visitor.open(visitor.path.replace("sprawdz", "request"))
    for then in ("rows:..:..:..:evil", "rows://evil", "rows:a\r\nSet-Cookie: x=y", "file:x", "rows:", "?"):
        visitor.typed["then"] = then
        answer = visitor.client.post(visitor.path, data=visitor.typed)
        assert answer.status_code == 303
        assert answer.location.startswith("/uslugi/")
        assert "evil" not in answer.location


def test_the_check_page_says_where_news_will_go(visitor: Visitor, example: Example) -> None:
    by_mail = example(INFORMATION)
    fill_in(visitor, INFORMATION, by_mail)
    assert f"napiszemy na {by_mail.answers['reply_email']}" in visitor.text
    fill_in(visitor, INFORMATION, example(INFORMATION, "anonymous"))
    assert "napiszemy" not in visitor.text
    assert "kluczem dostępu" in visitor.text


def test_lines_of_a_long_answer_are_read_back_as_they_were_typed(visitor: Visitor, example: Example) -> None:
    sample = example(INFORMATION)
    fill_in(
        visitor, INFORMATION, replace(sample, answers={**sample.answers, "request_text": "Ile?\nI po co?"})
    )
    [answer] = visitor.page.xpath("//dd[contains(@class, 'ok-lines')]")
    assert answer.text_content() == "Ile?\nI po co?"
