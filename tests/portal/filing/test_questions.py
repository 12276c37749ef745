"""Questions that come and go with the answers."""

from collections.abc import Callable

from forms_catalog.samples import Sample
from tests.portal.filing.filling import INFORMATION, PROPERTY, WASTE, fill_in
from tests.portal.filing.visitor import Visitor, flat

Example = Callable[..., Sample]


def test_a_question_brought_up_by_an_answer_is_asked_without_being_called_wrong(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{INFORMATION}/formularz")
    assert not visitor.has("reply_email")
    visitor.type({"request_text": "Ile kosztował remont ulicy?", "form": "email_file"}).press("Zapisz i ")
    assert visitor.status == 200
    assert not visitor.complaints()
    assert "dalsze pytania" in visitor.text
    [link] = visitor.page.xpath("//*[@role='alert']//a")
    assert (link.get("href"), link.text_content()) == ("#reply_email", "Adres e-\u2060mail do odpowiedzi")
    assert visitor.has("reply_email")
    visitor.press("Zapisz i ")
    assert list(visitor.complaints()) == ["#reply_email"]


def test_a_person_is_not_asked_for_a_company(visitor: Visitor) -> None:
    visitor.open(f"/uslugi/{WASTE}/formularz").type({"applicant_kind": "person"}).press("Zapisz i ")
    assert visitor.has("person-last_name")
    assert not visitor.has("company-nip")


def test_who_changes_their_mind_twice_finds_the_first_answers_again(
    visitor: Visitor, example: Example
) -> None:
    visitor.open(f"/uslugi/{WASTE}/formularz").type({"applicant_kind": "person"}).press("Zapisz i ")
    visitor.type(flat(example(WASTE).answers)).press("Zapisz i ")
    first = visitor.path.replace("event", "filer_kind")
    for kind in ("company", "person"):
        visitor.open(first).type({"applicant_kind": kind}).press("Zapisz i ")
    assert visitor.typed["person-last_name"] == flat(example(WASTE).answers)["person-last_name"]


def test_no_answer_to_a_hidden_question_is_filed(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, INFORMATION, example(INFORMATION, "paper"))
    kept = flat(example(INFORMATION, "paper").answers)["reply_post"]
    assert kept in visitor.text
    visitor.open(visitor.path.replace("sprawdz", "request")).type({"form": "portal"}).press("Zapisz i ")
    visitor.open(visitor.path.rpartition("/")[0] + "/sprawdz")
    assert kept not in visitor.text
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")


def test_changing_an_answer_from_the_check_page_leads_back_to_it(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, WASTE, example(WASTE))
    check = visitor.path
    link = next(link for link in visitor.page.iter("a") if "#persons" in (link.get("href") or ""))
    visitor.open(link.get("href").partition("#")[0]).type({"persons": "5"})
    visitor.press("Zapisz i wróć do sprawdzania")
    assert visitor.path == check
    assert "165,00" in visitor.text


def test_what_is_missing_stands_on_the_check_page_instead_of_the_button(
    visitor: Visitor, example: Example
) -> None:
    fill_in(visitor, PROPERTY, example(PROPERTY))
    check = visitor.path
    visitor.open(check.replace("sprawdz", "contact")).type({"contact-email": "nikt"}).press("Zapisz i ")
    visitor.open(check)
    assert "Złóż deklarację" not in visitor.buttons()
    [link] = visitor.complaints()
    assert link.endswith("/contact#contact-email")
    visitor.open(link.partition("#")[0])
    assert visitor.typed["contact-email"] == "nikt"
