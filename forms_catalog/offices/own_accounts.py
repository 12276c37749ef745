"""Accounts that an office wrote at the desk, laid over those of its file; each ends when the next begins.

An account is what a thief would change first: a new number counts once a second person has confirmed it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from pydantic import TypeAdapter

from forms_catalog.facts.facts_said import payee_said
from forms_catalog.identifiers import is_nip, is_nrb
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
    offices: Mapping[str, OfficeFacts],
    own: Iterable[OwnDated],
    left: list[LeftOut],
    sure: Collection[tuple[str | None, str, str]],
) -> Mapping[str, OfficeFacts]:
    """The offices with their own accounts. One that nobody has confirmed is not paid to: it waits beside the
    one that holds. `sure` is office, subject and digest of what was confirmed. What cannot be used is told of
    in `left`.
    """
    held: dict[str, list[Payee]] = {}
    waiting: dict[str, list[Payee]] = {}
    for series in _by_first_day(own).values():
        in_use, waits = _counted(series, sure)
        for fact, found in ((in_use, held), (waits, waiting)):
            if fact is None:
                continue
            try:
                if fact.office is None or fact.office not in offices:
                    raise ValueError("there is no such office")
                payee = payee_of(fact)
                made_sure = payee if found is held else replace(payee, standing="to_be_confirmed")
                found.setdefault(fact.office, []).append(made_sure)
            except (ValueError, TypeError) as why:
                said, about = str(why).splitlines()[0], (fact.name,)
                left.append(LeftOut("account", str(fact.id), fact.office or "", said, about, fact.valid_from))
    made = dict(offices)
    for code in held.keys() | waiting.keys():
        payees = in_series((*made[code].payees, *held.get(code, ())))
        made[code] = replace(made[code], payees=payees, payees_waiting=tuple(waiting.get(code, ())))
    return made


def _by_first_day(own: Iterable[OwnDated]) -> Mapping[tuple[str | None, str, date], list[OwnDated]]:
    """All that was written for an account and a first day, in the order of writing."""
    found: dict[tuple[str | None, str, date], list[OwnDated]] = {}
    for fact in sorted(own, key=lambda fact: fact.id):
        if fact.kind == "account":
            found.setdefault((fact.office, fact.name, fact.valid_from), []).append(fact)
    return found


def _counted(
    series: Iterable[OwnDated], sure: Collection[tuple[str | None, str, str]]
) -> tuple[OwnDated | None, OwnDated | None]:
    """Of all that was written for a first day what holds, and what waits to be confirmed. Taking back takes
    what waits; where nothing waits, what holds.
    """
    in_use: OwnDated | None = None
    waits: OwnDated | None = None
    for fact in series:
        if fact.value is None:
            in_use, waits = (in_use, None) if waits else (None, None)
        elif _is_sure(fact, sure):
            in_use, waits = fact, None
        else:
            waits = fact
    return in_use, waits


def _is_sure(fact: OwnDated, sure: Collection[tuple[str | None, str, str]]) -> bool:
    try:
        return (fact.office, *payee_said(payee_of(fact))) in sure
    except (ValueError, TypeError):
        return False


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
    if made.tax_number is not None and not is_nip(made.tax_number):
        raise ValueError("the digits of the tax number do not fit together")
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
