"""What is paid with the filing, as pages and the printed receipt show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.papers.receipt import qr_svg
from forms_catalog.calculation import Calculation
from forms_catalog.reference import OfficeFacts
from forms_catalog.transfers import Transfer, account_in_groups, bank_code, transfers


@dataclass(frozen=True)
class Payment:
    """One transfer, ready to be read, typed or scanned."""

    transfer: Transfer
    account: str | None  #: in groups of four; None where it is not known
    code: str | None  #: what the QR code for bank apps says
    qr: str | None  #: that code as SVG
    demo: bool  #: the account is made up


def payments(
    calculations: Iterable[Calculation], office: OfficeFacts, *, on: date, about: str
) -> tuple[Payment, ...]:
    """The payments of a submission on that Warsaw day; `about` ends their titles."""
    return tuple(_payment(transfer) for transfer in transfers(calculations, office, on=on, about=about))


def _payment(transfer: Transfer) -> Payment:
    code, payee = bank_code(transfer), transfer.payee
    return Payment(
        transfer,
        account=account_in_groups(payee.account) if payee else None,
        code=code,
        qr=qr_svg(code) if code else None,
        demo=payee is not None and payee.standing == "demo",
    )
