"""What a rate would do before it is written: whose rates it ends, which cards follow it, how far it jumps."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import Rate
from forms_catalog.fee_rates import shown_on_card, tables_counted
from forms_catalog.model import Definition
from forms_catalog.offices.own_values import with_own
from forms_catalog.own import breaches, merged
from forms_catalog.wording import say_money

#: a rate that is so many times the last one, or the last one so many times it, is asked about
_JUMP = 2


@dataclass(frozen=True)
class Consequences:
    """What follows from a rate that somebody is about to write."""

    #: rates of offices that would be above it and no longer count
    ended: tuple[Rate, ...] = ()
    before: Decimal | None = None  #: the last value, where the new one is far from it
    #: what the law allowed last, where the rate is more and nobody has set the limit for its first day
    last_cap: Decimal | None = None
    #: services whose card names it as their fee, with the new amount of the card
    cards: tuple[Definition, ...] = ()
    #: services that count with its table and whose words name the old amount of the law
    worded: tuple[Definition, ...] = ()
    of: str = field(default="", compare=False)  #: the rate they follow from

    @property
    def doubtful(self) -> bool:
        """Whether somebody has to say that it is meant."""
        far = self.before is not None or self.last_cap is not None
        return far or bool(self.ended or self.cards or self.worded)

    @property
    def digest(self) -> str:
        """What was read before it was said: another rate, or other consequences, are asked about anew."""
        read = (self.of, self.ended, self.before, self.last_cap, [one.code for one in self.cards])
        return hashlib.sha256(repr(read).encode()).hexdigest()

    @property
    def offices(self) -> tuple[str, ...]:
        """Whose rates end."""
        return tuple(dict.fromkeys(rate.office or "" for rate in self.ended))


def consequences(catalogue: Catalogue, rate: Rate, today: date) -> Consequences:
    """What follows where this rate is written now."""
    cards = tuple(fees_that_follow(catalogue, rate, today))
    old = _held(catalogue, rate, today) if rate.office is None else None
    counting = services_counting(catalogue, rate.table, None) if old not in (None, rate.value) else []
    return Consequences(
        ended=tuple(_ended(catalogue, rate)),
        before=_before(catalogue, rate),
        last_cap=_last_cap(catalogue, rate),
        cards=cards,
        worded=tuple(form for form in counting if old is not None and _names(form, old)),
        of=repr((rate.table, rate.key, rate.office, rate.value, rate.valid_from, rate.valid_to)),
    )


def services_counting(catalogue: Catalogue, table: str, office: str | None) -> list[Definition]:
    """The services of an office (None: of all) whose forms count with that table."""
    return [form for form in catalogue.services(office) if form.calculations and _counts(form, table)]


def _counts(form: Definition, table: str) -> bool:
    return table in tables_counted(form) or (table == "proxy_duty" and "proxy_duty@1" in form.calculations)


def fees_that_follow(catalogue: Catalogue, rate: Rate, today: date) -> Iterator[Definition]:
    """Services whose card names what this rate of the law says today, each with the fee as it stands now."""
    if rate.office is not None:
        return
    for shipped in catalogue.services():
        form = with_own(shipped, {}, catalogue.fees.get(shipped.code))
        same = shown_on_card(form, catalogue.rates, None, today)
        if form.fee.amount_pln != rate.value and (rate.table, rate.key) in {
            (one.table, one.key) for one in same
        }:
            yield form


def _ended(catalogue: Catalogue, rate: Rate) -> Iterator[Rate]:
    if rate.office is not None:
        return
    own = [one for one in catalogue.rates if one.table == rate.table and one.office is not None]
    found = breaches(merged(catalogue.rates, [rate]), catalogue.minimums, own) if own else ()
    yield from dict.fromkeys(breach.rate for breach in found if breach.is_above)


def _held(catalogue: Catalogue, rate: Rate, today: date) -> Decimal | None:
    mine = (one for one in catalogue.rates if _series(one) == _series(rate) and one.valid_from <= today)
    last = max(mine, key=lambda one: one.valid_from, default=None)
    return last.value if last else None


def _before(catalogue: Catalogue, rate: Rate) -> Decimal | None:
    """The value before its first day, where the new one is at least twice or at most half of it."""
    mine = [one for one in catalogue.rates if _series(one) == _series(rate)]
    last = max((one for one in mine if one.valid_from <= rate.valid_from), key=_since, default=None)
    if last is None:
        return None
    low, high = sorted((last.value, rate.value))
    return last.value if high and high >= low * _JUMP and high != low else None


def _last_cap(catalogue: Catalogue, rate: Rate) -> Decimal | None:
    """The newest cap, where it ended before the rate begins and is less than the rate: next year's is not
    announced yet, and a slip in the number would be stopped by nothing.
    """
    series = (rate.table, rate.key, None)
    caps = [one for one in catalogue.rates if one.is_cap and _series(one) == series]
    last = max(caps, key=_since, default=None)
    if rate.office is None or last is None or last.valid_to is None or last.valid_to >= rate.valid_from:
        return None
    return last.value if last.value < rate.value else None


def _since(rate: Rate) -> date:
    return rate.valid_from


def _series(rate: Rate) -> tuple[str, str, str | None]:
    return rate.table, rate.key, rate.office


def _names(form: Definition, amount: Decimal) -> bool:
    """Whether words of the card name that amount."""
    said = " ".join((form.card.model_dump_json(), form.fee.model_dump_json(include={"note"})))
    said = said.replace("\N{NO-BREAK SPACE}", " ")
    whole = amount == amount.to_integral_value()
    words = {say_money(amount, "pl"), *([say_money(amount, "pl", whole=True)] if whole else [])}
    return any(
        re.search(rf"(?<![\d,.]){re.escape(one.replace(chr(160), ' '))}", said) is not None for one in words
    )
