"""Refund of the excise in farm diesel (uzpa art. 3-7): litres on invoices × rate, up to the yearly limit.

The limit is so many litres for a hectare of farm land, for a livestock unit (DJP) and for a pig, at the same
rate; what was refunded earlier in the year is taken off it. Kept to the grosz, not rounded to full złoty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import amount_times, both, measured
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import HARD, say_money, say_number

TABLE = "farm_diesel_refund"

_HERD = (
    ("/area_ha", "ha_litres", both("ha", "ha", "га")),
    ("/djp", "djp_litres", both("DJP", "DJP", "DJP")),
    ("/pigs", "pig_litres", both("szt. świń", "pigs", "свиней")),
)
_LITRE = {"pl": "l", "en": "l", "uk": "л"}


@dataclass(frozen=True)
class _Limit:
    """How much may be refunded at most, and how that comes about."""

    amount: Fraction
    words: Text


@calculation("farm_diesel_refund@1")
def farm_diesel_refund(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The refund at the rate of the day of filing; None while invoices or the area are missing."""
    litres = sum((each for each in _litres(answers)), Decimal(0))
    area = reading.decimal(answers, "/area_ha")
    if litres <= 0 or area is None or area < 0:
        return None
    rate, limit = desk.rate(TABLE, "litre", desk.today), _limit(answers, desk)
    if rate is None or limit is None:
        return _unknown(litres, desk)
    asked = Fraction(litres) * Fraction(rate.value)
    refund = min(asked, limit.amount)
    label = both(
        "Zwrot za olej z faktur", "Refund for the fuel on invoices", "Повернення за пальне з рахунків"
    )
    lines = (
        Line(label, amount_times(_fuel(litres), rate.value), to_grosz(asked), rate, pointer="/invoices"),
        Line(
            both("Ponad limit na ten rok", "Above this year's limit", "Понад ліміт цього року"),
            limit.words,
            to_grosz(refund) - to_grosz(asked),
            pointer="/area_ha",
        ),
    )
    return _sum(lines, refund, to_grosz(refund))


def _litres(answers: ReadAnswers) -> Iterator[Decimal]:
    for _, row in reading.rows(answers, "/invoices"):
        litres = reading.decimal(row, "/litres")
        if litres is not None and litres > 0:
            yield litres


def _fuel(litres: Decimal) -> Text:
    return measured(litres, "l", uk="л")


def _limit(answers: ReadAnswers, desk: Desk) -> _Limit | None:
    """The year's limit less what was refunded in February; None where a number of the law is not known."""
    rate, parts = desk.rate(TABLE, "litre", desk.today), []
    amount = Fraction(0)
    for pointer, key, unit in _HERD:
        count, litres = reading.decimal(answers, pointer), desk.rate(TABLE, key, desk.today)
        if rate is None or litres is None:
            return None
        if count is not None and count > 0:
            amount += Fraction(count) * Fraction(litres.value) * Fraction(rate.value)
            parts.append(_part(count, unit, litres, rate))
    before = reading.decimal(answers, "/refunded_before")
    taken = both("", "", "")
    if before is not None and before > 0 and reading.text(answers, "/period") == "august":
        amount = max(amount - Fraction(before), Fraction(0))
        taken = both(*(f"− {say_money(before, tongue)}" for tongue in LANGUAGES))
    said = {"pl": "limit", "en": "limit", "uk": "ліміт"}
    words = (
        f"{said[tongue]}: {' + '.join(part.in_(tongue) for part in parts)} {taken.in_(tongue)}".rstrip()
        + f" = {say_money(to_grosz(amount), tongue)}"
        for tongue in LANGUAGES
    )
    return _Limit(amount, both(*words))


def _part(count: Decimal, unit: Text, litres: Rate, rate: Rate) -> Text:
    return both(
        *(
            f"{say_number(count, tongue)}{HARD}{unit.in_(tongue)}"
            f" × {say_number(litres.value.normalize(), tongue)}{HARD}{_LITRE[tongue]}"
            f" × {say_money(rate.value, tongue)}"
            for tongue in LANGUAGES
        )
    )


def _unknown(litres: Decimal, desk: Desk) -> Calculation:
    year = desk.today.year
    missing = both(
        f"Nie znamy stawki zwrotu na {year} rok.",
        f"We do not know the refund rate for {year}.",
        f"Ми не знаємо ставки повернення на {year} рік.",
    )
    label = both(
        "Zwrot za olej z faktur", "Refund for the fuel on invoices", "Повернення за пальне з рахунків"
    )
    return _sum((Line(label, _fuel(litres), None, missing=missing, pointer="/invoices"),), Fraction(0), None)


def _sum(lines: tuple[Line, ...], refund: Fraction, total: Decimal | None) -> Calculation:
    return Calculation(
        name="farm_diesel_refund@1",
        title=both("Zwrot podatku akcyzowego", "Refund of the excise", "Повернення акцизного податку"),
        lines=lines,
        exact=exact(refund),
        total=total,
        total_label=both("Zwrot, o który prosisz", "Refund you ask for", "Повернення, про яке Ви просите"),
        note=both(
            "To podgląd. Kwotę ustali urząd w decyzji.",
            "This is a preview. The office sets the amount in its decision.",
            "Це попередній розрахунок. Суму визначить уряд у рішенні.",
        ),
        computed={"/refund_amount": total} if total is not None else {},
    )
