"""The office's electronic seal."""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


@dataclass(frozen=True)
class Seal:
    """A P-256 key and the certificate that names the office; `chain` ends in our own root."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


def open_seal(folder: Path, office: str) -> Seal:
    """The office's seal from `<folder>/<office>.key` (mode 0600), `.crt` and `ca.crt`; FileNotFoundError names what is missing."""
    raise NotImplementedError


def make_demo_seal(folder: Path, office: str, office_name: str) -> Seal:
    """The office's demo seal, made with a demo certification centre in the folder when absent; DEMO stands in both subjects.

    Safe against two processes at once and against a kill in the middle; the same at the next start.
    """
    raise NotImplementedError
