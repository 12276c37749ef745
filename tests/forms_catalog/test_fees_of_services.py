"""Duties and fees of certificates, permits and licences come out as the law says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.answers import Answers, Value
from forms_catalog.calculate import calculate
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import RateBook
from forms_catalog.model import Standing
from forms_catalog.samples import samples
from tests.forms_catalog.counting import counted_as_shipped as _counted
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)


def _total(name: str, answers: Answers) -> Decimal | None:
    counted = _counted(name, answers)
    assert counted is not None
    return counted.total


def _permit(kind: str, first: str, last: str) -> Value:
    return {"kind": kind, "valid_from": first, "valid_to": last}


A, B, C = "A_up_to_4_5_and_beer", "B_4_5_to_18", "C_over_18"


@pytest.mark.parametrize(
    ("kind", "first", "last", "fee"),
    [
        pytest.param(A, "2027-03-01", "2027-12-31", "440.14", id="525 × 306 / 365"),
        pytest.param(A, "2027-03-01", "2029-02-28", "440.14", id="later years are not paid now"),
        pytest.param(B, "2027-03-01", "2029-02-28", "440.14", id="wine costs what beer does"),
        pytest.param(C, "2027-03-01", "2029-02-28", "1760.55", id="2100 × 306 / 365"),
        pytest.param(A, "2027-01-01", "2028-12-31", "525.00", id="a whole year"),
        pytest.param(A, "2028-01-01", "2029-12-31", "525.00", id="a whole leap year"),
        pytest.param(A, "2028-03-01", "2030-02-28", "438.93", id="525 × 306 / 366"),
        pytest.param(A, "2027-12-31", "2029-12-30", "1.44", id="one day"),
    ],
)
def test_a_permit_costs_a_share_of_the_year_by_days(kind: str, first: str, last: str, fee: str) -> None:
    assert _total("alcohol_permit_fee@1", {"permits": [_permit(kind, first, last)]}) == Decimal(fee)


def test_three_permits_are_three_fees_and_are_paid_when_the_office_asks() -> None:
    permits = [_permit(kind, "2027-03-01", "2029-02-28") for kind in (A, B, C)]
    counted = _counted("alcohol_permit_fee@1", {"permits": permits})
    assert counted is not None
    assert [line.amount for line in counted.lines] == [
        Decimal("440.14"),
        Decimal("440.14"),
        Decimal("1760.55"),
    ]
    assert counted.total == Decimal("2640.83")
    assert counted.payable is None, "the permit may be refused: nothing is asked for with the application"
    assert "1 marca 2027 – 31 grudnia 2027" in counted.lines[0].formula.pl
    assert "306 / 365" in counted.lines[0].formula.en


def test_unfinished_permits_are_not_counted() -> None:
    rows: list[Value] = [
        {"kind": A},
        _permit(A, "2027-03-01", "2027-02-01"),
        _permit("D", "2027-03-01", "2029-02-28"),
    ]
    for row in rows:
        assert _counted("alcohol_permit_fee@1", {"permits": [row]}) is None


def test_a_permit_of_a_year_without_a_known_fee_says_so() -> None:
    permits: Answers = {"permits": [_permit(A, "2027-03-01", "2029-02-28")]}
    counted = _counted("alcohol_permit_fee@1", permits, RateBook([]))
    assert counted is not None
    assert counted.total is None
    assert counted.lines[0].missing is not None


@pytest.mark.parametrize(
    ("years", "area", "cars", "fee"),
    [
        (2, "commune", 0, "200.00"),
        (2, "commune", 1, "222.00"),
        (15, "commune", 1, "222.00"),
        (16, "commune", 1, "277.50"),
        (30, "commune", 1, "277.50"),
        (31, "commune", 1, "333.00"),
        (50, "commune", 3, "399.00"),
        (15, "neighbouring_communes", 0, "280.00"),
        (16, "neighbouring_communes", 0, "350.00"),
        (50, "neighbouring_communes", 2, "488.00"),
    ],
)
def test_a_taxi_licence_goes_by_bands_of_years_and_each_car_costs_an_extract(
    years: int, area: str, cars: int, fee: str
) -> None:
    answers: Answers = {"years": years, "area": area, "vehicles": [{"plate": f"SZ{n}"} for n in range(cars)]}
    assert _total("taxi_licence_fee@1", answers) == Decimal(fee)


@pytest.mark.parametrize("years", [1, 51, 0, -3])
def test_a_licence_the_law_does_not_know_has_no_fee(years: int) -> None:
    assert _counted("taxi_licence_fee@1", {"years": years, "area": "commune"}) is None


def test_a_licence_without_known_fees_says_so() -> None:
    answers: Answers = {"years": 5, "area": "commune", "vehicles": [{"plate": "SZ1"}]}
    counted = _counted("taxi_licence_fee@1", answers, RateBook([]))
    assert counted is not None
    assert counted.total is None
    assert [line.missing is not None for line in counted.lines] == [True, True]


@pytest.mark.parametrize(
    ("name", "copies", "fee"),
    [
        ("certificate_duty@1", 1, "17.00"),
        ("certificate_duty@1", 3, "51.00"),
        ("arrears_certificate_duty@1", 1, "21.00"),
        ("arrears_certificate_duty@1", 2, "42.00"),
    ],
)
def test_each_copy_of_a_certificate_costs_the_duty_and_an_exempt_matter_nothing(
    name: str, copies: int, fee: str
) -> None:
    assert _total(name, {"copies": copies, "duty_exemption": "none"}) == Decimal(fee)
    assert _total(name, {"copies": copies, "duty_exemption": "social_assistance"}) == 0
    assert _counted(name, {"copies": copies}) is None, "nothing is shown before the matter is chosen"
    counted = _counted(name, {"copies": copies, "duty_exemption": "none"})
    assert counted is not None
    assert counted.payable == "stamp_duty"


def test_a_registration_is_free_and_its_certificate_is_not() -> None:
    name = "registration_certificate_duty@1"
    assert _counted(name, {"duty_exemption": "none"}) is None
    assert _total(name, {"want_certificate": True, "duty_exemption": "none"}) == Decimal("17.00")
    assert _total(name, {"want_certificate": True, "duty_exemption": "education"}) == 0


@pytest.mark.parametrize(
    ("who", "relation", "duty"),
    [
        ("proxy", "none", Decimal("17.00")),
        ("proxy", "sibling", Decimal(0)),
        ("statutory_representative", None, None),
        ("statutory_representative", "none", None),
        ("self", None, None),
    ],
)
def test_who_registers_another_as_proxy_owes_the_duty_unless_close_family(
    who: str, relation: str | None, duty: Decimal | None
) -> None:
    reporter: Answers = {"first_name": "Anna"}
    if relation:
        reporter["relation"] = relation
    counted = _counted("reporter_duty@1", {"is_proxy": who, "reporter": reporter})
    assert (counted.total if counted else None) == duty


@pytest.mark.parametrize(
    ("service", "sample", "sums"),
    [
        ("zaswiadczenie-o-niezaleganiu", "default", {"arrears_certificate_duty@1": "42.00"}),
        (
            "zaswiadczenie-o-niezaleganiu",
            "exempt",
            {"arrears_certificate_duty@1": "0.00", "proxy_duty@1": "0.00"},
        ),
        ("taxi-licencja", "default", {"taxi_licence_fee@1": "244.00"}),
        ("taxi-licencja", "company", {"taxi_licence_fee@1": "388.50", "proxy_duty@1": "0.00"}),
        ("zameldowanie-pobyt-czasowy", "child", {}),
        ("zameldowanie-pobyt-czasowy", "proxy", {"reporter_duty@1": "17.00"}),
        ("ulga-rozlozenie-na-raty", "company", {"proxy_duty@1": "17.00"}),
        ("podanie-rad-dzielnic-i-osiedli", "default", {}),
    ],
)
def test_the_forms_show_what_is_owed(service: str, sample: str, sums: dict[str, str]) -> None:
    definition = SHIPPED.service(service)
    assert definition is not None
    answers = samples(definition, catalogue=SHIPPED, today=TODAY)[sample].answers
    counted = calculate(definition, answers, catalogue=SHIPPED, office="zabrze", today=TODAY)
    assert {each.name: str(each.total) for each in counted} == sums


@pytest.mark.parametrize("office", ["zabrze", "gliwice"])
@pytest.mark.parametrize("kind", ["stamp_duty", "administrative_fee"])
def test_an_office_says_where_a_fee_of_its_services_is_paid(office: str, kind: str) -> None:
    assert SHIPPED.offices[office].payee(kind, TODAY) is not None


def _all_are(standing: Standing) -> Catalogue:
    rates = RateBook([replace(rate, standing=standing) for rate in SHIPPED.rates])
    return replace(SHIPPED, rates=rates)


def test_every_sum_whose_rates_nobody_has_compared_says_so_and_no_other_does() -> None:
    silent, loud = [], []
    unsure, compared = _all_are("to_be_confirmed"), _all_are("verified")
    for form in SHIPPED.services():
        for name, sample in samples(form, catalogue=SHIPPED, today=TODAY).items():
            for catalogue, sure in ((unsure, False), (compared, True)):
                made = calculate(form, sample.answers, catalogue=catalogue, office="zabrze", today=TODAY)
                for one in made:
                    rated = any(line.rate and not line.rate.is_cap for line in one.lines)
                    said = one.note is not None and "do potwierdzenia" in one.note.pl
                    if rated and not sure and not said:
                        silent.append((form.code, name, one.name))
                    if sure and said and not any(line.rate and line.rate.is_cap for line in one.lines):
                        loud.append((form.code, name, one.name))
    assert not silent
    assert not loud
