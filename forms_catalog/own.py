"""The catalogue with what offices changed themselves: shipped files and own rows, put together and judged.

What cannot be used is left out and told of; a row that somebody wrote never stops a program.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from pydantic import TypeAdapter

from forms_catalog.calculations import CALCULATIONS
from forms_catalog.catalogue import Catalogue
from forms_catalog.doubts import Look
from forms_catalog.facts.facts_said import office_said, payee_said, rate_said
from forms_catalog.facts.rates import Rate, RateBook
from forms_catalog.loading.bounds import Breach, MinimumTable, above_caps, below_minimums
from forms_catalog.loading.one_form import digest
from forms_catalog.loading.proofreading import Known, proofread
from forms_catalog.model import Definition, Standing
from forms_catalog.offices.local_units import lists_with
from forms_catalog.offices.office_rows import OfficeRow
from forms_catalog.offices.own_accounts import newest, with_own_accounts
from forms_catalog.offices.own_holidays import with_own_holidays
from forms_catalog.offices.own_rows import (
    FIRST_OWN_VERSION,
    Confirmation,
    LeftOut,
    Own,
    OwnDated,
    OwnFacts,
    OwnForm,
    OwnRate,
    OwnValue,
)
from forms_catalog.offices.own_services import with_own_services
from forms_catalog.offices.own_values import OfService, in_force, with_own
from forms_catalog.reference import OfficeFacts
from forms_catalog.rules import RULES
from forms_catalog.texts import Text

_DEFINITION = TypeAdapter(Definition)
_STANDING: TypeAdapter[Standing] = TypeAdapter(Standing)
_Series = tuple[str, str, str | None]  #: table, key, office


class _Unusable(Exception):
    """Why a row is left out."""


@dataclass
class Assembly:
    """Lays own rows over the shipped catalogue, again and again; forms are read once while they stay."""

    shipped: Catalogue
    demo: bool = False
    always: tuple[str, ...] = ()  #: services that every office has, whatever its file says
    _forms: dict[tuple[str, int], Definition] = field(default_factory=dict)

    def put_together(self, own: Own, *, day: date) -> Catalogue:
        """The catalogue of that day. Never raises for a row; `left_out` tells of what could not be used."""
        left: list[LeftOut] = []
        forms = dict(self._usable_forms(own.forms, left))
        offices, rows = self._offices(own, left)
        off = {code: row.off for code, row in rows.items()}
        offices = with_own_services(offices, forms.values(), day, left, off)
        sure = frozenset((one.office, one.subject, one.digest) for one in own.confirmations)
        offices = with_own_accounts(offices, own.dated, left, sure)
        rates = merged(self.shipped.rates, self._usable_rates(own, offices, left), own.confirmations)
        return replace(
            self.shipped,
            definitions={**self.shipped.definitions, **{key: made for key, (_, made) in forms.items()}},
            variants={key: row for key, (row, _) in forms.items()},
            looks={**self.shipped.looks, **dict(self._looks(own.forms))},
            rates=RateBook(rates),
            lists=lists_with(self.shipped.lists, {code: row.local_units for code, row in rows.items()}),
            values=self._usable_values(own, offices, day, left, forms.values()),
            offices={code: _office_confirmed(facts, sure) for code, facts in offices.items()},
            office_rows=rows,
            fees=self._usable_fees(own, day, left),
            holidays=with_own_holidays(self.shipped.holidays, own.dated, left),
            change=own.change,
            day=day,
            confirmed=sure,
            left_out=tuple(dict.fromkeys(left)),
        )

    @cached_property
    def _known(self) -> Known:
        shipped = self.shipped
        return Known(
            acts=shipped.acts,
            lists={name: {entry.value for entry in entries} for name, entries in shipped.lists.items()},
            rules=RULES,
            calculations=CALCULATIONS,
        )

    def _usable_forms(
        self, forms: Iterable[OwnForm], left: list[LeftOut]
    ) -> Iterator[tuple[tuple[str, int], tuple[OwnForm, Definition]]]:
        for row in forms:
            try:
                yield row.key, (row, self._form(row))
            except (ValueError, TypeError, _Unusable) as why:
                left.append(
                    LeftOut("form", f"{row.code}@{row.version}", row.office, _first_line(why), (row.code,))
                )

    def _form(self, row: OwnForm) -> Definition:
        kept = self._forms.get(row.key)
        if kept is not None and kept.digest == row.digest:
            return kept
        made = _DEFINITION.validate_python(dict(row.definition))
        if (made.code, made.version) != row.key or row.version < FIRST_OWN_VERSION:
            raise _Unusable(f"it calls itself {made.code} version {made.version}")
        if not row.own_service and (row.code, row.grew_from) not in self.shipped.definitions:
            raise _Unusable(f"there is no shipped version {row.grew_from} of {row.code}")
        if digest(made) != row.digest:
            raise _Unusable("it does not say what was approved")
        for place, wrong, _ in proofread(made, self._known):
            raise _Unusable(f"{'.'.join(map(str, place))}: {wrong}")
        self._forms[row.key] = made = made.model_copy(update={"digest": row.digest})
        return made

    def _looks(self, forms: Iterable[OwnForm]) -> Iterator[tuple[tuple[str, int], tuple[Look, ...]]]:
        """An office's form is looked at as the one it grew from."""
        for row in forms:
            looks = self.shipped.looks.get((row.code, row.grew_from))
            if looks:
                yield row.key, looks

    def _offices(
        self, own: Own, left: list[LeftOut]
    ) -> tuple[Mapping[str, OfficeFacts], Mapping[str, OfficeRow]]:
        offices, rows = dict(self.shipped.offices), dict(self.shipped.office_rows)
        for facts in own.facts:
            try:
                row = laid_over(rows.get(facts.office), facts)
                offices[facts.office] = self._facts(row, facts, left)
                rows[facts.office] = row
            except (ValueError, TypeError, _Unusable) as why:
                left.append(LeftOut("facts", str(facts.id), facts.office, _first_line(why)))
        return offices, rows

    def _facts(self, row: OfficeRow, own: OwnFacts, left: list[LeftOut]) -> OfficeFacts:
        codes = dict.fromkeys(code for code, _ in self.shipped.definitions)
        made = self.shipped.office_kinds.facts(row, codes, demo=self.demo)
        services = []
        for code in dict.fromkeys((*made.services, *self.always)):
            department = self.shipped.definitions[self._newest[code]].department
            if department in made.units and department in made.unit_symbols:
                services.append(code)
            else:
                why = f"{code} is off: no unit “{department}”, or none with a symbol"
                left.append(LeftOut("facts", str(own.id), own.office, why, (code,), reason="unit"))
        return replace(made, services=tuple(services))

    @cached_property
    def _newest(self) -> dict[str, tuple[str, int]]:
        return {code: (code, version) for code, version in sorted(self.shipped.definitions)}

    def _usable_values(
        self,
        own: Own,
        offices: Mapping[str, OfficeFacts],
        day: date,
        left: list[LeftOut],
        forms: Iterable[tuple[OwnForm, Definition]],
    ) -> Mapping[str, OfService]:
        usable: list[OwnValue] = []
        bases = {code: self.shipped.definitions[key] for code, key in self._newest.items()}
        own_services = {(row.office, row.code): form for row, form in forms if row.own_service}
        for value in own.values:
            try:
                base = bases.get(value.service) or own_services.get((value.office, value.service))
                if value.office not in offices or base is None:
                    raise _Unusable("there is no such office or service")
                _STANDING.validate_python(value.standing)
                if value.value is not None:
                    with_own(base, {value.kind: value})
                usable.append(value)
            except (ValueError, TypeError, _Unusable) as why:
                about, since = (value.service,), value.valid_from
                left.append(LeftOut("value", str(value.id), value.office, _first_line(why), about, since))
        return in_force(usable, day)

    def _usable_fees(self, own: Own, day: date, left: list[LeftOut]) -> Mapping[str, OwnDated]:
        """Of each service the fee that holds that day."""
        found: dict[str, OwnDated] = {}
        for fact in sorted(newest(own.dated), key=lambda fact: fact.valid_from):
            if fact.kind != "fee" or fact.valid_from > day:
                continue
            try:
                if fact.name not in self._newest:
                    raise _Unusable("there is no such service")
                with_own(self.shipped.definitions[self._newest[fact.name]], {}, fact)
                found[fact.name] = fact
            except (ValueError, TypeError, _Unusable) as why:
                about = (fact.name,)
                left.append(LeftOut("fee", str(fact.id), "", _first_line(why), about, fact.valid_from))
        return found

    @cached_property
    def _set_by_law(self) -> frozenset[tuple[str, str]]:
        return frozenset((rate.table, rate.key) for rate in self.shipped.rates if rate.nationwide)

    def _usable_rates(
        self, own: Own, offices: Mapping[str, OfficeFacts], left: list[LeftOut]
    ) -> tuple[Rate, ...]:
        made: dict[OwnRate, Rate] = {}
        law: list[Rate] = []
        for row in newest_rates(own.rates):
            try:
                if row.office is None:
                    law.append(self._of_the_law(row))
                    continue
                if row.office not in offices:
                    raise _Unusable("there is no such office")
                if (row.table, row.key) in self._set_by_law:
                    left.append(_left_out(row, "the law sets it for every office", "law"))
                    continue
                made[row] = rate_of(row)
            except (ValueError, TypeError, ArithmeticError, _Unusable) as why:
                left.append(_left_out(row, _first_line(why)))
        return (*law, *self._within_the_law(made, law, left))

    def _of_the_law(self, row: OwnRate) -> Rate:
        """A new year's cap, or a new rate of every office, of a kind that is shipped."""
        if not any(
            (rate.table, rate.key, rate.office) == (row.table, row.key, None) for rate in self.shipped.rates
        ):
            raise _Unusable("the law knows no such rate")
        return replace(rate_of(row), nationwide=(row.table, row.key) in self._set_by_law)

    def _within_the_law(
        self, made: Mapping[OwnRate, Rate], law: Iterable[Rate], left: list[LeftOut]
    ) -> tuple[Rate, ...]:
        """Without what is above a cap or below a minimum; what a later year forbids ends with its own."""
        kept: dict[OwnRate, Rate] = dict(made)
        known = merged(self.shipped.rates, law)
        for ends_with_its_year in (True, False):
            found = breaches(known, self.shipped.minimums, kept.values())
            outside = {_at(breach.rate): breach for breach in found}
            for row, rate in list(kept.items()):
                breach = outside.get(_at(rate))
                if breach is None:
                    continue
                kept.pop(row)
                last = date(rate.valid_from.year, 12, 31)
                if ends_with_its_year and (rate.valid_to is None or rate.valid_to > last):
                    kept[row] = replace(rate, valid_to=last)
                left.append(_left_out(row, breach.wrong, "above" if breach.is_above else "below"))
        return tuple(kept.values())


