"""What is wrong is said at its place, and nothing typed is lost."""

import unicodedata
from collections.abc import Callable
from uuid import uuid4

import pytest

from forms_catalog.samples import Sample
from tests.portal.filing.filling import INFORMATION, PROPERTY, WASTE, fill_in
from tests.portal.filing.visitor import Visitor, flat

Example = Callable[..., Sample]
CERTIFICATE = "zaswiadczenie-zaleglosci-podatnika"


def at_the_person(visitor: Visitor, example: Example) -> Visitor:
    """On the page of a person's data, filled in rightly but not sent."""
    visitor.open(f"/uslugi/{WASTE}/formularz").type({"applicant_kind": "person"}).press("Zapisz i ")
    return visitor.type(flat(example(WASTE).answers))


@pytest.mark.parametrize("language", ["pl", "en"])
def test_an_empty_form_names_every_answer_that_is_missing(visitor: Visitor, language: str) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz?lang={language}")
    visitor.press("Zapisz i " if language == "pl" else "Save and ")
    assert visitor.status == 422
    assert visitor.title.startswith("Błąd:" if language == "pl" else "Error:")
    assert set(visitor.complaints()) == {"#request_text", "#form"}
    for link in visitor.complaints():
        assert visitor.page.get_element_by_id(link.removeprefix("#")) is not None


def test_who_declared_nothing_is_led_to_where_one_begins(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{PROPERTY}/formularz").type({"applicant_kind": "company"}).press("Zapisz i ")
    visitor.open(f"{visitor.path.rpartition('/')[0]}/sprawdz")
    (link,) = (link for link, said in visitor.complaints().items() if "co najmniej jedną działkę" in said)
    place, _, anchor = link.partition("#")
    visitor.open(place)
    assert visitor.page.get_element_by_id(anchor).text_content().strip() == "Dodaj działkę"


def test_a_wrong_checksum_is_shown_at_its_input_with_a_link_to_it(visitor: Visitor, example: Example) -> None:
    at_the_person(visitor, example).type({"person-pesel": "44051401358"}).press("Zapisz i ")
    assert list(visitor.complaints()) == ["#person-pesel"]
    said = visitor.page.get_element_by_id("person-pesel--error").text_content()
    assert "cyfr" in said
    box = visitor.page.get_element_by_id("person-pesel")
    assert box.get("aria-invalid") == "true"
    assert "person-pesel--error" in box.get("aria-describedby")
    assert box.get("value") == "44051401358"


def test_what_was_typed_wrong_is_still_there_on_coming_back(visitor: Visitor, example: Example) -> None:
    at_the_person(visitor, example).type({"person-pesel": "4405-x"}).press("Zapisz i ")
    assert visitor.typed["person-pesel"] == "4405-x"
    visitor.open(visitor.path)
    assert visitor.typed["person-pesel"] == "4405-x"
    assert visitor.typed["person-last_name"] == example(WASTE).answers["person"]["last_name"]  # type: ignore[call-overload,index]  # a group


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("31", "11", "2026"), ("", "11", "2026"), ("5", "", ""), ("pięć", "11", "2026"), ("1", "1", "26")],
)
def test_a_date_that_is_none_or_lacks_a_part_is_shown_again_as_typed(
    visitor: Visitor, example: Example, day: str, month: str, year: str
) -> None:
    at_the_person(visitor, example).press("Zapisz i ")
    assert visitor.path.endswith("/event")
    visitor.type(flat(example(WASTE).answers))
    typed = {"valid_from-day": day, "valid_from-month": month, "valid_from-year": year}
    visitor.type(typed).press("Zapisz i ")
    assert list(visitor.complaints()) == ["#valid_from"]
    assert visitor.page.get_element_by_id("valid_from").get("name") == "valid_from-day"
    assert {name: visitor.typed[name] for name in typed} == typed


def test_a_month_and_a_year_are_enough_where_no_day_is_asked(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, PROPERTY, example(PROPERTY, "correction"))
    visitor.open(visitor.path.replace("sprawdz", "declaration"))
    assert not visitor.has("declaration-change_from-day")
    visitor.type({"declaration-change_from-month": "", "declaration-change_from-year": "2026"}).press(
        "Zapisz i "
    )
    assert list(visitor.complaints()) == ["#declaration-change_from"]
    assert visitor.typed["declaration-change_from-year"] == "2026"


