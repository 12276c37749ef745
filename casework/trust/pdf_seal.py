"""The office's seal on a PDF: PAdES-B (ETSI EN 319 142-1), made and read."""

import asyncio
from collections.abc import Callable
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

from casework.trust.certificates import signer_name
from casework.trust.pdf_gate import Refused
from casework.trust.seal import Seal

FIELD = "pieczec"
READ_OUT = "Pieczęć elektroniczna urzędu"

_Made = TypeVar("_Made")


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


@dataclass(frozen=True)
class Sealed:
    """What the seal of a whole letter says."""

    title: str  #: what was sealed, in the office's words
    at: datetime | None  #: by the office's own clock


def read_sealed(data: bytes, signer: str) -> Sealed:
    """What the one seal of these bytes says. Refused when there is another, or when it is broken.

    Only for what came through the gate: of anything else the reader may make hours of work.
    """
    found = _only_seal(data)
    if not _is_whole(found):
        raise Refused("changed", signer)
    return Sealed(str(found.sig_object.get("/Reason", "")), found.self_reported_timestamp)


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
