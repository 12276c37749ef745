"""Who is asked what in the services beyond taxes: traders, foreigners, children, councils, proxies."""

from datetime import date

import pytest

from forms_catalog.answers import Answers, Value
from forms_catalog.judging.judge import validate, validate_attachments
from forms_catalog.model import ListField
from forms_catalog.rules import RULES
from forms_catalog.wtf import section_form
from tests.forms_catalog.changed_samples import GONE, pointers, put, sample, told
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
RATES, ARREARS, ALCOHOL = (
    "ulga-rozlozenie-na-raty",
    "zaswiadczenie-o-niezaleganiu",
    "alkohol-zezwolenie-sklep",
)
DOGS = "oplata-od-posiadania-psow"
TAXI, STAY, REGISTERED, COUNCIL = (
    "taxi-licencja",
    "zameldowanie-pobyt-czasowy",
    "zaswiadczenie-o-zameldowaniu",
    "podanie-rad-dzielnic-i-osiedli",
)


@pytest.mark.parametrize(
    ("code", "name", "changes"),
    [
        pytest.param(
            RATES, "default", {"interest": GONE, "instalment_amount": GONE}, id="who does not know interest"
        ),
        pytest.param(RATES, "company", {"acts_by_proxy": False, "proxy": GONE}, id="a company by itself"),
        pytest.param(ARREARS, "default", {"spouse_included": GONE}, id="alone, without a spouse"),
        pytest.param(
            ALCOHOL, "default", {"opening_hours": GONE, "entrepreneur.regon": GONE}, id="a trader without KRS"
        ),
        pytest.param(
            TAXI, "default", {"entrepreneur.entrepreneur_kind": "civil_partnership"}, id="no KRS for partners"
        ),
        pytest.param(TAXI, "default", {"vehicles.0.plate": "S1TEST"}, id="an individual plate"),
        pytest.param(
            STAY,
            "default",
            {"rdk_consent": GONE, "want_certificate": GONE, "duty_exemption": GONE},
            id="no certificate",
        ),
        pytest.param(
            STAY, "default", {"period_to": "2026-12-01"}, id="a stay under three months may be registered"
        ),
        pytest.param(
            COUNCIL, "plain", {"location": "park przy ul. Zmyślonej"}, id="a request without a resolution"
        ),
    ],
)
def test_what_is_not_needed_is_not_demanded(code: str, name: str, changes: dict[str, object]) -> None:
    assert pointers(code, name, changes) == set()


@pytest.mark.parametrize(
    ("code", "name", "changes", "named"),
    [
        (RATES, "default", {"first_due": "2026-11-22"}, {"/first_due"}),
        (RATES, "default", {"instalments_count": 1}, {"/instalments_count"}),
        (RATES, "default", {"instalments_count": 61}, {"/instalments_count"}),
        (RATES, "default", {"principal": "0"}, {"/principal"}),
        (RATES, "default", {"justification": "Nie mam pieniędzy."}, {"/justification"}),
        (RATES, "trader", {"de_minimis.pkd": "49.41"}, {"/de_minimis/pkd"}),
        (RATES, "trader", {"concerns_business": False}, {"/de_minimis"}),
        (
            RATES,
            "default",
            {"financial_statement.monthly_income": GONE},
            {"/financial_statement/monthly_income"},
        ),
        (ARREARS, "default", {"copies": 11}, {"/copies"}),
        (ARREARS, "default", {"duty_exemption": GONE}, {"/duty_exemption"}),
        (ARREARS, "exempt", {"additional_info": ["salary"]}, {"/additional_info"}),
        (ALCOHOL, "company", {"entrepreneur.krs": GONE}, {"/entrepreneur/krs"}),
        (ALCOHOL, "default", {"permits": GONE}, {"/permits"}),
        (ALCOHOL, "default", {"permits.0.valid_from": "2026-11-22"}, {"/permits/0/valid_from"}),
        (ALCOHOL, "default", {"permits.1.kind": "A_up_to_4_5_and_beer"}, {"/permits/1/kind"}),
        (ALCOHOL, "default", {"permits.0.valid_to": "2028-12-20"}, {"/permits/0/valid_to"}),
        (ALCOHOL, "default", {"point_kind": "gastronomy"}, {"/permits/0/valid_to", "/permits/1/valid_to"}),
        (TAXI, "default", {"years": 1}, {"/years"}),
        (TAXI, "default", {"years": 51}, {"/years"}),
        (TAXI, "default", {"vehicles.0.vin": "TMBZZZ1Z0C000000O"}, {"/vehicles/0/vin"}),
        (TAXI, "default", {"employs_drivers": True}, {"/drivers"}),
        (TAXI, "company", {"drivers.0.licence_no": GONE}, {"/drivers/0/licence_no"}),
        (STAY, "default", {"no_pesel": GONE}, {"/pesel"}),
        (STAY, "default", {"period_to": "2026-11-10"}, {"/period_to"}),
        (STAY, "default", {"duty_exemption": GONE}, {"/duty_exemption"}),
        (STAY, "child", {"owner_confirmation.statement": GONE}, {"/owner_confirmation/statement"}),
        (STAY, "child", {"reporter.last_name": GONE}, {"/reporter/last_name"}),
        (STAY, "child", {"has_title": True}, {"/owner_confirmation"}),
        (STAY, "proxy", {"reporter.relation": GONE}, {"/reporter/relation"}),
        (REGISTERED, "owner", {"about_address.city": GONE}, {"/about_address/city"}),
        (REGISTERED, "default", {"purpose_pl": GONE}, {"/purpose_pl"}),
        (COUNCIL, "default", {"unit": "zabrze-nowhere"}, {"/unit"}),
        (COUNCIL, "plain", {"has_resolution": True}, {"/resolution_no", "/resolution_date"}),
        (COUNCIL, "default", {"resolution_date": "2026-11-23"}, {"/resolution_date"}),
    ],
    ids=told,
)
def test_what_is_needed_is_named_at_its_place(
    code: str, name: str, changes: dict[str, object], named: set[str]
) -> None:
    assert pointers(code, name, changes) == named


