"""What an office changed itself, as plain values: whoever keeps them hands them over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

ValueKind = Literal["term", "file_plan"]
DatedKind = Literal["account", "fee", "holiday"]
#: shipped versions of a form lie below, those of offices from here on
FIRST_OWN_VERSION = 1001
#: what a service of an office's own grew from: no shipped form
NO_SHIPPED = 0


@dataclass(frozen=True)
class OwnRate:
    """A rate as it was written; of two with the same first day the one with the higher id counts."""

    id: int
    table: str
    key: str
    office: str | None  #: None: the law's, a cap or a rate of every office
    valid_from: date
    valid_to: date | None  #: None: until the next one begins
    value: Decimal | None  #: None takes back what was written for this first day
    standing: str
    source: str


@dataclass(frozen=True)
class OwnFacts:
    """Keys of OfficeRow, laid over the shipped ones; `units` and `unit_symbols` key by key."""

    id: int
    office: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class OwnForm:
    """A published form of an office: its own edition of a shipped one, or a service that it alone has."""

    code: str
    version: int  #: FIRST_OWN_VERSION and above, unique per code over all offices
    office: str
    grew_from: int  #: the shipped version it was made of; NO_SHIPPED for a service of the office's own
    digest: str
    definition: Mapping[str, object]  #: blocks resolved
    valid_from: date
    retired_on: date | None = None  #: the first day on which it is not offered any more

    @property
    def key(self) -> tuple[str, int]:
        return self.code, self.version

    @property
    def own_service(self) -> bool:
        """Whether it was begun at the desk and not made of a shipped form."""
        return self.grew_from == NO_SHIPPED

    def in_force(self, on: date) -> bool:
        """Whether the office offers it that day, where no newer one goes before it."""
        return self.valid_from <= on and (self.retired_on is None or on < self.retired_on)


@dataclass(frozen=True)
class OwnValue:
    """A dated fact of one service at one office, laid over the definition's; chosen as rates are."""

    id: int
    office: str
    kind: ValueKind
    service: str
    valid_from: date
    value: Mapping[str, object] | None  #: keys of OfficeDeadline or FilePlan
    standing: str
    source: str


@dataclass(frozen=True)
class OwnDated:
    """A dated fact of an office or of all; of two with one first day the one with the higher id counts."""

    id: int
    office: str | None  #: None: the same for every office
    kind: DatedKind
    name: str  #: of an account the kind of fee, of a fee the service, of a free day its code
    valid_from: date
    value: Mapping[str, object] | None  #: None takes back what was written for this first day
    standing: str
    source: str


@dataclass(frozen=True)
class Confirmation:
    """Somebody compared a fact with its source; it holds while the fact says the same."""

    office: str | None  #: None: for every office
    subject: str
    digest: str


@dataclass(frozen=True)
class Own:
    """Everything that offices changed, as it stood at one moment."""

    change: int = 0  #: the number of the last change
    rates: tuple[OwnRate, ...] = ()
    facts: tuple[OwnFacts, ...] = ()
    forms: tuple[OwnForm, ...] = ()
    values: tuple[OwnValue, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    dated: tuple[OwnDated, ...] = ()

    def next_turn(self, after: date) -> date | None:
        """The next day on which a form, value or fee begins or ends by itself; rates are looked up by day."""
        days = {form.valid_from for form in self.forms} | {value.valid_from for value in self.values}
        days |= {fact.valid_from for fact in self.dated if fact.kind == "fee"}
        days |= {form.retired_on for form in self.forms if form.retired_on is not None}
        return min((day for day in days if day > after), default=None)


@dataclass(frozen=True)
class LeftOut:
    """Something an office changed that cannot be used, and why; everything else is."""

    what: Literal["rate", "facts", "form", "value", "seal", "account", "fee", "holiday"]
    id: str
    office: str  #: "" for what is the same everywhere
    why: str  #: English
    #: what people know it by: table and key of a rate, code of a service; with a day where it has one
    about: tuple[str, ...] = ()
    since: date | None = None
    #: one of the reasons that somebody at the desk can mend, if it is one
    reason: Literal["", "above", "below", "law", "unit"] = ""
