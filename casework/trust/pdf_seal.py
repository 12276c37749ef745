"""The office's seal on a PDF: PAdES-B (ETSI EN 319 142-1), made and checked."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from asn1crypto import cms, keys  # type: ignore[import-untyped]  # it has none
from asn1crypto import x509 as asn1_x509
from asn1crypto.core import Null  # type: ignore[import-untyped]  # nor has this
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from casework.trust import pdf_gate
from casework.trust.certificates import organisation, signer_name
from casework.trust.pdf_gate import BIGGEST, Refused
from casework.trust.seal import Seal
from casework.trust.verdict import Verdict
from casework.trust.words import N_

FIELD = "pieczec"
READ_OUT = "Pieczęć elektroniczna urzędu"

__all__ = ["BIGGEST", "MESSAGES", "PdfReport", "seal_pdf", "verify_pdf"]
_Made = TypeVar("_Made")
#: code → message id (English) with %(signer)s and %(date)s places
MESSAGES = {
    "genuine": N_("The office sealed this letter, and nothing in it was changed since."),
    "too_big": N_("The file is bigger than any letter of ours."),
    "not_pdf": N_("The file is not a whole PDF. Download the letter again."),
    "no_seal": N_("The letter carries no seal."),
    "locked": N_("The file is locked with a password. Letters of the office never are."),
    "more_seals": N_("The letter carries more than one seal or signature. Ours carries exactly one."),
    "not_our_seal": N_("The seal is not the office's published seal. The certificate says: %(signer)s."),
    "seal_not_pinned": N_("Nobody said which seal to trust. The certificate in the file claims: %(signer)s."),
    "changed": N_("The letter was changed after it had been sealed."),
    "seal_expired": N_(
        "The seal's certificate ran out on %(date)s, and no trusted timestamp says when it was used."
    ),
    "seal_not_yet_valid": N_("The seal's certificate is valid only from %(date)s."),
}


@dataclass(frozen=True)
class PdfReport:
    """What was found out about a sealed PDF."""

    verdict: Verdict
    code: str  #: stable; a key of MESSAGES
    signer: str = ""  #: as the certificate names it; "" when nothing can be said
    date: str = ""  #: ISO, where the certificate's time is the matter
    office: str = ""  #: as the certificate names it; this and the rest only with a whole seal of ours
    title: str = ""  #: what was sealed, in the office's words
    sealed_at: datetime | None = None  #: by the office's own clock

    @property
    def message(self) -> str:
        """English message id with %(signer)s and %(date)s places."""
        return MESSAGES[self.code]


def seal_pdf(pdf: bytes, seal: Seal, *, reason: str) -> bytes:
    """The PDF with the office's seal over all of it (PAdES-B-B); whatever is added later breaks it.

    The seal shows nowhere on the pages: its field lies outside them and has a name to be read out, as PDF/A-2
    and PDF/UA-1 both allow. The time is the machine's own, there is no trusted timestamp.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    _order_by_structure(writer)
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=signer_name(seal.certificate),
            reason=reason,
        ),
        signer=_signer(seal),
        new_field_spec=SigFieldSpec(
            FIELD,
            readable_field_name=READ_OUT,
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        ),
    )
    sealed: BytesIO = _without_a_loop(lambda: signer.sign_pdf(writer))
    return sealed.getvalue()


def verify_pdf(data: bytes, *, seals: Collection[x509.Certificate], now: datetime) -> PdfReport:
    """The verdict on a letter, checked against pinned seal certificates. Never raises, opens no socket.

    A file that none of them sealed is refused within a second, before anything of it is read as a PDF.
    Without any the best verdict is INDETERMINATE (seal_not_pinned), with nothing said but who claims it.
    """
    try:
        certificate = pdf_gate.admit(data, seals)
        if not seals:
            return PdfReport(Verdict.INDETERMINATE, "seal_not_pinned", signer_name(certificate))
        found = _only_seal(data)
        if not _is_whole(found):
            raise Refused("changed", signer_name(certificate))
    except Refused as refused:
        return PdfReport(Verdict.INVALID, refused.code, refused.signer)
    verdict, code, day = _by_time(certificate, now)
    return PdfReport(
        verdict,
        code,
        signer_name(certificate),
        day,
        office=organisation(certificate),
        title=str(found.sig_object.get("/Reason", "")),
        sealed_at=found.self_reported_timestamp,
    )


