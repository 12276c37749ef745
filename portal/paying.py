"""What is paid with the filing, as pages and the printed receipt show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from casework.clock.deadlines import warsaw_date
from casework.papers.receipt import qr_svg
from forms_catalog.calculation import Calculation, as_kept
from forms_catalog.reference import OfficeFacts
from forms_catalog.transfers import Transfer, account_in_groups, bank_code, transfers
from portal.parts import parts


class Filed(Protocol):
    """What was filed, as receipts and cases tell of it."""

    @property
    def office(self) -> str: ...
    @property
    def filed_at(self) -> datetime: ...
    @property
    def register_number(self) -> str: ...
    @property
    def calculations(self) -> Sequence[Mapping[str, object]]: ...


@dataclass(frozen=True)
class Payment:
    """One transfer, ready to be read, typed or scanned."""

    transfer: Transfer
    account: str | None  #: in groups of four; None where it is not known
    code: str | None  #: what the QR code for bank apps says
    qr: str | None  #: that code as SVG
    demo: bool  #: the account is made up
    unsure: bool = False  #: the office has not confirmed the account


def payments(
    calculations: Iterable[Calculation], office: OfficeFacts, *, on: date, about: str
) -> tuple[Payment, ...]:
    """The payments of a submission on that Warsaw day; `about` ends their titles."""
    return tuple(_payment(transfer) for transfer in transfers(calculations, office, on=on, about=about))


def payments_of(filed: Filed) -> tuple[Payment, ...]:
    """What is paid with a submission, by the accounts of the day it was filed."""
    office = parts().catalogue.offices[filed.office]
    sums = as_kept(filed.calculations)
    return payments(sums, office, on=warsaw_date(filed.filed_at), about=filed.register_number)


def _payment(transfer: Transfer) -> Payment:
    payee = transfer.payee
    unsure = payee is not None and payee.standing not in ("verified", "demo")
    # a code is scanned without being read: none for an account that the office has not confirmed
    code = None if unsure else bank_code(transfer)
    return Payment(
        transfer,
        account=account_in_groups(payee.account) if payee else None,
        code=code,
        qr=qr_svg(code) if code else None,
        demo=payee is not None and payee.standing == "demo",
        unsure=unsure,
    )
