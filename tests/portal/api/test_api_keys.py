"""The access key opens the receipt, the document and the state of the case, and nothing else does."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from lxml import etree

from tests.portal.api.conftest import DN_1, Api, Json


@pytest.fixture
def filed(api: Api, question: Callable[..., Json]) -> Json:
    answer = api.post(question())
    assert answer.status_code == 201
    return dict(answer.json)


@pytest.mark.parametrize("what", ["receipt", "document"])
def test_the_right_key_opens_what_was_kept(api: Api, filed: Json, what: str) -> None:
    answer = api.get(f"submissions/{filed['id']}/{what}", Okienko_Access_Key=filed["access_key"])
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    assert answer.headers["Cache-Control"] == "no-store"
    etree.fromstring(answer.data)


@pytest.mark.parametrize("what", ["receipt", "document"])
def test_no_other_key_opens_it(api: Api, filed: Json, what: str, question: Callable[..., Json]) -> None:
    other = api.post(question()).json
    path = f"submissions/{filed['id']}/{what}"
    for key in ("", "x", "0000-0000-0000-0000", other["access_key"], filed["id"], "ż" * 19):
        assert api.get(path, Okienko_Access_Key=key.encode().decode("latin-1")).status_code == 404
    assert api.get(path).status_code == 404
    assert api.get(f"submissions/{uuid4()}/{what}", Okienko_Access_Key=filed["access_key"]).status_code == 404


def test_the_receipt_address_needs_no_header_and_opens_this_receipt_only(api: Api, filed: Json) -> None:
    address = filed["receipt_url"].removeprefix("http://127.0.0.1:8000")
    with_key = api.get(f"submissions/{filed['id']}/receipt", Okienko_Access_Key=filed["access_key"])
    assert api.client.get(address).data == with_key.data
    assert api.client.get(address[:-1]).status_code == 404
    assert api.client.get(address.split("?")[0]).status_code == 404


def test_the_key_shows_state_and_dates_of_the_case(api: Api, filed: Json) -> None:
    case = api.get(f"cases/{filed['access_key']}?lang=en").json
    assert (case["state"], case["state_text"], case["case_sign"]) == ("received", "Received", None)
    assert case["register_number"] == filed["register_number"]
    assert case["filed_at"] == filed["filed_at"]
    assert case["due_on"] in case["due_on"]
    assert "The law sets this term." in case["due_explained"]
    assert case["waiting_for"] is None
    assert [(event["what"], event["text"]) for event in case["history"]] == [
        ("received", "The document came in")
    ]


def test_a_term_of_the_office_s_own_is_said_to_be_one(api: Api) -> None:
    filed = api.post(api.sample(DN_1)).json
    assert "the office's own term" in api.get(f"cases/{filed['access_key']}?lang=en").json["due_explained"]


def test_a_key_may_be_typed_as_people_type(api: Api, filed: Json) -> None:
    typed = filed["access_key"].lower().replace("-", "").replace("0", "o")
    assert api.get(f"cases/{typed}").json["register_number"] == filed["register_number"]


@pytest.mark.parametrize("key", ["0000-0000-0000-0000", "x", "%00", "a%2Fb", "ż", "x" * 5000])
def test_a_wrong_key_opens_no_case(api: Api, filed: Json, key: str) -> None:
    answer = api.get(f"cases/{key}")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"
