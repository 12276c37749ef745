"""The fee for occupying a road lane (udp art. 40 ust. 4 and 6): area × days × the council's rate.

A day begun counts as a whole one. An advertisement counts by its own area.
"""

from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import to_grosz
from forms_catalog.calculations.sums import added_up, area_by_days
from forms_catalog.calculations.words import amount_times, both, note_on
from forms_catalog.facts.rates import Rate

TABLE = "road_lane"

_AREA = both("Zajęcie pasa drogowego", "Occupation of the road lane", "Зайняття смуги дороги")
_ADVERT = both("Reklama w pasie drogowym", "Advertisement in the road lane", "Реклама у смузі дороги")
_NO_RATE = both(
    "Nie znamy stawki na ten dzień. Opłatę poda urząd w decyzji.",
    "We do not know the rate on this day. The office's decision tells the fee.",
    "Ми не знаємо ставки на цей день. Плату вкаже управління у рішенні.",
)


@calculation("road_lane_fee@1")
def road_lane_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee by the finest rate known: `m2_day.<purpose>.<part>`, `m2_day.<purpose>`, else `m2_day`.

    None while purpose, area or days are missing. The decision sets it, so nothing is paid with the filing.
    """
    purpose, part = reading.text(answers, "/purpose"), reading.text(answers, "/lane_part")
    area = reading.decimal(answers, "/area_m2")
    first, last = reading.day(answers, "/date_from"), reading.day(answers, "/date_to")
    if purpose is None or area is None or area <= 0 or first is None or last is None or last < first:
        return None
    keys = (f"m2_day.{purpose}.{part}", f"m2_day.{purpose}", "m2_day")
    rate = next((found for key in keys if (found := desk.rate(TABLE, key, first))), None)
    return added_up(
        "road_lane_fee@1",
        [_line(purpose, area, (last - first).days + 1, rate)],
        title=both(
            "Opłata za zajęcie pasa drogowego", "Fee for the road lane", "Плата за зайняття смуги дороги"
        ),
        total_label=both("Opłata razem", "Total fee", "Плата разом"),
        note=note_on([rate]),
        into="/fee",
    )


def _line(purpose: str, area: Decimal, count: int, rate: Rate | None) -> Line:
    label, quantity = _ADVERT if purpose == "advertisement" else _AREA, area_by_days(area, count)
    if rate is None:
        return Line(label, quantity, None, missing=_NO_RATE, pointer="/area_m2")
    due = to_grosz(Fraction(area) * count * Fraction(rate.value))
    return Line(label, amount_times(quantity, rate.value), due, rate, pointer="/area_m2")
