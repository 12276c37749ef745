"""The market fee of one day (upol art. 15-16, 19 pkt 1 lit. a): the council's rate, never above the cap.

A council sets it for the day or for each square metre. The cap is the law's limit and no rate of its own:
where the office's rate is not known, nothing is counted. Amounts are in grosze (OP art. 63 § 2).
"""

from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import amount_times, both, measured, note_on
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import say_money

TABLE = "market_fee"

_KINDS = {
    "hand": both("Sprzedaż z ręki", "Sale from the hand", "Продаж з рук"),
    "basket": both("Sprzedaż z kosza", "Sale from a basket", "Продаж з кошика"),
    "table": both("Sprzedaż ze stolika", "Sale from a table", "Продаж зі столика"),
    "stand": both("Sprzedaż ze stoiska", "Sale from a stand", "Продаж із прилавка"),
    "car": both("Sprzedaż z samochodu", "Sale from a car", "Продаж з автомобіля"),
    "trailer": both("Sprzedaż z przyczepy", "Sale from a trailer", "Продаж із причепа"),
}
_DAY = both("1 dzień", "1 day", "1 день")


@calculation("market_fee@1")
def market_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee of the day of sale, paid with the filing; None while day or kind of sale are missing."""
    day, kind = reading.day(answers, "/sale_date"), reading.text(answers, "/sale_kind")
    if day is None or kind not in _KINDS:
        return None
    area = reading.decimal(answers, "/area_m2")
    metre = _own(desk.rate(TABLE, f"m2.{kind}", day))
    rate, size, times = _own(desk.rate(TABLE, f"day.{kind}", day)), _DAY, Fraction(1)
    if metre is not None and area is not None and area > 0:
        rate, size, times = metre, measured(area, "m²", uk="м²"), Fraction(area)
    if rate is None:
        return _sum([Line(_KINDS[kind], size, None, missing=_MISSING, pointer="/sale_kind")], None, None)
    fee = Fraction(rate.value) * times
    lines = [Line(_KINDS[kind], amount_times(size, rate.value), to_grosz(fee), rate, pointer="/sale_kind")]
    cap = desk.rate(TABLE, "day", day)
    if cap is not None and fee > Fraction(cap.value):
        lines.append(_over(fee, cap))
        fee = Fraction(cap.value)
    return _sum(lines, fee, rate)


_MISSING = both(
    "Nie znamy stawki tego urzędu na ten dzień.",
    "We do not know this office's rate for this day.",
    "Ми не знаємо ставки цього уряду на цей день.",
)


def _own(rate: Rate | None) -> Rate | None:
    """The rate unless it is the law's cap, which nobody has to pay."""
    return rate if rate is not None and not rate.is_cap else None


def _over(fee: Fraction, cap: Rate) -> Line:
    label = both(
        "Ponad najwyższą stawkę dzienną", "Above the highest daily rate", "Понад найвищу денну ставку"
    )
    formula: Text = both(*(f"≤ {say_money(cap.value, tongue)}" for tongue in LANGUAGES))
    return Line(label, formula, to_grosz(Fraction(cap.value)) - to_grosz(fee), pointer="/sale_kind")


def _sum(lines: list[Line], fee: Fraction | None, rate: Rate | None) -> Calculation:
    total = to_grosz(fee) if fee is not None else None
    return Calculation(
        name="market_fee@1",
        title=both("Opłata targowa za dzień", "Market fee for the day", "Ринковий збір за день"),
        lines=tuple(lines),
        exact=exact(fee or Fraction(0)),
        total=total,
        total_label=both("Opłata do zapłaty", "Fee to pay", "Збір до сплати"),
        note=note_on([rate]),
        payable="market_fee",
        computed={"/fee": total} if total is not None else {},
    )
