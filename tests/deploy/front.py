"""The shipped nginx file on free ports of the loopback, before whatever portal and desk are given."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.program import free_port, until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx"
PORTAL, DESK = "okienko.example.pl", "biurko.okienko.example.pl"
#: waiting is shorter in a test
QUICK = (
    ("client_header_timeout 10s", "client_header_timeout 1s"),
    ("client_body_timeout 15s", "client_body_timeout 1s"),
)

#: what nginx.conf says around us, as Debian 12, Ubuntu 24.04 and nginx.org ship it
AROUND = (
    "sendfile on; tcp_nopush on; types_hash_max_size 2048; default_type application/octet-stream;\n"
    "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; server_tokens on;\n"
    "keepalive_timeout 65; gzip on;\n"
)


@dataclass
class Front:
    """nginx, and how it is asked."""

    folder: Path
    tls: int
    plain: int
    context: ssl.SSLContext

    def ask(self, path: str, *, name: str = PORTAL, method: str = "GET", **how: object) -> httpx.Response:
        headers = {"Host": name, **how.pop("headers", {})}  # type: ignore[dict-item]
        with httpx.Client(verify=self.context) as client:
            return client.request(
                method, f"https://127.0.0.1:{self.tls}{path}", headers=headers,
                extensions={"sni_hostname": name}, **how,
            )  # type: ignore[arg-type]  # fmt: skip

    def line(self, *, source: str = "127.0.0.1") -> ssl.SSLSocket:
        bare = socket.create_connection(("127.0.0.1", self.tls), 5, (source, 0))
        return self.context.wrap_socket(bare, server_hostname=PORTAL)

    def log(self) -> str:
        return (self.folder / "okienko.log").read_text()


@contextmanager
def nginx_before(
    folder: Path, *, portal: int, desk: int, changes: tuple[tuple[str, str], ...] = ()
) -> Iterator[Front]:
    """The shipped file with places and ports of this machine and `changes`; `nginx -t` must not warn."""
    assert NGINX is not None
    tls, plain = free_port(), free_port()
    context = _certificate(folder)
    conf = _configuration(folder, tls=tls, plain=plain, portal=portal, desk=desk, changes=changes)
    tried = subprocess.run([NGINX, "-t", "-c", str(conf)], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr.replace('[warn] the "user" directive', ""), tried.stderr
    running = subprocess.Popen([NGINX, "-c", str(conf)], stderr=subprocess.DEVNULL)
    try:
        until("nginx listens", lambda: _listens(tls))
        yield Front(folder, tls, plain, context)
    finally:
        running.terminate()
        running.wait(10)


def _certificate(folder: Path) -> ssl.SSLContext:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, PORTAL)])
    names = x509.SubjectAlternativeName([x509.DNSName(PORTAL), x509.DNSName(DESK)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    (folder / "privkey.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return ssl.create_default_context(cafile=folder / "fullchain.pem")


def _configuration(
    folder: Path, *, tls: int, plain: int, portal: int, desk: int, changes: tuple[tuple[str, str], ...]
) -> Path:
    text = (SHIPPED / "okienko.conf").read_text(encoding="utf-8")
    for ours, theirs in (
        ("listen 443", f"listen 127.0.0.1:{tls}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("127.0.0.1:8000", f"127.0.0.1:{portal}"),
        ("127.0.0.1:8001", f"127.0.0.1:{desk}"),
        ("/etc/ssl/okienko", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("/opt/okienko/deploy/nginx", str(SHIPPED)),
        *changes,
    ):
        assert ours in text, ours
        text = text.replace(ours, theirs)
    (folder / "okienko.conf").write_text(text, encoding="utf-8")
    whole = folder / "nginx.conf"
    user = "user root;\n" if Path("/proc/self").stat().st_uid == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole.write_text(
        f"{user}worker_rlimit_nofile 4096;\ndaemon off;\npid {folder}/pid;\nerror_log {folder}/start.log;\n"
        "events { worker_connections 2048; }\n"
        f"http {{\n{temporary}{AROUND}include {folder}/okienko.conf;\n}}\n"
    )
    return whole


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