def _left_out(row: OwnRate, why: str, reason: Literal["", "above", "below", "law"] = "") -> LeftOut:
    return LeftOut("rate", str(row.id), row.office or "", why, (row.table, row.key), row.valid_from, reason)


def breaches(
    shipped: Iterable[Rate], minimums: Iterable[MinimumTable], own: Iterable[Rate]
) -> Iterator[Breach]:
    """Each of these own rates that is above the cap or below the minimum of its days."""
    asked = {_at(rate): rate for rate in own}
    tables = {rate.table for rate in asked.values()}
    among = merged((rate for rate in shipped if rate.table in tables), asked.values())
    judged = [rate for rate in among if rate.office is None or _at(rate) in asked]
    yield from above_caps(judged)
    yield from below_minimums(judged, minimums)


def numbered(definition: Definition, version: int) -> Definition:
    """The form under another number, with the digest it has then."""
    made = definition.model_copy(update={"version": version, "digest": ""})
    return made.model_copy(update={"digest": digest(made)})


def newest_rates(rows: Iterable[OwnRate]) -> tuple[OwnRate, ...]:
    """What counts of all that was written: the last word for each first day, and nothing taken back."""
    last: dict[tuple[str, str, str | None, date], OwnRate] = {}
    for row in sorted(rows, key=lambda row: row.id):
        last[row.table, row.key, row.office, row.valid_from] = row
    return tuple(row for row in last.values() if row.value is not None)


