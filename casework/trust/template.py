"""A prepared signature: what every receipt of one seal shares is built once, by the slow signer itself.

Cut from a signature made by `xades.sign`, so both ways give the same bytes (SignatureValue aside: ECDSA
draws a random number).
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from lxml import etree

from casework.trust.kept_seal import Seal
from casework.trust.namespaces import UPO, ds, upo, xades
from casework.trust.xades import sign, signing_time_text
from casework.trust.xml_gate import canonical, hardened_parser

_ECDSA = ECDSA(SHA256())


@dataclass(frozen=True)
class SignatureTemplate:
    """Canonical bytes with holes: the whole signature, and its two parts as they are hashed alone."""

    properties: tuple[bytes, ...]  #: around SigningTime
    signed_info: tuple[bytes, ...]  #: around the receipt's and the properties' digests
    whole: tuple[bytes, ...]  #: around both digests, SignatureValue and SigningTime

    def signature(self, content: bytes, signing_time: datetime, key: EllipticCurvePrivateKey) -> bytes:
        """The ds:Signature element for the canonical content."""
        time = signing_time_text(signing_time).encode()
        receipt_digest = _digest(content)
        properties_digest = _digest(_fill(self.properties, time))
        signed_info = _fill(self.signed_info, receipt_digest, properties_digest)
        value = b64encode(_raw_signature(key, signed_info))
        return _fill(self.whole, receipt_digest, properties_digest, value, time)


@lru_cache(maxsize=256)
def template_of(seal: Seal) -> SignatureTemplate:
    """Built once per seal and process (~2 ms); immutable, so threads may share it."""
    time = datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)
    sample = etree.Element(upo("Dokument"), nsmap={"pos": UPO})
    signed = etree.fromstring(sign(sample, seal, time), parser=hardened_parser())
    signature = _only(signed, ds("Signature"))
    signed_info = _only(signature, ds("SignedInfo"))
    value = _text(signature, ds("SignatureValue"))
    receipt_digest, properties_digest = (_text_of(found) for found in signed_info.iter(ds("DigestValue")))
    time_text = signing_time_text(time)
    return SignatureTemplate(
        properties=_cut(canonical(next(signature.iter(xades("SignedProperties")))), time_text),
        signed_info=_cut(canonical(signed_info), receipt_digest, properties_digest),
        whole=_cut(canonical(signature), receipt_digest, properties_digest, value, time_text),
    )


def _only(parent: etree._Element, tag: str) -> etree._Element:
    (found,) = parent.iterchildren(tag)
    return found


def _text(parent: etree._Element, tag: str) -> str:
    return _text_of(_only(parent, tag))


def _text_of(element: etree._Element) -> str:
    return element.text or ""


def _cut(whole: bytes, *marks: str) -> tuple[bytes, ...]:
    """The pieces between the marks, each of which stands exactly once, in this order."""
    pieces = []
    for mark in marks:
        before, found, whole = whole.partition(f">{mark}<".encode())
        if not found:
            raise ValueError("the signer writes its parts in another order than this template knows")
        pieces.append(before + b">")
        whole = b"<" + whole
    return (*pieces, whole)


def _fill(pieces: tuple[bytes, ...], *values: bytes) -> bytes:
    return b"".join(part for pair in zip(pieces, (*values, b""), strict=True) for part in pair)


def _digest(data: bytes) -> bytes:
    return b64encode(hashlib.sha256(data).digest())


def _raw_signature(key: EllipticCurvePrivateKey, data: bytes) -> bytes:
    """r and s, 32 bytes each (XML Signature 1.1, 6.4.3), not the DER of the library."""
    r, s = decode_dss_signature(key.sign(data, _ECDSA))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")
