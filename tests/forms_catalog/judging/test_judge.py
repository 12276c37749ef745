"""Every wrong answer is named at its place, with words that say how to mend it; right ones pass."""

import copy
import string
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given

from forms_catalog.catalogue import Catalogue, load
from forms_catalog.judging.judge import (
    is_shown,
    validate,
    validate_attachments,
    validate_row,
    validate_section,
)
from forms_catalog.kinds import KINDS
from forms_catalog.model import AnyField, Definition, RowsField
from forms_catalog.problems import Problem
from forms_catalog.texts import Text
from tests.forms_catalog.conftest import SMALL, TODAY
from tests.forms_catalog.jsons import any_answers
from tests.shipped import SHIPPED
from tests.strategies.examples import made_up

CATALOGUE = load(SMALL)
FORM = CATALOGUE.definitions["wszystkie-rodzaje", 1]
POLISH = Path(__file__).parents[3] / "translations/pl/LC_MESSAGES/messages.po"

Tree = dict[str, Any]  # a plain tree that the tests spoil at will

ADDRESS = {"building": "4", "postal_code": "41-800", "country": "PL"}
PERSON: Tree = {
    "kind_of_applicant": "person",
    "person": {"first_name": "Żaneta", "pesel": "44051401359", "address": ADDRESS},
    "same_address": True,
    "content": "Proszę o jedno i drugie.",
    "year": 2026,
    "parcels": [{"parcel_no": "1204/56", "precinct": "Zabrze", "kw": "GL1Z/00012345/0", "area": "0.1250"}],
    "by_proxy": False,
    "truth": True,
}
COMPANY: Tree = {
    "kind_of_applicant": "company",
    "company": {"full_name": "Piekarnia", "nip": "1234563218", "regon": "123456785", "krs": "0000123456"},
    "same_address": False,
    "letters_to": ADDRESS,
    "content": "Proszę o jedno i drugie.",
    "year": 2027,
    "by_proxy": True,
    "truth": True,
}


def judged(answers: Tree, today: date = TODAY) -> tuple[Problem, ...]:
    return validate(FORM, answers, catalogue=CATALOGUE, today=today)


def spoiled(pointer: str, value: object, tree: Tree = PERSON) -> Tree:
    answers = copy.deepcopy(tree)
    *way, last = pointer.split("/")[1:]
    here: Any = answers  # the walk passes dicts and lists alike
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
    if value is None:
        del here[last]
    elif isinstance(here, list):
        here[int(last)] = value
    else:
        here[last] = value
    return answers


