"""The monthly waste fee of a home by persons (ucpg art. 6j ust. 1 pkt 1).

It is counted to the grosz, never to full złoty (ucpg art. 6q ust. 2).
"""

from datetime import date
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import amount_times, both, note_on, polish_plural, ukrainian_plural
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import HARD, say_money, say_number

TABLE = "waste_fee_residential"

_WITHOUT_RELIEF = both(
    "Opłata jest policzona bez ulgi za kompostownik. Jej wysokość ustala rada miasta.",
    "The fee is counted without the relief for a composter. The city council sets the relief.",
    "Плату пораховано без знижки за компостер. Її розмір визначає міська рада.",
)


@calculation("waste_fee_residential@1")
def waste_fee_residential(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """Persons × the rate of the month the declaration speaks of; None while persons or day are missing.

    The fee is due for each month in which somebody lives there (ucpg art. 6i ust. 1 pkt 1), so the rate is
    that of the first day of the month in which the declared event happened, not that of the day of filing.
    """
    persons, since = reading.whole(answers, "/persons"), reading.day(answers, "/valid_from")
    if persons is None or since is None or not 0 <= persons <= 1_000_000:
        return None
    first = since.replace(day=1)
    rate = desk.rate(TABLE, "per_person", first)
    lines = [_fee_line(persons, rate, first)]
    fee = Fraction(rate.value) * persons if rate is not None else None
    note = note_on([rate])
    if answers.get("composter") is True:
        relief_line, relief = _relief(persons, fee, desk, first)
        lines.append(relief_line)
        fee = max(fee - relief, Fraction(0)) if fee is not None else None
        note = note if relief_line.amount is not None or fee is None else _joined(note, _WITHOUT_RELIEF)
    total = to_grosz(fee) if fee is not None else None
    return Calculation(
        name="waste_fee_residential@1",
        title=both("Opłata za odpady za miesiąc", "Waste fee a month", "Плата за відходи за місяць"),
        lines=tuple(lines),
        exact=exact(fee or Fraction(0)),
        total=total,
        total_label=both("Opłata za miesiąc", "Fee a month", "Плата за місяць"),
        note=note,
        computed={"/monthly_fee": total} if total is not None else {},
    )


def _people(count: int) -> Text:
    pl = f"{say_number(count, 'pl')}{HARD}{polish_plural(count, 'osoba', 'osoby', 'osób')}"
    uk = ukrainian_plural(count, "особа", "особи", "осіб")
    return both(
        pl,
        f"{say_number(count, 'en')}{HARD}{'person' if count == 1 else 'people'}",
        f"{say_number(count, 'uk')}{HARD}{uk}",
    )


def _fee_line(persons: int, rate: Rate | None, first: date) -> Line:
    label = both(
        "Opłata za osoby, które tu mieszkają",
        "Fee for the people who live here",
        "Плата за осіб, які тут живуть",
    )
    people = _people(persons)
    if rate is None:
        missing = both(
            f"Nie znamy stawki tego urzędu na {first:%m.%Y} za osobę.",
            f"We do not know this office's rate per person for {first:%m/%Y}.",
            f"Ми не знаємо ставки цього уряду за особу на {first:%m.%Y}.",
        )
        return Line(label, people, None, missing=missing, pointer="/persons")
    amount = to_grosz(Fraction(rate.value) * persons)
    return Line(label, amount_times(people, rate.value), amount, rate, pointer="/persons")


def _relief(persons: int, fee: Fraction | None, desk: Desk, first: date) -> tuple[Line, Fraction]:
    """The relief for a composter (ucpg art. 6k ust. 4a): per cent of the fee, or złoty a person."""
    label = both("Ulga za kompostownik", "Relief for a composter", "Знижка за компостер")
    percent = desk.rate(TABLE, "compost_relief_pct", first)
    each = desk.rate(TABLE, "compost_relief", first)
    rate = percent or each
    if rate is None or fee is None:
        missing = both(
            "Nie znamy wysokości ulgi w tym urzędzie.",
            "We do not know how high the relief is in this office.",
            "Ми не знаємо розміру знижки в цьому управлінні.",
        )
        return Line(label, _people(persons), None, missing=missing, pointer="/composter"), Fraction(0)
    if percent is not None:
        amount = fee * Fraction(percent.value) / 100
        share, of = say_number(percent.value.normalize(), "pl"), to_grosz(fee)
        formula = both(*(f"{share}% × {say_money(of, tongue)}" for tongue in LANGUAGES))
    else:
        amount = Fraction(rate.value) * persons
        formula = amount_times(_people(persons), rate.value)
    amount = min(amount, fee)
    return Line(label, formula, -to_grosz(amount), rate, pointer="/composter"), amount


def _joined(first: Text | None, second: Text) -> Text:
    return (
        second
        if first is None
        else both(*(f"{first.in_(tongue)} {second.in_(tongue)}" for tongue in LANGUAGES))
    )
