"""What a calculation says: every line with its rate, source and validity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import TypeAdapter

from forms_catalog.facts.rates import Rate
from forms_catalog.texts import Text


@dataclass(frozen=True)
class Line:
    """One amount and how it came about."""

    label: Text
    formula: Text  #: "1 250,00 m² × 1,45 zł × 12 z 12 miesięcy"
    amount: Decimal | None  #: None where the rate is missing
    rate: Rate | None = None
    missing: Text | None = None  #: which rate is missing, in plain words
    pointer: str = ""  #: the answer it belongs to


@dataclass(frozen=True)
class Calculation:
    """A finished sum; `total` is what is due, rounded as the law says."""

    name: str  #: property_tax@1
    title: Text
    lines: tuple[Line, ...]
    exact: Decimal  #: the sum before rounding
    total: Decimal | None  #: None when a rate is missing: nothing is guessed
    total_label: Text
    rounding: Text | None = None  #: how the total was rounded, with the article
    note: Text | None = None
    payable: str | None = None  #: kind of payee, where it is paid with the filing; None: the office says when
    #: pointer of each computed field → its amount
    computed: Mapping[str, Decimal] = field(default_factory=dict)


_KEPT = TypeAdapter(tuple[Calculation, ...])


def to_keep(calculations: Sequence[Calculation]) -> list[object]:
    """The sums as JSON holds them: amounts and dates are text."""
    kept: list[object] = _KEPT.dump_python(tuple(calculations), mode="json")
    return kept


def as_kept(kept: Sequence[Mapping[str, object]]) -> tuple[Calculation, ...]:
    """The sums as they were kept at filing; nothing is worked out again."""
    return _KEPT.validate_python(tuple(kept))
