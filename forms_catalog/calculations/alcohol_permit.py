"""The fee for permits to sell alcohol (uwt art. 11¹): what is paid before they are issued.

For the first calendar year a permit costs a part of the yearly fee by days: yearly × days / 365 (366). Later
years follow the sales of the year before: they are told, no part of the sum. Kept to the grosz, never to full
złoty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import both
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import say_date, say_money, say_number

TABLE = "alcohol_permit"

#: kind of permit → key of its rate, and what it is called
_KINDS = {
    "A_up_to_4_5_and_beer": (
        "a",
        both("Zezwolenie A, do 4,5% i piwo", "Permit A, up to 4.5% and beer", "Дозвіл A, до 4,5% і пиво"),
    ),
    "B_4_5_to_18": (
        "b",
        both("Zezwolenie B, od 4,5% do 18%", "Permit B, 4.5% to 18%", "Дозвіл B, від 4,5% до 18%"),
    ),
    "C_over_18": ("c", both("Zezwolenie C, ponad 18%", "Permit C, over 18%", "Дозвіл C, понад 18%")),
}
_WHEN = both(
    "Zapłacisz, gdy urząd o to poprosi.",
    "You pay when the office asks for it.",
    "Ви заплатите, коли управління про це попросить.",
)
_LATER = both(
    "W następnych latach płacisz do 31 stycznia. Kwota zależy od sprzedaży z poprzedniego roku, z VAT.",
    "In later years you pay by 31 January. The amount depends on last year's sales, VAT included.",
    "У наступні роки Ви платите до 31 січня. Сума залежить від продажу за минулий рік, з ПДВ.",
)
_MISSING = both(
    "Nie znamy opłaty na ten rok.", "We do not know the fee of this year.", "Ми не знаємо плати за цей рік."
)


@calculation("alcohol_permit_fee@1")
def alcohol_permit_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee of each finished permit for its first calendar year; None while none is finished."""
    lines = []
    sums = []
    for pointer, row in reading.rows(answers, "/permits"):
        kind = _KINDS.get(reading.text(row, "/kind") or "")
        first, last = reading.day(row, "/valid_from"), reading.day(row, "/valid_to")
        if kind is None or first is None or last is None or last < first:
            continue
        key, label = kind
        until = min(last, date(first.year, 12, 31))
        days, of_year = (until - first).days + 1, _days_of(first.year)
        rate = desk.rate(TABLE, key, first)
        spell = both(
            f"{say_date(first, 'pl')} – {say_date(until, 'pl')}",
            f"{say_date(first, 'en')} – {say_date(until, 'en')}",
            f"{say_date(first, 'uk')} – {say_date(until, 'uk')}",
        )
        if rate is None:
            lines.append(Line(label, spell, None, missing=_MISSING, pointer=pointer))
            continue
        due = to_grosz(Fraction(rate.value) * days / of_year)
        sums.append(due)
        formula = both(
            f"{spell.pl}: {say_money(rate.value, 'pl')} × {days} / {of_year} dni",
            f"{spell.en}: {say_money(rate.value, 'en')} × {days} / {of_year} days",
            f"{spell.uk}: {say_money(rate.value, 'uk')} × {days} / {of_year} днів",
        )
        lines.append(Line(label, formula, due, rate, pointer=pointer))
    if not lines:
        return None
    # each permit is a decision of its own with a fee of its own, so each is rounded to the grosz
    total = sum((Fraction(due) for due in sums), Fraction(0))
    return Calculation(
        name="alcohol_permit_fee@1",
        title=both(
            "Opłata za zezwolenia w pierwszym roku",
            "Fee for the permits in the first year",
            "Плата за дозволи в першому році",
        ),
        lines=tuple(lines),
        exact=exact(total),
        total=to_grosz(total) if len(sums) == len(lines) else None,
        total_label=both(
            "Opłata przed wydaniem zezwoleń",
            "Fee before the permits are issued",
            "Плата перед видачею дозволів",
        ),
        note=_note(lines, desk),
    )


@dataclass(frozen=True)
class Yearly:
    """What a permit costs in a later year: the basic fee, or a part of larger sales."""

    basic: Decimal
    sales_over: Decimal
    percent: Decimal

    def fee(self, sales: Decimal) -> Decimal:
        """The fee after a year with such sales, VAT included (uwt art. 11¹ ust. 5)."""
        if sales <= self.sales_over:
            return self.basic
        return to_grosz(Fraction(sales) * Fraction(self.percent) / 100)


def yearly(key: str, desk: Desk, on: date) -> Yearly | None:
    """How the fee of a kind of permit (a, b, c) goes by sales; None where a number is not known."""
    found = [desk.rate(TABLE, name, on) for name in (key, f"{key}.sales_over", f"{key}.sales_pct")]
    known = [rate.value for rate in found if rate is not None]
    return Yearly(*known) if len(known) == len(found) else None


def _note(lines: Sequence[Line], desk: Desk) -> Text:
    """When it is paid, and what follows in later years for each kind that is asked for."""
    by_fee: dict[Yearly, list[str]] = {}
    for key in dict.fromkeys(line.rate.key for line in lines if line.rate is not None):
        if (fee := yearly(key, desk, desk.today)) is not None:
            by_fee.setdefault(fee, []).append(key.upper())
    if not by_fee:
        return _WHEN
    pl, en, uk = (
        " ".join(_later(kinds, fee, language) for fee, kinds in by_fee.items()) for language in LANGUAGES
    )
    return both(
        f"{_WHEN.pl} {_LATER.pl} {pl}", f"{_WHEN.en} {_LATER.en} {en}", f"{_WHEN.uk} {_LATER.uk} {uk}"
    )


def _later(kinds: Sequence[str], fee: Yearly, language: str) -> str:
    example = 2 * fee.sales_over
    amounts = (fee.sales_over, fee.basic, fee.fee(example), example)
    over, basic, due, sales = (say_money(one, language, whole=one == one.to_integral()) for one in amounts)
    percent = say_number(fee.percent, language)
    if language == "en":
        return (
            f"{' and '.join(kinds)}: with sales of up to {over} you pay {basic}."
            f" With more you pay {percent}% of them, for example {due} of {sales}."
        )
    if language == "uk":
        return (
            f"{' і '.join(kinds)}: за продажу до {over} Ви платите {basic}."
            f" За більшого – {percent}% продажу, наприклад {due} від {sales}."
        )
    return (
        f"{' i '.join(kinds)}: przy sprzedaży do {over} płacisz {basic}."
        f" Przy większej płacisz {percent}% sprzedaży, na przykład {due} od {sales}."
    )


def _days_of(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1