def rate_of(row: OwnRate) -> Rate:
    """The row as a rate; ValueError where it says nothing usable."""
    if row.value is None or not row.value.is_finite() or row.value < 0:
        raise ValueError(f"{row.value} is no amount")
    if row.valid_to is not None and row.valid_to < row.valid_from:
        raise ValueError(f"it ends on {row.valid_to}, before it begins")
    return Rate(
        table=row.table,
        key=row.key,
        value=row.value,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        office=row.office,
        standing=_STANDING.validate_python(row.standing),
        source=Text(pl=row.source, en=row.source),
    )


def merged(
    shipped: Iterable[Rate], own: Iterable[Rate], confirmations: Iterable[Confirmation] = ()
) -> list[Rate]:
    """Shipped and own rates as one series each: an own rate goes before a shipped one of the same first day,
    and each ends at the latest on the day before the next begins. What was confirmed is verified.
    """
    sure = {(said.office, said.subject, said.digest) for said in confirmations}
    series: dict[_Series, dict[date, Rate]] = {}
    for rate in (*shipped, *own):
        series.setdefault((rate.table, rate.key, rate.office), {})[rate.valid_from] = rate
    rates: list[Rate] = []
    for dated in series.values():
        order = [dated[day] for day in sorted(dated)]
        rates += [_confirmed(_ended(*two), sure) for two in zip(order, (*order[1:], None), strict=True)]
    return rates


