"""Whatever valid answers somebody gives are taken, and one wrong answer among them is named at its place."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.calculate import calculate
from forms_catalog.documents.json_schema import answers_schema
from forms_catalog.documents.readback import read_back
from forms_catalog.documents.xml import Envelope, from_xml, to_xml
from forms_catalog.documents.xsd import check
from forms_catalog.judging.cleaning import asked_only, clean
from forms_catalog.judging.judge import validate
from forms_catalog.model import Definition
from forms_catalog.samples import samples
from tests.shipped import SHIPPED
from tests.strategies.examples import made_up
from tests.strategies.spoilers import spoiled_answers
from tests.strategies.trees import KEPT, valid_answers
from tests.turns import LANGUAGES

TODAY = date(2026, 11, 22)
FORMS = [pytest.param(form, id=form.code) for form in SHIPPED.services()]
ENVELOPE = Envelope("1", datetime(2026, 11, 22, tzinfo=UTC), "pl", "zabrze", "Urząd", "Prezydent")

steady = made_up(6)


def _for_each(
    make: Callable[[Definition], st.SearchStrategy[object]],
) -> dict[str, st.SearchStrategy[object]]:
    return {form.code: make(form) for form in SHIPPED.services()}


VALID = _for_each(lambda form: valid_answers(form, catalogue=SHIPPED, today=TODAY))
SPOILED = _for_each(lambda form: spoiled_answers(form, catalogue=SHIPPED, today=TODAY))
SCHEMAS = {
    form.code: jsonschema_rs.validator_for(answers_schema(form, SHIPPED)) for form in SHIPPED.services()
}


@pytest.mark.parametrize("form", FORMS)
@steady
@given(data=st.data())
def test_valid_answers_are_taken_and_come_back_from_the_document(
    form: Definition, data: st.DataObject
) -> None:
    answers = data.draw(VALID[form.code])
    assert validate(form, answers, catalogue=SHIPPED, today=TODAY) == ()
    assert clean(form, answers) == answers
    assert asked_only(form, answers) == answers
    calculations = calculate(form, answers, catalogue=SHIPPED, office="zabrze", today=TODAY)
    document = to_xml(form, answers, ENVELOPE, calculations)
    check(form, document)
    assert from_xml(form, document) == answers
    assert [error.message for error in SCHEMAS[form.code].iter_errors(answers)] == []
    for language in LANGUAGES:
        read = read_back(form, answers, catalogue=SHIPPED, language=language, calculations=calculations)
        said = [(part.title, item.label, item.value) for part in read for item in part.items]
        assert said and all(map(all, said)), (language, said)


def _meets(spoiled: str, named: str) -> bool:
    """The very place, one it lies in, or – for a group that was taken away whole – one inside it."""
    return bool(named) and (f"{spoiled}/".startswith(f"{named}/") or named.startswith(f"{spoiled}/"))


@pytest.mark.parametrize("form", FORMS)
@steady
@given(data=st.data())
def test_one_wrong_answer_is_named_at_its_place(form: Definition, data: st.DataObject) -> None:
    spoiled = data.draw(SPOILED[form.code])
    named = [problem.pointer for problem in validate(form, spoiled.answers, catalogue=SHIPPED, today=TODAY)]
    assert any(_meets(spoiled.pointer, pointer) for pointer in named), (spoiled.pointer, named)


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2026, 12, 31)], ids=str)
def test_every_sample_comes_back_from_its_document_whatever_the_day(
    subtests: pytest.Subtests, today: date
) -> None:
    """That it may be filed that day stands in test_definitions.py."""
    for form in SHIPPED.services():
        for sample in samples(form, catalogue=SHIPPED, today=today).values():
            with subtests.test(form.code, example=sample.name):
                assert clean(form, sample.answers) == sample.answers
                document = to_xml(form, sample.answers, ENVELOPE, [])
                check(form, document)
                assert from_xml(form, document) == sample.answers
                assert SCHEMAS[form.code].is_valid(sample.answers)


def test_every_cross_field_rule_has_a_way_to_be_kept() -> None:
    assert {rule for form in SHIPPED.services() for rule in form.rules} <= KEPT.keys()
