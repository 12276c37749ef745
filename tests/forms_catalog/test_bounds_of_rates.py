"""A council's rate outside the law is refused when the files are read, with both numbers."""

from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.facts.rates import Rate
from forms_catalog.loading.bounds import Breach, above_caps, below_minimums
from forms_catalog.texts import Text
from tests.shipped import SHIPPED

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def own(key: str, value: str, table: str = "transport_tax", first: date = YEAR[0]) -> Rate:
    source = Text(pl="uchwała", en="resolution")
    return Rate(table, key, Decimal(value), first, YEAR[1], "zabrze", "verified", source)


def too_little(*rates: Rate) -> list[Breach]:
    return list(below_minimums(rates, SHIPPED.minimums))


def too_much(*rates: Rate) -> list[str]:
    return [breach.wrong for breach in above_caps([*SHIPPED.rates, *rates])]


def test_a_rate_above_the_cap_is_refused_with_both_numbers() -> None:
    assert too_much(own("land.business_m2", "1.46", "property_tax")) == [
        "1.46 is more than the cap 1.45 of 2026-01-01."
    ]
    assert too_much(own("land.business_m2", "1.45", "property_tax")) == []
    assert too_much(own("truck.from_12.axles_2.t15.other", "4809.71")) == [
        "4809.71 is more than the cap 4809.70 of 2026-01-01."
    ]
    assert too_much(own("per_person", "9999.00", "waste_fee_residential")) == [], "no cap is known"


def test_a_rate_of_a_year_whose_cap_is_not_known_is_not_refused() -> None:
    later = Rate(
        "property_tax", "land.business_m2", Decimal(9), date(2027, 1, 1), None, "zabrze", "verified",
        Text(pl="uchwała", en="resolution"),
    )  # fmt: skip
    assert too_much(later) == []


@pytest.mark.parametrize(
    ("key", "value", "least"),
    [
        ("truck.from_12.axles_2.t12.other", "136.12", "136.13"),
        ("truck.from_12.axles_4.t29.other", "2349.78", "2349.79"),
        ("truck.from_12.axles_4.t32.other", "2349.78", "2349.79"),
        ("tractor_unit.over_36.axles_3.t40.other", "2441.60", "2441.61"),
        ("tractor_unit.from_12.axles_2.t12.other", "36.53", "36.54"),
        ("trailer.over_36.axles_3.t38.other", "1226.91", "1226.92"),
    ],
)
def test_a_rate_below_the_minimum_of_its_band_is_refused_with_both_numbers(
    key: str, value: str, least: str
) -> None:
    [breach] = too_little(own(key, value))
    assert breach.wrong.startswith(f"{value} is less than the minimum {least} (")
    assert "to_be_confirmed" in breach.wrong
    assert not [breach for breach in too_little(own(key, least)) if f"minimum {least} " in breach.wrong]


def test_one_rate_for_all_trucks_is_held_against_the_dearest_band_it_is_for() -> None:
    [breach] = too_little(own("truck.from_12", "500.00"))
    assert breach.rate.key == "truck.from_12"
    assert too_little(own("truck.from_12", "2349.79")) == []
    finer = [own(f"truck.from_12.axles_{axles}", "2400.00") for axles in (2, 3, 4)]
    assert too_little(own("truck.from_12", "0.01"), *finer) == [], "nobody pays the first one"


def test_a_rate_of_a_year_whose_minimums_are_not_known_is_not_refused() -> None:
    later = Rate(
        "transport_tax", "truck.from_12", Decimal(1), date(2027, 1, 1), None, "zabrze", "verified",
        Text(pl="uchwała", en="resolution"),
    )  # fmt: skip
    assert too_little(later) == []


def test_no_minimum_is_above_its_cap_and_every_minimum_says_how_sure_it_is() -> None:
    book = SHIPPED.rates
    [table] = SHIPPED.minimums
    assert table.standing == "to_be_confirmed"
    for row in table.rows:
        mass = "from_12" if row.from_t <= 36 else "over_36"
        cap = book.find("transport_tax", f"{row.kind}.{mass}", office="gliwice", on=YEAR[0])
        assert cap is not None
        assert row.pneumatic_or_equivalent <= row.other <= cap.value