def _by_time(certificate: x509.Certificate, now: datetime) -> tuple[Verdict, str, str]:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now > ends:
        return Verdict.INDETERMINATE, "seal_expired", ends.date().isoformat()
    if now < begins:
        return Verdict.INDETERMINATE, "seal_not_yet_valid", begins.date().isoformat()
    return Verdict.VALID, "genuine", ""


def _only_seal(data: bytes) -> EmbeddedPdfSignature:
    try:
        found = PdfFileReader(BytesIO(data)).embedded_signatures
    except Exception as broken:  # the reader raises whatever its parsers raise
        raise Refused("not_pdf") from broken
    if len(found) != 1:
        raise Refused("more_seals" if found else "no_seal")
    seal: EmbeddedPdfSignature = found[0]
    return seal


def _is_whole(found: EmbeddedPdfSignature) -> bool:
    """Digest, signature and certificate agree, and every byte of the file is under the seal."""
    try:
        # the certificate was compared with the pinned ones: it stands for itself, at its own time
        moment = found.signer_cert.not_valid_before
        anchor = ValidationContext(
            trust_roots=[found.signer_cert], allow_fetching=False, moment=moment, revocation_mode="soft-fail"
        )
        status = _without_a_loop(lambda: validate_pdf_signature(found, signer_validation_context=anchor))
    except Exception:  # noqa: BLE001  # whatever it stumbles over, the file is not as it was sealed
        return False
    covered = found.coverage is SignatureCoverageLevel.ENTIRE_FILE and _hole_is_tidy(found)
    return bool(status.bottom_line and status.docmdp_ok and covered)


def _without_a_loop(made: Callable[[], _Made]) -> _Made:
    """What pyhanko makes; it runs an event loop of its own, which no thread may do inside of another."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return made()
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(made).result()


def _hole_is_tidy(found: EmbeddedPdfSignature) -> bool:
    """The only bytes that the seal cannot cover, its own place, are the ones that we would write there."""
    first, length, second, _ = (int(number) for number in found.byte_range)
    stream = found.reader.stream
    stream.seek(first + length)
    hole: bytes = stream.read(second - first - length)
    written = _envelope(found).hex().upper().encode()
    return hole == b"<" + written.ljust(len(hole) - 2, b"0") + b">"


def _envelope(found: EmbeddedPdfSignature) -> bytes:
    """The CMS around signed attributes and signature: outside of what is signed nothing is free to vary."""
    sha256 = cms.DigestAlgorithm({"algorithm": "sha256", "parameters": Null()})
    signer, certificate = found.signer_info, found.signer_cert
    by = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    info = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": by}),
        "digest_algorithm": sha256,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signer["signature"],
    }
    content = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [info],
    }
    whole: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return whole


def _signer(seal: Seal) -> SimpleSigner:
    key = seal.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=_as_asn1(seal.certificate),
        signing_key=keys.PrivateKeyInfo.load(key),
        # no further certificates: they prove nothing to who pins ours, and lie outside of what is signed
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyhanko is half typed
    )


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _order_by_structure(writer: IncrementalPdfFileWriter) -> None:
    """PDF/UA-1, 7.18.3: a page with an annotation is read in the order of its structure."""
    page, _ = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]  # pyhanko is half typed
    page.get_object()[NameObject("/Tabs")] = NameObject("/S")
    writer.update_container(page.get_object())
