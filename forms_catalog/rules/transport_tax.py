"""Rules of the return on means of transport (upol art. 8-9)."""

from collections.abc import Iterator
from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.duty_months import duty_months
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule

_VEHICLES = "/vehicles"
_EARLIER_FIRST = (
    ("withdrawn_on", "readmitted_on", N_("The vehicle came back before it was withdrawn. Correct one date.")),
    ("first_registration", "deregistered_on", N_("The vehicle ended before it began. Correct one date.")),
    ("acquired_on", "deregistered_on", N_("The vehicle was gone before you got it. Correct one date.")),
)


@rule("months_of_duty@1")
def months_of_duty(answers: ReadAnswers) -> Iterator[Problem]:
    """Nobody pays for more months than the vehicle's dates allow (upol art. 9 ust. 4-5).

    Fewer may be right: a vehicle brought from abroad is registered here later than it was registered first.
    """
    year = reading.whole(answers, "/tax_year")
    for pointer, vehicle in reading.rows(answers, _VEHICLES) if year is not None and year < 2200 else ():
        months, most = reading.whole(vehicle, "/months"), duty_months(vehicle, year or 0)
        if most == 0:
            message = N_("By its dates this vehicle is not taxed in %(year)s. Correct a date or remove it.")
            yield Problem(f"{pointer}/months", message, {"year": str(year)}, code="no_duty")
        elif months is not None and months > most:
            message = N_("By its dates you pay for at most %(months)s months. Correct the months or a date.")
            yield Problem(f"{pointer}/months", message, {"months": str(most)}, code="too_many_months")


@rule("vehicle_dates@1")
def vehicle_dates(answers: ReadAnswers) -> Iterator[Problem]:
    """A vehicle is built, registered, acquired, withdrawn and readmitted in an order that can be."""
    for pointer, vehicle in reading.rows(answers, _VEHICLES):
        built, first = reading.whole(vehicle, "/production_year"), reading.day(vehicle, "/first_registration")
        if built is not None and first is not None and built > first.year:
            message = N_("A vehicle is not registered before it is built. Correct the year or the date.")
            yield Problem(f"{pointer}/production_year", message, code="built_after_registration")
        for earlier, later, message in _EARLIER_FIRST:
            day, next_day = reading.day(vehicle, f"/{earlier}"), reading.day(vehicle, f"/{later}")
            if day is not None and next_day is not None and next_day < day:
                yield Problem(f"{pointer}/{later}", message, code="wrong_order")
                break
        if reading.day(vehicle, "/readmitted_on") and not reading.day(vehicle, "/withdrawn_on"):
            message = N_("Give also the day on which the vehicle was withdrawn.")
            yield Problem(f"{pointer}/withdrawn_on", message, code="withdrawal_missing")


@rule("taxed_mass@1")
def taxed_mass(answers: ReadAnswers) -> Iterator[Problem]:
    """Taxed are trucks above 3.5 t, tractor units from 3.5 t, trailers in sets from 7 t (upol art. 8)."""
    for pointer, vehicle in reading.rows(answers, _VEHICLES):
        kind = reading.text(vehicle, "/vehicle_kind")
        alone, together = reading.decimal(vehicle, "/gvw_t"), reading.decimal(vehicle, "/gcw_t")
        if kind == "truck" and alone is not None and alone <= Decimal("3.5"):
            message = N_("Trucks up to 3.5 t are not taxed. Correct the mass or remove the vehicle.")
            yield Problem(f"{pointer}/gvw_t", message, code="not_taxed")
        elif kind == "tractor_unit" and together is not None and together < Decimal("3.5"):
            message = N_("Sets below 3.5 t are not taxed. Correct the mass or remove the vehicle.")
            yield Problem(f"{pointer}/gcw_t", message, code="not_taxed")
        elif kind == "trailer" and together is not None and together < 7:
            message = N_("Trailers in sets below 7 t are not taxed. Correct the mass or remove the vehicle.")
            yield Problem(f"{pointer}/gcw_t", message, code="not_taxed")


@rule("vehicle_once@1")
def vehicle_once(answers: ReadAnswers) -> Iterator[Problem]:
    """No vehicle stands in a return twice: each VIN once."""
    seen: dict[str, int] = {}
    for number, (pointer, vehicle) in enumerate(reading.rows(answers, _VEHICLES), 1):
        vin = reading.text(vehicle, "/vin")
        if vin is None:
            continue
        if vin in seen:
            message = N_("This VIN stands in vehicle %(number)s already. Correct it or remove one of them.")
            yield Problem(f"{pointer}/vin", message, {"number": str(seen[vin])}, code="twice")
        seen.setdefault(vin, number)
