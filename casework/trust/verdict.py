"""Verdicts on receipts, in words a clerk and a resident can read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from cryptography import x509

from casework.trust.receipt import ReceiptFacts


class Verdict(StrEnum):
    VALID = "VALID"
    INVALID = "INVALID"
    INDETERMINATE = "INDETERMINATE"


@dataclass(frozen=True)
class Reason:
    code: str  #: stable: bad_signature, not_our_seal, dtd, too_big, duplicate_id, unknown_transform …
    message: str  #: English message id with %(name)s places
    values: Mapping[str, str]


@dataclass(frozen=True)
class FileVerdict:
    name: str
    sha256: str
    match: Literal["document", "attachment", "none"]


@dataclass(frozen=True)
class Report:
    """What was found; everything about the receipt comes from signed bytes only."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    signer: str | None = None  #: as the certificate names it
    certificate_sha256: str | None = None
    receipt: ReceiptFacts | None = None  #: only with VALID, or INDETERMINATE with an intact seal
    receipt_digest: str | None = (
        None  #: SHA-256 hex of the signed content: identifies the receipt (not SignatureValue)
    )
    files: tuple[FileVerdict, ...] = ()


def verify_receipt(
    data: bytes,
    *,
    seals: Collection[x509.Certificate],
    now: datetime,
    files: Sequence[tuple[str, bytes]] = (),
) -> Report:
    """The verdict on a UPO checked against pinned seal certificates. Never raises, opens no socket, ≤ 1 s for any input."""
    raise NotImplementedError


def receipt_digest(data: bytes) -> str:
    """SHA-256 (hex) of the signed content of a receipt that we sealed ourselves."""
    raise NotImplementedError
