"""Accounts that an office wrote at the desk, laid over those of its file; each ends when the next begins."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from pydantic import TypeAdapter

from forms_catalog.identifiers import is_nrb
from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import LeftOut, OwnDated
from forms_catalog.reference import OfficeFacts, Payee
from forms_catalog.texts import Text

_PAYEE = TypeAdapter(Payee)
#: a transfer's title has 32 signs, and the number at the office has to follow
LONGEST_TITLE = 16
LONGEST_NAME = 70


def newest(facts: Iterable[OwnDated]) -> tuple[OwnDated, ...]:
    """What counts of all that was written: the last word for each first day, and nothing taken back."""
    last: dict[tuple[str | None, str, str, date], OwnDated] = {}
    for fact in sorted(facts, key=lambda fact: fact.id):
        last[fact.office, fact.kind, fact.name, fact.valid_from] = fact
    return tuple(fact for fact in last.values() if fact.value is not None)


def with_own_accounts(
    offices: Mapping[str, OfficeFacts], own: Iterable[OwnDated], left: list[LeftOut]
) -> Mapping[str, OfficeFacts]:
    """The offices with their own accounts; one that cannot be used is told of in `left`."""
    usable: dict[str, list[Payee]] = {}
    for fact in newest(own):
        if fact.kind != "account":
            continue
        try:
            if fact.office is None or fact.office not in offices:
                raise ValueError("there is no such office")
            usable.setdefault(fact.office, []).append(payee_of(fact))
        except (ValueError, TypeError) as why:
            said, about = str(why).splitlines()[0], (fact.name,)
            left.append(LeftOut("account", str(fact.id), fact.office or "", said, about, fact.valid_from))
    if not usable:
        return offices
    made = dict(offices)
    for code, payees in usable.items():
        made[code] = replace(made[code], payees=in_series((*made[code].payees, *payees)))
    return made


def payee_of(fact: OwnDated) -> Payee:
    """The account as it was written; ValueError where it says nothing usable."""
    said = dict(fact.value or {})
    made = _PAYEE.validate_python(
        {
            **said, "kind": fact.name, "valid_from": fact.valid_from, "standing": fact.standing,
            "source": fact.source,
        }
    )  # fmt: skip
    if not is_nrb(made.account):
        raise ValueError("the digits of the account do not fit together")
    if not made.name.strip() or not made.title.strip():
        raise ValueError("name or title is missing")
    return made


def in_series(payees: Iterable[Payee]) -> tuple[Payee, ...]:
    """Of two with the same kind and first day the last; each ends at the latest the day before the next."""
    series: dict[str, dict[date, Payee]] = {}
    for payee in payees:
        series.setdefault(payee.kind, {})[payee.valid_from] = payee
    made: list[Payee] = []
    for dated in series.values():
        order = [dated[day] for day in sorted(dated)]
        for payee, following in zip(order, (*order[1:], None), strict=True):
            last = following.valid_from - timedelta(days=1) if following else None
            ends = min(filter(None, (payee.valid_to, last)), default=None)
            made.append(replace(payee, valid_to=ends))
    return tuple(made)


def fees_paid(forms: Iterable[Definition], kinds: Mapping[str, Text]) -> tuple[str, ...]:
    """Of the kinds of fee those that these forms ask to be paid, in the order of the kinds."""
    asked: set[str] = set()
    for form in forms:
        asked |= {form.fee.kind, *(name.partition("@")[0] for name in form.calculations)}
        if form.fee.proxy_duty_pln:
            asked.add("stamp_duty")
    return tuple(kind for kind in kinds if kind in asked)
