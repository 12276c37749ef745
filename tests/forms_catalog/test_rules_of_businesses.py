"""Who runs a business is told at its place what cannot be: too long, too late, twice, too little money."""

from datetime import date

import pytest

from forms_catalog.judging.judge import validate, validate_attachments
from tests.forms_catalog.changed_samples import GONE, put, sample, told
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
BAR, EVENT, PARTY = (
    "alkohol-zezwolenie-gastronomia",
    "alkohol-zezwolenie-jednorazowe",
    "alkohol-zezwolenie-przyjecia",
)
SALES, STOCK, CHANGE = "alkohol-oswiadczenie-sprzedaz", "alkohol-wyprzedaz-zapasow", "taxi-licencja-zmiana"
CARRIER, OWN, STALL = (
    "przewoznik-zezwolenie",
    "przewozy-wlasne-zaswiadczenie",
    "targowisko-rezerwacja-stanowiska",
)
BEDS, LANE, ONCE = (
    "hotele-ewidencja-innych-obiektow",
    "pas-drogowy-handel-ogrodki",
    "edg-zaswiadczenie-archiwalne",
)


@pytest.mark.parametrize(
    ("code", "name", "changes", "named"),
    [
        (BAR, "default", {"permits.0.valid_to": "2030-12-20"}, {"/permits/0/valid_to"}),
        (BAR, "default", {"permits.0.valid_to": "2030-12-21"}, set()),
        (BAR, "default", {"point_kind": "shop", "permits.0.valid_to": "2029-12-21"}, {"/permits/0/valid_to"}),
        (BAR, "default", {"permits.1.kind": "A_up_to_4_5_and_beer"}, {"/permits/1/kind"}),
        (PARTY, "default", {"permits.0.valid_to": "2028-12-21"}, set()),
        (PARTY, "default", {"permits.0.valid_to": "2028-12-22"}, {"/permits/0/valid_to"}),
        (PARTY, "default", {"permits.0.valid_to": "2026-12-01"}, {"/permits/0/valid_to"}),
        (
            EVENT,
            "default",
            {"date_from": "2027-06-05T10:00", "date_to": "2027-06-07T10:00"},
            set(),
        ),
        (
            EVENT,
            "default",
            {"date_from": "2027-06-05T10:00", "date_to": "2027-06-07T10:01"},
            {"/date_to"},
        ),
        (EVENT, "default", {"date_from": "2027-06-05T10:00", "date_to": "2027-06-05T10:00"}, {"/date_to"}),
        (EVENT, "default", {"held_permit_no": GONE}, {"/held_permit_no"}),
        (EVENT, "default", {"kinds": GONE}, {"/kinds"}),
        (SALES, "default", {"year": 2026}, {"/year"}),
        (SALES, "default", {"sales.1.kind": "A"}, {"/sales/1/kind"}),
        (SALES, "default", {"sales.0.ends_on": "2026-06-30"}, {"/payment_plan"}),
        (SALES, "company", {"sales.0.ends_on": "2026-06-30"}, set()),
        (SALES, "company", {"sales.0.ends_on": "2025-12-31"}, {"/sales/0/ends_on"}),
        (SALES, "default", {"sales.0.value": "-1"}, {"/sales/0/value"}),
        (STOCK, "default", {"expired_on": "2026-08-31", "clearance_until": "2027-02-28"}, set()),
        (
            STOCK,
            "default",
            {"expired_on": "2026-08-31", "clearance_until": "2027-03-01"},
            {"/clearance_until"},
        ),
        (STOCK, "default", {"clearance_until": "2026-11-01"}, {"/clearance_until"}),
        (STOCK, "default", {"stock.1.kind": "A"}, {"/stock/1/kind"}),
        (CHANGE, "default", {"vehicles": GONE}, {"/vehicles"}),
        (CHANGE, "giving_up", {"licence_years": 1}, {"/licence_years"}),
        (CARRIER, "default", {"financial_capacity_eur": "13999.99"}, {"/financial_capacity_eur"}),
        (CARRIER, "default", {"financial_capacity_eur": "9000", "vehicles.1.gvw_t": "3.5"}, set()),
        (CARRIER, "default", {"vehicles.1.vin": "TMBZZZ1Z0C0000001"}, {"/vehicles/1/vin"}),
        (CARRIER, "default", {"manager.0.certificate_no": GONE}, {"/manager/0/certificate_no"}),
        (OWN, "default", {"vehicles.1.vin": "TMBZZZ1Z0C0000001"}, {"/vehicles/1/vin"}),
        (STALL, "default", {"date_to": "2026-11-25"}, {"/date_to"}),
        (STALL, "default", {"marketplace": "inne-targowisko"}, {"/other_marketplace"}),
        (STALL, "default", {"area_m2": "0"}, {"/area_m2"}),
        (LANE, "person", {"date_to": "2026-11-25"}, {"/date_to"}),
        (BEDS, "default", {"min_requirements": False}, {"/min_requirements"}),
        (BEDS, "default", {"rooms": 0}, {"/rooms"}),
        (ONCE, "default", {"edg_no": GONE}, set()),
    ],
    ids=told,
)
def test_what_cannot_be_is_named_at_its_place(
    code: str, name: str, changes: dict[str, object], named: set[str]
) -> None:
    definition = SHIPPED.service(code)
    assert definition is not None
    answers = sample(code, name).answers
    for place, value in changes.items():
        put(answers, place, value)
    found = validate(definition, answers, catalogue=SHIPPED, today=TODAY)
    assert {problem.pointer for problem in found} == named


@pytest.mark.parametrize(
    ("code", "name", "slots"),
    [
        (EVENT, "fire_brigade", ["organizer_consent", "title_to_ground", "power_of_attorney"]),
        (CHANGE, "company", ["present_licence", "power_of_attorney"]),
        (CHANGE, "default", ["vehicle_document", "present_licence"]),
        (LANE, "person", ["site_plan", "traffic_plan", "power_of_attorney"]),
        (LANE, "default", ["site_plan", "conservator_consent"]),
        (BEDS, "default", ["equipment_declaration", "title_to_place"]),
        (STALL, "default", []),
    ],
)
def test_only_the_papers_that_are_needed_are_demanded(code: str, name: str, slots: list[str]) -> None:
    definition = SHIPPED.service(code)
    assert definition is not None
    missing = validate_attachments(definition, sample(code, name).answers, [])
    assert [problem.pointer for problem in missing] == [f"/attachments/{slot}" for slot in slots]
