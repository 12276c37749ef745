"""Refunds, reliefs, rulings, powers of attorney, appeals: what they cost, what is refused or doubted."""

from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.answers import Answers
from forms_catalog.facts.rates import RateBook
from forms_catalog.judging.judge import validate_attachments
from forms_catalog.judging.second_looks import second_looks
from forms_catalog.rules import RULES
from tests.forms_catalog.changed_samples import GONE, pointers, put, sample
from tests.forms_catalog.counting import counted_as_shipped as _counted
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
OVERPAID, REFUND, DUTY_BACK = "nadplata-stwierdzenie", "nadplata-zwrot-zaliczenie", "oplata-skarbowa-zwrot"
LATER, FORGIVE, FORGIVE_FIRM = (
    "ulga-odroczenie-terminu",
    "ulga-umorzenie-osoba-fizyczna",
    "ulga-umorzenie-przedsiebiorca",
)
FARM, RULING, POWER, APPEAL = (
    "ulga-inwestycyjna-rolny",
    "interpretacja-indywidualna",
    "pelnomocnictwo-szczegolne-pps-1",
    "odwolanie-od-decyzji-podatkowej",
)


@pytest.mark.parametrize(
    ("spent", "public", "relief"),
    [
        ("48000.00", False, "12000.00"),
        ("8333.33", False, "2083.33"),
        ("0.02", False, "0.01"),
        ("48000.00", True, "0.00"),
    ],
)
def test_a_quarter_of_what_a_farmer_spent_is_the_relief_unless_public_money_helped(
    spent: str, public: bool, relief: str
) -> None:
    counted = _counted("agri_investment_relief@1", {"expenditure": spent, "public_funding": public})
    assert counted is not None
    assert counted.total == Decimal(relief)
    assert counted.payable is None, "a relief is nothing to pay"
    [line] = counted.lines
    assert (line.rate is None) is public


def test_the_relief_says_how_it_came_about_and_for_how_many_years() -> None:
    counted = _counted("agri_investment_relief@1", {"expenditure": "48000.00", "public_funding": False})
    assert counted is not None
    [line] = counted.lines
    assert line.formula.pl.replace("\N{NO-BREAK SPACE}", " ") == "48 000,00 zł × 25%"
    assert line.rate is not None
    assert line.rate.standing == "memory"
    assert counted.note is not None
    assert "15 lat" in counted.note.pl


@pytest.mark.parametrize(("count", "fee"), [(1, "40.00"), (2, "80.00"), (20, "800.00")])
def test_a_ruling_costs_forty_zloty_for_each_situation(count: int, fee: str) -> None:
    counted = _counted("ruling_fee@1", {"situations": count})
    assert counted is not None
    assert (counted.total, counted.payable) == (Decimal(fee), "ruling_fee")
    assert SHIPPED.offices["zabrze"].payee("ruling_fee", TODAY) is not None


def test_without_a_known_rate_nothing_is_guessed() -> None:
    for name, answers in (
        ("ruling_fee@1", {"situations": 1}),
        ("agri_investment_relief@1", {"expenditure": "100", "public_funding": False}),
        (
            "attorney_duty@1",
            {"poa_kind": "PPS-1", "attorney": {"relation": "none"}, "duty_exemption": "none"},
        ),
    ):
        counted = _counted(name, answers, RateBook([]))  # type: ignore[arg-type]  # literals of answers
        assert counted is not None, name
        assert counted.total is None, name
        assert counted.lines[0].missing is not None, name
    assert _counted("ruling_fee@1", {}) is None
    assert _counted("agri_investment_relief@1", {"expenditure": "100"}) is None


@pytest.mark.parametrize(
    ("kind", "relation", "exemption", "duty"),
    [
        ("PPS-1", "none", "none", "17.00"),
        ("PPS-1", "none", "budget_unit", "0.00"),
        ("PPS-1", "sibling", None, "0.00"),
        ("UPL-1", "none", None, "0.00"),
        ("OPS-1_revoke", "none", None, "0.00"),
        ("UPL-1_revoke", "none", None, "0.00"),
        ("OPS-1_change", "none", None, None),
    ],
)
def test_giving_a_power_of_attorney_costs_the_duty_and_taking_it_back_nothing(
    kind: str, relation: str, exemption: str | None, duty: str | None
) -> None:
    answers: Answers = {"poa_kind": kind, "attorney": {"relation": relation}}
    if exemption:
        answers["duty_exemption"] = exemption
    counted = _counted("attorney_duty@1", answers)
    assert counted is not None
    assert counted.total == (Decimal(duty) if duty else None)


