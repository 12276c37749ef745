"""Rounding as the law wants it: half a unit goes up, and only the end of a sum is rounded."""

from decimal import Decimal
from fractions import Fraction

_GROSZ_PLACES = 2
_EXACT_PLACES = 6


def to_grosz(amount: Fraction) -> Decimal:
    """The amount in full grosze, half a grosz up."""
    return _rounded(amount, _GROSZ_PLACES)


def to_zloty(amount: Fraction) -> Decimal:
    """The amount in full złoty: below 50 grosze down, from 50 grosze up (OP art. 63 § 1)."""
    return _rounded(amount, 0)


def exact(amount: Fraction) -> Decimal:
    """The amount as it is, to at most six places where it has no end (a twelfth of a year)."""
    in_grosze = 10**_GROSZ_PLACES % amount.denominator == 0
    return _rounded(amount, _GROSZ_PLACES if in_grosze else _EXACT_PLACES)


def _rounded(amount: Fraction, places: int) -> Decimal:
    whole, rest = divmod(amount.numerator * 10**places, amount.denominator)
    return Decimal(whole + (2 * rest >= amount.denominator)).scaleb(-places)
