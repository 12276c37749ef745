"""Rounding as the law wants it: half a unit goes up, and only the end of a sum is rounded."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

GROSZ = Decimal("0.01")


def to_grosz(amount: Fraction) -> Decimal:
    """The amount in full grosze, half a grosz up."""
    return _rounded(amount, GROSZ)


def to_zloty(amount: Fraction) -> Decimal:
    """The amount in full złoty: below 50 grosze down, from 50 grosze up (OP art. 63 § 1)."""
    return _rounded(amount, Decimal(1))


def exact(amount: Fraction) -> Decimal:
    """The amount as it is, to at most six places where it has no end (a twelfth of a year)."""
    grosze = to_grosz(amount)
    return grosze if Fraction(grosze) == amount else _rounded(amount, Decimal("0.000001"))


def _rounded(amount: Fraction, unit: Decimal) -> Decimal:
    units = amount / Fraction(unit)
    whole, rest = divmod(units.numerator, units.denominator)
    return (Decimal(whole + (2 * rest >= units.denominator)) * unit).quantize(unit, ROUND_HALF_UP)