def test_before_the_attorney_is_named_no_duty_is_shown() -> None:
    assert _counted("attorney_duty@1", {"poa_kind": "PPS-1"}) is None
    assert _counted("attorney_duty@1", {"poa_kind": "PPS-1", "attorney": {"relation": "none"}}) is None


def test_what_does_not_fit_together_is_named_at_its_place() -> None:
    cases: list[tuple[str, Answers, list[str]]] = [
        (
            "companies_paid_by_account@1",
            {"applicant_kind": "company", "refund_method": "cash_desk"},
            ["/refund_method"],
        ),
        ("companies_paid_by_account@1", {"applicant_kind": "person", "refund_method": "cash_desk"}, []),
        (
            "companies_paid_by_account@1",
            {"applicant_kind": "company", "refund_method": "credit_to_other_liability"},
            [],
        ),
        (
            "write_off_within_debt@1",
            {"principal": "100", "interest": "5", "amount": "105", "scope": "full"},
            [],
        ),
        (
            "write_off_within_debt@1",
            {"principal": "100", "interest": "5", "amount": "105.01", "scope": "full"},
            ["/amount"],
        ),
        (
            "write_off_within_debt@1",
            {"principal": "100", "amount": "100.01", "scope": "partial"},
            ["/amount"],
        ),
        (
            "write_off_within_debt@1",
            {"principal": "100", "interest": "5", "amount": "6", "scope": "interest_only"},
            ["/amount"],
        ),
        ("write_off_within_debt@1", {"principal": "100", "amount": "6", "scope": "interest_only"}, []),
        ("both_are_two_situations@1", {"event_kind": "both", "situations": 1}, ["/situations"]),
        ("both_are_two_situations@1", {"event_kind": "past_facts", "situations": 1}, []),
        ("attorney_period_in_order@1", {"valid_from": "2026-12-01", "valid_to": "2026-11-30"}, ["/valid_to"]),
        ("attorney_period_in_order@1", {"valid_from": "2026-12-01", "valid_to": "2026-12-01"}, []),
        (
            "decision_before_delivery@1",
            {"decision_date": "2026-11-03", "delivered_on": "2026-11-02"},
            ["/delivered_on"],
        ),
        ("decision_before_delivery@1", {"decision_date": "2026-11-03", "delivered_on": "2026-11-03"}, []),
    ]
    for name, answers, named in cases:
        assert [problem.pointer for problem in RULES[name](answers)] == named, (name, answers)


AID = {f"/de_minimis/{name}" for name in ("aid_form", "aid_received_3y_eur", "pkd", "firm_size")}
#: form, sample, changes of its answers → the places that are named
CALLED_FOR: list[tuple[str, str, dict[str, object], set[str]]] = [
    (OVERPAID, "default", {"nrb": GONE}, {"/nrb"}),
    (OVERPAID, "default", {"account_holder": GONE}, {"/account_holder"}),
    (
        OVERPAID,
        "default",
        {"disposition": "credit_future"},
        {"/refund_method", "/nrb", "/account_holder"},
    ),
    (OVERPAID, "default", {"justification": "Za dużo."}, {"/justification"}),
    (OVERPAID, "default", {"tax_year": 2027}, {"/tax_year"}),
    (REFUND, "credit", {"target_liability": GONE}, {"/target_liability"}),
    (REFUND, "company", {"refund_method": "postal_order"}, {"/refund_method"}),
    (DUTY_BACK, "default", {"paid_on": "2026-11-23"}, {"/paid_on"}),
    (DUTY_BACK, "company", {"other_office": True}, {"/other_office"}),
    (LATER, "default", {"new_due_date": "2026-11-22"}, {"/new_due_date"}),
    (LATER, "trader", {"concerns_business": False}, {"/de_minimis"}),
    (LATER, "company", {"de_minimis.pkd": "10.71"}, {"/de_minimis/pkd"}),
    (FORGIVE, "default", {"amount": "688.01"}, {"/amount"}),
    (
        FORGIVE,
        "default",
        {"financial_statement.household_size": 0},
        {"/financial_statement/household_size"},
    ),
    (
        FORGIVE_FIRM,
        "default",
        {"de_minimis": GONE},
        AID,
    ),
    (
        FARM,
        "well",
        {"concerns_business": True},
        AID,
    ),
    (RULING, "default", {"no_pending_proceedings": False}, {"/no_pending_proceedings"}),
    (RULING, "default", {"facts": "Mam garaż."}, {"/facts"}),
    (POWER, "default", {"duty_exemption": GONE}, {"/duty_exemption"}),
    (POWER, "default", {"attorney.pesel": GONE}, {"/attorney/pesel"}),
    (POWER, "company", {"attorney.relation": "spouse"}, set()),
    (APPEAL, "late", {"restore_reason": GONE}, {"/restore_reason"}),
    (APPEAL, "default", {"decision_ref": "5"}, {"/decision_ref"}),
]


