"""Whatever anybody sends: a case whose answers are those sent, or the place of the wrong one named."""

import base64
import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clock.deadlines import warsaw_date
from forms_catalog.documents.xml import from_xml
from forms_catalog.judging.cleaning import clean
from forms_catalog.judging.judge import validate, validate_attachments
from forms_catalog.model import Definition
from forms_catalog.samples import minimal_pdf
from portal.parts import Parts
from tests.portal.api.conftest import Api, pointers
from tests.shipped import SHIPPED
from tests.strategies.examples import made_up, patience
from tests.strategies.spoilers import spoiled_answers
from tests.strategies.trees import Tree, drawn_on, valid_answers
from tests.turns import is_wanted

pytestmark = [pytest.mark.slow, patience]

CATALOGUE = SHIPPED.of_office("zabrze")
#: a database for each group, not for each form
GROUPS = ("tax", "business", "residency", "general")
#: older than any day the tests run on, so that what was drawn stays valid
TODAY = date(2026, 1, 2)
DAYS = {form.code: drawn_on(form, TODAY, warsaw_date(datetime.now(UTC))) for form in CATALOGUE.services()}
VALID = {
    form.code: valid_answers(form, catalogue=CATALOGUE, today=DAYS[form.code])
    for form in CATALOGUE.services()
}
SPOILED = {
    form.code: spoiled_answers(form, catalogue=CATALOGUE, today=DAYS[form.code])
    for form in CATALOGUE.services()
}

steady = made_up(3)


def _body(form: Definition, answers: Tree) -> dict[str, Any]:  # JSON of any shape
    """A whole submission, with every attachment that these answers, as they are read, make necessary."""
    read = clean(form, json.loads(json.dumps(answers)))
    needed = [problem.pointer.split("/")[2] for problem in validate_attachments(form, read, ())]
    data = base64.b64encode(minimal_pdf()).decode()
    named = {"filename": "a.pdf", "content_type": "application/pdf", "data_base64": data}
    files = [{"slot": slot, **named} for slot in needed]
    return {"office": "zabrze", "service": form.code, "answers": answers, "attachments": files}


@pytest.mark.parametrize("group", GROUPS)
def test_valid_answers_are_filed_and_kept_as_sent(
    api: Api, parts: Parts, subtests: pytest.Subtests, group: str
) -> None:
    for form in CATALOGUE.services():
        if form.group == group and is_wanted(form.code):
            with subtests.test(form.code):
                _filed_and_kept(api, form)


@steady
@given(data=st.data())
def _filed_and_kept(api: Api, form: Definition, data: st.DataObject) -> None:
    answers = data.draw(VALID[form.code])
    filed = api.post(_body(form, answers))
    assert filed.status_code == 201, filed.json
    told = filed.json
    kept = api.get(f"submissions/{told['id']}/document", Okienko_Access_Key=told["access_key"])
    assert from_xml(form, kept.data) == answers


@pytest.mark.parametrize("group", GROUPS)
def test_one_wrong_answer_is_named_and_nothing_is_filed(
    api: Api, parts: Parts, subtests: pytest.Subtests, group: str
) -> None:
    for form in CATALOGUE.services():
        if form.group == group and is_wanted(form.code):
            with subtests.test(form.code):
                _wrong_one_named(api, parts, form)


@steady
@given(data=st.data())
def _wrong_one_named(api: Api, parts: Parts, form: Definition, data: st.DataObject) -> None:
    spoiled = data.draw(SPOILED[form.code])
    key, today = str(uuid4()), warsaw_date(parts.now())
    # as JSON holds it: the API reads "1 234,50" or a number for a text as a person means it
    read = clean(form, json.loads(json.dumps(spoiled.answers)))
    expected = validate(form, read, catalogue=CATALOGUE, today=today)
    answer = api.post(_body(form, spoiled.answers), key)
    assert answer.status_code == (422 if expected else 201), answer.json
    if expected:
        assert pointers(answer)[: len(expected)] == [f"/answers{problem.pointer}" for problem in expected]
        assert all(error["message"] for error in answer.json["errors"])
