"""The demo certification centre: seals for trying things out. DEMO stands in every subject."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

from casework.trust.kept_seal import Seal, open_seal, seal_files
from casework.trust.seal_folder import alone, keep_pair

CENTRE_NAME = "DEMO Okienko: centrum certyfikacji"
_YEAR = timedelta(days=365)


def make_demo_seal(folder: Path, office: str, office_name: str, *, now: datetime | None = None) -> Seal:
    """The office's demo seal, made with a demo certification centre in the folder when absent; DEMO
    stands in both subjects.

    Safe against two processes at once and against a kill in the middle; the same at the next start.
    A certificate is written last, so a key without one was never used and is made anew.
    """
    key_file, certificate_file, _ = seal_files(folder, office)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(folder):
        if not certificate_file.exists():
            key, certificate = issue_demo_pair(folder, office_name, now=now)
            keep_pair(key_file, key, certificate_file, certificate)
        return open_seal(folder, office)


def issue_demo_pair(
    folder: Path, office_name: str, *, now: datetime | None = None
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A fresh key and its certificate by the folder's demo centre, not kept yet."""
    begins = (now or datetime.now(UTC)) - timedelta(days=1)
    centre_key, centre = _centre(folder, begins)
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"DEMO Pieczęć: {office_name}"
    return key, _seal_certificate(key, name, office_name, centre_key, centre, begins)


def _centre(folder: Path, begins: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key_file, certificate_file = folder / "ca.key", folder / "ca.crt"
    if not certificate_file.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        keep_pair(key_file, key, certificate_file, _centre_certificate(key, begins))
    if not key_file.exists():
        raise FileNotFoundError(f"the demo centre cannot issue a seal: ca.key is missing in {folder}")
    kept = load_pem_private_key(key_file.read_bytes(), password=None)
    if not isinstance(kept, ec.EllipticCurvePrivateKey):
        raise ValueError("ca.key is not an elliptic curve key")
    return kept, x509.load_pem_x509_certificate(certificate_file.read_bytes())


def _centre_certificate(key: ec.EllipticCurvePrivateKey, begins: datetime) -> x509.Certificate:
    name = x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"), x509.NameAttribute(NameOID.COMMON_NAME, CENTRE_NAME)]
    )
    return (
        _blank(name, name, key.public_key(), begins, begins + 20 * _YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(centre=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _seal_certificate(
    key: ec.EllipticCurvePrivateKey,
    name: str,
    office_name: str,
    centre_key: ec.EllipticCurvePrivateKey,
    centre: x509.Certificate,
    begins: datetime,
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(office_name)),
            x509.NameAttribute(NameOID.COMMON_NAME, _short(name)),
        ]
    )
    return (
        _blank(subject, centre.subject, key.public_key(), begins, begins + 10 * _YEAR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(centre=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(centre_key.public_key()), critical=False
        )
        .sign(centre_key, hashes.SHA256())
    )


def _blank(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _key_usage(*, centre: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not centre,
        content_commitment=not centre,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=centre,
        crl_sign=centre,
        encipher_only=False,
        decipher_only=False,
    )


def _short(name: str) -> str:
    """Cut to the 64 letters that X.520 allows (counted in bytes, to be safe with every reader)."""
    return name.encode()[:64].decode(errors="ignore").rstrip()
