"""The sum of a tax that is due for a year, rounded as the Tax Ordinance says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.rounding import exact, to_zloty
from forms_catalog.calculations.words import both
from forms_catalog.texts import LANGUAGES, Text

_TOTAL = both(
    "Podatek po zaokrągleniu do pełnych złotych",
    "Tax rounded to full złoty",
    "Податок, заокруглений до злотих",
)
_ROUNDING = both(
    "Poniżej 50 groszy w dół, od 50 groszy w górę (art. 63 § 1 Ordynacji podatkowej)",
    "Below 50 grosze down, from 50 grosze up (Tax Ordinance, art. 63 § 1)",
    "Менше 50 грошів – униз, від 50 грошів – угору (ст. 63 § 1, Ordynacja podatkowa)",
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
        title=both(f"Podatek za {year} rok", f"Tax for {year}", f"Податок за {year} рік"),
        lines=tuple(lines),
        exact=exact(known),
        total=total,
        total_label=_TOTAL,
        rounding=_ROUNDING,
        note=note,
        computed=computed,
    )


_PREVIEW = both(
    "To podgląd. Kwotę ustali urząd w decyzji i dopiero wtedy płacisz.",
    "This is a preview. The office sets the amount in its decision, and only then you pay.",
    "Це попередній розрахунок. Суму визначить уряд у рішенні, і лише тоді Ви платите.",
)


def expected(tax: Calculation, name: str) -> Calculation:
    """The same sum as a preview for somebody whose tax a decision sets; nothing is due before it."""
    title, note = tax.title, _PREVIEW
    if tax.note is not None:
        note = both(*(f"{_PREVIEW.in_(tongue)} {tax.note.in_(tongue)}" for tongue in LANGUAGES))
    return replace(
        tax,
        name=name,
        title=both(f"{title.pl} – przewidywany", f"{title.en}, expected", f"{title.uk} – очікуваний"),
        total_label=both(
            "Przewidywany podatek w pełnych złotych",
            "Expected tax in full złoty",
            "Очікуваний податок у повних злотих",
        ),
        note=note,
    )
