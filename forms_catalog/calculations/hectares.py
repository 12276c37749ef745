"""Taxes counted by hectares: parcels, each at its rate for the months of the return, rounded at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.rounding import to_grosz
from forms_catalog.calculations.tax_period import of_the_year
from forms_catalog.calculations.words import both, note_on
from forms_catalog.calculations.yearly_tax import total_of, yearly_tax
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text


@dataclass(frozen=True)
class Parcel:
    """One parcel before it is said."""

    pointer: str
    label: Text
    formula: Text  #: all that is multiplied but the months
    year_tax: Fraction | None  #: for the whole year; None where a rate is missing
    rate: Rate | None = None
    missing: Text | None = None  #: what is not known
    exempt: bool = False  #: nothing is due and nothing is multiplied


def tax_year(answers: ReadAnswers) -> tuple[int, date] | None:
    """The tax year and its first day, whose rates count; None while it is not answered."""
    year = reading.whole(answers, "/declaration/tax_year")
    return (year, date(year, 1, 1)) if year is not None and 1900 <= year <= 2199 else None


def named(row: ReadAnswers, kind: Text) -> Text:
    """ "Działka 12/3, grunty orne"."""
    plot = reading.text(row, "/parcel_no") or ""
    said = {"pl": "Działka", "en": "Parcel", "uk": "Ділянка"}
    names = (f"{said[language]} {plot}".rstrip() + f", {kind.in_(language)}" for language in LANGUAGES)
    return both(*names)


def tax_on(name: str, year: int, months: int, parcels: Sequence[Parcel]) -> Calculation:
    """The year's tax on the parcels for so many months."""
    known = sum((_due(parcel, months) for parcel in parcels), Fraction(0))
    total = total_of(known, complete=all(parcel.year_tax is not None for parcel in parcels))
    return yearly_tax(
        name,
        year,
        lines=[_line(parcel, months) for parcel in parcels],
        known=known,
        total=total,
        note=note_on(parcel.rate for parcel in parcels),
        computed={"/total_tax": total} if total is not None else {},
    )


def _due(parcel: Parcel, months: int) -> Fraction:
    return (parcel.year_tax or Fraction(0)) * months / 12


def _line(parcel: Parcel, months: int) -> Line:
    amount = to_grosz(_due(parcel, months)) if parcel.year_tax is not None else None
    if parcel.exempt:
        return Line(parcel.label, parcel.formula, amount, pointer=parcel.pointer)
    said = of_the_year(months)
    formula = both(*(f"{parcel.formula.in_(tongue)} × {said.in_(tongue)}" for tongue in LANGUAGES))
    return Line(parcel.label, formula, amount, parcel.rate, parcel.missing, parcel.pointer)
