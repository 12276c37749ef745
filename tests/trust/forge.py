"""What an attacker can do with a receipt: change its tree, and sign again with whatever key is at hand."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from casework.trust.namespaces import ds, xades
from casework.trust.seal import Seal

Change = Callable[[etree._Element], None]


def tree(receipt: bytes) -> etree._Element:
    return etree.fromstring(receipt)


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def changed(receipt: bytes, change: Change) -> bytes:
    """The tree changed, nothing signed again."""
    root = tree(receipt)
    change(root)
    return written(root)


def signed_again(
    receipt: bytes,
    change: Change,
    key: EllipticCurvePrivateKey,
    *,
    digest: Callable[[bytes], bytes] = lambda data: hashlib.sha256(data).digest(),
    algorithm: HashAlgorithm | None = None,
    hmac_key: bytes | None = None,
    content: bytes | None = None,
) -> bytes:
    """The tree changed, digests and SignatureValue made to fit with the key.

    `content` is hashed for the first reference instead of the file (what a foreign transform leaves).
    """
    root = tree(receipt)
    change(root)
    signature = root.find(f".//{ds('Signature')}")
    assert signature is not None
    values = [reference.find(ds("DigestValue")) for reference in signature.iter(ds("Reference"))]
    values[0].text = _text(digest(content if content is not None else without_signature(root)))
    for properties in signature.iter(xades("SignedProperties")):
        if len(values) > 1 and values[-1] is not None:
            values[-1].text = _text(digest(_canonical(properties)))
    signed_info = signature.find(ds("SignedInfo"))
    data = _canonical(signed_info)
    value = hmac.digest(hmac_key, data, "sha256") if hmac_key else ecdsa(key, data, algorithm or SHA256())
    signature.find(ds("SignatureValue")).text = _text(value)
    return written(root)


def swap_certificate(seal: Seal) -> Change:
    """Puts another certificate in, with the properties that go with it."""

    def change(root: etree._Element) -> None:
        der = seal.certificate.public_bytes(Encoding.DER)
        next(root.iter(ds("X509Certificate"))).text = _text(der)
        found = next(root.iter(xades("CertDigest"))).find(ds("DigestValue"))
        assert found is not None
        found.text = _text(hashlib.sha256(der).digest())

    return change


def ecdsa(key: EllipticCurvePrivateKey, data: bytes, algorithm: HashAlgorithm) -> bytes:
    r, s = decode_dss_signature(key.sign(data, ECDSA(algorithm)))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def without_signature(root: etree._Element) -> bytes:
    copy = etree.fromstring(etree.tostring(root))
    for signature in list(copy.iter(ds("Signature"))):
        parent = signature.getparent()
        if parent is not None:
            parent.remove(signature)
    return _canonical(copy)


def sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


__all__ = ["SHA1", "changed", "ecdsa", "sha1", "signed_again", "swap_certificate", "tree", "written"]
