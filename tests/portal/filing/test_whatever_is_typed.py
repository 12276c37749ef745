"""Whatever valid answers somebody types are filed as typed; what is spoiled is named at its input."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.clock.deadlines import warsaw_date
from forms_catalog.answers import Answers, at, input_name
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.xml import from_xml
from forms_catalog.judging.cleaning import clean
from forms_catalog.model import (
    AnyField,
    BoolField,
    ComputedField,
    Definition,
    GroupField,
    ListField,
    RowsField,
)
from forms_catalog.samples import Sample, SampleFile
from pages.filling.spots import spot
from tests.portal.filing.filling import Complained, fill_in
from tests.portal.filing.visitor import Visitor
from tests.strategies.examples import made_up, patience
from tests.strategies.spoilers import Spoiled, spoiled_answers
from tests.strategies.trees import drawn_on, valid_answers
from tests.turns import is_wanted, turn

pytestmark = [pytest.mark.slow, patience]
#: older than any day the tests run on, so that the same answers are drawn and stay valid every day
TODAY = date(2026, 1, 2)
#: a database for each group, not for each form
GROUPS = ("tax", "business", "residency", "general")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def with_files(definition: Definition, answers: Answers) -> Sample:
    files = tuple(
        SampleFile(slot.name, "plik.pdf", "application/pdf", PDF) for slot in definition.attachments
    )
    return Sample("made up", answers, files)


def as_boxes_say(fields: Sequence[AnyField], answers: Mapping[str, Any]) -> dict[str, Any]:  # any answers
    """The answers with unticked boxes left out: a box cannot say no."""
    said: dict[str, Any] = {}  # any answers
    for field in fields:
        value = answers.get(field.name)
        if isinstance(field, GroupField) and isinstance(value, dict):
            value = as_boxes_say(field.fields, value) or None
        elif isinstance(field, RowsField) and isinstance(value, list):
            value = [as_boxes_say(field.fields, row) for row in value]
        elif isinstance(field, BoolField) and not field.required and not field.required_when:
            value = value or None
        if value is not None:
            said[field.name] = value
    return said


def can_be_typed(definition: Definition, spoiled: Spoiled) -> bool:
    """Whether a person can make this mistake on a page: in words, where an input is, none chosen for them."""
    value, asked = at(spoiled.answers, spoiled.pointer), spot(definition, spoiled.pointer).asked
    read = at(clean(definition, spoiled.answers), spoiled.pointer)
    if "unknown name" in spoiled.how or asked is None or isinstance(asked, ComputedField):
        return False
    if isinstance(asked, ListField) and asked.default and value is None:
        return False
    if isinstance(asked, RowsField | GroupField) and value is not None:
        return False
    # "true" and "tak" are read as a ticked box or a chosen answer: no mistake on a page
    return value is None or (isinstance(value, str) and value != "" and not isinstance(read, bool))


@pytest.mark.parametrize("group", GROUPS)
def test_valid_answers_are_filed_as_they_were_typed(
    client: FlaskClient,
    catalogue: Catalogue,
    sessions: sessionmaker[Session],
    subtests: pytest.Subtests,
    group: str,
) -> None:
    here = catalogue.of_office("zabrze")
    for definition in here.services("zabrze"):
        if definition.group == group and is_wanted(definition.code):
            with subtests.test(definition.code):
                _filed_as_typed(client, here, sessions, definition)


def _filed_as_typed(
    client: FlaskClient, here: Catalogue, sessions: sessionmaker[Session], definition: Definition
) -> None:
    # the first answers that are made up are the barest: in a short run every third form is filed with them
    (barest,) = turn(definition.code, (True, False, False))[:1]
    drawn, today = 0, drawn_on(definition, TODAY, warsaw_date(datetime.now(UTC)))
    fields = [field for section in definition.sections for field in section.fields]

    @made_up(1 if barest else 2)
    @given(st.data())
    def file(data: st.DataObject) -> None:
        nonlocal drawn
        answers = data.draw(valid_answers(definition, catalogue=here, today=today, rows=2))
        drawn += 1
        if drawn == 1 and not barest:
            return
        visitor = Visitor(client)
        fill_in(visitor, definition.code, with_files(definition, answers))
        visitor.press("Złóż")
        assert visitor.path.startswith("/upo/"), visitor.text
        with sessions() as session:
            query = text("SELECT document FROM submission WHERE id = :id")
            document = session.execute(query, {"id": visitor.path.rpartition("/")[2]}).scalar_one()
        assert from_xml(definition, bytes(document)) == as_boxes_say(fields, answers)

    file()


@pytest.mark.parametrize("group", GROUPS)
def test_a_spoiled_answer_is_named_with_a_link_to_its_input(
    client: FlaskClient, catalogue: Catalogue, subtests: pytest.Subtests, group: str
) -> None:
    here = catalogue.of_office("zabrze")
    for definition in here.services("zabrze"):
        if definition.group == group and is_wanted(definition.code):
            with subtests.test(definition.code):
                _named_with_a_link(client, here, definition)


def _named_with_a_link(client: FlaskClient, here: Catalogue, definition: Definition) -> None:
    today = drawn_on(definition, TODAY, warsaw_date(datetime.now(UTC)))

    @made_up(2)
    @given(st.data())
    def spoil(data: st.DataObject) -> None:
        spoiled = data.draw(spoiled_answers(definition, catalogue=here, today=today))
        assume(can_be_typed(definition, spoiled))
        visitor = Visitor(client)
        with pytest.raises(Complained):
            fill_in(visitor, definition.code, with_files(definition, spoiled.answers))
            visitor.press("Złóż")
        assert visitor.status in (200, 422)
        name = input_name(spoiled.pointer)
        anchors = [link.rpartition("#")[2] for link in visitor.complaints()]
        named = [one for one in anchors if f"{name}-".startswith(f"{one}-") or one.startswith(f"{name}-")]
        assert named, (anchors, spoiled)

    spoil()
