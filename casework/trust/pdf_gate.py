"""The gate before every PDF reader: only bytes that one of our keys has sealed come through.

No structure of the file is read here. The seal's place is found as text, everything around it is counted and
compared, and so a file that costs a reader hours never reaches one.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from asn1crypto import cms  # type: ignore[import-untyped]  # it has none
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from casework.trust.certificates import may_seal, signer_name

#: bytes; more is no letter of ours
BIGGEST = 20_000_000
#: bytes of a seal; ours takes 8 kB at most
_BIGGEST_SEAL = 65_536
_PLACE = re.compile(
    rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,9})\s{1,99}(\d{1,9})\s{1,99}(\d{1,9})\s{1,99}(\d{1,9})\s{0,99}\]"
)
_TAIL = 1024


class Refused(Exception):
    """The bytes are no letter that we sealed; `code` is a key of `pdf_verdict.MESSAGES`."""

    def __init__(self, code: str, signer: str = "") -> None:
        super().__init__(code)
        self.code, self.signer = code, signer


@dataclass(frozen=True)
class _Place:
    """Where the seal lies: `start` is its "<", `end` the byte after its ">"."""

    begin: int
    start: int
    end: int
    finish: int


def admit(data: bytes, seals: Collection[x509.Certificate]) -> x509.Certificate:
    """The pinned certificate whose key sealed every byte of the file but the seal's own; Refused otherwise.
    Without `seals` nobody is pinned, and it is the one that the file names.

    ≤ 1 s and no more memory than the file itself takes, whatever the file is.
    """
    if len(data) > BIGGEST:
        raise Refused("too_big")
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-_TAIL:]:
        raise Refused("not_pdf")
    place = _only_place(data)
    signed = _signed_data(data, place)
    certificate = _certificate(signed)
    name = signer_name(certificate)
    if seals and (certificate not in seals or not may_seal(certificate)):
        raise Refused("not_our_seal", name)
    if (place.begin, place.finish) != (0, len(data)) or not _fits(data, place, signed, certificate):
        raise Refused("changed", name)
    return certificate


def _only_place(data: bytes) -> _Place:
    found = list(islice(_PLACE.finditer(data), 2))
    if len(found) > 1:
        raise Refused("more_seals")
    if not found:
        raise Refused("locked" if _is_locked(data) else "no_seal")
    first, length, second, rest = (int(number) for number in found[0].groups())
    place = _Place(first, first + length, second, second + rest)
    hole = place.end - place.start
    if not 2 < hole <= 2 * _BIGGEST_SEAL + 2 or place.finish > len(data) or place.begin > place.start:
        raise Refused("changed")
    return place


def _is_locked(data: bytes) -> bool:
    return b"/Encrypt" in data


def _signed_data(data: bytes, place: _Place) -> cms.SignedData:
    hole = data[place.start : place.end]
    try:
        envelope = cms.ContentInfo.load(bytes.fromhex(hole[1:-1].decode("ascii")))
        if envelope["content_type"].native != "signed_data":
            # PDF 2.0 guards a locked file by a place that looks like a seal's
            raise Refused("locked" if _is_locked(data) else "changed")
        return envelope["content"]
    except Refused:
        raise
    except Exception as broken:  # whatever a parser makes of forged bytes, they are no seal
        raise Refused("changed") from broken


def _certificate(signed: cms.SignedData) -> x509.Certificate:
    """The only one that it carries: ours never carries more."""
    try:
        (chosen,) = signed["certificates"]
        certificate = x509.load_der_x509_certificate(chosen.chosen.dump())
        certificate.public_key()
        signer_name(certificate)  # both are read when first asked for: what cannot be read is found here
        return certificate
    except Exception as broken:  # as above
        raise Refused("changed") from broken


def _fits(data: bytes, place: _Place, signed: cms.SignedData, certificate: x509.Certificate) -> bool:
    """The digest that the key signed is the digest of everything around the seal."""
    view = memoryview(data)
    digest = hashlib.sha256(view[place.begin : place.start])
    digest.update(view[place.end : place.finish])
    key = certificate.public_key()
    try:
        (signer,) = signed["signer_infos"]
        attributes = signer["signed_attrs"]
        said = [each["values"] for each in attributes if each["type"].native == "message_digest"]
        ((claimed,),) = said
        if claimed.native != digest.digest() or not isinstance(key, EllipticCurvePublicKey):
            return False
        key.verify(signer["signature"].native, attributes.untag().dump(force=True), ECDSA(SHA256()))
    except InvalidSignature:
        return False
    except Exception:  # noqa: BLE001  # as above
        return False
    return True
