"""However a person writes it, the same answer is kept; what they meant is never changed."""

import json
import unicodedata
from datetime import date

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.catalogue import load
from forms_catalog.judging.cleaning import asked_only, clean, clean_fields
from forms_catalog.judging.judge import validate
from forms_catalog.model import Definition
from tests.forms_catalog.conftest import SMALL
from tests.forms_catalog.jsons import JSON, any_answers
from tests.strategies.examples import made_up

CATALOGUE = load(SMALL)
FORM = CATALOGUE.definitions["wszystkie-rodzaje", 1]


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("area", "1 250,00", "1250.00"),
        ("area", "1\u00a0250,00", "1250.00"),
        ("area", "1\u202f250,5", "1250.5"),
        ("area", "1250.00", "1250.00"),
        ("area", "1.250,00", "1250.00"),
        ("area", "1,250.00", "1250.00"),
        ("area", "1,250,000", "1250000"),
        ("area", "12,", "12"),
        ("area", "640,50 m²", "640.50"),
        ("area", "−5", "-5"),
        ("area", 640.5, "640.5"),
        ("area", 7, "7"),
        ("area", "1 2", "1 2"),
        ("area", "1e3", "1e3"),
        ("area", "sto", "sto"),
        ("area", "1,2,3", "1,2,3"),
        ("price", "1 250,00 zł", "1250.00"),
        ("value", "1 250,00", "1250"),
        ("value", "1250,50", "1250.50"),
        ("share_num", " 3 ", 3),
        ("share_num", "3,5", "3,5"),
        ("share_num", "9" * 5000, "9" * 5000),
        ("year", "2026", 2026),
        ("phone", "600 123 456", "+48600123456"),
        ("phone", "+380 44 279 0000", "+380442790000"),
        ("phone", "(32) 373-33-00", "+48323733300"),
        ("phone", "123", "123"),
        ("email", " jan@poczta.example\u200b", "jan@poczta.example"),
        ("ade", "ae:pl-12345-67890-abcde-12", "AE:PL-12345-67890-ABCDE-12"),
        ("content", "a\r\nb\rc", "a\nb\nc"),
        ("same_address", "tak", True),
        ("same_address", "0", False),
        ("sms", "on", True),
        ("truth", "y", True),
        ("on_day", " 2026-11-24 ", "2026-11-24"),
    ],
)
def test_the_ways_people_write_an_answer_come_to_the_same(name: str, typed: object, kept: object) -> None:
    assert clean(FORM, {name: typed}) == {name: kept}


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("nip", "PL 123-456-32-18", "1234563218"),
        ("nip", "123–456–32–18", "1234563218"),
        ("regon", "123 456 785", "123456785"),
        ("krs", "0000 123456", "0000123456"),
        ("nip", "abc", "abc"),
    ],
)
def test_dashes_and_spaces_of_register_numbers_are_dropped(name: str, typed: str, kept: str) -> None:
    assert clean(FORM, {"company": {name: typed}}) == {"company": {name: kept}}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("gl1z/00012345/0", "GL1Z/00012345/0"),
        ("GL1Z 00012345 0", "GL1Z/00012345/0"),
        ("GL1Z/12345/0", "GL1Z/00012345/0"),
        ("GL1Z12345", "GL1Z12345"),
    ],
)
def test_a_land_register_number_gets_its_zeros_and_slashes(typed: str, kept: str) -> None:
    assert clean(FORM, {"parcels": [{"kw": typed}]}) == {"parcels": [{"kw": kept}]}


def test_a_polish_postal_code_gets_its_dash_and_a_foreign_one_stays() -> None:
    address = {"postal_code": "41 800", "country": " PL "}
    assert clean(FORM, {"letters_to": address}) == {"letters_to": {"postal_code": "41-800", "country": "PL"}}
    foreign = {"postal_code": "01067", "country": "NO"}
    assert clean(FORM, {"letters_to": foreign}) == {"letters_to": foreign}
    assert clean(FORM, {"letters_to": {"postal_code": "41800"}}) == {"letters_to": {"postal_code": "41-800"}}


def test_a_name_is_the_same_however_its_letters_were_put_together() -> None:
    typed = unicodedata.normalize("NFD", "\u00a0Żółć \ufeff")
    assert clean(FORM, {"company": {"full_name": typed}}) == {"company": {"full_name": "Żółć"}}


def test_what_is_empty_is_not_there() -> None:
    raw = {
        "content": "  ",
        "email": None,
        "person": {"first_name": "", "address": {"street": " "}},
        "parcels": [{}, {"parcel_no": ""}, {"parcel_no": "7"}, None],
        "letters_to": {},
        "stray": [],
    }
    assert clean(FORM, raw) == {"parcels": [{"parcel_no": "7"}]}


def test_an_unticked_box_is_no_answer_but_no_is_one() -> None:
    assert clean(FORM, {"sms": False, "truth": "off", "same_address": False}) == {"same_address": False}


def test_what_the_form_does_not_ask_is_kept_for_the_judge() -> None:
    assert clean(FORM, {"stray": "a", "person": {"shoe": 3}}) == {"stray": "a", "person": {"shoe": 3}}


def test_deep_and_huge_input_is_cut_to_what_json_can_hold() -> None:
    deep: object = "x"
    for _ in range(3000):
        deep = [deep]
    answers = clean(FORM, {"stray": deep, "share_num": 10**5000, "area": float("nan")})
    orjson.dumps(answers)
    assert answers["area"] == "nan"


def test_signs_that_no_database_holds_are_marked_for_the_judge() -> None:
    answers = clean(FORM, {"content": "zły \x00 znak \ud800", "k\x00": "v"})
    text = json.dumps(answers, ensure_ascii=False)
    assert "\x00" not in text
    text.encode()
    assert "\ufffd" in str(answers["content"])


@pytest.mark.parametrize("raw", [None, 5, "x", [1], b"x"])
def test_input_of_any_type_comes_to_no_answers(raw: object) -> None:
    assert clean(FORM, raw) == {}  # type: ignore[arg-type]  # what is being tried


@given(any_answers(FORM))
@made_up(60)
def test_cleaning_twice_changes_nothing_more_and_all_of_it_can_be_kept(raw: dict[str, object]) -> None:
    once = clean(FORM, raw)
    assert clean(FORM, once) == once
    orjson.dumps(once)
    validate(FORM, once, catalogue=CATALOGUE, today=date(2026, 11, 22))


@given(st.dictionaries(st.text(max_size=5), JSON))
@made_up(60)
def test_any_json_can_be_cleaned(raw: dict[str, object]) -> None:
    once = clean_fields((), raw)
    assert clean_fields((), once) == once


def test_answers_to_questions_no_longer_asked_are_left_out() -> None:
    answers = clean(
        FORM,
        {
            "kind_of_applicant": "company",
            "company": {"full_name": "Piekarnia"},
            "person": {"first_name": "Jan"},
            "same_address": True,
            "letters_to": {"building": "1"},
            "stray": 1,
        },
    )
    assert asked_only(FORM, answers) == {
        "kind_of_applicant": "company",
        "company": {"full_name": "Piekarnia"},
        "same_address": True,
        "stray": 1,
    }


def test_an_answer_that_is_not_asked_hides_what_hangs_on_it(form: Definition) -> None:
    # the PESEL box inside the person's data counts for nothing while a company files
    answers = clean(form, {"kind_of_applicant": "person", "person": {"no_pesel": True, "pesel": "1"}})
    assert asked_only(form, answers) == {"kind_of_applicant": "person", "person": {"no_pesel": True}}
