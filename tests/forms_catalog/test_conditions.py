"""A question is asked exactly when the answers before it call for it."""

from collections.abc import Mapping

import pytest
from pydantic import TypeAdapter

from forms_catalog.conditions import Condition
from forms_catalog.model import Definition
from forms_catalog.scopes import Chain, Scopes, UnknownField
from tests.shipped import SHIPPED

READ: TypeAdapter[Condition] = TypeAdapter(Condition)


def holds(
    form: Definition, condition: object, *levels: Mapping[str, object], scope: tuple[str, ...] = ()
) -> bool:
    bound = Scopes(form).bind(READ.validate_python(condition), scope)
    assert bound is not None
    chain: Chain = levels
    return bound(chain)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ({"field": "kind_of_applicant", "is": "person"}, {"kind_of_applicant": "person"}, True),
        ({"field": "kind_of_applicant", "is": "person"}, {}, False),
        ({"field": "kind_of_applicant", "in": ["person", "company"]}, {"kind_of_applicant": "company"}, True),
        ({"not": {"field": "kind_of_applicant", "is": "person"}}, {}, True),
        ({"all": [{"field": "sms", "is": True}, {"field": "by_proxy", "is": True}]}, {"sms": True}, False),
        ({"any": [{"field": "sms", "is": True}, {"field": "by_proxy", "is": True}]}, {"sms": True}, True),
        ({"field": "sms", "is": True}, {"sms": 1}, False),
        ({"field": "share_num", "is": 1}, {"share_num": True}, False),
        ({"field": "share_num", "is": 1}, {"share_num": 1}, True),
        ({"field": "area", "at_least": "12"}, {"area": "12.00"}, True),
        ({"field": "area", "at_least": "12"}, {"area": "11.999"}, False),
        ({"field": "area", "at_least": 12}, {"area": "100"}, True),
        ({"field": "area", "at_least": "12"}, {"area": "sto"}, False),
        ({"field": "area", "at_least": "12"}, {}, False),
        ({"field": "share_num", "at_least": "2"}, {"share_num": 3}, True),
        ({"field": "share_num", "at_least": "1"}, {"share_num": True}, False),
        ({"field": "drinks", "is": "B"}, {"drinks": ["A", "B"]}, True),
        ({"field": "drinks", "in": ["B"]}, {"drinks": ["A"]}, False),
    ],
)
def test_conditions_are_as_they_read(
    form: Definition, condition: object, answers: dict[str, object], expected: bool
) -> None:
    assert holds(form, condition, answers) is expected


def test_an_unticked_box_is_no_but_an_unanswered_question_is_neither(form: Definition) -> None:
    assert holds(form, {"field": "sms", "is": False}, {})
    assert holds(form, {"field": "sms", "in": [False]}, {})
    assert not holds(form, {"field": "same_address", "is": False}, {})
    assert holds(form, {"field": "same_address", "is": False}, {"same_address": False})


def test_a_name_is_looked_for_beside_then_further_up(form: Definition) -> None:
    row = {"parcel_no": "7", "area": "1"}
    top = {"area": "2", "parcels": [row], "person": {"first_name": "Jan"}, "kind_of_applicant": "person"}
    assert holds(form, {"field": "area", "is": "1"}, top, row, scope=("parcels",))
    assert holds(form, {"field": "kind_of_applicant", "is": "person"}, top, row, scope=("parcels",))
    assert holds(form, {"field": "person.first_name", "is": "Jan"}, top, row, scope=("parcels",))


def test_an_answer_to_a_question_not_asked_counts_as_not_given(form: Definition) -> None:
    answers = {"kind_of_applicant": "company", "person": {"first_name": "Jan", "no_pesel": True}}
    assert not holds(form, {"field": "person.first_name", "is": "Jan"}, answers)
    assert holds(form, {"field": "person.no_pesel", "is": False}, answers)


