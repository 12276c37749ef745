"""Conditions of the shipped forms: who is asked what, and what may be left out."""

import pytest

from forms_catalog.judging.judge import validate_attachments
from tests.forms_catalog.changed_samples import GONE, pointers, sample, told
from tests.shipped import SHIPPED

DN1, WASTE, ASK = (
    "podatek-nieruchomosci-dn-1",
    "odpady-deklaracja-zamieszkana",
    "informacja-publiczna-wniosek",
)


@pytest.mark.parametrize(
    ("code", "name", "changes"),
    [
        pytest.param(
            DN1,
            "default",
            {"company.legal_form": "legal_person_without_krs", "company.krs": GONE},
            id="a parish has no KRS",
        ),
        pytest.param(
            DN1,
            "default",
            {"company.legal_form": "civil_partnership", "company.krs": GONE},
            id="a civil partnership has no KRS",
        ),
        pytest.param(
            WASTE,
            "company",
            {"company.krs": "0000123456"},
            id="a unit without legal personality may give a KRS",
        ),
        pytest.param(
            DN1,
            "default",
            {"land_items": GONE, "structure_items": GONE, "exempt_items": GONE},
            id="buildings alone are enough",
        ),
        pytest.param(
            DN1,
            "correction",
            {
                "declaration.purpose": "expiry",
                "declaration.correction_reason": GONE,
                "land_items": GONE,
                "building_items": GONE,
            },
            id="who sold all declares nothing",
        ),
        pytest.param(
            DN1,
            "person",
            {"declaration.change_from": GONE},
            id="a first return for a whole year needs no month",
        ),
        pytest.param(
            DN1,
            "proxy",
            {"proxy.duty_exemption": "none", "proxy.duty_payment_ref": "KP 12/2026"},
            id="a proxy who paid the duty",
        ),
        pytest.param(
            WASTE,
            "proxy",
            {"proxy.relation": "sibling", "proxy.duty_exemption": GONE, "proxy.duty_payment_ref": GONE},
            id="a brother pays no duty",
        ),
        pytest.param(
            WASTE, "default", {"contact.phone": GONE, "contact.sms_consent": GONE}, id="no phone is needed"
        ),
        pytest.param(
            WASTE,
            "default",
            {"composter": GONE, "building_type": "multi_family"},
            id="a flat is not asked about compost",
        ),
        pytest.param(
            WASTE,
            "default",
            {"person.address.country": "DE", "person.address.postal_code": "D 10115"},
            id="an owner who lives in Berlin",
        ),
        pytest.param(
            WASTE,
            "default",
            {"person.first_name": "Żaneta Anna-Maria", "person.last_name": "O’Neill"},
            id="names as people have them",
        ),
        pytest.param(
            WASTE, "default", {"person.address.building": "120A/4"}, id="a house number with letter and slash"
        ),
        pytest.param(ASK, "anonymous", {"form": "viewing_on_site"}, id="who comes to look leaves no address"),
    ],
)
def test_what_is_not_needed_is_not_demanded(code: str, name: str, changes: dict[str, object]) -> None:
    assert pointers(code, name, changes) == set()


