"""What a fact is called and what it says, so that somebody can confirm it as it stands."""

import hashlib

from forms_catalog.facts.holidays import Holiday
from forms_catalog.facts.rates import Rate
from forms_catalog.reference import OfficeFacts, Payee


def rate_said(rate: Rate) -> tuple[str, str]:
    """Name and digest of a rate: another value or source is another fact."""
    name = f"rate|{rate.table}|{rate.key}|{rate.valid_from}"
    return name, said(format(rate.value.normalize(), "f"), rate.source.pl)


def payee_said(payee: Payee) -> tuple[str, str]:
    """Name and digest of an account that a fee is paid to: another tax number is another fact too."""
    words = (payee.account, payee.name, payee.title, payee.tax_number)
    return f"payee|{payee.kind}|{payee.valid_from}", said(*filter(None, words))


def holiday_said(holiday: Holiday) -> tuple[str, str]:
    """Name and digest of a free day: another date or source is another fact."""
    when = (str(holiday.month), str(holiday.day), str(holiday.easter))
    name = f"holiday|{holiday.code}|{holiday.valid_from or ''}"
    return name, said(holiday.name.pl, *when, holiday.source.pl)


def office_said(facts: OfficeFacts) -> tuple[str, str]:
    """Name and digest of what an office says of itself: name, address, hours."""
    return "office", said(*office_words(facts))


def office_words(facts: OfficeFacts) -> tuple[str, ...]:
    """Name, seat, authority, address, hours, phone and sender of an office, in Polish; "" where not known."""
    where = (facts.name.pl, facts.city, facts.authority.pl, facts.street, facts.postal_code)
    return (*where, facts.hours.pl if facts.hours else "", facts.phone or "", facts.mail_from or "")


def said(*words: str) -> str:
    """Digest (SHA-256, hex) of what a fact says."""
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()
