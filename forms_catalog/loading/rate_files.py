"""Rates as files hold them, and whether their days fit together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from pydantic import Field

from forms_catalog.facts.rate_names import RateWords, named
from forms_catalog.facts.rates import Rate
from forms_catalog.loading.faults import did_you_mean
from forms_catalog.model import Standing
from forms_catalog.particulars import Frozen
from forms_catalog.texts import Text


class RateRow(Frozen):
    """One dated rate of a table."""

    key: str
    value: Decimal
    valid_from: date
    valid_to: date | None = None
    office: str | None = None
    standing: Standing
    source: Text
    nationwide: bool = False


class RateFile(Frozen):
    """`definitions/rates/<table>.yaml`."""

    table: str
    title: Text  #: what people call the table
    names: dict[str, RateWords] = Field(default_factory=dict)  #: of keys or parts of keys
    rates: tuple[RateRow, ...]

    def book(self) -> tuple[Rate, ...]:
        """The rows as rates of this table."""
        return tuple(
            Rate(
                table=self.table,
                key=row.key,
                value=row.value,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                office=row.office,
                standing=row.standing,
                source=row.source,
                nationwide=row.nationwide,
            )
            for row in self.rates
        )


def nameless(file: RateFile) -> Iterator[tuple[int, str, str]]:
    """The first row of each key without a name: number, what is wrong, how to mend it."""
    told: set[str] = set()
    for number, row in enumerate(file.rates):
        if row.key in told or named(file.names, row.key) is not None:
            continue
        told.add(row.key)
        near = did_you_mean(row.key, file.names)
        hint = f'Add to names: {row.key}: {{pl: "…", en: "…", uk: "…"}}, or a name for each of its parts.'
        yield number, f"the rate “{row.key}” has no name.", f"{hint} {near}".rstrip()


def misfits(rows: Sequence[RateRow]) -> Iterator[tuple[int, str, str]]:
    """Rows whose days overlap or miss those of the row before: number, what is wrong, how to mend it."""
    series: dict[tuple[str, str | None], list[tuple[date, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        series[row.key, row.office].append((row.valid_from, number))
        if row.valid_to is not None and row.valid_to < row.valid_from:
            yield number, f"ends on {row.valid_to}, before it begins.", "Turn the days round."
    for dated in series.values():
        for (_, earlier), (starts, number) in pairwise(sorted(dated)):
            ends = rows[earlier].valid_to
            what = f"the rate “{rows[number].key}”"
            if ends is None or starts <= ends:
                until = f"End the one of {rows[earlier].valid_from} on {starts - timedelta(days=1)}."
                yield number, f"{what} overlaps an earlier one.", until
            elif starts > ends + timedelta(days=1):
                gap = f"{ends + timedelta(days=1)} to {starts - timedelta(days=1)}"
                yield number, f"{what} leaves a gap: no rate from {gap}.", "Add a rate for these days."
