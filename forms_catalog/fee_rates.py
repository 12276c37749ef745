"""The fee that a card names and the rates that its form counts with: one must not say another amount."""

from collections.abc import Iterable
from datetime import date

from forms_catalog.calculations import table_of
from forms_catalog.facts.rates import Rate
from forms_catalog.model import Definition

#: the duty on a power of attorney is paid beside the fee of a service
_BESIDE = "proxy_duty"


def tables_counted(form: Definition) -> frozenset[str]:
    """The tables of rates that the form counts its own fee or tax with."""
    tables = frozenset(table_of(name) for name in form.calculations)
    return tables - {_BESIDE} or tables


def rates_counted(form: Definition, rates: Iterable[Rate], office: str | None, day: date) -> tuple[Rate, ...]:
    """Of each rate of those tables, but percentages, what holds that day, else what held last before it."""
    tables, last = tables_counted(form), dict[tuple[str, str], Rate]()
    for rate in rates:
        if rate.table in tables and rate.office in (None, office) and not rate.is_percent:
            known = last.get((rate.table, rate.key))
            if rate.valid_from <= day and (known is None or _order(rate) > _order(known)):
                last[rate.table, rate.key] = rate
    return tuple(last.values())


def _order(rate: Rate) -> tuple[bool, date]:
    return rate.office is not None, rate.valid_from


def shown_on_card(form: Definition, rates: Iterable[Rate], office: str | None, day: date) -> tuple[Rate, ...]:
    """The rates that say the amount of the card."""
    amount = form.fee.amount_pln
    return tuple(rate for rate in rates_counted(form, rates, office, day) if amount and rate.value == amount)


def disagrees(form: Definition, rates: Iterable[Rate], office: str | None, day: date) -> bool:
    """Whether the card names an amount that is none of those its form counts with."""
    counted = rates_counted(form, rates, office, day) if form.fee.amount_pln else ()
    return bool(counted) and all(rate.value != form.fee.amount_pln for rate in counted)
