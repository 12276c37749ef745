"""Offices as they are written down: what one says of itself, and what every office of its kind has."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, get_args

from pydantic import Field

from forms_catalog.model import Standing
from forms_catalog.offices.appeals import Appeals
from forms_catalog.offices.local_units import LocalUnit
from forms_catalog.particulars import Appeal, Frozen
from forms_catalog.reference import (
    AccessibilityFacts,
    DataProtectionFacts,
    OfficeFacts,
    OfficeKind,
    Payee,
    QuietHours,
)
from forms_catalog.texts import Text

OFFICE_KINDS: tuple[OfficeKind, ...] = get_args(OfficeKind)
#: stands in addresses (`?urzad=`), names of files and every row of the database
OfficeCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", min_length=2, max_length=40)]
#: TERC, the number in the country's register
Teryt = Annotated[str, Field(pattern=r"^[0-9]{2,7}$")]
#: letters that an SMS carries cheaply once their tails are taken off
SmsName = Annotated[str, Field(pattern=r"^[0-9A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż .,'-]+$", max_length=40)]
_CITY: tuple[OfficeKind, ...] = ("commune", "city_with_county_rights")


class OfficeRow(Frozen):
    """What an office says of itself; None and empty: not given, never guessed."""

    code: OfficeCode
    kind: OfficeKind
    name: Text  #: of the office, not of the town
    city: str  #: where it has its seat
    authority: Text  #: whom a letter is addressed to
    street: str = ""
    postal_code: str = ""
    hours: Text | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    teryt: Teryt | None = None
    on: tuple[str, ...] = ()  #: services switched on that are off by default
    off: tuple[str, ...] = ()  #: services switched off that are on by default
    demo_on: tuple[str, ...] = ()  #: switched on in a demo alone, where made-up rates do no harm
    units: dict[str, Text] = Field(default_factory=dict)  #: department key → name; else that of the kind
    unit_symbols: dict[str, str] = Field(default_factory=dict)  #: department key → symbol used in signs
    mail_from: str | None = None
    sms_name: SmsName | None = None
    local_units: tuple[LocalUnit, ...] = ()  #: of the town; none: those of the shipped lists
    payees: tuple[Payee, ...] = ()
    sms_quiet: QuietHours | None = None
    accessibility: AccessibilityFacts | None = None
    data_protection: DataProtectionFacts | None = None
    standing: str  #: how sure all this is


class Unit(Frozen):
    """One unit of an office."""

    name: Text
    symbol: str


class _Kind(Frozen):
    name: Text
    units: dict[str, Unit]  #: department key → who handles it where an office has not said
    standing: Standing


class _Belongs(Frozen):
    """Services that offices of these kinds alone can have, and why."""

    services: tuple[str, ...]
    kinds: tuple[OfficeKind, ...]
    why: Text
    source: str
    standing: Standing


class _OffByDefault(Frozen):
    service: str
    why: Text


class OfficeKinds(Frozen):
    """What an office has by being a commune, a county …; a service not named here is a commune's."""

    sms_quiet: QuietHours | None = None  #: of an office that has not said its own
    fees: dict[str, Text] = Field(default_factory=dict)  #: what calculations call a fee → its name
    kinds: dict[OfficeKind, _Kind] = Field(default_factory=dict)
    belongs: tuple[_Belongs, ...] = ()
    otherwise: Text | None = None  #: why communes alone have a service that `belongs` does not name
    off_by_default: tuple[_OffByDefault, ...] = ()
    appeals: Appeals | None = None  #: to whom one appeals, and through whom

    def appeal(self, appeal: Appeal | None, office: OfficeFacts) -> Appeal | None:
        """The appeal of a form as this office is headed and placed."""
        return self.appeals.at(appeal, office) if self.appeals and appeal else appeal

    def is_sure_of(self, appeal: Appeal | None, office: OfficeFacts) -> bool:
        """Whether somebody compared with its source to whom one appeals from that office."""
        return not self.appeals or not appeal or self.appeals.is_sure(appeal, office)

    def may_have(self, kind: OfficeKind, service: str) -> bool:
        """Whether an office of that kind handles such a matter at all."""
        own = next((row.kinds for row in self.belongs if service in row.services), _CITY)
        return kind in own

    def why_not(self, service: str) -> Text | None:
        """Why only some kinds of office handle it."""
        return next((row.why for row in self.belongs if service in row.services), self.otherwise)

    def named(self) -> Iterator[str]:
        """Services that are spoken of here, whether or not their forms are written yet."""
        yield from (row.service for row in self.off_by_default)
        yield from (service for row in self.belongs for service in row.services)

    def services(self, row: OfficeRow, known: Iterable[str], *, demo: bool) -> tuple[str, ...]:
        """The services of an office among those known: all its kind can have but for what is switched off."""
        off = {one.service for one in self.off_by_default} - {*row.on, *(row.demo_on if demo else ())}
        off |= set(row.off)
        return tuple(code for code in known if code not in off and self.may_have(row.kind, code))

    def facts(self, row: OfficeRow, known: Iterable[str], *, demo: bool = False) -> OfficeFacts:
        """The office ready for use; its own units go before those of its kind."""
        usual: Mapping[str, Unit] = self.kinds[row.kind].units if row.kind in self.kinds else {}
        said = {name: getattr(row, name) for name in _SAME}
        return OfficeFacts(
            **said,
            sms_quiet=row.sms_quiet or self.sms_quiet,
            services=self.services(row, known, demo=demo),
            units={key: unit.name for key, unit in usual.items()} | row.units,
            unit_symbols={key: unit.symbol for key, unit in usual.items()} | row.unit_symbols,
        )


_SAME = (
    *("code", "kind", "name", "city", "authority", "street", "postal_code", "hours", "phone"),
    *("email", "website", "teryt", "mail_from", "sms_name", "payees", "accessibility", "standing"),
    "data_protection",
)
