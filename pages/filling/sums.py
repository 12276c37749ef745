"""Calculated lines beside the answers they belong to."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from forms_catalog.calculate import calculate
from forms_catalog.calculation import Calculation
from forms_catalog.model import Section
from forms_catalog.texts import Text
from pages.filling.place import Place

_HOW = Text(pl="Jak to policzyliśmy", en="How we counted this", uk="Як ми це порахували")
_ANEW = Text(
    pl="Zmienisz dane, kwota policzy się od nowa.",
    en="Change your answers and the sum is counted anew.",
    uk="Зміните дані – суму буде пораховано заново.",
)
_PART = Text(pl="Razem w tej części", en="Total of this part", uk="Разом у цій частині")


def calculations(place: Place) -> tuple[Calculation, ...]:
    """Every calculation of the form over the answers so far."""
    if not place.definition.calculations or place.draft is None:
        return ()
    return calculate(
        place.definition,
        place.asked,
        catalogue=place.catalogue,
        office=place.office.code,
        today=place.today,
    )


def section_sums(made: Sequence[Calculation], section: Section) -> list[Calculation]:
    """What is counted from a section's answers; the whole sum where its result stands in the section."""
    own = [f"/{field.name}" for field in section.fields]
    sums = []
    for calculation in made:
        if any(pointer in own for pointer in calculation.computed) and calculation.lines:
            sums.append(calculation)
        else:
            sums += part_of(calculation, own)
    return sums


def part_of(calculation: Calculation, pointers: Sequence[str]) -> list[Calculation]:
    """The lines of these answers alone, with what they come to; none where there are none."""
    lines = tuple(line for line in calculation.lines if _under(line.pointer, pointers))
    if not lines:
        return []
    amounts = [line.amount for line in lines]
    known = [amount for amount in amounts if amount is not None]
    exact = sum(known, Decimal(0))
    total = exact if len(known) == len(amounts) else None
    return [
        replace(
            calculation,
            title=_HOW,
            lines=lines,
            exact=exact,
            total=total,
            total_label=_PART,
            rounding=None,
            note=calculation.note or _ANEW,
        )
    ]


def _under(pointer: str, pointers: Sequence[str]) -> bool:
    return any(pointer == mine or pointer.startswith(f"{mine}/") for mine in pointers)
