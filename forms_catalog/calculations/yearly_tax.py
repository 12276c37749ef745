"""The sum of a tax that is due for a year, rounded as the Tax Ordinance says."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.rounding import exact, to_zloty
from forms_catalog.calculations.words import both
from forms_catalog.texts import Text

_TOTAL = both("Podatek po zaokrągleniu do pełnych złotych", "Tax rounded to full złoty")
_ROUNDING = both(
    "Poniżej 50 groszy w dół, od 50 groszy w górę (art. 63 § 1 Ordynacji podatkowej)",
    "Below 50 grosze down, from 50 grosze up (Tax Ordinance, art. 63 § 1)",
)


def total_of(known: Fraction, *, complete: bool) -> Decimal | None:
    """The tax in full złoty; None where a rate is missing: nothing is guessed."""
    return to_zloty(known) if complete else None


def yearly_tax(
    name: str,
    year: int,
    *,
    lines: Sequence[Line],
    known: Fraction,
    total: Decimal | None,
    note: Text | None,
    computed: Mapping[str, Decimal],
) -> Calculation:
    """The finished sum: `known` before rounding, `total` of `total_of`."""
    return Calculation(
        name=name,
        title=both(f"Podatek za {year} rok", f"Tax for {year}"),
        lines=tuple(lines),
        exact=exact(known),
        total=total,
        total_label=_TOTAL,
        rounding=_ROUNDING,
        note=note,
        computed=computed,
    )
