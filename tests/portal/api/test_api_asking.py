"""What another program may ask: services, schemas, samples, offices, search."""

import re

import jsonschema_rs
import orjson
import pytest
from lxml import etree

from forms_catalog.catalogue import Catalogue
from forms_catalog.offices.office_rows import OFFICE_KINDS
from tests.portal.api.conftest import DN_1, WASTE, Api
from tests.shipped import SHIPPED

SERVICES = [form.code for form in SHIPPED.services()]
PUBLIC = [
    "services",
    f"services/{DN_1}",
    f"services/{DN_1}/schema",
    f"services/{DN_1}/xsd",
    f"services/{DN_1}/sample",
    "offices",
    "offices/zabrze",
    "search?q=smieci",
    "vacancies",
]


def test_the_services_are_listed_with_their_versions(api: Api, catalogue: Catalogue) -> None:
    listed = api.get("services?lang=en").json["services"]
    assert [service["code"] for service in listed] == [form.code for form in catalogue.services()]
    assert {"code": DN_1, "group": "tax", "title": "Property tax return (DN-1)", "version": 1} in listed


def test_a_service_says_its_fee_term_and_attachments(api: Api) -> None:
    service = api.get(f"services/{DN_1}").json
    assert service["term"]["statutory"] is False
    assert service["fee"] == {
        "kind": "none",
        "amount_pln": "0",
        "legal": "brak przedmiotu opłaty w zał. do uos",
    }
    assert [slot["slot"] for slot in service["attachments"]] == ["power_of_attorney"]
    assert len(service["offices"]) == 47, "communes and cities"


@pytest.mark.slow
def test_every_sample_fits_the_schema_and_is_filed(api: Api, subtests: pytest.Subtests) -> None:
    for service in SERVICES:
        with subtests.test(service):
            body = api.sample(service)
            schema = orjson.loads(api.get(f"services/{service}/schema").data)
            assert jsonschema_rs.validator_for(schema).is_valid(body["answers"])
            assert api.post(body).status_code == 201


def test_the_xsd_is_a_schema(api: Api, subtests: pytest.Subtests) -> None:
    for service in SERVICES:
        with subtests.test(service):
            etree.XMLSchema(etree.fromstring(api.get(f"services/{service}/xsd").data))


NOT_THERE = (
    *(f"services/x{rest}" for rest in ("", "/schema", "/xsd", "/sample")),
    *(f"services/{DN_1}/sample?name=x", "offices/x", "cases/x", "nothing", "submissions/x/receipt"),
)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_what_is_not_there_is_a_problem_document(api: Api, subtests: pytest.Subtests, language: str) -> None:
    for path in NOT_THERE:
        with subtests.test(path):
            answer = api.get(path, Accept_Language=language)
            assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
            assert answer.json["status"] == 404
            # Polish letters tell Polish from English
            said = answer.json["title"] + answer.json["detail"]
            assert bool(re.search("[ąćęłńóśźż]", said)) is (language == "pl")


def test_an_unchanged_answer_is_not_sent_twice(api: Api, subtests: pytest.Subtests) -> None:
    for path in PUBLIC:
        with subtests.test(path):
            first = api.get(path)
            assert first.status_code == 200
            again = api.get(path, If_None_Match=first.headers["ETag"])
            assert (again.status_code, again.data) == (304, b"")


def test_another_language_is_another_answer(api: Api) -> None:
    polish, english = api.get(f"services/{DN_1}/schema?lang=pl"), api.get(f"services/{DN_1}/schema?lang=en")
    assert polish.headers["ETag"] != english.headers["ETag"]
    assert "Obręb" in polish.text
    assert "Cadastral precinct" in english.text


def test_an_office_says_what_it_offers(api: Api, catalogue: Catalogue) -> None:
    offices = api.get("offices").json["offices"]
    assert [office["code"] for office in offices] == list(catalogue.offices)
    assert {office["kind"] for office in offices} == set(OFFICE_KINDS)
    told = api.get("offices/gmina-godow").json
    assert [told[name] for name in ("hours", "phone", "email", "teryt", "street")] == [None] * 4 + [""]
    offered = {form.code for form in catalogue.services("gliwice")}
    assert set(api.get("offices/gliwice").json["services"]) == offered
    listed = api.get("services?office=gliwice").json["services"]
    assert {service["code"] for service in listed} == offered


