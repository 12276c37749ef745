"""Dated rates: what the council, a minister or a year can change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from forms_catalog.model import Standing
from forms_catalog.texts import Text

_MOST = Decimal(100_000_000)
_PLACES = 6


def amount_of(text: str) -> Decimal | None:
    """What somebody typed as a rate ("1 234,50"); None for no amount ("1e3") and for too many digits."""
    if any(sign.isalpha() for sign in text):
        return None
    try:
        amount = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount < _MOST:
        return None
    exponent = amount.as_tuple().exponent
    return amount if isinstance(exponent, int) and exponent >= -_PLACES else None


@dataclass(frozen=True)
class Rate:
    """One value with its validity and standing."""

    table: str  #: property_tax, waste_fee_residential, proxy_duty …
    key: str  #: building.business_m2, land.water_ha, structure_pct, per_person …
    value: Decimal
    valid_from: date
    valid_to: date | None  #: the last day it applies; None: until further notice
    office: str | None  #: None: the statutory cap, for offices whose own rate is not known
    standing: Standing
    source: Text
    nationwide: bool = False  #: the law sets it for every office (stamp duty), so it stands in for nothing

    @property
    def is_cap(self) -> bool:
        """True where the statutory maximum stands in for a rate of the office that is not known."""
        return self.office is None and not self.nationwide

    @property
    def is_percent(self) -> bool:
        """True for a percentage, False for złoty."""
        return self.key.endswith("_pct")

    def holds_on(self, day: date) -> bool:
        """True on its days."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class RateBook:
    """All rates known; an office's own rate goes before the statutory cap."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._rates: dict[tuple[str, str], list[Rate]] = defaultdict(list)
        for rate in rates:
            self._rates[rate.table, rate.key].append(rate)
        self._steps: dict[tuple[str, str], tuple[int, ...]] = {}

    def __iter__(self) -> Iterator[Rate]:
        """Every rate known, of any day and office."""
        return (rate for rates in self._rates.values() for rate in rates)

    def find(self, table: str, key: str, *, office: str, on: date) -> Rate | None:
        """The rate in force that day, or None where none is known; never a rate of another year."""
        in_force = [
            rate
            for rate in self._rates.get((table, key), ())
            if rate.office in (office, None)
            and rate.valid_from <= on
            and (rate.valid_to is None or on <= rate.valid_to)
        ]
        return max(in_force, key=lambda rate: (rate.office is not None, rate.valid_from), default=None)

    def steps(self, table: str, prefix: str, most: Decimal) -> Iterator[int]:
        """The whole numbers that follow a prefix in the table's keys, of any office and day, at most so much;
        the largest first: 15, 13 and 12 of `truck.from_12.axles_2.t12…`, …`t13` and …`t15` for 17 tonnes.
        """
        found = self._steps.get((table, prefix))
        if found is None:
            keys = (key for name, key in self._rates if name == table and key.startswith(prefix))
            steps = {key.removeprefix(prefix).partition(".")[0] for key in keys}
            numbers = {int(step) for step in steps if step.isdecimal()}
            found = self._steps[table, prefix] = tuple(sorted(numbers, reverse=True))
        return (number for number in found if number <= most)
