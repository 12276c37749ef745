"""The price of a stall on a municipal market, by the office's price list (ugk art. 4): area × days × price.

The market fee of upol art. 15 is another thing and no part of it.
"""

from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import to_grosz
from forms_catalog.calculations.sums import added_up, area_by_days, days
from forms_catalog.calculations.words import amount_times, both, note_on
from forms_catalog.facts.rates import Rate

TABLE = "market_stall"

_STALL = both("Stanowisko", "Stall", "Торгове місце")
_POWER = both("Prąd", "Electricity", "Електроенергія")
_NO_PRICE = both(
    "Nie znamy cennika tego targowiska. Cenę poda urząd.",
    "We do not know this market's price list. The office tells you the price.",
    "Ми не знаємо цін цього ринку. Ціну повідомить управління.",
)


@calculation("market_stall_price@1")
def market_stall_price(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The price of the whole time by the list of its first day; None while area or days are missing.

    It is paid under the contract, not with the filing.
    """
    area = reading.decimal(answers, "/area_m2")
    first, last = reading.day(answers, "/date_from"), reading.day(answers, "/date_to")
    if area is None or area <= 0 or first is None or last is None or last < first:
        return None
    count = (last - first).days + 1
    lines = [_stall(area, count, desk.rate(TABLE, "m2_day", first))]
    if answers.get("power") is True:
        lines.append(_power(count, desk.rate(TABLE, "power_day", first)))
    return added_up(
        "market_stall_price@1",
        lines,
        title=both("Cena stanowiska", "Price of the stall", "Ціна торгового місця"),
        total_label=both("Cena razem", "Total price", "Ціна разом"),
        note=note_on(line.rate for line in lines),
    )


def _stall(area: Decimal, count: int, rate: Rate | None) -> Line:
    quantity = area_by_days(area, count)
    if rate is None:
        return Line(_STALL, quantity, None, missing=_NO_PRICE, pointer="/area_m2")
    due = to_grosz(Fraction(area) * count * Fraction(rate.value))
    return Line(_STALL, amount_times(quantity, rate.value), due, rate, pointer="/area_m2")


def _power(count: int, rate: Rate | None) -> Line:
    if rate is None:
        return Line(_POWER, days(count), None, missing=_NO_PRICE, pointer="/power")
    due = to_grosz(Fraction(rate.value) * count)
    return Line(_POWER, amount_times(days(count), rate.value), due, rate, pointer="/power")