TAXED = {"any_row": "parcels", "where": {"field": "area", "at_least": "2"}}
ELSEWHERE = {"any_row": "parcels", "where": {"not": {"field": "place.street", "is": "Zabrze"}}}


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (TAXED, {"parcels": [{"area": "1"}, {"area": "2.5"}]}, True),
        (TAXED, {"parcels": [{"area": "1"}, {"area": "1.9"}]}, False),
        (TAXED, {"parcels": []}, False),
        (TAXED, {"area": "5"}, False),
        (TAXED, {"parcels": "5"}, False),
        (TAXED, {"parcels": [5, None, {"area": "3"}]}, True),
        (ELSEWHERE, {"parcels": [{"place": {"street": "Zabrze"}}]}, False),
        (ELSEWHERE, {"parcels": [{"place": {"street": "Zabrze"}}, {"place": {"street": "Bytom"}}]}, True),
        ({"not": TAXED}, {"parcels": [{"area": "1"}]}, True),
        (
            {
                "any_row": "parcels",
                "where": {"all": [{"field": "area", "is": "1"}, {"field": "sms", "is": True}]},
            },
            {"sms": True, "parcels": [{"area": "1"}]},
            True,
        ),
    ],
)
def test_one_row_that_is_so_is_enough(
    form: Definition, condition: object, answers: dict[str, object], expected: bool
) -> None:
    assert holds(form, condition, answers) is expected


@pytest.mark.parametrize(
    "condition",
    [
        {"any_row": "person", "where": {"field": "area", "is": "1"}},
        {"any_row": "parcels", "where": {"field": "nothing", "is": "1"}},
    ],
)
def test_only_rows_are_looked_into_and_only_at_what_they_ask(form: Definition, condition: object) -> None:
    with pytest.raises(UnknownField):
        holds(form, condition, {})


def test_rows_that_are_not_asked_for_are_not_looked_into() -> None:
    taxi = SHIPPED.service("taxi-licencja")
    assert taxi is not None
    named = {"any_row": "drivers", "where": {"field": "last_name", "is": "Kierowenko"}}
    drivers = [{"last_name": "Kierowenko"}]
    assert holds(taxi, named, {"employs_drivers": True, "drivers": drivers})
    assert not holds(taxi, named, {"employs_drivers": False, "drivers": drivers})


@pytest.mark.parametrize("name", ["nothing", "person.nothing", "parcels.area", "sms.x", "area/", "x/area"])
def test_a_name_that_leads_nowhere_or_into_rows_is_refused(form: Definition, name: str) -> None:
    with pytest.raises(UnknownField) as caught:
        Scopes(form).find(name, ())
    assert "person.first_name" in caught.value.known


@pytest.mark.parametrize("name", ["/", "//area", "/parcel_no", "/parcels.area", "/person.nothing"])
def test_after_a_slash_only_what_stands_at_the_top_is_found(form: Definition, name: str) -> None:
    with pytest.raises(UnknownField) as caught:
        Scopes(form).find(name, ("parcels",))
    assert {"/area", "/person.first_name"} <= caught.value.known
    assert all(known.startswith("/") for known in caught.value.known)


def test_a_slash_leads_past_a_nearer_question_of_the_same_name(form: Definition) -> None:
    row = {"parcel_no": "7", "area": "1"}
    top = {"area": "2", "parcels": [row], "person": {"first_name": "Jan"}, "kind_of_applicant": "person"}
    assert holds(form, {"field": "/area", "is": "2"}, top, row, scope=("parcels",))
    assert not holds(form, {"field": "/area", "is": "1"}, top, row, scope=("parcels",))
    assert holds(form, {"field": "/area", "at_least": "2"}, top, row, scope=("parcels",))
    assert holds(form, {"field": "/area", "in": ["2"]}, top)
    assert holds(form, {"field": "/person.first_name", "is": "Jan"}, top, row, scope=("parcels",))
    both = {"all": [{"field": "/area", "is": "2"}, {"field": "area", "is": "1"}]}
    assert holds(form, {"any_row": "/parcels", "where": both}, top, row, scope=("parcels",))
    company = {**top, "kind_of_applicant": "company"}
    assert not holds(form, {"field": "/person.first_name", "is": "Jan"}, company, row, scope=("parcels",))


def test_every_name_that_is_offered_leads_somewhere_and_a_hidden_one_has_a_slash(form: Definition) -> None:
    assert {"area", "/area", "sms"} <= Scopes(form).visible(("parcels",))
    assert "/sms" not in Scopes(form).visible(("parcels",))
    for definition in (form, *SHIPPED.services()):
        scopes = Scopes(definition)
        for scope in scopes.names:
            reached = {scopes.find(name, scope)[1] for name in scopes.visible(scope)}
            assert {path for path in scopes.fields if len(path) == 1} <= reached, definition.code


def test_answers_of_odd_shapes_hold_no_condition(form: Definition) -> None:
    for odd in ("x", [1], 5, None, {"first_name": {"a": 1}}):
        assert not holds(
            form, {"field": "person.first_name", "is": "Jan"}, {"kind_of_applicant": "person", "person": odd}
        )
