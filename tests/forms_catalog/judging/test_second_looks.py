"""What looks like a slip is told; what is usual is not, and nothing of it keeps anybody from filing."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forms_catalog.catalogue import DefinitionError, load
from forms_catalog.judging.judge import validate
from forms_catalog.judging.second_looks import second_looks
from forms_catalog.model import Definition
from forms_catalog.samples import samples
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
VEHICLES = "podatek-srodki-transportowe-dt-1"
STAY = "zameldowanie-pobyt-czasowy"


def form_of(service: str) -> Definition:
    form = SHIPPED.service(service)
    assert form is not None
    return form


def told(service: str, answers: dict[str, Any]) -> list[tuple[str, str]]:  # a plain tree
    found = second_looks(form_of(service), answers, catalogue=SHIPPED)
    assert {doubt.level for doubt in found} <= {"warning"}
    return [(doubt.pointer, doubt.code) for doubt in found]


@pytest.mark.parametrize("plate", ["SZ12345", "S1TEST", "SZA1234", "WX9999A", "S12345"])
def test_usual_plates_and_individual_ones_pass(plate: str) -> None:
    assert told(VEHICLES, {"vehicles": [{"plate": plate}]}) == []


@pytest.mark.parametrize("plate", ["B12", "12345", "SZZZ123456", "1SZ1234"])
def test_an_unusual_plate_is_looked_at_twice(plate: str) -> None:
    assert told(VEHICLES, {"vehicles": [{}, {"plate": plate}]}) == [("/vehicles/1/plate", "unusual")]


def test_a_number_that_an_earlier_vehicle_has_is_looked_at_twice() -> None:
    same = {"plate": "SZ12345", "vin": "SUSAAA1KZAW000001"}
    fleet = [same, {"plate": "SZ99999", "vin": "SUSAAA1KZAW000002"}, same]
    assert told(VEHICLES, {"vehicles": fleet}) == [("/vehicles/2/plate", "twice")], "of VINs the judge speaks"
    taxis = [("/vehicles/2/plate", "twice"), ("/vehicles/2/vin", "twice")]
    assert told("taxi-licencja", {"vehicles": fleet}) == taxis
    [doubt] = second_looks(form_of(VEHICLES), {"vehicles": [{}, *fleet]}, catalogue=SHIPPED)
    assert (doubt.pointer, doubt.values) == ("/vehicles/3/plate", {"number": "2"})
    assert told(VEHICLES, {"vehicles": [{"plate": ["A", "A"]}]}), "whatever is sent is looked at"


@pytest.mark.parametrize(
    ("vin", "code"),
    [
        ("1M8GDM9AXKP042788", None),  # the check digit is X
        ("1M8GDM9AXKP042789", "checksum"),
        ("1M8GDM9A1KP042788", "checksum"),
        ("WVWZZZ1JZXW000001", None),  # European makers need no check digit
        ("WVWZZZ1JZXW00000A", "unusual"),
        ("short", None),  # refused by the judge
    ],
)
def test_a_vin_is_added_up_where_its_maker_must_and_ends_with_four_digits(vin: str, code: str | None) -> None:
    assert told(VEHICLES, {"vehicles": [{"vin": vin}]}) == ([("/vehicles/0/vin", code)] if code else [])


def test_kilograms_typed_for_tonnes_are_told_in_the_forms_own_words() -> None:
    [doubt] = second_looks(form_of(VEHICLES), {"vehicles": [{"gvw_t": "999"}]}, catalogue=SHIPPED)
    assert doubt.own_words is not None
    assert "kilogramy" in doubt.own_words.pl
    assert told(VEHICLES, {"vehicles": [{"gvw_t": "60"}]}) == []


def test_a_number_above_the_limit_is_told() -> None:
    assert told("odpady-deklaracja-zamieszkana", {"persons": 501}) == [("/persons", "unusual")]
    assert told("odpady-deklaracja-zamieszkana", {"persons": 500}) == []


@pytest.mark.parametrize(
    ("last", "doubted"),
    [("2027-02-28", True), ("2027-03-01", False), ("2026-11-29", False), ("2027-01-01", True)],
)
def test_a_stay_of_up_to_three_months_needs_no_registration(last: str, doubted: bool) -> None:
    expected = [("/period_to", "not_needed")] if doubted else []
    assert told(STAY, {"period_from": "2026-11-30", "period_to": last}) == expected


@pytest.mark.parametrize(
    ("purpose", "month", "months", "doubted"),
    [("first", "2026-11", 3, True), ("first", "2026-11", 2, False), ("expiry", "2026-11", 11, True),
     ("expiry", "2026-11", 10, False), ("annual", None, 12, False)],
)  # fmt: skip
def test_an_object_taxed_for_longer_than_the_whole_return_is_told(
    purpose: str, month: str | None, months: int, doubted: bool
) -> None:
    head = {"tax_year": 2026, "purpose": purpose} | ({"change_from": month} if month else {})
    answers = {"declaration": head, "building_items": [{}, {"months": months}]}
    expected = [("/building_items/1/months", "unusual")] if doubted else []
    assert told("podatek-nieruchomosci-in-1", answers) == expected
    assert told("podatek-nieruchomosci-dn-1", answers) == expected


@pytest.mark.parametrize(
    ("pesel", "born", "doubted"),
    [
        ("85071512348", "1985-07-15", False),
        ("85071512348", "1985-07-16", True),
        ("85071512349", "1990-01-01", False),  # refused by the judge
        ("85071512348", "1985-02-30", False),
    ],
)
def test_a_date_of_birth_other_than_the_pesel_says_is_told(pesel: str, born: str, doubted: bool) -> None:
    expected = [("/birth_date", "unusual")] if doubted else []
    assert told(STAY, {"pesel": pesel, "birth_date": born}) == expected


def test_every_example_looks_usual() -> None:
    looked_at_twice = {
        (form.code, sample.name): looks
        for form in SHIPPED.services()
        for sample in samples(form, catalogue=SHIPPED, today=TODAY).values()
        if (looks := second_looks(form, sample.answers, catalogue=SHIPPED))
    }
    assert looked_at_twice == {}


def test_what_is_doubted_may_be_filed_as_it_is() -> None:
    form = form_of(VEHICLES)
    answers: Any = samples(form, catalogue=SHIPPED, today=TODAY)["default"].answers
    answers["vehicles"][0]["plate"] = "12345"
    assert validate(form, answers, catalogue=SHIPPED, today=TODAY) == ()
    assert second_looks(form, answers, catalogue=SHIPPED) != ()


def test_a_form_without_second_looks_is_not_walked_through() -> None:
    class Untouchable(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:  # whatever a tree holds
            raise AssertionError("looked at")

    form = form_of("informacja-publiczna-wniosek")
    assert second_looks(form, Untouchable(request_text="x"), catalogue=SHIPPED) == ()
    unknown = replace(SHIPPED, looks={})
    assert second_looks(form_of(VEHICLES), Untouchable(vehicles=[]), catalogue=unknown) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{service: wszystkie-rodzaj, field: area, above: '1'}", "wszystkie-rodzaje"),
        ("{service: wszystkie-rodzaje, field: aera, above: '1'}", "no number “aera”"),
        ("{service: wszystkie-rodzaje, field: content, above: '1'}", "no number “content”"),
    ],
)
def test_a_line_that_looks_at_nothing_is_named(folder: Path, row: str, said: str) -> None:
    (folder / "second_looks.yaml").write_text(f"second_looks:\n  - {row}\n", "utf-8")
    with pytest.raises(DefinitionError, match=r"second_looks\.yaml: second_looks\[0\]") as caught:
        load(folder)
    assert said in str(caught.value)
