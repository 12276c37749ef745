"""What is paid with the filing: to whom, how much, under which title, and the code that bank apps read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from forms_catalog.calculation import Calculation
from forms_catalog.reference import OfficeFacts, Payee

#: the slot for the proof of a payment, in every form that has one
PROOF_SLOT = "payment_proof"
_NAME, _TITLE = 20, 32
_LOOSE_END = re.compile(r"( \w{1,2})+$")
#: calculations of the duty on a power of attorney, whatever their version
_OF_PROXY = frozenset({"proxy_duty", "reporter_duty", "attorney_duty"})
#: six digits of grosze
_MOST = Decimal("9999.99")


@dataclass(frozen=True)
class Transfer:
    """One payment; without a payee it is known how much, but not where."""

    kind: str
    amount: Decimal  #: złoty, above zero
    payee: Payee | None
    title: str
    #: the duty on a power of attorney: another commune's, where the person represented lives elsewhere
    of_proxy: bool = False


def transfers(
    calculations: Iterable[Calculation], office: OfficeFacts, *, on: date, about: str
) -> tuple[Transfer, ...]:
    """The payments of a submission, one for each kind of fee; sums of nothing are left out.

    The duty on a power of attorney is a payment of its own, as it may be another commune's: since 2025 an
    electronic one is paid to the commune of the person represented. `about` ends the title: the register
    number, before filing the form's short name.
    """
    due = sorted(
        (each.payable, each.name.partition("@")[0] in _OF_PROXY, each.total)
        for each in calculations
        if each.payable and each.total
    )
    return tuple(
        _transfer(
            kind, sum((amount for *_, amount in amounts), Decimal(0)), office.payee(kind, on), about, proxy
        )
        for (kind, proxy), amounts in groupby(due, key=lambda one: one[:2])
    )


def _transfer(kind: str, amount: Decimal, payee: Payee | None, about: str, of_proxy: bool) -> Transfer:
    title = f"{payee.title} {about}" if payee else about
    return Transfer(kind, amount, payee, _whole_words(title), of_proxy)


def _whole_words(title: str) -> str:
    """As many of its words as a title of the bank code holds; a first word that is too long is cut.

    No cut title ends in "o" or "na".
    """
    if len(title) <= _TITLE:
        return title
    kept = title[: _TITLE + 1].rpartition(" ")[0].rstrip() or title[:_TITLE]
    return _LOOSE_END.sub("", kept)


def bank_code(transfer: Transfer) -> str | None:
    """The text of the QR code of Polish bank apps (2D code of the Polish Bank Association, 2013).

    Fields: tax number of the payee (empty where not known), PL, account, grosze in six digits, name, title,
    three reserved ones. None where the account is not known or the amount has more digits than the code.
    """
    if transfer.payee is None or transfer.amount > _MOST:
        return None
    grosze = int(transfer.amount * 100)
    name, title = (_without_bars(text) for text in (transfer.payee.name, transfer.title))
    whom = (transfer.payee.tax_number or "", "PL", transfer.payee.account)
    return "|".join((*whom, f"{grosze:06d}", name[:_NAME], title[:_TITLE], "", "", ""))


def account_in_groups(account: str) -> str:
    """ "30 0000 0000 …": as it is printed and read out."""
    return " ".join([account[:2], *(account[at : at + 4] for at in range(2, len(account), 4))])


def _without_bars(text: str) -> str:
    return text.replace("|", " ")
