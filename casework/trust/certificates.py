"""Certificates: what they say and what they may be used for."""

import unicodedata

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_MAX_NAME = 120


def signer_name(certificate: x509.Certificate) -> str:
    """The common name (or the whole subject) as the certificate has it, one line without control signs."""
    return _named(certificate, NameOID.COMMON_NAME)


def organisation(certificate: x509.Certificate) -> str:
    """Whose it is: the organisation's name, else what `signer_name` says."""
    return _named(certificate, NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)


def _named(certificate: x509.Certificate, *kinds: x509.ObjectIdentifier) -> str:
    names = [name for kind in kinds for name in certificate.subject.get_attributes_for_oid(kind)]
    name = str(names[0].value) if names else certificate.subject.rfc4514_string()
    shown = "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in name)
    return shown if len(shown) <= _MAX_NAME else shown[: _MAX_NAME - 1] + "…"


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate's bytes, hex."""
    return certificate.fingerprint(SHA256()).hex()


def may_seal(certificate: x509.Certificate) -> bool:
    """Not a certification centre, not a timestamping service, and its key usage (if said) allows signing
    or commitment.

    Qualified certificates often say nonRepudiation (contentCommitment) only.
    """
    try:
        extensions = certificate.extensions
    except (ValueError, x509.DuplicateExtension):
        return False
    return not _is_centre(extensions) and not _stamps_time(extensions) and _signs(extensions)


def _is_centre(extensions: x509.Extensions) -> bool:
    try:
        return extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _stamps_time(extensions: x509.Extensions) -> bool:
    try:
        usages = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usages


def _signs(extensions: x509.Extensions) -> bool:
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
