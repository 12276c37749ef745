"""The office's electronic seal: opened, made for a demo, published."""

from pathlib import Path

from cryptography import x509

from casework.trust.certificates import may_seal
from casework.trust.demo_centre import make_demo_seal
from casework.trust.kept_seal import Seal, open_seal

__all__ = ["Seal", "make_demo_seal", "open_seal", "published_seals"]


def published_seals(folder: Path) -> tuple[x509.Certificate, ...]:
    """Every seal certificate (`*.crt`, PEM) in the folder, by file name; the centre's own certificate is
    none. Empty when there is no folder.

    These are the pinned seals of `verify_receipt`. Keep the certificate of a renewed seal in the folder
    under another name.
    """
    found = (
        certificate
        for path in sorted(folder.glob("*.crt"))
        for certificate in x509.load_pem_x509_certificates(path.read_bytes())
    )
    return tuple(certificate for certificate in found if may_seal(certificate))
