"""The fee for a permit to sell off a stock of alcohol (uwt art. 18⁴): a percentage of its value."""

from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.alcohol_permit import TABLE
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import to_grosz
from forms_catalog.calculations.sums import NOT_KNOWN, added_up, percent_of
from forms_catalog.calculations.words import both
from forms_catalog.wording import money_text

_KINDS = {
    "A": both("Zapas A, do 4,5% i piwo", "Stock A, up to 4.5% and beer", "Запас A, до 4,5% і пиво"),
    "B": both("Zapas B, od 4,5% do 18%", "Stock B, 4.5% to 18%", "Запас B, від 4,5% до 18%"),
    "C": both("Zapas C, ponad 18%", "Stock C, over 18%", "Запас C, понад 18%"),
}
_WHEN = both(
    "Zapłacisz, gdy urząd o to poprosi, przed wydaniem zezwolenia.",
    "You pay when the office asks for it, before the permit is issued.",
    "Ви заплатите, коли управління про це попросить, до видачі дозволу.",
)


@calculation("alcohol_stock_fee@1")
def alcohol_stock_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The percentage of each finished row of the stock; None while none is finished. Kept to the grosz."""
    lines = [line for pointer, row in reading.rows(answers, "/stock") if (line := _line(pointer, row, desk))]
    if not lines:
        return None
    return added_up(
        "alcohol_stock_fee@1",
        lines,
        title=both(
            "Opłata za wyprzedaż zapasów", "Fee for selling the stock off", "Плата за розпродаж запасів"
        ),
        total_label=both("Opłata razem", "Total fee", "Плата разом"),
        note=_WHEN,
    )


def _line(pointer: str, row: ReadAnswers, desk: Desk) -> Line | None:
    kind, value = reading.text(row, "/kind") or "", reading.decimal(row, "/value")
    if kind not in _KINDS or value is None or value < 0:
        return None
    rate = desk.rate(TABLE, f"{kind.lower()}.stock_pct", desk.today)
    if rate is None:
        return Line(_KINDS[kind], money_text(value), None, missing=NOT_KNOWN, pointer=pointer)
    amount = to_grosz(Fraction(value) * Fraction(rate.value) / 100)
    return Line(_KINDS[kind], percent_of(rate.value, value), amount, rate, pointer=pointer)
