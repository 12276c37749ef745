"""Stamp duty on a power of attorney (uos, annex part IV): one amount for each relation of proxy."""

from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.words import both
from forms_catalog.texts import Text
from forms_catalog.wording import say_money

TABLE = "proxy_duty"

_LABEL = both("Pełnomocnictwo", "Power of attorney")
_FAMILY = both("Bliska rodzina nie płaci.", "Close family does not pay.")
_EXEMPT = both("Nie płacisz: tak mówi ustawa.", "You do not pay: the law says so.")
_PAYEE = both(
    "Opłatę bierze urząd gminy mocodawcy, czyli osoby, za którą działa pełnomocnik.",
    "The duty goes to the commune of the principal, the person the proxy acts for.",
)
_MISSING = both("Nie znamy wysokości opłaty na ten dzień.", "We do not know the duty on this day.")


@calculation("proxy_duty@1")
def proxy_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The duty when a proxy files: none for close family and other exemptions; None without a proxy.

    An electronic power of attorney is payable to the principal's commune since 2025, so the payee may be
    another office than the one that handles the case.
    """
    relation = reading.text(answers, "/proxy/relation")
    if answers.get("acts_by_proxy") is not True or relation is None:
        return None
    exemption = reading.text(answers, "/proxy/duty_exemption")
    if relation != "none":
        return _calculation(Line(_LABEL, _FAMILY, Decimal("0.00"), pointer="/proxy/relation"), None)
    if exemption is None:
        return None
    if exemption != "none":
        return _calculation(Line(_LABEL, _EXEMPT, Decimal("0.00"), pointer="/proxy/duty_exemption"), None)
    rate = desk.rate(TABLE, "relation", desk.today)
    if rate is None:
        return _calculation(Line(_LABEL, both("1", "1"), None, missing=_MISSING, pointer="/proxy"), _PAYEE)
    formula = both(f"1 × {say_money(rate.value, 'pl')}", f"1 × {say_money(rate.value, 'en')}")
    amount = rate.value.quantize(Decimal("0.01"))
    return _calculation(Line(_LABEL, formula, amount, rate, pointer="/proxy"), _PAYEE)


def _calculation(line: Line, note: Text | None) -> Calculation:
    return Calculation(
        name="proxy_duty@1",
        title=both("Opłata skarbowa od pełnomocnictwa", "Stamp duty on the power of attorney"),
        lines=(line,),
        exact=line.amount or Decimal("0.00"),
        total=line.amount,
        total_label=both("Opłata skarbowa", "Stamp duty"),
        note=note,
        payable="stamp_duty",
    )
