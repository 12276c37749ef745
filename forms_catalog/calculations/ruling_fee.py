"""The fee for a tax ruling (OP art. 14f § 1): one amount for each state of facts or future event."""

from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.words import amount_times, both, polish_plural
from forms_catalog.texts import Text
from forms_catalog.wording import HARD

TABLE = "ruling_fee"

_LABEL = both("Interpretacja", "Tax ruling", "Податкове роз’яснення")
_MISSING = both(
    "Nie znamy wysokości opłaty na ten dzień.",
    "We do not know the fee on this day.",
    "Ми не знаємо розміру плати на цей день.",
)
_WHEN = both(
    "Zapłać w ciągu 7 dni od złożenia wniosku.",
    "Pay within 7 days of filing.",
    "Заплатіть протягом 7 днів після подання заяви.",
)


@calculation("ruling_fee@1")
def ruling_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """Situations described × the fee, to the grosz; None until their number is given."""
    count = reading.whole(answers, "/situations")
    if count is None or not 1 <= count <= 1000:
        return None
    rate = desk.rate(TABLE, "situation", desk.today)
    if rate is None:
        line = Line(_LABEL, _situations(count), None, missing=_MISSING, pointer="/situations")
    else:
        amount = (rate.value * count).quantize(Decimal("0.01"))
        formula = amount_times(_situations(count), rate.value)
        line = Line(_LABEL, formula, amount, rate, pointer="/situations")
    return Calculation(
        name="ruling_fee@1",
        title=both("Opłata za interpretację", "Fee for the tax ruling", "Плата за податкове роз’яснення"),
        lines=(line,),
        exact=line.amount or Decimal("0.00"),
        total=line.amount,
        total_label=both("Opłata razem", "Total fee", "Плата разом"),
        note=_WHEN,
        payable="ruling_fee",
    )


def _situations(count: int) -> Text:
    pl = polish_plural(count, "sytuacja", "sytuacje", "sytuacji")
    uk = _ukrainian(count)
    return both(
        f"{count}{HARD}{pl}",
        f"{count}{HARD}{'situation' if count == 1 else 'situations'}",
        f"{count}{HARD}{uk}",
    )


def _ukrainian(count: int) -> str:
    # 21 ситуація, where Polish says 21 sytuacji
    if count % 10 == 1 and count % 100 != 11:
        return "ситуація"
    return polish_plural(count, "ситуація", "ситуації", "ситуацій")
