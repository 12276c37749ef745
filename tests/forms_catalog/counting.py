"""Sums by a small book of rates: caps of the property tax, a waste fee of one office, the duty of a proxy."""

from datetime import date
from decimal import Decimal

from forms_catalog.answers import Answers
from forms_catalog.calculation import Calculation
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.facts.rates import Rate, RateBook
from forms_catalog.texts import Text
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
SOURCE = Text(pl="próba", en="trial")


def rate(table: str, key: str, value: str, office: str | None = None, *, year: int | None = 2026) -> Rate:
    first = date(year or 2000, 1, 1)
    last = date(year, 12, 31) if year else None
    return Rate(table, key, Decimal(value), first, last, office, "verified", SOURCE)


CAPS = [
    rate("property_tax", key, value)
    for key, value in {
        "land.business_m2": "1.45",
        "land.water_ha": "7.15",
        "land.other_m2": "0.77",
        "building.residential_m2": "1.25",
        "building.business_m2": "35.53",
        "structure_pct": "2",
    }.items()
]
ZABRZE = [
    rate("waste_fee_residential", "per_person", "33.00", "zabrze", year=None),
    rate("proxy_duty", "relation", "17.00", year=None),
]


def counted(name: str, answers: Answers, *more: Rate, office: str = "zabrze") -> Calculation:
    book = RateBook([*CAPS, *ZABRZE, *more])
    calculation = CALCULATIONS[name](answers, Desk(book, office, TODAY))
    assert calculation is not None
    return calculation


def counted_as_shipped(
    name: str,
    answers: Answers,
    book: RateBook = SHIPPED.rates,
    *,
    office: str = "zabrze",
    today: date = TODAY,
) -> Calculation | None:
    """By the rates that are shipped, or by another book."""
    return CALCULATIONS[name](answers, Desk(book, office, today))


def return_of(**answers: object) -> Answers:
    declaration = {"tax_year": 2026, "purpose": "annual"}
    return {"declaration": declaration, **answers}  # type: ignore[dict-item]  # plain JSON below
