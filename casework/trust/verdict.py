"""Verdicts on receipts, in words a clerk and a resident can read."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from cryptography import x509
from lxml import etree

from casework.trust.certificates import fingerprint, may_seal, signer_name
from casework.trust.receipt import ReceiptFacts
from casework.trust.sealed import SealedContent, certificate_in, check_seal
from casework.trust.signature_form import demand_form
from casework.trust.upp import read
from casework.trust.words import MESSAGES, Refused
from casework.trust.xml_gate import admit, canonical


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
    receipt: ReceiptFacts | None = (
        None  #: only with VALID, or INDETERMINATE with an intact seal that is pinned
    )
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
    """The verdict on a UPO checked against pinned seal certificates. Never raises, opens no socket, ≤ 1
    s for any input.

    Without any seal the best verdict is INDETERMINATE (seal_not_pinned), with nothing said of the
    receipt but who claims to have sealed it.
    """
    try:
        root = admit(data)
        certificate = certificate_in(demand_form(root))
        if seals:
            _demand_our_seal(certificate, seals)
        content = check_seal(data, certificate)
        facts = read(content.receipt)
    except Refused as refused:
        return Report(Verdict.INVALID, (reason(refused.code, **refused.values),))
    if not seals:
        claimed = reason("seal_not_pinned", signer=signer_name(certificate))
        return Report(Verdict.INDETERMINATE, (claimed,), signer_name(certificate), fingerprint(certificate))
    return _report(certificate, content, facts, now, files)


def receipt_digest(data: bytes) -> str:
    """SHA-256 (hex) of the signed content of a receipt that we sealed ourselves; else ValueError."""
    try:
        root = admit(data)
        root.remove(demand_form(root))
        return hashlib.sha256(canonical(root)).hexdigest()
    except (Refused, etree.LxmlError) as refused:
        raise ValueError(f"not a receipt of ours: {refused}") from None


def reason(code: str, **values: str) -> Reason:
    return Reason(code, MESSAGES[code], values)


def _demand_our_seal(certificate: x509.Certificate, seals: Collection[x509.Certificate]) -> None:
    """Pinned to the very certificate: another one of the same centre and name is not our seal."""
    if certificate not in seals:
        raise Refused("not_our_seal", signer=signer_name(certificate))
    if not may_seal(certificate):
        raise Refused("not_a_seal", signer=signer_name(certificate))


def _report(
    certificate: x509.Certificate,
    content: SealedContent,
    facts: ReceiptFacts,
    now: datetime,
    files: Sequence[tuple[str, bytes]],
) -> Report:
    doubts = _doubts_about_time(certificate, facts, now)
    return Report(
        verdict=Verdict.INDETERMINATE if doubts else Verdict.VALID,
        reasons=doubts,
        signer=signer_name(certificate),
        certificate_sha256=fingerprint(certificate),
        receipt=facts,
        receipt_digest=hashlib.sha256(content.receipt).hexdigest(),
        files=tuple(_compare(name, data, facts) for name, data in files),
    )


def _doubts_about_time(
    certificate: x509.Certificate, facts: ReceiptFacts, now: datetime
) -> tuple[Reason, ...]:
    """Without a trusted timestamp only `now` counts: a stolen old key could write any SigningTime."""
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    doubts = []
    if now > ends:
        doubts.append(reason("seal_expired", date=ends.date().isoformat()))
    if now < begins:
        doubts.append(reason("seal_not_yet_valid", date=begins.date().isoformat()))
    if not begins <= facts.created_at <= ends:
        doubts.append(reason("outside_validity"))
    return tuple(doubts)


def _compare(name: str, data: bytes, facts: ReceiptFacts) -> FileVerdict:
    digest = hashlib.sha256(data).hexdigest()
    if digest == facts.document.sha256:
        return FileVerdict(name, digest, "document")
    known = any(digest == file.sha256 for file in facts.attachments)
    return FileVerdict(name, digest, "attachment" if known else "none")
