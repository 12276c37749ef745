import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from forms_catalog.catalogue import Catalogue, ListEntry
from forms_catalog.documents.json_schema import answers_schema, definition_schema
from forms_catalog.facts.rates import RateBook
from forms_catalog.model import Definition
from forms_catalog.texts import Text
from tests.strategies.small_forms import every_answer, every_kind, field, form

KEPT = Path(__file__).parents[3] / "docs" / "definition.schema.json"
POLAND = ListEntry("PL", Text(pl="Polska", en="Poland"))
CATALOGUE = Catalogue({}, {"countries": (POLAND,)}, RateBook([]), {}, (), {})

Answers = dict[str, Any]  # answers of any shape, wrong ones too


def taken(definition: Definition, answers: Answers) -> bool:
    return jsonschema_rs.validator_for(answers_schema(definition, CATALOGUE)).is_valid(answers)


def test_answers_of_every_kind_pass() -> None:
    assert taken(every_kind(), every_answer())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a_string", "x"),
        ("a_string", 5),
        ("a_text", ""),
        ("a_bool", "true"),
        ("a_statement", False),
        ("a_int", 10),
        ("a_int", "5"),
        ("a_int", True),
        ("a_year", 1800),
        ("a_month", "2026-13"),
        ("a_date", "22.11.2026"),
        ("a_decimal", 640.5),
        ("a_decimal", "640,50"),
        ("a_money", "1.234"),
        ("a_enum", "z"),
        ("a_list", "XX"),
        ("a_pesel", "1"),
        ("a_nip", "526-025-02-74"),
        ("a_regon", "1"),
        ("a_krs", "1"),
        ("a_kw", "1"),
        ("a_phone", "32 123 45 67"),
        ("a_ade", "x"),
        ("a_computed", "5.00"),
        ("unknown", "x"),
        ("alone", []),
        ("rows", {}),
        ("rows", [{}] * 6),
        ("rows", [5]),
    ],
)
def test_a_wrong_answer_does_not_pass(name: str, value: object) -> None:
    assert not taken(every_kind(), {**every_answer(), name: value})


@pytest.mark.parametrize("name", ["a_string", "a_bool", "alone"])
def test_a_required_answer_cannot_be_left_out(name: str) -> None:
    assert not taken(every_kind(), {key: value for key, value in every_answer().items() if key != name})


WORD = {"pl": "A", "en": "A"}
YES = {"field": "yes", "is": True}
NOT_NO = {"not": {"field": "yes", "is": False}}
ASKED = form(
    field("bool", "yes"),
    field("enum", "who", choices=[{"value": "a", "label": WORD}, {"value": "b", "label": WORD}]),
    field("text", "reason", required=True, shown_when=YES),
    field("text", "excuse", required=True, shown_when={"field": "yes", "is": False}),
    field("text", "name", required_when={"any": [{"field": "who", "in": ["b"]}, NOT_NO]}),
    field("group", "deep", required=True, fields=[field("text", "far", required_when=YES)]),
)


@pytest.mark.parametrize(
    ("answers", "passes"),
    [
        ({"excuse": "x"}, True),
        ({}, False),  # an answer not given equals false
        ({"yes": False, "excuse": "x"}, True),
        ({"yes": False, "excuse": "x", "reason": "x"}, False),
        ({"yes": True, "reason": "x", "name": "x"}, True),
        ({"yes": True, "reason": "x"}, False),
        ({"yes": True, "name": "x"}, False),
        ({"excuse": "x", "who": "b"}, False),
        ({"excuse": "x", "who": "a"}, True),
        ({"excuse": "x", "who": "b", "name": "x"}, True),
        ({"yes": True, "reason": "x", "name": "x", "deep": {}}, True),  # another level: the judge's
    ],
)
def test_conditions_beside_the_answer_are_said(answers: Answers, passes: bool) -> None:
    assert taken(ASKED, answers) is passes


