"""S13: which versions and ciphers of TLS the shipped nginx file speaks."""

import socket
import ssl
import warnings

from bench.battery.ground import house_behind_nginx
from bench.battery.row import Attempt, Result, judged
from tests.deploy.front import PORTAL, Front

_WEAK = (
    "NULL",
    "aNULL",
    "EXPORT",
    "RC4",
    "3DES",
    "DES",
    "MD5",
    "PSK",
    "SRP",
    "CBC",
    "AES128-SHA",
    "AES256-SHA",
    "kRSA",
)
_VERSIONS = {
    "TLS 1.0": ssl.TLSVersion.TLSv1,
    "TLS 1.1": ssl.TLSVersion.TLSv1_1,
    "TLS 1.2": ssl.TLSVersion.TLSv1_2,
    "TLS 1.3": ssl.TLSVersion.TLSv1_3,
}


def tls(attempt: Attempt) -> Result:
    """Each version and each weak family is offered alone."""
    with house_behind_nginx(attempt) as (_, front):
        versions = {name: _shakes(front, version=version) for name, version in _VERSIONS.items()}
        weak = {name: _shakes(front, ciphers=name) for name in _WEAK}
    spoken = [name for name, cipher in versions.items() if cipher]
    return judged(
        {"versions": versions, "weak": {name: cipher for name, cipher in weak.items() if cipher}},
        {"only 1.2 and 1.3": spoken == ["TLS 1.2", "TLS 1.3"], "nothing weak": not any(weak.values())},
    )


def _shakes(front: Front, *, version: ssl.TLSVersion | None = None, ciphers: str = "ALL") -> str:
    """The cipher that was agreed on; "" when there was no agreement."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that they are old is why they are tried
        try:
            context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
            context.minimum_version = version or ssl.TLSVersion.TLSv1
            context.maximum_version = version or ssl.TLSVersion.TLSv1_2
        except ssl.SSLError:
            return ""  # this machine's own library does not know it any more
    with socket.create_connection(("127.0.0.1", front.tls), 5) as bare:
        try:
            with context.wrap_socket(bare, server_hostname=PORTAL) as line:
                agreed = line.cipher()
        except (ssl.SSLError, ConnectionResetError):
            return ""
    return agreed[0] if agreed else ""
