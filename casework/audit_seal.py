"""The daily seal on an office's audit: a cut tail, a dropped chain or a dropped day is found too."""

import hashlib
import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from casework.audit import GENESIS
from casework.clock.deadlines import WARSAW
from casework.trust.seal import Seal

_ENTRY = tables.table_of(tables.AuditEntry)
_SEAL = tables.table_of(tables.AuditSeal)
#: before the first seal
_NEVER = datetime(1, 1, 1, tzinfo=UTC)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SealBreak:
    """A seal that does not hold."""

    day: date
    reason: str  #: entries: something was added, dropped or changed; signature: the seal itself is not ours


def seal_audit(session: Session, office: str, *, day: date, seal: Seal) -> bool:
    """Seals what came in since the last seal, up to the end of the day; False when the day is sealed.

    Run it when nothing begun on that day can still be open. The head is logged: whoever keeps the log
    elsewhere can prove that no seal was dropped from the end.
    """
    last = session.execute(
        select(_SEAL).where(_SEAL.c.office_id == office).order_by(_SEAL.c.day.desc()).limit(1)
    ).one_or_none()
    if last is not None and last.day >= day:
        return False
    since, before = (_end(last.day), last.heads) if last is not None else (_NEVER, GENESIS)
    entries, heads = _heads(session, office, since, _end(day), before)
    row = {
        "office_id": office,
        "day": day,
        "entries": entries,
        "heads": heads,
        "signature": seal.key.sign(_said(office, day, entries, heads), ECDSA(SHA256())),
    }
    put = insert(_SEAL).on_conflict_do_nothing().returning(_SEAL.c.day)
    if session.execute(put, row).one_or_none() is None:
        return False
    logger.info("audit sealed", extra={"office": office, "entries": entries, "heads": heads.hex()})
    return True


def verify_seals(
    session: Session, office: str, certificates: Collection[x509.Certificate]
) -> Sequence[SealBreak]:
    """Every seal on the office's audit that does not hold, under the office's pinned certificates."""
    broken: list[SealBreak] = []
    since, before = _NEVER, GENESIS
    for seal in session.execute(select(_SEAL).where(_SEAL.c.office_id == office).order_by(_SEAL.c.day)).all():
        said = _said(office, seal.day, seal.entries, seal.heads)
        if not any(_signed(certificate, seal.signature, said) for certificate in certificates):
            broken.append(SealBreak(seal.day, "signature"))
        elif _heads(session, office, since, _end(seal.day), before) != (seal.entries, seal.heads):
            broken.append(SealBreak(seal.day, "entries"))
        since, before = _end(seal.day), seal.heads
    return broken


def _heads(session: Session, office: str, since: datetime, until: datetime, last: bytes) -> tuple[int, bytes]:
    """How many entries came in, and the hash over them chained to the last seal's."""
    chain, entries = hashlib.sha256(last), 0
    came_in = (
        select(_ENTRY.c.hash)
        .where(_ENTRY.c.office_id == office, _ENTRY.c.at >= since, _ENTRY.c.at < until)
        .order_by(_ENTRY.c.at, _ENTRY.c.submission_id, _ENTRY.c.position)
    )
    for row in session.execute(came_in, execution_options={"yield_per": 1000}):
        chain.update(row.hash)
        entries += 1
    return entries, chain.digest()


def _end(day: date) -> datetime:
    """Midnight in Warsaw after the day."""
    return datetime.combine(day + timedelta(days=1), time(), WARSAW)


def _said(office: str, day: date, entries: int, heads: bytes) -> bytes:
    return b"okienko audit seal 1\0" + json.dumps([office, day.isoformat(), entries, heads.hex()]).encode()


def _signed(certificate: x509.Certificate, signature: bytes, said: bytes) -> bool:
    key = certificate.public_key()
    if not isinstance(key, EllipticCurvePublicKey):
        return False
    try:
        key.verify(signature, said, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