@pytest.mark.parametrize("answers", [PERSON, COMPANY])
def test_right_answers_pass(answers: Tree) -> None:
    assert judged(answers) == ()


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/content", "krótko", "too_short"),
        ("/content", "x" * 501, "too_long"),
        ("/content", "dzwonek \x07 w tekście", "unsavable_sign"),
        ("/content", "odwrotnie \u202e txet", "unsavable_sign"),
        ("/content", "pół pary \ud800 …", "unsavable_sign"),
        ("/content", 7, "wrong_type"),
        ("/content", ["a"], "wrong_type"),
        ("/person/first_name", "a\nb", "one_line"),
        ("/person/first_name", "a\tb", "unsavable_sign"),
        ("/person/first_name", "a\u0085b", "unsavable_sign"),
        ("/person/pesel", "44051401358", "checksum"),
        ("/person/pesel", "4405140135", "length"),
        ("/person/pesel", "44023101353", "date"),
        ("/person/address/building", "dom", "pattern"),
        ("/person/address/postal_code", "41800", "postal_code"),
        ("/person/address/country", "XX", "not_offered"),
        ("/person/address/country", "CS", "not_offered"),
        ("/person/address", "Wzorcowa 4", "wrong_type"),
        ("/year", 2015, "year"),
        ("/year", 2028, "year"),
        ("/year", True, "year"),
        ("/year", 10**400, "year"),
        ("/since", "2026-13", "month"),
        ("/since", "2026-1", "month"),
        ("/on_day", "2026-11-31", "day"),
        ("/on_day", "2026-02-29", "day"),
        ("/on_day", "2026-13-01", "month"),
        ("/on_day", "2026-11-", "day"),
        ("/on_day", "-11-24", "year"),
        ("/on_day", "26-11-24", "year"),
        ("/on_day", "2026--24", "month"),
        ("/on_day", "1066-10-14", "year"),
        ("/on_day", "wczoraj", "date"),
        ("/on_day", "2026-11-24T10:00", "date"),
        ("/share_num", 0, "too_small"),
        ("/share_num", 100, "too_large"),
        ("/share_num", "3,5", "whole_number"),
        ("/share_num", True, "whole_number"),
        ("/share_num", 10**400, "too_large"),
        ("/area", "0", "too_small"),
        ("/area", "1.234", "too_many_places"),
        ("/area", "9999999", "too_large"),
        ("/area", "nan", "number"),
        ("/area", "Infinity", "number"),
        ("/area", "1e3", "number"),
        ("/area", "٣", "number"),
        ("/area", True, "number"),
        ("/area", {"a": "1"}, "number"),
        ("/price", "-1", "too_small"),
        ("/price", "1.999", "too_many_places"),
        ("/value", "12.50", "whole_number"),
        ("/parcels/0/kw", "GL1Z/00012345/1", "checksum"),
        ("/parcels/0/kw", "12345", "shape"),
        ("/parcels/0/area", None, "required"),
        ("/parcels/0/tax", "0.15", "computed"),
        ("/parcels/0", "działka", "wrong_type"),
        ("/parcels", {"0": {}}, "wrong_type"),
        ("/total", "3", "computed"),
        ("/email", "jan@poczta", "email"),
        ("/email", "jan kowalski@poczta.example", "email"),
        ("/email", "a@" + "b" * 300 + ".pl", "email"),
        ("/phone", "+48123", "phone"),
        ("/phone", "+481234567", "phone"),
        ("/phone", "+4407911123456", "phone"),
        ("/phone", "600 123 456", "phone"),
        ("/ade", "AE:PL-1", "ade"),
        ("/sms", "tak", "wrong_type"),
        ("/truth", None, "required"),
        ("/truth", False, "required"),
        ("/truth", "true", "wrong_type"),
        ("/kind_of_applicant", "urzędnik", "not_offered"),
        ("/kind_of_applicant", ["person"], "not_offered"),
        ("/same_address", None, "required"),
        ("/letters_to", ADDRESS, "not_asked"),
        ("/stray", "x", "unknown_field"),
        ("/person/shoe", 43, "unknown_field"),
        ("/parcels/0/shoe", 43, "unknown_field"),
    ],
)
def test_one_wrong_answer_is_named_at_its_place(pointer: str, value: object, code: str) -> None:
    problems = [
        problem
        for problem in judged(spoiled(pointer, value))
        if problem.code != "required" or code == "required"
    ]
    assert [(problem.pointer, problem.code) for problem in problems][:1] == [(pointer, code)]
    assert len(problems) == 1 or pointer == "/kind_of_applicant", "one mistake is told once"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("nip", "1234563219", "checksum"),
        ("nip", "123", "length"),
        ("regon", "123456784", "checksum"),
        ("regon", "12", "length"),
        ("krs", "123", "length"),
    ],
)
def test_wrong_numbers_of_a_company_are_named(name: str, value: str, code: str) -> None:
    problems = judged(spoiled(f"/company/{name}", value, COMPANY))
    assert [(problem.pointer, problem.code) for problem in problems] == [(f"/company/{name}", code)]


def test_nothing_filled_in_names_every_question_that_must_be_answered_in_the_order_of_the_form() -> None:
    problems = judged({"kind_of_applicant": "person", "same_address": True})
    assert [problem.pointer for problem in problems] == [
        "/person/first_name",
        "/person/pesel",
        "/person/address/building",
        "/person/address/postal_code",
        "/content",
        "/year",
        "/by_proxy",
        "/truth",
    ]


def test_the_definitions_own_words_go_first() -> None:
    missing = next(p for p in judged(spoiled("/person/address/building", None)) if "building" in p.pointer)
    assert missing.own_words is not None
    assert missing.own_words.pl == "Podaj numer domu, na przykład 12A."
    wrong = judged(spoiled("/person/address/building", "dom"))[0]
    assert wrong.own_words is not None
    assert wrong.own_words.en == "Start the house number with a digit."