@pytest.mark.parametrize(
    ("code", "name", "changes", "named"),
    [
        (DN1, "default", {"company.krs": GONE}, {"/company/krs"}),
        (DN1, "default", {"declaration.purpose": "change"}, {"/declaration/change_from"}),
        (
            DN1,
            "default",
            {"declaration.purpose": "correction", "declaration.change_from": "2026-01"},
            {"/declaration/correction_reason"},
        ),
        (DN1, "correction", {"declaration.change_from": "2025-12"}, {"/declaration/change_from"}),
        (DN1, "default", {"declaration.change_from": "2026-02"}, {"/declaration/change_from"}),
        (
            DN1,
            "default",
            {"declaration.taxpayer_capacity": "co_owner"},
            {"/declaration/share_num", "/declaration/share_den"},
        ),
        (DN1, "person", {"declaration.share_num": 3}, {"/declaration/share_den"}),
        (DN1, "default", {"declaration.tax_year": 2015}, {"/declaration/tax_year"}),
        (DN1, "default", {"declaration.tax_year": 2028}, {"/declaration/tax_year"}),
        (DN1, "proxy", {"proxy.duty_exemption": "none"}, {"/proxy/duty_payment_ref"}),
        (DN1, "proxy", {"proxy.duty_exemption": GONE}, {"/proxy/duty_exemption"}),
        (DN1, "proxy", {"acts_by_proxy": False}, {"/proxy"}),
        (DN1, "default", {"land_items.0.area": "640.505"}, {"/land_items/0/area"}),
        (DN1, "person", {"land_items.1.area": "1250"}, {"/land_items/1/area"}),
        (DN1, "default", {"land_items.0.area": "0"}, {"/land_items/0/area"}),
        (DN1, "default", {"land_items.0.months": 13}, {"/land_items/0/months"}),
        (DN1, "default", {"land_items.0.parcel_no": "1204-56"}, {"/land_items/0/parcel_no"}),
        (DN1, "default", {"building_items.0.area_half": GONE}, {"/building_items/0/area_half"}),
        (DN1, "default", {"structure_items.0.value": "85000.50"}, {"/structure_items/0/value"}),
        (DN1, "default", {"company.representatives": GONE}, {"/company/representatives"}),
        (
            DN1,
            "person",
            {"correspondence_address": GONE},
            {
                "/correspondence_address/building",
                "/correspondence_address/city",
                "/correspondence_address/country",
                "/correspondence_address/postal_code",
            },
        ),
        (WASTE, "default", {"person.pesel": GONE}, {"/person/pesel"}),
        (WASTE, "proxy", {"person.birth_date": GONE}, {"/person/birth_date"}),
        (WASTE, "proxy", {"person.birth_date": "2026-11-23"}, {"/person/birth_date"}),
        (WASTE, "default", {"person.first_name": "Jan3"}, {"/person/first_name"}),
        (WASTE, "default", {"building_type": "multi_family"}, {"/composter"}),
        (WASTE, "default", {"persons": -1}, {"/persons"}),
        (WASTE, "default", {"contact.phone": GONE}, {"/contact/phone"}),
        (WASTE, "default", {"contact.delivery_channel": "edoreczenia"}, {"/contact/ade"}),
        (WASTE, "default", {"consents.truth_statement": False}, {"/consents/truth_statement"}),
        (WASTE, "default", {"person.address.postal_code": "41800x"}, {"/person/address/postal_code"}),
        (ASK, "default", {"reply_email": GONE}, {"/reply_email"}),
        (ASK, "paper", {"reply_post": GONE}, {"/reply_post"}),
        (ASK, "paper", {"form": "data_carrier", "reply_post": GONE}, {"/reply_post"}),
        (ASK, "anonymous", {"reply_email": "kto@poczta.example"}, {"/reply_email"}),
        (ASK, "anonymous", {"request_text": "Ile?"}, {"/request_text"}),
    ],
    ids=told,
)
def test_what_is_needed_is_named_at_its_place(
    code: str, name: str, changes: dict[str, object], named: set[str]
) -> None:
    assert pointers(code, name, changes) == named


def test_an_empty_return_is_asked_for_something_to_declare() -> None:
    empty = {"land_items": GONE, "building_items": GONE, "structure_items": GONE, "exempt_items": GONE}
    assert pointers(DN1, "default", empty) == {""}


@pytest.mark.parametrize(("code", "name"), [(DN1, "proxy"), (WASTE, "proxy")])
def test_a_proxy_attaches_the_power_of_attorney_and_nobody_else_does(code: str, name: str) -> None:
    definition = SHIPPED.service(code)
    assert definition is not None
    by_proxy, alone = sample(code, name).answers, sample(code, "default").answers
    missing = validate_attachments(definition, by_proxy, [])
    assert [problem.pointer for problem in missing] == ["/attachments/power_of_attorney"]
    assert validate_attachments(definition, alone, []) == ()
    unasked = validate_attachments(definition, alone, ["power_of_attorney"])
    assert [problem.pointer for problem in unasked] == ["/attachments/power_of_attorney"]
