"""A certification centre for tests: issues whatever certificate a story needs, honest or not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from casework.trust.seal import Seal

BEGINS = timedelta(days=30)
YEAR = timedelta(days=365)


def name(common_name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"), x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    )


@dataclass(frozen=True)
class Centre:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def open(cls, common_name: str, now: datetime) -> "Centre":
        key = ec.generate_private_key(ec.SECP256R1())
        subject = name(common_name)
        builder = _blank(subject, subject, key, now - BEGINS, now + 20 * YEAR)
        certificate = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        ).sign(key, hashes.SHA256())
        return cls(key, certificate)

    def issue(
        self,
        common_name: str,
        now: datetime,
        *,
        ends: timedelta = YEAR,
        begins: timedelta = -BEGINS,
        stamps_time: bool = False,
        key: ec.EllipticCurvePrivateKey | None = None,
    ) -> Seal:
        """A key with a certificate valid from now + begins to now + ends, issued by this centre."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        builder = _blank(name(common_name), self.certificate.subject, key, now + begins, now + ends)
        builder = builder.add_extension(_usage(), critical=True)
        if stamps_time:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        return Seal(key, builder.sign(self.key, hashes.SHA256()), (self.certificate,))


def _blank(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
