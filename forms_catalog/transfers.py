"""What is paid with the filing: to whom, how much, under which title, and the code that bank apps read."""

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
#: six digits of grosze
_MOST = Decimal("9999.99")


@dataclass(frozen=True)
class Transfer:
    """One payment; without a payee it is known how much, but not where."""

    kind: str
    amount: Decimal  #: złoty, above zero
    payee: Payee | None
    title: str


def transfers(
    calculations: Iterable[Calculation], office: OfficeFacts, *, on: date, about: str
) -> tuple[Transfer, ...]:
    """The payments of a submission, one for each kind of fee; sums of nothing are left out.

    `about` ends the title: the register number, before filing the form's short name.
    """
    due = [(each.payable, each.total) for each in calculations if each.payable and each.total]
    return tuple(
        _transfer(kind, sum((amount for _, amount in amounts), Decimal(0)), office.payee(kind, on), about)
        for kind, amounts in groupby(sorted(due), key=lambda one: one[0])
    )


def _transfer(kind: str, amount: Decimal, payee: Payee | None, about: str) -> Transfer:
    title = f"{payee.title} {about}" if payee else about
    return Transfer(kind, amount, payee, title[:_TITLE].rstrip())


def bank_code(transfer: Transfer) -> str | None:
    """The text of the QR code of Polish bank apps (2D code of the Polish Bank Association, 2013).

    Fields: tax number of the payee (left empty), PL, account, grosze in six digits, name, title, three
    reserved ones. None where the account is not known or the amount has more digits than the code.
    """
    if transfer.payee is None or transfer.amount > _MOST:
        return None
    grosze = int(transfer.amount * 100)
    name, title = (_without_bars(text) for text in (transfer.payee.name, transfer.title))
    return "|".join(
        ("", "PL", transfer.payee.account, f"{grosze:06d}", name[:_NAME], title[:_TITLE], "", "", "")
    )


def account_in_groups(account: str) -> str:
    """ "30 0000 0000 …": as it is printed and read out."""
    return " ".join([account[:2], *(account[at : at + 4] for at in range(2, len(account), 4))])


def _without_bars(text: str) -> str:
    return text.replace("|", " ")
