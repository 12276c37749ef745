"""Whether a council's rates keep within what the law allows: not above the cap, not below the minimum."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from forms_catalog.answers import Answers
from forms_catalog.calculations import Desk, transport_tax
from forms_catalog.facts.rates import Rate, RateBook
from forms_catalog.model import Standing
from forms_catalog.particulars import Frozen
from forms_catalog.texts import Text

_OVER = Decimal("0.001")
_FOREVER = date.max


class MinimumRow(Frozen):
    """The least yearly rates of one band of vehicles from 12 t on (upol, annexes 1-3)."""

    kind: str  #: truck, tractor_unit, trailer
    axles: int  #: the highest number of a kind stands for itself and more
    from_t: Decimal  #: the band reaches to the next one of the same kind and axles
    pneumatic_or_equivalent: Decimal
    other: Decimal


class MinimumTable(Frozen):
    """One notice of the minister: its bands, how long it holds and how sure it is."""

    valid_from: date
    valid_to: date | None = None
    standing: Standing
    source: Text
    rows: tuple[MinimumRow, ...]


@dataclass(frozen=True)
class Breach:
    """A rate outside the law."""

    rate: Rate
    wrong: str
    hint: str
    limit: Decimal  #: the highest or the least that the law allows
    is_above: bool  #: above a cap; else below a minimum


def above_caps(rates: Sequence[Rate]) -> Iterator[Breach]:
    """Each own rate of an office that is more than the statutory cap of the same days."""
    caps = [rate for rate in rates if rate.is_cap]
    for rate in rates:
        for cap in caps if rate.office is not None else ():
            same = rate.table == cap.table and f"{rate.key}.".startswith(f"{cap.key}.")
            if same and rate.value > cap.value and _meet(rate, cap.valid_from, cap.valid_to):
                wrong = f"{rate.value} is more than the cap {cap.value} of {cap.valid_from}."
                yield Breach(rate, wrong, "A council may not go above it.", cap.value, is_above=True)


def below_minimums(rates: Sequence[Rate], tables: Iterable[MinimumTable]) -> Iterator[Breach]:
    """Each own rate that a vehicle from 12 t on would pay and that is less than the minimum of its band."""
    own = [rate for rate in rates if rate.table == transport_tax.TABLE and rate.office is not None]
    book, told = RateBook(rates), set[Rate]()
    for table in tables:
        days = {max(rate.valid_from, table.valid_from) for rate in own}
        for office in sorted({rate.office or "" for rate in own}):
            for day in sorted(day for day in days if day <= (table.valid_to or _FOREVER)):
                for rate, least, band in _paid(Desk(book, office, day), table.rows, own):
                    if rate.office == office and rate.value < least and rate not in told:
                        told.add(rate)
                        wrong = f"{rate.value} is less than the minimum {least} ({band}; {table.standing})."
                        hint = "Look up the minister's notice of that year."
                        yield Breach(rate, wrong, hint, least, is_above=False)


def _paid(desk: Desk, rows: Sequence[MinimumRow], own: Sequence[Rate]) -> Iterator[tuple[Rate, Decimal, str]]:
    """For vehicles at every edge of mass: the rate they pay, the least allowed, and which band that is."""
    edges = {Decimal(36) + _OVER} | {
        Decimal(step[1:])
        for rate in own
        for step in rate.key.split(".")
        if step[:1] == "t" and step[1:].isdecimal()
    }
    bands = sorted(rows, key=lambda row: (row.kind, row.axles, row.from_t))
    for row, following in pairwise([*bands, None]):
        if row is None:
            return
        same = following and (following.kind, following.axles) == (row.kind, row.axles)
        below = following.from_t if following and same else Decimal(1000)
        for mass in sorted({row.from_t, *(edge for edge in edges if row.from_t <= edge < below)}):
            for suspension in ("pneumatic_or_equivalent", "other"):
                vehicle: Answers = {"vehicle_kind": row.kind, "axles": row.axles, "suspension": suspension}
                vehicle |= {"gvw_t": str(mass), "gcw_t": str(mass)}
                rate = transport_tax.vehicle_rate(vehicle, desk, desk.today)
                least = row.other if suspension == "other" else row.pneumatic_or_equivalent
                if rate is not None:
                    yield rate, least, f"{row.kind}, axles {row.axles}, from {row.from_t} t, {suspension}"


def _meet(rate: Rate, first: date, last: date | None) -> bool:
    return rate.valid_from <= (last or _FOREVER) and first <= (rate.valid_to or _FOREVER)