@pytest.mark.parametrize(
    ("code", "name", "changes", "demanded"),
    [
        (RATES, "default", {}, set()),
        (RATES, "trader", {}, {"aid_information_form", "aid_certificates"}),
        (RATES, "trader", {"de_minimis.aid_form": "not_aid"}, set()),
        (RATES, "company", {}, {"aid_information_form", "aid_certificates", "power_of_attorney"}),
        (ARREARS, "default", {}, set()),
        (ALCOHOL, "default", {}, {"title_to_premises", "building_consent", "sanitary_entry"}),
        (ALCOHOL, "default", {"multi_family": False}, {"title_to_premises", "sanitary_entry"}),
        (TAXI, "default", {}, {"good_repute", "criminal_record", "taximeter_certificate", "vehicle_title"}),
        (
            TAXI,
            "default",
            {"vehicles.1.title": "ownership"},
            {"good_repute", "criminal_record", "taximeter_certificate"},
        ),
        (
            TAXI,
            "company",
            {},
            {"good_repute", "criminal_record", "employment_statement", "vehicle_title", "power_of_attorney"},
        ),
        (DOGS, "default", {}, set()),
        (DOGS, "exempt", {}, {"disability_certificate"}),
        (DOGS, "exempt", {"dogs.0.exemption": "assistance_dog"}, set()),
        (DOGS, "exempt", {"purpose": "end"}, set()),
        (STAY, "default", {}, {"title_document_copy"}),
        (STAY, "child", {}, {"title_document_copy", "owner_statement"}),
        (STAY, "proxy", {}, {"title_document_copy", "power_of_attorney"}),
        (REGISTERED, "default", {}, set()),
        (REGISTERED, "owner", {}, {"title_deed"}),
        (COUNCIL, "default", {}, {"resolution_copy"}),
        (COUNCIL, "plain", {}, set()),
    ],
    ids=told,
)
def test_only_papers_that_the_answers_call_for_are_demanded(
    code: str, name: str, changes: dict[str, object], demanded: set[str]
) -> None:
    definition = SHIPPED.service(code)
    assert definition is not None
    answers = sample(code, name).answers
    for place, value in changes.items():
        put(answers, place, value)
    missing = {problem.pointer for problem in validate_attachments(definition, answers, [])}
    assert missing == {f"/attachments/{slot}" for slot in demanded}


@pytest.mark.parametrize(
    ("first", "last", "kind", "right"),
    [
        ("2027-03-01", "2029-02-28", "shop", True),
        ("2027-03-01", "2029-02-27", "shop", False),
        ("2028-02-29", "2030-02-28", "shop", True),
        ("2028-02-29", "2030-02-27", "shop", False),
        ("2027-03-01", "2031-02-28", "gastronomy", True),
        ("2027-03-01", "2031-02-27", "gastronomy", False),
    ],
)
def test_a_permit_runs_two_years_and_four_where_it_is_drunk_on_the_spot(
    first: str, last: str, kind: str, right: bool
) -> None:
    permit: Value = {"kind": "C_over_18", "valid_from": first, "valid_to": last}
    answers: Answers = {"point_kind": kind, "permits": [permit]}
    found = list(RULES["permits_long_enough@1"](answers, SHIPPED.rates))
    assert [problem.pointer for problem in found] == ([] if right else ["/permits/0/valid_to"])
    assert not list(RULES["permits_long_enough@1"](answers)), "years nobody has seen are not guessed"


@pytest.mark.parametrize(("office", "other"), [("zabrze", "gliwice"), ("gliwice", "zabrze")])
def test_a_council_is_chosen_among_those_of_its_own_city(office: str, other: str) -> None:
    definition = SHIPPED.service(COUNCIL)
    assert definition is not None
    own = SHIPPED.of_office(office)
    values = [entry.value for entry in own.lists["local_units"]]
    assert len(values) > 15
    assert all(value.startswith(f"{office}-") for value in values)
    assert own.lists["countries"] == SHIPPED.lists["countries"]
    unit = next(field for field in definition.sections[0].fields if isinstance(field, ListField))
    shown = section_form(definition, definition.sections[0], "pl", catalogue=own, today=TODAY)()
    offered = {option.value for option in getattr(shown, f"field_{unit.name}").options}
    assert {value for value in offered if value} == set(values)
    answers = sample(COUNCIL, "default").answers
    answers["unit"] = SHIPPED.of_office(other).lists["local_units"][0].value
    problems = validate(definition, answers, catalogue=own, today=TODAY)
    assert [problem.pointer for problem in problems] == ["/unit"]
