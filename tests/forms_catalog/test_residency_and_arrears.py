"""Registering and deregistering, data from the registers, certificates on arrears: what is asked and owed."""

from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.calculate import calculate
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.facts.rates import RateBook
from forms_catalog.judging.judge import validate_attachments
from forms_catalog.judging.second_looks import second_looks
from forms_catalog.rules import RULES
from tests.forms_catalog.changed_samples import GONE, pointers, put, sample, told
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
HOME, LEAVING, ABROAD = (
    "zameldowanie-pobyt-staly",
    "wymeldowanie-pobyt-staly",
    "zgloszenie-wyjazdu-za-granice",
)
BACK, DATA = "zgloszenie-powrotu-z-zagranicy", "udostepnienie-danych-z-rejestru"
DECISION, SELLER = "wymeldowanie-decyzja-administracyjna", "zaswiadczenie-zaleglosci-zbywajacego"
HEIR, OTHERS = "zaswiadczenie-zobowiazania-spadkodawcy", "zaswiadczenie-zaleglosci-podatnika"


@pytest.mark.parametrize(
    ("code", "name", "changes", "named"),
    [
        (HOME, "default", {"deregister_previous": GONE}, {"/deregister_previous"}),
        (HOME, "child", {"deregister_previous": True}, {"/deregister_previous"}),
        (HOME, "child", {"owner_confirmation.statement": GONE}, {"/owner_confirmation/statement"}),
        (HOME, "proxy", {"reporter.relation": GONE}, {"/reporter/relation"}),
        (LEAVING, "default", {"knows_new_address": False}, {"/new_address"}),
        (LEAVING, "default", {"leave_date": GONE}, {"/leave_date"}),
        (ABROAD, "default", {"expected_return": GONE}, {"/expected_return"}),
        (ABROAD, "default", {"departure_kind": "permanent", "expected_return": GONE}, set()),
        (ABROAD, "default", {"expected_return": "2027-05-29"}, {"/expected_return"}),
        (ABROAD, "default", {"expected_return": "2027-05-30"}, set()),
        (BACK, "default", {"return_date": "2026-11-23"}, {"/return_date"}),
        (BACK, "default", {"country_from": GONE}, {"/country_from"}),
        (DATA, "default", {"legal_provision": GONE}, {"/legal_provision"}),
        (DATA, "default", {"interest": "factual_interest", "legal_provision": GONE}, set()),
        (DATA, "public_body", {"searched_person": {"first_name": "Adam"}}, {"/searched_person/last_name"}),
        (
            DATA,
            "company",
            {"searched_person": {"last_name": "Dłużnicki"}},
            {"/searched_person/last_known_address"},
        ),
        (DECISION, "default", {"circumstances": "Wyjechał."}, {"/circumstances"}),
        (DECISION, "default", {"persons": GONE}, {"/persons"}),
        (DECISION, "default", {"witnesses": GONE, "left_on": GONE}, set()),
        (SELLER, "company", {"transferor": {"name": "Ktoś"}}, {"/transferor"}),
        (SELLER, "default", {"transferor.nip": GONE, "transfer_date": GONE}, set()),
        (HEIR, "default", {"deceased.death_date": "2026-11-23"}, {"/deceased/death_date"}),
        (OTHERS, "default", {"joint_property_statement": GONE}, {"/joint_property_statement"}),
        (OTHERS, "default", {"duty_exemption": GONE}, {"/duty_exemption"}),
    ],
    ids=told,
)
def test_only_what_is_needed_is_asked_and_what_is_missing_is_named(
    code: str, name: str, changes: dict[str, object], named: set[str]
) -> None:
    assert pointers(code, name, changes) == named


