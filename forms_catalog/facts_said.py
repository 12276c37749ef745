"""What a fact is called and what it says, so that somebody can confirm it as it stands."""

import hashlib

from forms_catalog.rates import Rate
from forms_catalog.reference import Payee


def rate_said(rate: Rate) -> tuple[str, str]:
    """Name and digest of a rate: another value or source is another fact."""
    name = f"rate|{rate.table}|{rate.key}|{rate.valid_from}"
    return name, _digest(format(rate.value.normalize(), "f"), rate.source.pl)


def payee_said(payee: Payee) -> tuple[str, str]:
    """Name and digest of an account that a fee is paid to."""
    return f"payee|{payee.kind}|{payee.valid_from}", _digest(payee.account, payee.name, payee.title)


def _digest(*said: str) -> str:
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
