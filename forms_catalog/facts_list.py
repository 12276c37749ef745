"""Every fact that an office works with, with its source and how sure it is: what a person goes through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.facts_said import (
    holiday_said,
    office_said,
    office_words,
    payee_said,
    rate_said,
    said,
)
from forms_catalog.facts.holidays import Holiday
from forms_catalog.facts.rate_names import RateNames
from forms_catalog.facts.rates import Rate
from forms_catalog.model import Definition
from forms_catalog.offices.own_accounts import fees_paid
from forms_catalog.offices.own_rows import OwnDated, OwnValue, ValueKind
from forms_catalog.offices.own_values import with_own
from forms_catalog.reference import OfficeFacts
from forms_catalog.texts import Text
from forms_catalog.transfers import account_in_groups
from forms_catalog.wording import say_number

Kind = Literal[
    "rate", "term", "fee", "file_plan", "account", "unit", "list", "minimum", "note", "office", "holiday"
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    *("rate", "account", "fee", "term", "file_plan", "unit", "office", "list", "minimum", "note", "holiday"),
)
#: from the surest to the least sure
STANDINGS = ("verified", "derived", "partly", "memory", "to_be_confirmed", "demo")
_CONFIDENCE = {"high": "derived", "medium": "partly", "low": "to_be_confirmed"}


@dataclass(frozen=True)
class Fact:
    """One thing that is so, as far as anybody knows."""

    kind: Kind
    group: str  #: table of rates, code of a service, or the kind
    name: str  #: key, code, symbol: what tells it from its neighbours
    title: Text  #: what it is about; of a rate its name
    value: str  #: Polish
    standing: str  #: one of STANDINGS
    subject: str
    digest: str  #: of what it says: a confirmation holds for this alone
    office: str | None  #: None: the same for every office
    valid_from: date | None = None
    valid_to: date | None = None
    source: Text | None = None

    @property
    def is_sure(self) -> bool:
        return self.standing == "verified"

    @property
    def may_be_confirmed(self) -> bool:
        """What was made up for a demo, or is not given, is not confirmed: somebody writes what is so."""
        return not self.is_sure and self.standing != "demo" and bool(self.subject)


@dataclass(frozen=True)
class Missing:
    """A value of this year that has none for the next."""

    table: str  #: of an account "account"
    key: str
    office: str | None  #: whose own it is; None: the law's
    year: int
    kind: Kind = "rate"


def facts_of(catalogue: Catalogue, office: str | None) -> tuple[Fact, ...]:
    """All that the office works with; for None what is the same everywhere. The least sure come first."""
    rest = _fees_of_all(catalogue) if office is None else _own(catalogue, office)
    found = [*_shared(catalogue), *rest]
    sure = catalogue.confirmed
    settled = [
        replace(fact, standing="verified")
        if (fact.office, fact.subject, fact.digest) in sure or (None, fact.subject, fact.digest) in sure
        else fact
        for fact in found
    ]
    return tuple(sorted(settled, key=_turn))


def _turn(fact: Fact) -> tuple[bool, bool, int, str, str, date]:
    """Its own facts first: these an office can confirm."""
    first = fact.valid_from or date.min
    return fact.is_sure, fact.office is None, KINDS.index(fact.kind), fact.group, fact.name, first


def missing_next_year(catalogue: Catalogue, office: str | None, *, today: date) -> tuple[Missing, ...]:
    """From 1 December on: rates in force today that nobody has set for 1 January. A rate that holds until
    further notice misses nothing; an office's own rate is not replaced by the cap of the new year.
    """
    if today.month < 12:
        return ()
    new_year = date(today.year + 1, 1, 1)
    ending = {
        (rate.table, rate.key)
        for rate in catalogue.rates
        if rate.office == office and rate.holds_on(today) and not rate.holds_on(new_year)
    }
    going_on = {
        (rate.table, rate.key)
        for rate in catalogue.rates
        if rate.office == office and rate.holds_on(new_year)
    }
    rates = (
        Missing(table, key, office, new_year.year)
        for table, key in sorted(ending - going_on)
        if office is not None or not _set_by_every_office(catalogue, table, key, new_year)
    )
    return (*rates, *_accounts_ending(catalogue, office, today, new_year))


def _accounts_ending(
    catalogue: Catalogue, office: str | None, today: date, new_year: date
) -> Iterator[Missing]:
    facts = catalogue.offices.get(office or "")
    for kind in dict.fromkeys(payee.kind for payee in facts.payees) if facts else ():
        if facts and facts.payee(kind, today) and not facts.payee(kind, new_year):
            yield Missing("account", kind, office, new_year.year, "account")


def rate_fact(rate: Rate, names: RateNames) -> Fact:
    """A rate as a fact."""
    subject, digest = rate_said(rate)
    called = names.of(rate.table, rate.key)
    return Fact(
        "rate", rate.table, rate.key, called.name, called.say(rate.value, "pl"), rate.standing,
        subject, digest, rate.office, rate.valid_from, rate.valid_to, rate.source,
    )  # fmt: skip


def holiday_fact(holiday: Holiday) -> Fact:
    """A free day as a fact."""
    subject, digest = holiday_said(holiday)
    return Fact(
        "holiday", "holiday", holiday.code, holiday.name, _when(holiday), holiday.standing, subject, digest,
        None, holiday.valid_from, holiday.valid_to, holiday.source,
    )  # fmt: skip


def _when(holiday: Holiday) -> str:
    if holiday.easter is None:
        return f"{holiday.day}.{holiday.month:02}"
    days = "1 dzień" if holiday.easter == 1 else f"{holiday.easter} dni"
    return "w Wielkanoc" if holiday.easter == 0 else f"{days} po Wielkanocy"


def _shared(catalogue: Catalogue) -> Iterator[Fact]:
    names = catalogue.rate_names
    yield from (rate_fact(rate, names) for rate in catalogue.rates if rate.office is None)
    for table in catalogue.minimums:
        name = f"minimum|{table.valid_from}"
        rows = repr(table.rows)
        yield Fact(
            "minimum", "transport_tax", str(table.valid_from), _MINIMUMS, "", table.standing, name,
            said(rows, table.source.pl), None, table.valid_from, table.valid_to, table.source,
        )  # fmt: skip
    for name, entries in catalogue.lists.items():
        unsure = name in catalogue.unsure
        digest = said(*(entry.value for entry in entries if entry.office is None))
        standing = "to_be_confirmed" if unsure else "verified"
        title, many = catalogue.list_title(name), f"pozycji: {len(entries)}"
        yield Fact("list", "list", name, title, many, standing, f"list|{name}", digest, None)
    yield from (holiday_fact(holiday) for holiday in catalogue.holidays)


def _own(catalogue: Catalogue, code: str) -> Iterator[Fact]:
    facts = catalogue.offices[code]
    names = catalogue.rate_names
    yield from (rate_fact(rate, names) for rate in catalogue.rates if rate.office == code)
    yield from _not_given(catalogue, code)
    yield from _of_office(facts)
    yield from _accounts(catalogue, facts)
    for form in catalogue.services(code):
        own = catalogue.values.get(code, {}).get(form.code, {})
        yield from _of_form(form, code, own, catalogue.fees.get(form.code))


def _not_given(catalogue: Catalogue, office: str) -> Iterator[Fact]:
    """Rates that another office has and this one has not, where no cap stands in. The keys of vehicle tax are
    each council's own.
    """
    keys = {(rate.table, rate.key) for rate in catalogue.rates if rate.table != "transport_tax"}
    keys -= {(rate.table, rate.key) for rate in catalogue.rates if rate.office in (None, office)}
    for table, key in keys:
        name = catalogue.rate_names.of(table, key).name
        yield Fact("rate", table, key, name, "", "to_be_confirmed", "", "", office)


def _of_office(facts: OfficeFacts) -> Iterator[Fact]:
    address = ", ".join(part for part in office_words(facts) if part)
    subject, digest = office_said(facts)
    yield Fact(
        "office",
        "office",
        facts.code,
        facts.name,
        address,
        _worst([facts.standing]),
        subject,
        digest,
        facts.code,
    )
    for key, name in facts.units.items():
        symbol = facts.unit_symbols.get(key, "")
        yield Fact(
            "unit", "unit", key, name, symbol or "–", _worst([facts.standing]), f"unit|{key}",
            said(name.pl, symbol), facts.code,
        )  # fmt: skip


def _accounts(catalogue: Catalogue, facts: OfficeFacts) -> Iterator[Fact]:
    """What is given, and each kind of fee that people are asked to pay here without an account."""
    kinds = catalogue.office_kinds.fees
    for payee in (*facts.payees_waiting, *facts.payees):
        subject, digest = payee_said(payee)
        title = kinds.get(payee.kind) or Text(pl=payee.title, en=payee.title)
        source = Text(pl=payee.source, en=payee.source) if payee.source else None
        yield Fact(
            "account", "account", payee.kind, title, f"{account_in_groups(payee.account)} ({payee.called})",
            _worst([payee.standing]), subject, digest, facts.code, payee.valid_from, payee.valid_to, source,
        )  # fmt: skip
    given = {payee.kind for payee in (*facts.payees, *facts.payees_waiting)}
    for kind in fees_paid(catalogue.services(facts.code), kinds):
        if kind not in given:
            yield Fact("account", "account", kind, kinds[kind], "", "to_be_confirmed", "", "", facts.code)


def _of_form(
    form: Definition, office: str, own: Mapping[ValueKind, OwnValue], fee_row: OwnDated | None
) -> Iterator[Fact]:
    sentences = [_sentence(one) for one in form.verification]
    worst = _worst([standing for standing, _ in sentences])
    term, plan = form.office_deadline, form.file_plan
    amount, fee_said = _fee(form)
    term_said = said(term.plain.pl, str(term.days), str(term.months), term.legal)
    plan_said = said(plan.class_dev, plan.archive_category_dev)
    found: list[tuple[Kind, str, str, str, str]] = [
        ("fee", _fee_in_words(form, amount), worst, fee_said, form.fee.legal_item),
        ("term", term.plain.pl, worst, term_said, term.legal),
        (
            "file_plan", f"{plan.class_dev} ({plan.archive_category_dev})", _CONFIDENCE[plan.confidence],
            plan_said, "",
        ),
        *(("note", sentence, standing, said(sentence), "") for standing, sentence in sentences),
    ]  # fmt: skip
    for kind, value, standing, digest, source in found:
        set_here = fee_row if kind == "fee" else own.get(kind) if kind in ("term", "file_plan") else None
        if set_here is not None:
            standing, source = set_here.standing, set_here.source
        yield Fact(
            kind, form.code, form.code, form.short_title, value, standing, f"{kind}|{form.code}", digest,
            office, set_here.valid_from if set_here else None,
            source=Text(pl=source, en=source) if source else None,
        )  # fmt: skip


def _fee(form: Definition) -> tuple[str, str]:
    """The amount, "" where there is none, and the digest of what the fee says."""
    fee = form.fee
    amount = "" if fee.amount_pln is None else say_number(fee.amount_pln, "pl", places=2)
    return amount, said(fee.kind, amount, fee.legal_item)


def _fee_in_words(form: Definition, amount: str) -> str:
    """In Polish, like every fact that clerks read."""
    if not amount:
        return "liczona z odpowiedzi"
    return f"{amount}\N{NO-BREAK SPACE}zł" if form.fee.amount_pln else "bez opłaty"


def _fees_of_all(catalogue: Catalogue) -> Iterator[Fact]:
    """The fee of each service as the law has it."""
    for shipped in catalogue.services():
        row = catalogue.fees.get(shipped.code)
        form = with_own(shipped, {}, row)
        amount, digest = _fee(form)
        standing = row.standing if row else _worst([_sentence(one)[0] for one in form.verification])
        source = Text(pl=form.fee.legal_item, en=form.fee.legal_item)
        yield Fact(
            "fee", form.code, form.code, form.short_title, _fee_in_words(form, amount), standing,
            f"fee|{form.code}", digest, None, row.valid_from if row else None, source=source,
        )  # fmt: skip


def _sentence(verification: str) -> tuple[str, str]:
    """`partly: what somebody saw` → how sure, and what."""
    standing, _, what = verification.partition(":")
    return _worst([standing.strip()]), what.strip() or verification


def _worst(standings: Iterable[str]) -> str:
    """The least sure of them; what we have no word for, or nothing at all, has to be confirmed."""
    known = [one if one in STANDINGS else "to_be_confirmed" for one in standings]
    return max(known, key=STANDINGS.index, default="to_be_confirmed")


def _set_by_every_office(catalogue: Catalogue, table: str, key: str, day: date) -> bool:
    """Nobody needs a cap that stands in for no office."""
    own = {
        rate.office
        for rate in catalogue.rates
        if (rate.table, rate.key) == (table, key) and rate.holds_on(day)
    }
    return all(code in own for code in catalogue.offices)


_MINIMUMS = Text(pl="Stawki minimalne podatku od środków transportowych", en="Least rates of vehicle tax")