def test_a_day_that_does_not_exist_is_told_with_the_length_of_its_month() -> None:
    problem = judged(spoiled("/on_day", "2026-11-31"))[0]
    assert problem.message == "%(month)s has %(days)s days. Correct the day."
    assert problem.values["days"] == "30"
    month = problem.values["month"]
    assert isinstance(month, Text)
    assert (month.pl, month.en, month.uk) == ("Listopad", "November", "Листопад")
    february = judged(spoiled("/on_day", "2026-02-29"))[0].values["month"]
    assert isinstance(february, Text)
    assert february.pl == "Luty 2026"


def test_a_birthday_to_come_is_named() -> None:
    answers = spoiled("/person", {"first_name": "Ala", "no_pesel": True, "address": ADDRESS})
    answers["person"]["birth_date"] = "2026-11-23"
    assert [problem.code for problem in judged(answers)] == ["in_future"]
    assert judged(answers, today=date(2026, 11, 23)) == ()


def test_a_pesel_is_asked_of_those_who_have_one() -> None:
    answers = spoiled(
        "/person", {"first_name": "Ala", "no_pesel": True, "address": ADDRESS, "pesel": "44051401359"}
    )
    problems = judged(answers)
    assert [(problem.pointer, problem.code) for problem in problems] == [
        ("/person/pesel", "not_asked"),
        ("/person/birth_date", "required"),
    ]


def test_a_phone_must_be_given_by_those_who_want_texts() -> None:
    assert [problem.pointer for problem in judged(spoiled("/sms", True))] == ["/phone"]


def test_a_share_below_its_own_numerator_is_named() -> None:
    answers = {**PERSON, "share_num": 3, "share_den": 2}
    assert [(problem.pointer, problem.code) for problem in judged(answers)] == [("/share_den", "too_small")]


def test_a_foreign_postal_code_needs_no_dash() -> None:
    answers = spoiled("/person/address", {**ADDRESS, "country": "NO", "postal_code": "0150"})
    assert judged(answers) == ()
    answers["person"]["address"]["postal_code"] = "0" * 13
    assert [problem.code for problem in judged(answers)] == ["postal_code"]


def test_letters_of_every_script_are_taken() -> None:
    for name in ("Żółć", "Олена", "李小龙", "محمد", "O’Neill-Łukasiewicz"):
        assert judged(spoiled("/person/first_name", name)) == ()


def test_more_rows_than_the_form_takes_are_named_once() -> None:
    row = {"parcel_no": "1", "area": "1"}
    problems = judged({**PERSON, "parcels": [row] * 100_000})
    assert [(problem.pointer, problem.code) for problem in problems] == [("/parcels", "too_many")]
    wrong = judged({**PERSON, "parcels": [{"area": "1"}] * 100_000})
    assert [problem.pointer for problem in wrong[1:]] == [f"/parcels/{n}/parcel_no" for n in range(3)]


def test_too_few_rows_are_named() -> None:
    form = SHIPPED.service("podatek-nieruchomosci-dn-1")
    assert form is not None
    company: Tree = {"applicant_kind": "company", "company": {"representatives": []}}
    said = {p.pointer: p.code for p in validate(form, company, catalogue=SHIPPED, today=TODAY)}
    assert said["/company/representatives"] == "required"


def test_a_flood_of_unknown_answers_gets_a_short_list() -> None:
    problems = judged({**PERSON, **{f"x{number}": 1 for number in range(50_000)}})
    assert len(problems) == 100


def test_a_row_is_judged_by_itself() -> None:
    answers = {**PERSON, "parcels": [{"parcel_no": "1", "area": "0"}, {"area": "2"}], "year": 1}
    problems = validate_row(FORM, "/parcels/1", answers, catalogue=CATALOGUE, today=TODAY)
    assert [problem.pointer for problem in problems] == ["/parcels/1/parcel_no"]
    new = validate_row(FORM, "/parcels/2", answers, catalogue=CATALOGUE, today=TODAY)
    assert [problem.pointer for problem in new] == ["/parcels/2/parcel_no", "/parcels/2/area"]


