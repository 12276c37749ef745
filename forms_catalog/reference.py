"""Reference data that definitions lean on: dated lists, life situations, offices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from pydantic import ConfigDict, with_config

from forms_catalog.texts import Text

_STRICT = ConfigDict(extra="forbid")


@with_config(_STRICT)
@dataclass(frozen=True)
class ListEntry:
    """One entry of a dated list."""

    value: str
    label: Text
    valid_from: date | None = None
    valid_to: date | None = None
    office: str | None = None  #: offered by this office alone

    def offered_on(self, day: date) -> bool:
        """Whether the entry may be chosen that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@with_config(_STRICT)
@dataclass(frozen=True)
class NotHere:
    """A matter that people look for and that none of the services handles."""

    name: Text | None = None  #: None: talk that nobody handles, the weather for one
    also: tuple[str, ...] = ()  #: other words for the same
    where: Text | None = None  #: who handles it; None: not the same for every office


@with_config(_STRICT)
@dataclass(frozen=True)
class Situation:
    """A life situation and the services that help in it."""

    code: str
    title: Text
    summary: Text
    icon: str  #: name of an icon of pages/
    services: tuple[str, ...]


@with_config(_STRICT)
@dataclass(frozen=True)
class Payee:
    """Where a kind of fee is paid, as long as it holds."""

    kind: str  #: stamp_duty, alcohol_permit …: what `Calculation.payable` names
    account: str  #: NRB, 26 digits
    name: str  #: of the holder, as a bank prints it; at most 20 signs go into the code for bank apps
    title: str  #: how the title of a transfer begins, in Polish; the number follows
    valid_from: date
    standing: str  #: verified | to_be_confirmed | demo
    valid_to: date | None = None
    source: str | None = None  #: where the account stands, in Polish
    tax_number: str | None = None  #: NIP of the holder, ten digits, for the code that bank apps read

    @property
    def called(self) -> str:
        """The holder, with the tax number where it is known: "Miasto Zabrze, NIP 1234563218"."""
        return f"{self.name}, NIP {self.tax_number}" if self.tax_number else self.name

    def holds_on(self, day: date) -> bool:
        """Whether it may be paid there that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@with_config(_STRICT)
@dataclass(frozen=True)
class AccessibilityFacts:
    """What only the office can say in its accessibility statement (Act of 4 April 2019, art. 10)."""

    published_on: date  #: since when the website is open
    changed_on: date  #: its last change that mattered
    declared_on: date  #: when the statement was made
    reviewed_on: date  #: last looked over; by 31 March of each year and after each such change
    compliance: Literal["full", "partial", "none"]
    contact: Text  #: who answers: a person or a unit
    email: str
    standing: str  #: verified | to_be_confirmed | demo
    phone: str | None = None
    gaps: tuple[Text, ...] = ()  #: what is not accessible, with why and what to do instead
    assessed_by: Text | None = None  #: None: the office itself
    buildings: Text | None = None  #: how the office's building is reached; None: not told yet


@with_config(_STRICT)
@dataclass(frozen=True)
class DataProtectionFacts:
    """What only the office can say in its notices on personal data (GDPR art. 13)."""

    standing: str  #: verified | to_be_confirmed | demo
    officer: Text | None = None  #: the data protection officer: a person or a post
    email: str | None = None
    phone: str | None = None
    recipients: Text | None = None  #: firms and bodies that see the data for the office; None: not told yet


@with_config(_STRICT)
@dataclass(frozen=True)
class QuietHours:
    """From when to when (Warsaw time) an office sends no news by SMS; over midnight where `end` is less."""

    start: time
    end: time


OfficeKind = Literal["commune", "city_with_county_rights", "county", "voivodeship"]


@dataclass(frozen=True)
class OfficeFacts:
    """An office as residents and clerks meet it: its files, what its kind has, and its own changes."""

    code: str
    kind: OfficeKind
    name: Text
    city: str  #: "Zabrze"
    authority: Text  #: whom a letter is addressed to: "Prezydent Miasta Zabrze"
    street: str
    postal_code: str
    hours: Text | None
    phone: str | None
    services: tuple[str, ...]  #: codes of all it offers
    units: Mapping[str, Text]  #: department key → name of the unit
    unit_symbols: Mapping[str, str]  #: department key → symbol used in signs
    standing: str  #: how sure the facts are; shown as data, never asserted
    email: str | None = None  #: where people write to
    website: str | None = None
    teryt: str | None = None  #: its number in the register of communes and counties (TERC)
    mail_from: str | None = None  #: address that its e-mails come from
    sms_name: str | None = None  #: what an SMS calls it; None: its name, in Latin letters
    payees: tuple[Payee, ...] = ()  #: where fees are paid
    payees_waiting: tuple[Payee, ...] = ()  #: typed at the desk; nobody pays there yet
    sms_quiet: QuietHours | None = None  #: news by SMS wait for their end; what a person asked for does not
    accessibility: AccessibilityFacts | None = None  #: None: the office has not told
    data_protection: DataProtectionFacts | None = None  #: None: the office has not told

    @property
    def called_in_sms(self) -> Text:
        """Its name as an SMS says it: never in letters that make the message three times as dear."""
        return Text(pl=self.sms_name or self.name.pl, en=self.sms_name or self.name.en)

    def payee(self, kind: str, on: date) -> Payee | None:
        """Where that kind of fee is paid that day; None where it is not known."""
        known = (payee for payee in self.payees if payee.kind == kind and payee.holds_on(on))
        return max(known, key=lambda payee: payee.valid_from, default=None)