def laid_over(shipped: OfficeRow | None, own: OwnFacts) -> OfficeRow:
    """An office's own facts over those of its file, where it has one; ValueError where they cannot be."""
    base: dict[str, object] = shipped.model_dump(mode="json") if shipped else {}
    laid = {**base, **own.facts, "code": own.office}
    for name in ("units", "unit_symbols"):
        before, after = base.get(name, {}), own.facts.get(name, {})
        if not isinstance(before, dict) or not isinstance(after, Mapping):
            raise ValueError(f"{name} holds no keys")
        laid[name] = {key: value for key, value in {**before, **after}.items() if value is not None}
    return OfficeRow.model_validate(laid)


def _at(rate: Rate) -> tuple[str, str, str | None, date]:
    return rate.table, rate.key, rate.office, rate.valid_from


def _ended(rate: Rate, following: Rate | None) -> Rate:
    if following is None:
        return rate
    last = following.valid_from - timedelta(days=1)
    return rate if rate.valid_to is not None and rate.valid_to <= last else replace(rate, valid_to=last)


def _confirmed(rate: Rate, sure: set[tuple[str | None, str, str]]) -> Rate:
    if rate.standing == "verified" or not sure or (rate.office, *rate_said(rate)) not in sure:
        return rate
    return replace(rate, standing="verified")


def _office_confirmed(facts: OfficeFacts, sure: frozenset[tuple[str | None, str, str]]) -> OfficeFacts:
    """What the office itself has confirmed of its address and accounts is verified."""
    if not any(office == facts.code for office, _, _ in sure):
        return facts
    payees = tuple(
        replace(one, standing="verified") if (facts.code, *payee_said(one)) in sure else one
        for one in facts.payees
    )
    standing = "verified" if (facts.code, *office_said(facts)) in sure else facts.standing
    return replace(facts, payees=payees, standing=standing)


def _first_line(why: Exception) -> str:
    return " · ".join(line.strip() for line in str(why).splitlines()[:3])
