"""Accounts, vehicles, case signs, several choices, hours: written as people do, judged rightly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.readback import say
from forms_catalog.judging.cleaning import clean
from forms_catalog.judging.judge import validate
from forms_catalog.model import AnyField
from forms_catalog.problems import Problem
from forms_catalog.wtf import AnswerField, every_field, fill, form_of, to_raw
from tests.strategies.small_forms import every_kind, field, form, text

TODAY = date(2026, 11, 22)
KINDS = every_kind()


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("nrb", "61 1090 1014 0000 0712 1981 2874", "61109010140000071219812874"),
        ("nrb", "PL61-1090-1014-0000-0712-1981-2874", "61109010140000071219812874"),
        ("nrb", "pl61 1090 1014 0000 0712 1981 2874", "61109010140000071219812874"),
        ("nrb", "DE89 3704", "DE89 3704"),
        ("vin", "wvwzzz1kzaw 123456", "WVWZZZ1KZAW123456"),
        ("vin", "WVW-ZZZ1KZ-AW123456", "WVWZZZ1KZAW123456"),
        ("plate", "sz 12345", "SZ12345"),
        ("plate", " SZ-1234A ", "SZ1234A"),
        ("case_sign", "ba.3120.5.2026", "BA.3120.5.2026"),
        ("case_sign", "WP–II. 3120.5.2.2026.AK", "WP-II.3120.5.2.2026.AK"),
        ("case_sign", "bez znaku", "bez znaku"),
        ("datetime", "2026-11-22 14:30", "2026-11-22T14:30"),
        ("datetime", "2026-11-22T14.30", "2026-11-22T14:30"),
        ("datetime", "2026-11-22T9", "2026-11-22T09:00"),
        ("datetime", "2026-11-22T14:30:00", "2026-11-22T14:30"),
        ("datetime", "2026-11-22T", "2026-11-22T"),
        ("multi_enum", ["r", "p", "r"], ["p", "r"]),
        ("multi_enum", "r, p", ["p", "r"]),
        ("multi_enum", "q", ["q"]),
        ("multi_enum", ["", "x", "q"], ["q", "x"]),
    ],
)
def test_the_ways_people_write_it_come_to_the_same(name: str, typed: object, kept: object) -> None:
    once = clean(KINDS, {f"a_{name}": typed})
    assert once == {f"a_{name}": kept}
    assert clean(KINDS, dict(once)) == once


def wrong(catalogue: Catalogue, name: str, value: object) -> Problem | None:
    answers = {f"a_{name}": value}
    problems = validate(KINDS, answers, catalogue=catalogue, today=TODAY)  # type: ignore[arg-type]  # on purpose
    return next((problem for problem in problems if problem.pointer == f"/a_{name}"), None)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("nrb", "61109010140000071219812875", "checksum"),
        ("nrb", "6110901014000007121981287", "length"),
        ("nrb", "GB33BUKB20201555555555", "length"),
        ("vin", "WVWZZZ1KZAW12345", "length"),
        ("vin", "WVWZZZ1KZAWO23456", "letters"),
        ("vin", "WVWZZZ1KŻAW123456", "shape"),
        ("plate", "S", "plate"),
        ("plate", "ŁÓDŹ1", "plate"),
        ("case_sign", "BA.3120.5", "case_sign"),
        ("case_sign", "RPW/12/2026", "case_sign"),
        ("datetime", "2026-02-29T10:00", "day"),
        ("datetime", "2026-11-22T", "hour"),
        ("datetime", "2026-11-22T24:00", "hour"),
        ("datetime", "2026-11-22T10:60", "hour"),
        ("datetime", "2026-03-29T02:30", "hour"),
        ("datetime", "2026-11-22", "hour"),
        ("datetime", "--T10:00", "date"),
        ("datetime", "jutro", "datetime"),
        ("multi_enum", ["p", "nie ma"], "not_offered"),
        ("multi_enum", ["p", "p"], "not_offered"),
        ("multi_enum", [], "not_offered"),
        ("multi_enum", "p", "not_offered"),
        ("multi_enum", [["p"]], "not_offered"),
    ],
)
def test_a_slip_is_named(catalogue: Catalogue, name: str, value: object, code: str) -> None:
    problem = wrong(catalogue, name, value)
    assert problem is not None
    assert problem.code == code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nrb", "19105000000000000000000001"),
        ("vin", "WVWZZZ1KZAW123456"),
        ("plate", "S1TEST"),
        ("plate", "W0LOLEK"),
        ("plate", "1ABC234"),
        ("case_sign", "KŚ.7140.12.2026"),
        ("datetime", "2026-03-29T03:00"),
        ("datetime", "2026-10-25T02:30"),
        ("multi_enum", ["p", "q", "r"]),
    ],
)
def test_what_is_right_is_taken(catalogue: Catalogue, name: str, value: object) -> None:
    assert wrong(catalogue, name, value) is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("nrb", "61109010140000071219812874", "61 1090 1014 0000 0712 1981 2874"),
        ("datetime", "2026-11-22T09:05", "22 listopada 2026, 09:05"),
        ("multi_enum", ["p", "r"], "p, r"),
        ("plate", "SZ12345", "SZ12345"),
    ],
)
def test_an_answer_is_read_back_in_words(catalogue: Catalogue, name: str, value: object, said: str) -> None:
    words = say(asked(f"a_{name}"), value, catalogue=catalogue, language="pl")  # type: ignore[arg-type]  # any answer
    assert words.replace("\xa0", " ") == said


def asked(name: str) -> AnyField:
    return next(item for item in KINDS.sections[0].fields if item.name == name)


def test_who_ticked_several_boxes_sees_them_ticked_again(catalogue: Catalogue) -> None:
    page = form_of([asked("a_multi_enum")], "pl", catalogue=catalogue, today=TODAY)()
    fill(page, {"a_multi_enum": ["p", "r"]})
    assert to_raw(page) == {"a_multi_enum": ["p", "r"]}


@pytest.mark.parametrize(
    ("kept", "hour"), [("2026-11-22T14:30", "14:30"), ("2026-11-22T", ""), ("2026-02-30T9", "9")]
)
def test_an_hour_comes_back_as_it_was_typed(catalogue: Catalogue, kept: str, hour: str) -> None:
    page = form_of([asked("a_datetime")], "pl", catalogue=catalogue, today=TODAY)()
    fill(page, {"a_datetime": kept})
    [shown] = every_field(page)
    assert isinstance(shown, AnswerField)
    assert shown.raw() == kept
    assert getattr(shown, "parts")["time"] == hour  # noqa: B009 - only dates have parts


CHOICES = [{"value": value, "label": text(value)} for value in ("A", "B", "C")]
KINDS_OF_DRINK = form(
    field("multi_enum", "kinds", choices=CHOICES, required=True),
    field("text", "why", required=True, shown_when={"field": "kinds", "is": "C"}),
)


@pytest.mark.parametrize(("kinds", "asked_why"), [(["A", "B"], False), (["A", "C"], True), (["C"], True)])
def test_a_question_may_hang_on_one_of_several_choices(
    catalogue: Catalogue, kinds: list[str], asked_why: bool
) -> None:
    problems = validate(KINDS_OF_DRINK, {"kinds": kinds}, catalogue=catalogue, today=TODAY)  # type: ignore[dict-item]  # a list of texts
    assert ["/why" for problem in problems if problem.pointer == "/why"] == ["/why"] * asked_why


@given(st.text(max_size=90))
def test_no_text_makes_a_kind_raise(typed: str) -> None:
    for name in ("nrb", "vin", "plate", "case_sign", "datetime", "multi_enum"):
        kept = clean(KINDS, {f"a_{name}": typed})
        assert clean(KINDS, dict(kept)) == kept