def test_a_look_into_rows_is_said_where_the_rows_stand_beside_the_answer() -> None:
    rows = field(
        "rows", "cars", max=5, one=WORD, add=WORD, save=WORD, row_title=["plate"],
        fields=[field("string", "plate"), field("bool", "mine")],
    )  # fmt: skip
    not_mine = {"any_row": "cars", "where": {"field": "mine", "is": False}}
    asked = form(rows, field("text", "owner", required=True, shown_when=not_mine))
    assert taken(asked, {})
    assert taken(asked, {"cars": [{"plate": "A", "mine": True}]})
    assert not taken(asked, {"cars": [{"plate": "A", "mine": True}], "owner": "x"})
    assert not taken(asked, {"cars": [{"plate": "A", "mine": True}, {"plate": "B"}]})
    assert taken(asked, {"cars": [{"plate": "A", "mine": True}, {"plate": "B"}], "owner": "x"})


def test_a_name_from_the_top_is_said_at_the_top_and_told_in_words_further_down() -> None:
    top = {"field": "/yes", "is": True}
    plate = [field("string", "plate")]
    rows = field("rows", "cars", max=5, one=WORD, add=WORD, save=WORD, row_title=["plate"], fields=plate)
    red = {"any_row": "/cars", "where": {"field": "plate", "is": "A"}}
    deep = field("group", "deep", fields=[field("bool", "yes"), field("text", "far", shown_when=top)])
    reason, paint = field("text", "reason", shown_when=top), field("text", "paint", shown_when=red)
    asked = form(field("bool", "yes"), reason, deep, rows, paint)
    assert taken(asked, {"yes": True, "reason": "x", "deep": {"yes": False, "far": "x"}})
    assert not taken(asked, {"yes": False, "reason": "x"})
    assert taken(asked, {"yes": False, "deep": {"yes": False, "far": "x"}}), "another level: the judge's"
    assert taken(asked, {"cars": [{"plate": "A"}], "paint": "x"})
    assert not taken(asked, {"cars": [{"plate": "B"}], "paint": "x"})
    schema: Any = answers_schema(asked, CATALOGUE, "en")  # JSON
    assert "depends on another part" in schema["properties"]["deep"]["properties"]["far"]["description"]
    assert "description" not in schema["properties"]["reason"]


def test_a_condition_that_cannot_be_said_is_told_in_words() -> None:
    schema: Any = answers_schema(ASKED, CATALOGUE, "en")  # JSON
    told = schema["properties"]["deep"]["properties"]["far"]["description"]
    assert "depends on another part" in told


def test_a_hidden_section_hides_its_answers() -> None:
    label = {"pl": "a", "en": "a"}
    first = {"name": "first", "title": label, "to": label, "fields": [field("bool", "yes")]}
    second = {"name": "second", "title": label, "to": label, "fields": [field("text", required=True)]}
    both = form(sections=[first, {**second, "shown_when": {"field": "yes", "is": True}}])
    assert taken(both, {})
    assert taken(both, {"yes": True, "a_text": "x"})
    assert not taken(both, {"yes": True})
    assert not taken(both, {"a_text": "x"})


def test_editors_are_served_the_schema_the_program_holds() -> None:
    made = json.dumps(definition_schema(), ensure_ascii=False, indent=1) + "\n"
    if not KEPT.exists() or KEPT.read_text(encoding="utf-8") != made:
        KEPT.write_text(made, encoding="utf-8")
        pytest.fail(
            "docs/definition.schema.json was out of date; it is written anew: look at it and commit it"
        )


def test_an_editor_accepts_blocks_and_names_a_misspelt_key() -> None:
    schema = jsonschema_rs.validator_for(definition_schema())
    raw = form(field("text")).model_dump(mode="json", by_alias=True, exclude={"digest"}, exclude_none=False)
    label = {"pl": "a", "en": "a"}
    blocks = [{"block": "address", "as": "home", "label": label, "required": True}, {"block": "contact"}]
    raw["sections"][0]["fields"] += blocks
    assert [error.message for error in schema.iter_errors(raw)] == []
    for wrong in (
        {"block": "x", "label": label},
        {"block": "x", "as": "A", "label": label},
        {"kind": "txet"},
    ):
        raw["sections"][0]["fields"][-1] = wrong
        assert not schema.is_valid(raw)