def test_only_papers_that_the_answers_call_for_are_demanded() -> None:
    cases: list[tuple[str, str, dict[str, object], set[str]]] = [
        (HOME, "default", {}, {"title_document_copy"}),
        (HOME, "child", {}, {"title_document_copy", "owner_statement"}),
        (LEAVING, "default", {}, set()),
        (LEAVING, "proxy", {}, {"power_of_attorney"}),
        (DATA, "company", {}, {"interest_documents", "power_of_attorney"}),
        (DECISION, "default", {}, {"title_to_home"}),
        (SELLER, "default", {}, {"transferor_consent"}),
        (SELLER, "company", {"acts_by_proxy": False}, set()),
        (HEIR, "default", {}, {"inheritance_document"}),
        (HEIR, "exempt", {}, {"power_of_attorney"}),
        (OTHERS, "default", {}, {"joint_property_form"}),
        (OTHERS, "default", {"joint_property_statement": False}, {"taxpayer_consent"}),
        (OTHERS, "default", {"applicant_role": "former_spouse"}, {"taxpayer_consent"}),
    ]
    wrong = []
    for code, name, changes, demanded in cases:
        definition = SHIPPED.service(code)
        assert definition is not None
        answers = sample(code, name).answers
        for place, value in changes.items():
            put(answers, place, value)
        missing = {problem.pointer for problem in validate_attachments(definition, answers, [])}
        if missing != {f"/attachments/{slot}" for slot in demanded}:
            wrong.append((code, name, changes, missing))
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "example", "sums"),
    [
        (HOME, "default", {}),
        (LEAVING, "proxy", {"reporter_duty@1": "17.00"}),
        (DATA, "default", {"data_access_fee@1": "31.00"}),
        (DATA, "company", {"data_access_fee@1": "31.00", "proxy_duty@1": "17.00"}),
        (DATA, "public_body", {"data_access_fee@1": "0.00"}),
        (DECISION, "default", {"residence_decision_duty@1": "10.00"}),
        (SELLER, "default", {"arrears_certificate_duty@1": "42.00"}),
        (HEIR, "exempt", {"arrears_certificate_duty@1": "0.00", "proxy_duty@1": "0.00"}),
        (OTHERS, "company", {"arrears_certificate_duty@1": "21.00", "proxy_duty@1": "17.00"}),
    ],
)
def test_the_forms_show_what_is_owed_with_its_source(code: str, example: str, sums: dict[str, str]) -> None:
    definition = SHIPPED.service(code)
    assert definition is not None
    answers = sample(code, example).answers
    counted = calculate(definition, answers, catalogue=SHIPPED, office="zabrze", today=TODAY)
    assert {each.name: str(each.total) for each in counted} == sums
    for line in (line for each in counted for line in each.lines if line.amount):
        assert line.rate is not None
        assert (line.rate.standing, line.rate.is_cap) == ("verified", False)
        assert f"{line.rate.value:.2f}".replace(".", ",") in line.formula.pl


def test_the_fee_for_data_has_an_account_and_a_day_without_a_rate_says_so() -> None:
    for office in ("zabrze", "gliwice"):
        assert SHIPPED.offices[office].payee("data_access_fee", TODAY) is not None
    for name, answers in (
        ("data_access_fee@1", {"interest": "legal_interest"}),
        ("residence_decision_duty@1", {"request": "deregister"}),
    ):
        count = CALCULATIONS[name]
        assert count({}, Desk(SHIPPED.rates, "zabrze", TODAY)) is None
        unknown = count(answers, Desk(RateBook([]), "zabrze", TODAY))
        assert unknown is not None
        assert (unknown.total, unknown.lines[0].missing is None) == (None, False)
        known = count(answers, Desk(SHIPPED.rates, "zabrze", TODAY))
        assert known is not None
        assert known.total in (Decimal(10), Decimal(31))


@pytest.mark.parametrize(
    ("first", "last", "right"),
    [
        ("2026-08-31", "2027-02-28", False),
        ("2026-08-31", "2027-03-01", True),
        ("2026-01-15", "2026-07-15", False),
        ("2026-01-15", "2026-07-16", True),
        ("2026-06-30", "2026-12-30", False),
        ("2026-12-31", "2027-07-01", True),
        ("2026-12-01", "2026-11-01", False),
    ],
)
def test_a_trip_that_is_reported_is_longer_than_six_months(first: str, last: str, right: bool) -> None:
    answers = {
        "departure_kind": "temporary_over_6_months",
        "departure_date": first,
        "expected_return": last,
    }
    found = list(RULES["return_after_half_a_year@1"](answers))
    assert [problem.pointer for problem in found] == ([] if right else ["/expected_return"])
    assert not list(RULES["return_after_half_a_year@1"]({**answers, "departure_kind": "permanent"}))


def test_a_day_more_than_a_year_ahead_is_looked_at_once_more_and_taken() -> None:
    for code, field in ((LEAVING, "leave_date"), (ABROAD, "departure_date"), (SELLER, "transfer_date")):
        definition = SHIPPED.service(code)
        assert definition is not None
        answers = sample(code, "default").answers
        for day, doubtful in (("2027-11-23", False), ("2027-11-24", True)):
            answers[field] = day
            found = second_looks(definition, answers, catalogue=SHIPPED, today=TODAY)
            assert [problem.pointer for problem in found] == ([f"/{field}"] if doubtful else [])
