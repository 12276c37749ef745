"""A seal as kept in a folder: key, certificate and the centre that issued it."""

import re
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from casework.trust.certificates import may_seal

_OFFICE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


@dataclass(frozen=True)
class Seal:
    """A P-256 key and the certificate that names the office; `chain` ends in our own root.

    The file of centres is one for all offices and keeps earlier ones: some of `chain` may be strangers.
    """

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        """The links that the certificate hangs on, the nearest first; of two of one name the later."""
        found: list[x509.Certificate] = []
        left = sorted(self.chain, key=lambda link: link.not_valid_after_utc, reverse=True)
        child = self.certificate
        while issuer := next((link for link in left if _issued(link, child)), None):
            found.append(issuer)
            left = [link for link in left if link.subject != issuer.subject]
            child = issuer
        return tuple(found)


def _issued(centre: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(centre)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def open_seal(folder: Path, office: str) -> Seal:
    """The office's seal from `<folder>/<office>.key` (mode 0600), `.crt` and `ca.crt`; FileNotFoundError
    names what is missing.

    PermissionError when others may read the key, ValueError when key and certificate do not belong
    together.
    """
    key_file, certificate_file, centre_file = seal_files(folder, office)
    for path in (key_file, certificate_file, centre_file):
        if not path.is_file():
            raise FileNotFoundError(f"the seal of {office} is not whole: {path.name} is missing in {folder}")
    if key_file.stat().st_mode & 0o077:
        raise PermissionError(f"others may read the key {key_file}: set its mode to 0600")
    key = load_pem_private_key(key_file.read_bytes(), password=None)
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError(f"{key_file.name} is not a P-256 key")
    if key.public_key() != certificate.public_key():
        raise ValueError(f"{key_file.name} and {certificate_file.name} do not belong together")
    if not may_seal(certificate):
        raise ValueError(f"{certificate_file.name} is not meant for sealing")
    return Seal(key, certificate, tuple(x509.load_pem_x509_certificates(centre_file.read_bytes())))


def seal_files(folder: Path, office: str) -> tuple[Path, Path, Path]:
    """Key, certificate and the centre's certificate; ValueError for a code that is no plain word."""
    if not _OFFICE.fullmatch(office) or office == "ca":
        raise ValueError(f"not an office code: {office!r}")
    return folder / f"{office}.key", folder / f"{office}.crt", folder / "ca.crt"
