"""Tax on means of transport (upol art. 8-11): the year's rate × months / 12 for each vehicle.

Only the total is rounded, to full złoty (OP art. 63 § 1). It is paid in two instalments, by 15 February and
15 September; a duty that arises from 1 September on is paid at once (upol art. 11 ust. 1-2, from memory).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import to_grosz, to_zloty
from forms_catalog.calculations.words import both, note_on, of_twelve_months, times
from forms_catalog.calculations.yearly_tax import total_of, yearly_tax
from forms_catalog.facts.rates import Rate, RateBook
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import say_money

TABLE = "transport_tax"

#: kind → (from which mass on, mass itself included, key, words); the last that fits counts
_BY_MASS: dict[str, tuple[tuple[Decimal, bool, str, Text], ...]] = {
    "truck": (
        (
            Decimal("3.5"),
            False,
            "over_3_5",
            both("ciężarowy do 5,5 t", "truck up to 5.5 t", "вантажівка до 5,5 т"),
        ),
        (Decimal("5.5"), False, "over_5_5", both("ciężarowy do 9 t", "truck up to 9 t", "вантажівка до 9 т")),
        (
            Decimal(9),
            False,
            "over_9",
            both("ciężarowy poniżej 12 t", "truck below 12 t", "вантажівка до 12 т"),
        ),
        (Decimal(12), True, "from_12", both("ciężarowy od 12 t", "truck from 12 t", "вантажівка від 12 т")),
    ),
    "tractor_unit": (
        (
            Decimal("3.5"),
            True,
            "under_12",
            both("ciągnik, zespół poniżej 12 t", "tractor, set below 12 t", "тягач, автопоїзд до 12 т"),
        ),
        (
            Decimal(12),
            True,
            "from_12",
            both("ciągnik, zespół do 36 t", "tractor, set up to 36 t", "тягач, автопоїзд до 36 т включно"),
        ),
        (
            Decimal(36),
            False,
            "over_36",
            both("ciągnik, zespół powyżej 36 t", "tractor, set over 36 t", "тягач, автопоїзд понад 36 т"),
        ),
    ),
    "trailer": (
        (
            Decimal(7),
            True,
            "under_12",
            both("przyczepa, zespół poniżej 12 t", "trailer, set below 12 t", "причіп, автопоїзд до 12 т"),
        ),
        (
            Decimal(12),
            True,
            "from_12",
            both("przyczepa, zespół do 36 t", "trailer, set up to 36 t", "причіп, автопоїзд до 36 т включно"),
        ),
        (
            Decimal(36),
            False,
            "over_36",
            both("przyczepa, zespół powyżej 36 t", "trailer, set over 36 t", "причіп, автопоїзд понад 36 т"),
        ),
    ),
}
#: "so many axles and more" in the annexes of the act
_MOST_AXLES = {"truck": 4, "tractor_unit": 3, "trailer": 3}
_FEW_SEATS = both("autobus poniżej 22 miejsc", "bus below 22 seats", "автобус, менше ніж 22 місця")
_MANY_SEATS = both("autobus od 22 miejsc", "bus from 22 seats", "автобус, від 22 місць")
_SEATS = 22


@dataclass(frozen=True)
class _Taxed:
    """One vehicle before its line is said."""

    pointer: str
    label: Text
    rate: Rate | None
    months: int


@calculation("transport_tax@1")
def transport_tax(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The year's tax of all vehicles finished so far; None while year or vehicles are missing."""
    year = reading.whole(answers, "/tax_year")
    if year is None or not 1900 <= year <= 2199:
        return None
    vehicles = list(_vehicles(answers, desk, date(year, 1, 1)))
    return _sum(year, vehicles, at_once=_paid_at_once(answers, year)) if vehicles else None


def vehicle_rate(row: ReadAnswers, desk: Desk, on: date) -> Rate | None:
    """The year's rate of one vehicle of a return; None where none is known or it is not taxed."""
    band = _band(row)
    return _rate(row, band[0], desk, on) if band is not None else None


def _vehicles(answers: ReadAnswers, desk: Desk, first: date) -> Iterator[_Taxed]:
    for pointer, row in reading.rows(answers, "/vehicles"):
        band, months = _band(row), reading.whole(row, "/months")
        if band is None or months is None or not 1 <= months <= 12:
            continue
        key, words = band
        plate = reading.text(row, "/plate") or ""
        label = both(*(f"{plate} {words.in_(tongue)}".strip() for tongue in LANGUAGES))
        yield _Taxed(pointer, label, _rate(row, key, desk, first), months)