def test_search_finds_and_knows_its_limits(api: Api) -> None:
    found = api.get("search?q=smieci&limit=1&lang=en&office=zabrze").json
    assert found["answerable"] is True
    assert [(hit["code"], hit["title"]) for hit in found["results"]] == [
        (WASTE, "Waste-fee declaration: residential property")
    ]
    assert api.get("search").json == {"results": [], "answerable": False}


def test_search_says_who_handles_what_the_city_does_not(api: Api) -> None:
    found = api.get("search?q=paszport&lang=en").json
    assert (found["results"], found["answerable"]) == ([], False)
    assert found["not_here"]["matter"] == "passport"
    assert "voivode" in found["not_here"]["where"]


def test_search_in_an_office_that_has_a_service_switched_off_names_the_offices_that_have_it(api: Api) -> None:
    offices = {one["code"] for one in api.get("offices").json["offices"]}
    dogs = "oplata-od-posiadania-psow"
    without = next(
        code for code in sorted(offices) if dogs not in api.get(f"offices/{code}").json["services"]
    )
    found = api.get(f"search?q=podatek+od+psa&office={without}").json
    assert found["answerable"] is False
    assert dogs not in {hit["code"] for hit in found["results"]}
    assert found["switched_off"]["code"] == dogs
    assert without not in found["switched_off"]["offices"]
    assert found["switched_off"]["offices"]


@pytest.mark.parametrize(
    "query", [*(f"limit={text}" for text in ("0", "51", "x", "", "1e1", "%C2%B2")), "office=x", "office="]
)
def test_a_wrong_query_parameter_is_named(api: Api, query: str) -> None:
    answer = api.get(f"search?q=smieci&{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [f"/{query.split('=')[0]}"]


def test_vacancies_are_an_empty_list(api: Api) -> None:
    assert api.get("vacancies").json == {"vacancies": []}


def test_the_description_names_every_address_and_nothing_else(api: Api) -> None:
    served = api.get("openapi.json").json
    rules = api.client.application.url_map.iter_rules()
    addresses = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule).replace("{submission}", "{id}"), method.lower())
        for rule in rules
        if rule.endpoint.startswith("api.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert addresses == {(path, method) for path, methods in served["paths"].items() for method in methods}


def test_the_description_names_the_offices_and_services_there_are(api: Api, catalogue: Catalogue) -> None:
    components = api.get("openapi.json").json["components"]
    sent = components["schemas"]["Submission"]["properties"]
    assert (
        sent["office"]["enum"]
        == components["parameters"]["office"]["schema"]["enum"]
        == list(catalogue.offices)
    )
    assert sent["service"]["enum"] == [form.code for form in catalogue.services()]


def test_wrong_methods_are_refused_with_the_right_ones_named(api: Api) -> None:
    answer = api.client.delete("/api/v1/services")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


def test_every_service_of_the_catalogue_has_a_sample_by_api(api: Api, catalogue: Catalogue) -> None:
    for form in catalogue.services():
        assert api.get(f"services/{form.code}/sample").status_code == 200


def test_schemas_are_given_for_a_version_and_for_no_other(api: Api) -> None:
    taxi = "services/taxi-licencja"
    older, newest = (api.get(f"{taxi}/schema?version={number}") for number in (1, 2))
    assert older.json["$id"].endswith(":1:answers") and newest.json["$id"].endswith(":2:answers")
    assert api.get(f"{taxi}/schema").data == newest.data
    older, newest = (api.get(f"{taxi}/xsd?version={number}") for number in (1, 2))
    assert etree.fromstring(older.data).get("targetNamespace") != etree.fromstring(newest.data).get(
        "targetNamespace"
    )
    assert api.get(f"{taxi}/xsd").data == newest.data
    for what in ("schema", "xsd"):
        wrong = [api.get(f"{taxi}/{what}?version={number}").status_code for number in ("77", "x", "-1", "")]
        assert wrong == [422] * 4
        assert api.get(f"services/no-such/{what}?version=1").status_code == 404


def test_a_style_sheet_is_given_for_a_version_and_for_no_other(api: Api) -> None:
    sheet = api.get(f"services/{WASTE}/xsl")
    assert sheet.content_type == "application/xslt+xml"
    assert etree.fromstring(sheet.data).tag == "{http://www.w3.org/1999/XSL/Transform}stylesheet"
    assert api.get(f"services/{WASTE}/xsl?version=1").data == sheet.data
    assert [api.get(f"services/{WASTE}/xsl?version={wrong}").status_code for wrong in ("77", "x", "-1")] == [
        422
    ] * 3
    assert api.get("services/no-such/xsl").status_code == 404
