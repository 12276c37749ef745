"""A seal is renewed: a new key and certificate, while the old certificate stays published."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from casework.trust.certificates import fingerprint, may_seal
from casework.trust.demo_centre import issue_demo_pair
from casework.trust.kept_seal import Seal, open_seal, seal_files
from casework.trust.seal_folder import alone, fsync_folder, keep, keep_pair
from casework.trust.words import N_


class NotASeal(Exception):
    """The new key and certificate cannot take the place of the old ones; says why."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message % values)
        self.message, self.values = message, values  #: English message id, what stands in its places


def renew_demo_seal(folder: Path, office: str, office_name: str, *, now: datetime) -> Seal:
    """A fresh demo seal for the office; the old certificate stays published."""
    with alone(folder):
        return _put(folder, office, *issue_demo_pair(folder, office_name, now=now))


def renew_seal(
    folder: Path, office: str, *, key: bytes, certificate: bytes, centre: bytes | None, now: datetime
) -> Seal:
    """The office's seal from PEM files of its provider, in place of the old one. NotASeal: nothing changed.

    `centre`: certificates of who issued it, added to `ca.crt`.
    """
    pair = _demand_pair(key, certificate, now)
    with alone(folder):
        centre_file = seal_files(folder, office)[2]
        known = centre_file.read_bytes() if centre_file.exists() else b""
        if centre is not None and centre.strip() not in known:
            _demand_certificates(centre)
            keep(centre_file, known + centre, 0o644)
        if not centre_file.exists():
            raise NotASeal(N_("The certificate of the centre is missing: give it with --centre."))
        return _put(folder, office, *pair)


def _demand_certificates(centre: bytes) -> None:
    try:
        x509.load_pem_x509_certificates(centre)
    except ValueError as fault:
        raise NotASeal(N_("What --centre names is no certificate in PEM.")) from fault


def _demand_pair(
    key_pem: bytes, certificate_pem: bytes, now: datetime
) -> tuple[EllipticCurvePrivateKey, x509.Certificate]:
    try:
        key = load_pem_private_key(key_pem, password=None)
        certificate = x509.load_pem_x509_certificate(certificate_pem)
    except (ValueError, TypeError) as fault:
        raise NotASeal(N_("Key and certificate must be PEM files, the key without a password.")) from fault
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise NotASeal(N_("The key is not a P-256 key."))
    if key.public_key() != certificate.public_key():
        raise NotASeal(N_("Key and certificate do not belong together."))
    if not may_seal(certificate):
        raise NotASeal(N_("The certificate is not meant for sealing."))
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        raise NotASeal(
            N_("The certificate is valid from %(since)s to %(until)s, not today."),
            since=f"{certificate.not_valid_before_utc:%Y-%m-%d}",
            until=f"{certificate.not_valid_after_utc:%Y-%m-%d}",
        )
    return key, certificate


def _put(folder: Path, office: str, key: EllipticCurvePrivateKey, certificate: x509.Certificate) -> Seal:
    """Cut off anywhere, the old certificate is published and renewing again finishes it.

    The old one first under its lasting name; then no certificate; then the new key; then its certificate.
    """
    key_file, certificate_file, _ = seal_files(folder, office)
    if certificate_file.exists():
        old = x509.load_pem_x509_certificate(certificate_file.read_bytes())
        if fingerprint(old) == fingerprint(certificate):
            raise NotASeal(N_("This is the seal in use already: nothing is left to do."))
        name = f"{office}.{old.not_valid_after_utc:%Y-%m-%d}.{fingerprint(old)[:12]}.crt"
        keep(folder / name, old.public_bytes(Encoding.PEM), 0o644)
        certificate_file.unlink()
        fsync_folder(folder)
    keep_pair(key_file, key, certificate_file, certificate)
    return open_seal(folder, office)
