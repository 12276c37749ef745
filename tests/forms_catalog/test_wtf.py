"""Forms parse what was typed and show what is kept; nothing changes on the way there and back."""

from datetime import date
from typing import get_args

import pytest
from pydantic.fields import FieldInfo
from werkzeug.datastructures import MultiDict

from forms_catalog import model
from forms_catalog.catalogue import Catalogue
from forms_catalog.conditions import Is
from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.model import AnyField, ComputedField, Definition, StringField
from forms_catalog.samples import samples
from forms_catalog.texts import Text
from forms_catalog.wtf import AnswerField, every_field, fill, form_of, section_form, to_raw
from forms_catalog.wtf.fields import PartsField

TODAY = date(2026, 11, 22)
SAID = Text(pl="Pytanie", en="Question")
DRAWN = {"text", "textarea", "radios", "select", "checkbox", "checkboxes", "date", "month", "group", "rows"}


def kinds() -> list[type[model.Asked]]:
    union, _ = get_args(AnyField)
    return list(get_args(union))


def made_up(kind: type[model.Asked]) -> AnyField:
    inner = StringField(kind="string", name="inner", label=SAID)
    needed: dict[str, object] = {
        "choices": ({"value": "a", "label": SAID},), "list": "countries", "fields": (inner,), "max": 3,
        "one": SAID, "add": SAID, "save": SAID, "row_title": ("inner",),
    }  # fmt: skip
    required: dict[str, FieldInfo] = {
        name: info for name, info in kind.model_fields.items() if info.is_required()
    }
    values = {name: needed[name] for name in required if name in needed}
    word = get_args(kind.model_fields["kind"].annotation)[0]
    return kind.model_validate({"kind": word, "name": "question", "label": SAID, **values})  # type: ignore[return-value]  # one of the union


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_kind_of_field_has_an_input_that_a_page_can_draw(
    catalogue: Catalogue, kind: type[model.Asked]
) -> None:
    form = form_of([made_up(kind)], "pl", catalogue=catalogue, today=TODAY)()
    drawn = {field.look.shape for field in every_field(form)}
    assert drawn <= DRAWN
    assert bool(drawn) is (kind is not ComputedField)


def definitions(catalogue: Catalogue) -> list[tuple[Definition, str]]:
    return [
        (form, name)
        for form in catalogue.services()
        for name in samples(form, catalogue=catalogue, today=TODAY)
    ]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_what_is_kept_and_shown_comes_back_as_it_was(catalogue: Catalogue, language: str) -> None:
    for form, name in definitions(catalogue):
        answers = samples(form, catalogue=catalogue, today=TODAY)[name].answers
        for section in form.sections:
            page = section_form(form, section, language, catalogue=catalogue, today=TODAY)()
            fill(page, answers)
            back = clean_fields(section.fields, to_raw(page))
            kept = {field.name: answers[field.name] for field in section.fields if field.name in answers}
            assert back == without_rows(kept), (form.code, name, section.name)


def without_rows(answers: object) -> object:
    """Rows have pages of their own."""
    if not isinstance(answers, dict):
        return answers
    return {name: without_rows(value) for name, value in answers.items() if not holds_rows(value)}


def holds_rows(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(row, dict) for row in value)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({"q-day": "5", "q-month": "1", "q-year": "2026"}, "2026-01-05"),
        ({"q-day": "31", "q-month": "11", "q-year": "2026"}, "2026-11-31"),
        ({"q-day": "", "q-month": "11", "q-year": "2026"}, "2026-11-"),
        ({"q-day": " ", "q-month": "", "q-year": ""}, None),
        ({"q": "2026-01-05"}, "2026-01-05"),
    ],
)
def test_a_date_is_joined_from_its_parts(
    catalogue: Catalogue, typed: dict[str, str], read: str | None
) -> None:
    asked = model.DateField(kind="date", name="q", label=SAID)
    form = form_of([asked], "pl", catalogue=catalogue, today=TODAY)(MultiDict(typed))
    assert to_raw(form).get("q") == read


def test_a_question_may_have_a_name_that_the_library_uses_itself(catalogue: Catalogue) -> None:
    names = ("data", "errors", "meta", "validate", "process", "prefix", "form", "name")
    asked = [StringField(kind="string", name=name, label=SAID) for name in names]
    form = form_of(asked, "pl", catalogue=catalogue, today=TODAY)(MultiDict({name: name for name in names}))
    assert to_raw(form) == {name: name for name in names}


def test_what_is_needed_with_some_answers_only_says_so_where_it_is_always_asked(catalogue: Catalogue) -> None:
    condition = Is.model_validate({"field": "other", "is": True})
    asked = StringField(kind="string", name="q", label=SAID, required_when=condition)
    hidden = asked.model_copy(update={"name": "hidden", "shown_when": condition})
    form = form_of([asked, hidden], "pl", catalogue=catalogue, today=TODAY)()
    assert [field.look.sometimes for field in every_field(form)] == [True, False]


def test_a_spoiled_date_is_shown_as_it_was_typed(catalogue: Catalogue) -> None:
    asked = model.DateField(kind="date", name="q", label=SAID)
    form = form_of([asked], "pl", catalogue=catalogue, today=TODAY)()
    fill(form, {"q": "2026-pięć-"})
    [field] = every_field(form)
    assert isinstance(field, PartsField)
    assert field.parts == {"year": "2026", "month": "pięć", "day": ""}


def test_who_sends_a_name_twice_is_taken_at_the_first_word(catalogue: Catalogue) -> None:
    asked = StringField(kind="string", name="q", label=SAID)
    form = form_of([asked], "pl", catalogue=catalogue, today=TODAY)(MultiDict([("q", "a"), ("q", "b")]))
    [field] = every_field(form)
    assert isinstance(field, AnswerField)
    assert field.text == "a"