def test_a_name_typed_in_decomposed_letters_is_kept_in_composed_ones(visitor: Visitor) -> None:
    name = "Żółćisław Łęcki"
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": "Ile kosztował remont ulicy?", "form": "portal"}).press("Zapisz i ")
    visitor.press("Zapisz i ")
    visitor.type({"requester_name": unicodedata.normalize("NFD", name)}).press("Zapisz i ")
    assert name in visitor.text
    assert unicodedata.normalize("NFD", name) not in visitor.text


def test_signs_that_no_database_holds_do_no_harm(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": "Ile\x00 kosztował remont?", "form": "portal"}).press("Zapisz i ")
    assert list(visitor.complaints()) == ["#request_text"]
    visitor.open(visitor.path)
    assert "kosztował remont" in str(visitor.typed["request_text"])


def test_signs_that_mean_something_to_machines_are_just_text(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    visitor.type({"request_text": "Ile kosztował 🙂 <b>remont</b> & {{ 7*191 }}?", "form": "portal"})
    visitor.press("Zapisz i ")
    assert visitor.status == 200
    visitor.open(visitor.path.replace("interest", "request"))
    assert "🙂 <b>remont</b> & {{ 7*191 }}?" in str(visitor.typed["request_text"])
    assert "1337" not in visitor.text


def test_what_one_page_cannot_take_is_refused_with_advice(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    long = visitor.client.post(
        visitor.page.forms[0].action,
        data={"csrf_token": visitor.typed["csrf_token"], "request_text": "x" * 1_100_000},
    )
    assert long.status_code == 413
    assert "To za dużo na jedną stronę" in long.text
    many = visitor.client.post(
        visitor.page.forms[0].action,
        data={f"land_items-{number}-area": "1" for number in range(2000)},
        content_type="multipart/form-data",
    )
    assert many.status_code == 413
    assert "To za dużo na jedną stronę" in many.text


def test_a_text_over_its_limit_is_kept_and_complained_about(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    assert "Najwyżej 10 000 znaków" in visitor.text.replace("\N{NO-BREAK SPACE}", " ")
    text = "Ile kosztował remont? " * 600
    visitor.type({"request_text": text, "form": "portal"}).press("Zapisz i ")
    assert list(visitor.complaints()) == ["#request_text"]
    assert str(visitor.typed["request_text"]).strip() == text.strip()


def test_a_form_from_a_page_of_somebody_else_is_shown_again_with_everything_typed(visitor: Visitor) -> None:
    stranger = Visitor(visitor.client.application.test_client()).open(f"/uslugi/{INFORMATION}/formularz")
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    typed = {"request_text": "Ile kosztował remont ulicy?", "form": "portal"}
    visitor.typed["csrf_token"] = stranger.typed["csrf_token"]
    visitor.type(typed).press("Zapisz i ")
    assert visitor.status == 400
    assert "wyślij ponownie" in visitor.text
    assert {name: visitor.typed[name] for name in typed} == typed
    visitor.press("Zapisz i ")
    assert visitor.path.endswith("/interest")


def test_sending_with_the_token_of_somebody_else_sends_nothing_until_pressed_again(
    visitor: Visitor, example: Example
) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION))
    visitor.typed["csrf_token"] = "x"
    visitor.press("Złóż")
    assert visitor.status == 400
    visitor.press("Wyślij ponownie")
    assert visitor.path.startswith("/upo/")


def test_a_form_of_a_service_we_do_not_have_is_not_found_whatever_is_sent(visitor: Visitor) -> None:
    answer = visitor.client.post(f"/uslugi/nie-ma/formularz/{uuid4()}/request", data={"a": "b"})
    assert answer.status_code == 404


def test_nobody_is_asked_to_pay_a_sum_while_the_form_is_not_finished(
    visitor: Visitor, example: Example
) -> None:
    check = fill_in(visitor, CERTIFICATE, example(CERTIFICATE)).path
    assert "Do zapłaty" in visitor.text
    visitor.open(check.replace("sprawdz", "contact")).type({"contact-email": ""}).press("Zapisz i ")
    visitor.open(check)
    assert visitor.complaints()
    assert "Do zapłaty" not in visitor.text