def test_each_form_asks_for_what_its_answers_call_for() -> None:
    faults = [
        (code, changes, found)
        for code, name, changes, named in CALLED_FOR
        if (found := pointers(code, name, changes)) != named
    ]
    assert faults == []


def test_only_papers_that_the_answers_call_for_are_demanded() -> None:
    cases: list[tuple[str, str, dict[str, object], set[str]]] = [
        (OVERPAID, "default", {}, set()),
        (OVERPAID, "company", {}, {"corrected_return", "power_of_attorney"}),
        (DUTY_BACK, "default", {}, {"transfer_proofs"}),
        (DUTY_BACK, "other_office", {}, {"transfer_proofs", "other_office_letter"}),
        (LATER, "default", {}, set()),
        (LATER, "trader", {}, {"aid_information_form", "aid_certificates"}),
        (LATER, "trader", {"de_minimis.aid_form": "not_aid"}, set()),
        (FARM, "default", {}, {"invoices", "expenditure_list", "use_permit", "aid_form"}),
        (FARM, "well", {}, {"invoices", "expenditure_list", "aid_form"}),
        (RULING, "default", {}, set()),
        (POWER, "default", {}, set()),
    ]
    for code, name, changes, demanded in cases:
        definition = SHIPPED.service(code)
        assert definition is not None
        answers = sample(code, name).answers
        for place, value in changes.items():
            put(answers, place, value)
        missing = {problem.pointer for problem in validate_attachments(definition, answers, [])}
        assert missing == {f"/attachments/{slot}" for slot in demanded}, (code, name)


@pytest.mark.parametrize(
    ("code", "answers", "today", "doubted"),
    [
        # 23 November 2026 is a Monday: the 14th day, a Saturday, moves to it
        (APPEAL, {"delivered_on": "2026-11-07"}, date(2026, 11, 23), False),
        (APPEAL, {"delivered_on": "2026-11-07"}, date(2026, 11, 24), True),
        (APPEAL, {"delivered_on": "2026-11-07", "restore_term": True}, date(2026, 11, 24), False),
        (APPEAL, {"delivered_on": "2026-11-10"}, date(2026, 11, 24), False),
        (APPEAL, {"delivered_on": "2026-11-10"}, date(2026, 11, 25), True),
        (DUTY_BACK, {"paid_on": "2021-01-02"}, TODAY, False),
        (DUTY_BACK, {"paid_on": "2020-12-31"}, TODAY, True),
        (OVERPAID, {"tax_year": 2021}, TODAY, False),
        (OVERPAID, {"tax_year": 2020}, TODAY, True),
    ],
)
def test_who_comes_late_is_told_and_may_still_file(
    code: str, answers: Answers, today: date, doubted: bool
) -> None:
    definition = SHIPPED.service(code)
    assert definition is not None
    found = second_looks(definition, answers, catalogue=SHIPPED, today=today)
    assert bool(found) is doubted
    assert {doubt.level for doubt in found} <= {"warning"}
    assert second_looks(definition, answers, catalogue=SHIPPED) == (), "without a day nothing is late"