def _band(row: ReadAnswers) -> tuple[str, Text] | None:
    """The rate's key and its words; None for a vehicle that is not finished or not taxed."""
    kind = reading.text(row, "/vehicle_kind") or ""
    if kind == "bus":
        seats = reading.whole(row, "/seats")
        if seats is None:
            return None
        return ("bus.from_22", _MANY_SEATS) if seats >= _SEATS else ("bus.under_22", _FEW_SEATS)
    mass = _mass(row)
    if mass is None:
        return None
    fits = [
        (f"{kind}.{key}", words)
        for least, included, key, words in _BY_MASS.get(kind, ())
        if mass > least or (included and mass == least)
    ]
    return fits[-1] if fits else None


def _mass(row: ReadAnswers) -> Decimal | None:
    """Of a truck alone, of the whole set for tractor units and trailers."""
    return reading.decimal(row, "/gvw_t" if reading.text(row, "/vehicle_kind") == "truck" else "/gcw_t")


def _finest_first(row: ReadAnswers, key: str, book: RateBook) -> Iterator[str]:
    """Keys of the rate: from 12 t a council sets it by axles, mass and suspension or by some of them."""
    axles, suspension = reading.whole(row, "/axles"), reading.text(row, "/suspension") or "other"
    if axles is not None:
        for number in dict.fromkeys((axles, min(axles, _MOST_AXLES.get(key.partition(".")[0], axles)))):
            mass = _mass(row) or Decimal(0)
            for tonnes in book.steps(TABLE, f"{key}.axles_{number}.t", mass):
                yield f"{key}.axles_{number}.t{tonnes}.{suspension}"
                yield f"{key}.axles_{number}.t{tonnes}"
            yield f"{key}.axles_{number}.{suspension}"
            yield f"{key}.axles_{number}"
    yield key


def _rate(row: ReadAnswers, key: str, desk: Desk, first: date) -> Rate | None:
    found = (desk.rate(TABLE, finer, first) for finer in _finest_first(row, key, desk.book))
    return next((rate for rate in found if rate is not None), None)


def _tax(vehicle: _Taxed, rate: Rate) -> Fraction:
    return Fraction(rate.value) * vehicle.months / 12


def _line(vehicle: _Taxed, year: int) -> Line:
    rate = vehicle.rate
    months = of_twelve_months(vehicle.months)
    if rate is None:
        missing = both(
            f"Nie znamy stawki na {year} rok dla tego pojazdu.",
            f"We do not know the {year} rate for this vehicle.",
            f"Ми не знаємо ставки за {year} рік для цього транспортного засобу.",
        )
        return Line(vehicle.label, months, None, missing=missing, pointer=vehicle.pointer)
    formula = times(both(*(say_money(rate.value, tongue) for tongue in LANGUAGES)), months)
    return Line(vehicle.label, formula, to_grosz(_tax(vehicle, rate)), rate, pointer=vehicle.pointer)


def _paid_at_once(answers: ReadAnswers, year: int) -> bool:
    """Whether the duty of every vehicle arises from 1 September of the year on."""
    if reading.text(answers, "/purpose") != "2_obligation_arose":
        return False
    begun = [
        max(
            (day for name in ("first_registration", "acquired_on") if (day := reading.day(row, f"/{name}"))),
            default=date(year, 1, 1),
        )
        for _, row in reading.rows(answers, "/vehicles")
    ]
    return all(day >= date(year, 8, 1) for day in begun)


def _computed(vehicles: Sequence[_Taxed], total: Decimal | None, *, at_once: bool) -> dict[str, Decimal]:
    computed: dict[str, Decimal] = {}
    for vehicle in vehicles:
        if vehicle.rate is not None:
            computed[f"{vehicle.pointer}/rate"] = vehicle.rate.value
            computed[f"{vehicle.pointer}/tax"] = to_grosz(_tax(vehicle, vehicle.rate))
    if total is not None:
        first = total if at_once else to_zloty(Fraction(total) / 2)
        computed |= {"/total_tax": total, "/instalment_1": first, "/instalment_2": total - first}
    return computed


def _sum(year: int, vehicles: Sequence[_Taxed], *, at_once: bool) -> Calculation:
    taxes = (_tax(vehicle, vehicle.rate) for vehicle in vehicles if vehicle.rate is not None)
    known = sum(taxes, Fraction(0))
    total = total_of(known, complete=all(vehicle.rate is not None for vehicle in vehicles))
    return yearly_tax(
        "transport_tax@1",
        year,
        lines=[_line(vehicle, year) for vehicle in vehicles],
        known=known,
        total=total,
        note=note_on(vehicle.rate for vehicle in vehicles),
        computed=_computed(vehicles, total, at_once=at_once),
    )
