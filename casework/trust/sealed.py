"""The seal's mathematics: signxml on the very bytes; nothing is believed but what it returns."""

from base64 import b64decode
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidDigest, SignXMLException
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

from casework.trust.certificates import signer_name
from casework.trust.namespaces import ds, upo, xades
from casework.trust.signature_form import BASE64
from casework.trust.words import Refused
from casework.trust.xades import POLICY
from casework.trust.xml_gate import hardened_parser

_MAX_CERTIFICATE = 16 * 1024


@dataclass(frozen=True)
class SealedContent:
    """Canonical bytes as they were signed."""

    receipt: bytes
    properties: bytes


def certificate_in(signature: etree._Element) -> x509.Certificate:
    """The certificate that the seal carries: a claim, until it is found among the pinned ones."""
    text = signature.findtext(f"{ds('KeyInfo')}/{ds('X509Data')}/{ds('X509Certificate')}") or ""
    if len(text) > _MAX_CERTIFICATE or not BASE64.fullmatch(text):
        raise Refused("bad_certificate")
    try:
        certificate = x509.load_der_x509_certificate(b64decode(text))
        key = certificate.public_key()
        signer_name(certificate)  # a name that cannot be read is found here, not when it is shown
    except Exception:  # noqa: BLE001  # the parser of foreign certificates fails in many ways
        raise Refused("bad_certificate") from None
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise Refused("bad_certificate")
    return certificate


def check_seal(data: bytes, certificate: x509.Certificate) -> SealedContent:
    """What the certificate's key signed in the file, or Refused. `data` has passed gate and form."""
    configuration = XAdESSignatureConfiguration(
        location="./",
        expect_references=2,
        signature_methods=frozenset({SignatureMethod.ECDSA_SHA256}),
        digest_algorithms=frozenset({DigestAlgorithm.SHA256}),
        verification_time=certificate.not_valid_before_utc,  # the verdict judges time itself, by `now`
    )
    try:
        results = XAdESVerifier().verify(
            data,
            x509_cert=certificate,
            parser=hardened_parser(),
            validate_schema=False,  # signature_form is stricter
            expect_config=configuration,
            expect_signature_policy=POLICY,
        )
    except InvalidDigest:
        raise Refused("changed_content") from None
    except (SignXMLException, etree.LxmlError, ValueError, TypeError, AttributeError):
        raise Refused("bad_signature") from None
    receipt, properties = results
    if _tag(receipt.signed_xml) != upo("Dokument") or _tag(properties.signed_xml) != xades(
        "SignedProperties"
    ):
        raise Refused("misplaced_signature")
    return SealedContent(receipt.signed_data, properties.signed_data)


def _tag(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag)
