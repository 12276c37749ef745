"""A person reads back what they answered, in the words of the form and in their language."""

from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.answers import Answers, at
from forms_catalog.calculation import Calculation
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.readback import Part, read_back, row_title, say
from forms_catalog.model import AnyField, Definition
from forms_catalog.samples import samples
from forms_catalog.texts import Text
from tests.forms_catalog.judging.test_judge import PERSON
from tests.shipped import SHIPPED

PERSONS = {
    **PERSON,
    "share_num": 3,
    "area": "1250.5",
    "price": "1812.50",
    "value": "85000",
    "since": "2026-12",
}
SUM = Calculation(
    "x@1",
    Text(pl="", en=""),
    (),
    Decimal(0),
    None,
    Text(pl="", en=""),
    computed={"/parcels/0/tax": Decimal("0.15"), "/total": Decimal(94)},
)


def read(form: Definition, small: Catalogue, language: str = "pl", **more: object) -> tuple[Part, ...]:
    answers = {**PERSONS, **more}
    return read_back(form, answers, catalogue=small, language=language, calculations=(SUM,))


def words(parts: tuple[Part, ...]) -> dict[str, str]:
    return {item.pointer: item.value.replace("\xa0", " ") for part in parts for item in part.items}


def test_answers_stand_under_their_sections_groups_and_rows_in_the_order_of_the_form(
    form: Definition, small: Catalogue
) -> None:
    assert [(part.level, part.pointer, part.title, part.section) for part in read(form, small)] == [
        (2, "", "Kto składa", "who"),
        (3, "/person", "Osoba", "who"),
        (3, "/person/address", "Adres", "who"),
        (2, "", "Czego dotyczy", "what"),
        (3, "/parcels/0", "Działka 1: 1204/56, obręb Zabrze", "what"),
        (2, "", "Kontakt", "contact"),
    ]


def test_values_are_said_in_words(form: Definition, small: Catalogue) -> None:
    said = words(read(form, small, phone="+48600123456", on_day="2026-11-24"))
    assert said["/kind_of_applicant"] == "Osoba"
    assert said["/person/address/country"] == "Polska"
    assert said["/same_address"] == "tak"
    assert said["/by_proxy"] == "nie"
    assert said["/area"] == "1 250,50 m²"
    assert said["/price"] == "1 812,50 zł"
    assert said["/value"] == "85 000 zł"
    assert said["/since"] == "grudzień 2026"
    assert said["/on_day"] == "24 listopada 2026"
    assert said["/phone"] == "+48 600 123 456"
    assert said["/parcels/0/area"] == "0,1250"
    assert said["/parcels/0/tax"] == "0,15 zł"
    assert said["/total"] == "94 zł"


def test_english_and_ukrainian_readers_get_their_words(form: Definition, small: Catalogue) -> None:
    english = words(read(form, small, "en"))
    assert english["/price"] == "PLN 1,812.50"
    assert english["/same_address"] == "yes"
    ukrainian = words(read(form, small, "uk"))
    assert ukrainian["/person/address/country"] == "Польща"
    assert ukrainian["/since"] == "грудень 2026"


def test_what_was_not_answered_or_not_asked_is_not_read_back(form: Definition, small: Catalogue) -> None:
    parts = read(form, small, company={"full_name": "Piekarnia"}, letters_to={"building": "9"})
    assert not any(part.pointer in ("/company", "/letters_to") for part in parts)
    assert "/email" not in words(parts)


def test_amounts_are_read_back_only_when_counted(form: Definition, small: Catalogue) -> None:
    parts = read_back(form, PERSON, catalogue=small, language="pl")
    assert "/total" not in words(parts)


def test_a_row_is_called_by_what_names_it(form: Definition, small: Catalogue) -> None:
    answers = {"parcels": [{"parcel_no": "7", "precinct": "Biskupice"}, {"parcel_no": "8"}, {}]}
    titles = [
        row_title(form, f"/parcels/{n}", answers, catalogue=small, language="en")  # type: ignore[arg-type]  # plain JSON
        for n in range(4)
    ]
    assert titles == ["7, precinct Biskupice", "8", "", ""]
    assert row_title(form, "/nothing/0", {}, catalogue=small, language="pl") == ""


def test_an_answer_the_judge_would_refuse_is_said_as_typed(form: Definition, small: Catalogue) -> None:
    said = words(read(form, small, on_day="31 listopada", area="sto", year=["x"], kind_of_applicant="person"))
    assert said["/on_day"] == "31 listopada"
    assert said["/area"] == "sto"


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_every_answer_of_every_shipped_form_is_read_back_once(language: str) -> None:
    for definition in SHIPPED.services():
        for sample in samples(definition, catalogue=SHIPPED, today=date(2026, 11, 22)).values():
            parts = read_back(definition, sample.answers, catalogue=SHIPPED, language=language)
            said = {item.pointer: item.value for part in parts for item in part.items}
            assert len(said) == sum(len(part.items) for part in parts), sample.name
            assert all(said.values())
            given = leaves(sample.answers)
            assert set(said) <= set(given), sample.name
            for leaf in given:
                assert leaf in said or stands_in_its_address(leaf, sample.answers, said), leaf


def stands_in_its_address(leaf: str, answers: Answers, said: dict[str, str]) -> bool:
    """An address is one line: each part of it stands in the line that one of its answers leads to."""
    group, _, name = leaf.rpartition("/")
    line = next((words for pointer, words in said.items() if pointer.rpartition("/")[0] == group), "")
    value = str(at(answers, leaf))
    return bool(line) and (value in line or (name, value) == ("country", "PL"))


def leaves(value: object, pointer: str = "") -> list[str]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in leaves(inner, f"{pointer}/{name}")]
    if isinstance(value, list) and not all(isinstance(one, str) for one in value):
        return [leaf for n, inner in enumerate(value) for leaf in leaves(inner, f"{pointer}/{n}")]
    return [pointer]


def test_a_box_is_said_as_yes_or_no(form: Definition, small: Catalogue) -> None:
    box: AnyField = next(field for field in form.sections[2].fields if field.name == "sms")
    assert [say(box, value, catalogue=small, language="pl") for value in (True, False)] == ["tak", "nie"]
