"""The certificates that seal or once sealed receipts and letters, for administrators."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from flask import Blueprint, Response, abort, render_template

from backoffice.entrance.who import for_roles
from backoffice.parts import parts
from forms_catalog.problems import N_
from pages.downloads import download

blueprint = Blueprint("certificates", __name__)
_ADMINISTRATORS = ("office_admin", "platform_admin")
_CRT = "application/x-pem-file"
#: state → class and icon of its badge, and its word
STATES = {
    "seals": ("done", "tick", N_("seals now")),
    "earlier": ("closed", "lock", N_("earlier: what it sealed is checked with it")),
    "ended": ("refused", "warning", N_("seals now, but has ended: renew it")),
}


@dataclass(frozen=True)
class Shown:
    """A certificate as the page tells of it."""

    name: str  #: whom it names
    issuer: str
    serial: str  #: hex
    fingerprint: str  #: SHA-256, hex
    begins: datetime
    ends: datetime
    state: str  #: key of STATES
    pem: bytes


@blueprint.get("/stan/pieczecie")
@for_roles(*_ADMINISTRATORS)
def show() -> str:
    """Those in use first; certificates are public, so every administrator sees all of them."""
    return render_template("certificates.html", certificates=list(_published()), states=STATES)


@blueprint.get("/stan/pieczecie/<fingerprint>.crt")
@for_roles(*_ADMINISTRATORS)
def take_home(fingerprint: str) -> Response:
    """The certificate itself, to publish or compare."""
    found = next((one for one in _published() if one.fingerprint == fingerprint), None)
    if found is None:
        abort(404)
    return download(found.pem, f"{found.fingerprint[:16]}.crt", _CRT)


def _published() -> Iterator[Shown]:
    used = [seal.certificate for _, seal in sorted(parts().counter.seals.items())]
    now = parts().now()
    for certificate in used:
        yield _shown(certificate, "seals" if certificate.not_valid_after_utc > now else "ended")
    earlier = sorted(parts().earlier_seals, key=lambda one: one.not_valid_before_utc, reverse=True)
    for certificate in earlier:
        yield _shown(certificate, "earlier")


def _shown(certificate: x509.Certificate, state: str) -> Shown:
    return Shown(
        name=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        fingerprint=certificate.fingerprint(SHA256()).hex(),
        begins=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
        state=state,
        pem=certificate.public_bytes(Encoding.PEM),
    )


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
