"""The papers of a submission: document, calculated lines, sealed receipt; made before anything is locked."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid4

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from casework.clock.deadlines import warsaw_date
from casework.intake.handed_in import Filing, SignatureState, sender_of
from casework.trust.receipt import FiledFile, ReceiptFacts, seal_with_digest
from casework.trust.seal import Seal
from forms_catalog.calculate import calculate
from forms_catalog.calculation import Calculation, to_keep
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.xml import AttachedFile, Envelope, to_xml
from forms_catalog.documents.xsd import check


@dataclass(frozen=True)
class Papers:
    """Bytes and facts as they will be kept."""

    submission: UUID
    document: bytes
    document_sha256: str  #: hex
    calculations: list[object]  #: `Calculation` as JSON holds it: amounts and dates are text
    sender: str | None
    signature: SignatureState
    receipt_id: str
    receipt: bytes
    receipt_digest: str  #: hex, of the signed content
    certificate_sha256: str  #: hex


def make_papers(filing: Filing, catalogue: Catalogue, seal: Seal, filed_at: datetime) -> Papers:
    """Everything that is written about a submission that the judge let through. Touches no database."""
    submission, definition = uuid4(), filing.definition
    calculations = calculate(
        definition,
        filing.answers,
        catalogue=catalogue,
        office=filing.office,
        today=warsaw_date(filed_at),
    )
    signature: SignatureState = "not_needed" if "none" in definition.signature.levels else "missing"
    document = to_xml(
        definition, filing.answers, _envelope(filing, catalogue, submission, filed_at), calculations
    )
    check(definition, document)
    document_sha256 = hashlib.sha256(document).hexdigest()
    facts = ReceiptFacts(
        receipt_id=str(uuid4()),
        office_name=catalogue.offices[filing.office].name.pl,
        office_code=filing.office,
        sender=sender_of(filing.answers),
        delivered_at=filed_at,
        created_at=filed_at,
        submission_id=str(submission),
        service=definition.code,
        form_version=definition.version,
        document=FiledFile(f"{definition.code}.xml", document_sha256),
        attachments=tuple(FiledFile(file.filename, file.sha256) for file in filing.files),
        signature=signature,
        notes=_amounts(calculations),
    )
    receipt, digest = seal_with_digest(facts, seal)
    return Papers(
        submission=submission,
        document=document,
        document_sha256=document_sha256,
        calculations=to_keep(calculations),
        sender=facts.sender,
        signature=signature,
        receipt_id=facts.receipt_id,
        receipt=receipt,
        receipt_digest=digest,
        certificate_sha256=_fingerprint(seal.certificate),
    )


def _envelope(filing: Filing, catalogue: Catalogue, submission: UUID, filed_at: datetime) -> Envelope:
    office = catalogue.offices[filing.office]
    return Envelope(
        submission_id=str(submission),
        created_at=filed_at,
        language=filing.language,
        office_code=filing.office,
        office_name=office.name.pl,
        authority=office.authority.pl,
        attachments=tuple(AttachedFile(**asdict(file)) for file in filing.files),
    )


def _amounts(calculations: Sequence[Calculation]) -> tuple[tuple[str, str], ...]:
    """What is due, as the receipt says it; nothing where a rate is missing."""
    return tuple(
        ("Kwota", f"{calculation.total_label.pl}: {calculation.total} PLN")
        for calculation in calculations
        if calculation.total is not None
    )


@lru_cache(maxsize=256)
def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(SHA256()).hex()