def test_a_section_is_judged_by_itself_with_the_whole_form_at_hand() -> None:
    answers: Tree = {"kind_of_applicant": "company", "same_address": True, "sms": True, "year": 1, "stray": 1}
    who, what, contact = (
        [p.pointer for p in validate_section(FORM, section, answers, catalogue=CATALOGUE, today=TODAY)]
        for section in FORM.sections
    )
    assert who == ["/company/full_name", "/company/nip"]
    assert what == ["/content", "/year"]
    assert contact == ["/phone", "/by_proxy", "/truth"]


def test_attachments_missing_unasked_and_too_many_are_named() -> None:
    def codes(answers: Tree, *slots: str) -> list[tuple[str, str]]:
        return [(p.pointer, p.code) for p in validate_attachments(FORM, answers, slots)]

    assert codes(COMPANY) == [("/attachments/power", "required")]
    assert codes(COMPANY, "power", "other", "other") == []
    assert codes(COMPANY, "power", "power") == [("/attachments/power", "too_many")]
    assert codes(PERSON, "power") == [("/attachments/power", "not_asked")]
    assert codes(PERSON, "a/b") == [("/attachments/a~1b", "unknown_slot")]


def test_a_question_is_shown_when_the_answers_so_far_ask_it() -> None:
    fields = {field.name: field for field in FORM.sections[0].fields}
    assert is_shown(FORM, fields["person"], {"kind_of_applicant": "person"})
    assert not is_shown(FORM, fields["company"], {"kind_of_applicant": "person"})
    assert not is_shown(FORM, fields["letters_to"], {}), "not answered yet is not no"
    assert is_shown(FORM, fields["letters_to"], {"same_address": False})
    inner = {field.name: field for field in fields["person"].fields}  # type: ignore[union-attr]  # a group
    answers: Tree = {"kind_of_applicant": "person", "person": {"no_pesel": True}}
    assert is_shown(FORM, inner["birth_date"], answers, "/person")
    assert not is_shown(FORM, inner["pesel"], answers, "/person")
    assert not is_shown(FORM, inner["birth_date"], {"person": {"no_pesel": True}}, "/person")
    assert is_shown(FORM, FORM.sections[0], {})
    assert not is_shown(FORM, FORM.attachments[0], PERSON)
    assert is_shown(FORM, FORM.attachments[0], COMPANY)


@given(any_answers(FORM))
@made_up(60)
def test_the_judge_never_raises_and_names_only_places_that_can_be_written_down(answers: Tree) -> None:
    for problem in judged(answers):
        problem.pointer.encode()
        assert problem.pointer == "" or problem.pointer.startswith("/")
        assert set(_places(problem.message)) <= set(problem.values)
    for section in FORM.sections:
        validate_section(FORM, section, answers, catalogue=CATALOGUE, today=TODAY)
    validate_row(FORM, "/parcels/0", answers, catalogue=CATALOGUE, today=TODAY)
    validate_attachments(FORM, answers, ["power", "x"])


def _places(message: str) -> list[str]:
    return [part.partition(")s")[0] for part in message.split("%(")[1:]]


def test_every_kind_of_question_has_its_judge() -> None:
    def kinds(fields: tuple[AnyField, ...]) -> set[str]:
        return {field.kind for field in fields} | {
            kind for field in fields for kind in kinds(getattr(field, "fields", ()))
        }

    shown = kinds(tuple(field for section in FORM.sections for field in section.fields))
    assert shown == {*KINDS, "group", "rows"}, "the small form asks every kind of question"
    assert RowsField.model_fields["kind"] is not None


def test_everything_the_judge_says_it_says_in_polish(form: Definition, small: Catalogue) -> None:
    catalogue = read_po(POLISH.open("rb"))
    said = {problem.message for problem in judged({}) + judged(COMPANY | {"nip": 1})}
    said |= {problem.message for problem in judged(spoiled("/on_day", "2026-11-31"))}
    assert said
    for message in said:
        polish = catalogue.get(message)
        assert polish is not None, message
        assert polish.string
        assert set(_places(message)) == set(_places(str(polish.string)))
        assert not set(str(polish.string)) - set(string.printable) - set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–²")
