"""The advertising fee (upol art. 17a-17d, 19): days × (fixed part + variable part × area), less property tax.

What was paid as property tax on the carrier is counted towards it (art. 17d), at most to nothing. Amounts are
in grosze: full złoty are not for the fees of upol (OP art. 63 § 2).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import amount_times, both, measured, note_on, ukrainian_plural
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import HARD, say_money

TABLE = "advertising_fee"

_KINDS = {
    "board": both("Tablica", "Board", "Рекламний щит"),
    "device": both("Urządzenie reklamowe", "Advertising device", "Рекламний пристрій"),
}
_CREDIT = both("Zaliczony podatek od nieruchomości", "Property tax counted in", "Зарахований податок")


@calculation("advertising_fee@1")
def advertising_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee for all carriers at the rates of 1 January of the year; None while one is missing."""
    year = reading.whole(answers, "/declaration/tax_year")
    if year is None or not 1900 <= year <= 2199:
        return None
    first = date(year, 1, 1)
    rates = (desk.rate(TABLE, "fixed_day", first), desk.rate(TABLE, "variable_m2_day", first))
    carriers = [
        found
        for pointer, row in reading.rows(answers, "/carriers")
        if (found := _carrier(pointer, row, rates, year)) is not None
    ]
    if not carriers:
        return None
    fee = sum((amount for _, amount in carriers), Fraction(0))
    total = to_grosz(fee) if None not in rates else None
    return Calculation(
        name="advertising_fee@1",
        title=both(
            f"Opłata reklamowa za {year} rok", f"Advertising fee for {year}", f"Рекламний збір за {year} рік"
        ),
        lines=tuple(line for lines, _ in carriers for line in lines),
        exact=exact(fee),
        total=total,
        total_label=both("Opłata do zapłaty", "Fee to pay", "Збір до сплати"),
        note=note_on(rates),
        computed={"/fee": total} if total is not None else {},
    )


def _carrier(
    pointer: str, row: ReadAnswers, rates: tuple[Rate | None, Rate | None], year: int
) -> tuple[Sequence[Line], Fraction] | None:
    kind, days = _KINDS.get(reading.text(row, "/kind") or ""), reading.whole(row, "/days")
    area = reading.decimal(row, "/area_m2")
    if kind is None or days is None or area is None or days < 1 or area <= 0:
        return None
    said_days, name = _days(days), _named(kind, row)
    surface = measured(area, "m²", uk="м²")
    both_sizes = both(*(f"{said_days.in_(tongue)} × {surface.in_(tongue)}" for tongue in LANGUAGES))
    parts = (
        _part(pointer, name, _FIXED, said_days, Fraction(days), rates[0], year),
        _part(pointer, name, _VARIABLE, both_sizes, Fraction(days) * Fraction(area), rates[1], year),
    )
    lines, due = [line for line, _ in parts], sum((amount for _, amount in parts), Fraction(0))
    paid = reading.decimal(row, "/property_tax_credit")
    if paid is not None and paid > 0 and None not in rates:
        taken = min(Fraction(paid), due)
        lines.append(_credit(pointer, paid, taken))
        due -= taken
    return lines, due


_FIXED = both("część stała", "fixed part", "постійна частина")
_VARIABLE = both("część zmienna", "variable part", "змінна частина")


def _named(kind: Text, row: ReadAnswers) -> Text:
    street, number = reading.text(row, "/location/street"), reading.text(row, "/location/building")
    where = " ".join(part for part in (street, number) if part)
    return both(*(f"{kind.in_(tongue)}, {where}" if where else kind.in_(tongue) for tongue in LANGUAGES))


def _days(days: int) -> Text:
    uk = ukrainian_plural(days, "день", "дні", "днів")
    return both(
        f"{days}{HARD}{'dzień' if days == 1 else 'dni'}",
        f"{days}{HARD}{'day' if days == 1 else 'days'}",
        f"{days}{HARD}{uk}",
    )


def _part(
    pointer: str, name: Text, part: Text, size: Text, times: Fraction, rate: Rate | None, year: int
) -> tuple[Line, Fraction]:
    label = both(*(f"{name.in_(tongue)}: {part.in_(tongue)}" for tongue in LANGUAGES))
    if rate is None:
        missing = both(
            f"Nie znamy stawki na {year} rok.",
            f"We do not know the rate for {year}.",
            f"Ми не знаємо ставки на {year} рік.",
        )
        return Line(label, size, None, missing=missing, pointer=pointer), Fraction(0)
    amount = times * Fraction(rate.value)
    return Line(label, amount_times(size, rate.value), to_grosz(amount), rate, pointer=pointer), amount


def _credit(pointer: str, paid: Decimal, taken: Fraction) -> Line:
    formula = both(*(f"− {say_money(paid, tongue)}" for tongue in LANGUAGES))
    return Line(_CREDIT, formula, -to_grosz(taken), pointer=f"{pointer}/property_tax_credit")
