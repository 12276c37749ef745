"""The shipped nginx file before the real portal: TLS, limits, slow lines, lost answers, silent logs."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from werkzeug.serving import BaseWSGIServer, make_server

from portal.application import create_portal
from portal.parts import Parts
from tests.program import free_port, until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not on this machine: its file is not tried (apt-get install nginx-light)"
)
SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx"
PORTAL, DESK = "okienko.example.pl", "biurko.okienko.example.pl"


@dataclass
class Front:
    """nginx on free ports of the loopback, the portal behind it."""

    folder: Path
    tls: int
    plain: int
    upstream: BaseWSGIServer
    context: ssl.SSLContext

    def ask(self, path: str, *, name: str = PORTAL, method: str = "GET", **how: object) -> httpx.Response:
        headers = {"Host": name, **how.pop("headers", {})}  # type: ignore[dict-item]
        with httpx.Client(verify=self.context) as client:
            return client.request(
                method, f"https://127.0.0.1:{self.tls}{path}", headers=headers,
                extensions={"sni_hostname": name}, **how,
            )  # type: ignore[arg-type]  # fmt: skip

    def line(self) -> ssl.SSLSocket:
        bare = socket.create_connection(("127.0.0.1", self.tls), 5)
        return self.context.wrap_socket(bare, server_hostname=PORTAL)

    def log(self) -> str:
        return (self.folder / "okienko.log").read_text()


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


def _configuration(folder: Path, *, tls: int, plain: int, portal: int) -> Path:
    """The shipped file; only places and ports are this test's own, and waiting is shorter."""
    text = (SHIPPED / "okienko.conf").read_text(encoding="utf-8")
    for ours, theirs in (
        ("listen 443", f"listen 127.0.0.1:{tls}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("127.0.0.1:8000", f"127.0.0.1:{portal}"),
        ("127.0.0.1:8001", f"127.0.0.1:{portal}"),
        ("/etc/ssl/okienko", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("/opt/okienko/deploy/nginx", str(SHIPPED)),
        ("client_header_timeout 10s", "client_header_timeout 1s"),
        ("client_body_timeout 15s", "client_body_timeout 1s"),
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
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/start.log;\nevents {{}}\n"
        f"http {{\n{temporary}include {folder}/okienko.conf;\n}}\n"
    )
    return whole


def _echo_or(portal: Parts) -> object:
    """The real portal; under /echo what nginx handed over."""
    app = create_portal(portal).wsgi_app

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> object:
        if not environ["PATH_INFO"].startswith("/echo"):
            return app(environ, start)
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({k: v for k, v in environ.items() if isinstance(v, str)}).encode()]

    return answer


@pytest.fixture
def front(dry_parts: Parts, tmp_path: Path) -> Iterator[Front]:
    tls, plain = free_port(), free_port()
    options = replace(dry_parts.options, plain_http=False, public_url=f"https://{PORTAL}", demo=False)
    upstream = make_server("127.0.0.1", 0, _echo_or(replace(dry_parts, options=options)), threaded=True)  # type: ignore[arg-type]
    thread = threading.Thread(target=upstream.serve_forever)
    thread.start()
    context = _certificate(tmp_path)
    conf = _configuration(tmp_path, tls=tls, plain=plain, portal=upstream.port)
    assert NGINX is not None
    tried = subprocess.run([NGINX, "-t", "-c", str(conf)], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr.replace('[warn] the "user" directive', ""), tried.stderr
    running = subprocess.Popen([NGINX, "-c", str(conf)], stderr=subprocess.DEVNULL)
    there = Front(tmp_path, tls, plain, upstream, context)
    until("nginx listens", lambda: _listens(tls), within=10)
    yield there
    running.terminate()
    running.wait(10)
    upstream.shutdown()
    thread.join()


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def test_a_resident_is_served_over_tls_and_plain_http_leads_there(front: Front) -> None:
    page = front.ask("/")
    assert page.status_code == 200
    assert "Okienko" in page.text
    assert page.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert page.headers["Server"] == "nginx"
    led = httpx.get(f"http://127.0.0.1:{front.plain}/uslugi?q=x", headers={"Host": PORTAL})
    assert (led.status_code, led.headers["Location"]) == (301, f"https://{PORTAL}/uslugi?q=x")


def test_old_tls_and_other_names_get_no_answer(front: Front) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", front.tls), 5) as bare, pytest.raises(ssl.SSLError):
        old.wrap_socket(bare, server_hostname=PORTAL)
    with pytest.raises(httpx.ConnectError):
        front.ask("/", name="evil.example")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        httpx.get(f"http://127.0.0.1:{front.plain}/", headers={"Host": "evil.example"})


def test_what_a_visitor_says_of_proxies_is_not_believed(front: Front) -> None:
    lies = {
        "X-Forwarded-For": "8.8.8.8", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http",
        "X-Forwarded-Prefix": "/evil", "Forwarded": "for=8.8.8.8",
    }  # fmt: skip
    heard = front.ask("/echo", headers=lies).json()
    assert heard["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert heard["HTTP_X_FORWARDED_PROTO"] == "https"
    assert heard["HTTP_HOST"] == PORTAL
    for name in ("X_FORWARDED_HOST", "X_FORWARDED_PREFIX", "X_FORWARDED_PORT", "FORWARDED"):
        assert not heard.get(f"HTTP_{name}")


def test_slow_lines_are_cut_and_others_are_served_meanwhile(front: Front) -> None:
    slow = [front.line() for _ in range(60)]
    for line in slow:
        line.sendall(b"GET / HTTP/1.1\r\nHost: okienko.example.pl\r\nX-")
    began = time.monotonic()
    assert front.ask("/healthz").status_code == 200
    assert time.monotonic() - began < 1
    for line in slow:
        line.settimeout(10)
        with suppress(ConnectionResetError, ssl.SSLError):  # cut without a word
            assert line.recv(100) == b""
        line.close()
    assert time.monotonic() - began < 6


def test_a_flood_from_one_address_is_held_back_and_ends_by_itself(front: Front) -> None:
    with httpx.Client(verify=front.context) as client:
        said = [
            client.get(
                f"https://127.0.0.1:{front.tls}/healthz",
                headers={"Host": PORTAL}, extensions={"sni_hostname": PORTAL},
            ).status_code
            for _ in range(300)
        ]  # fmt: skip
    assert set(said) == {200, 429}
    assert said[:100] == [200] * 100
    until("the address may ask again", lambda: front.ask("/healthz").status_code == 200, within=5)


def test_a_request_too_big_gets_a_page_that_says_nothing_was_sent(front: Front) -> None:
    with front.line() as line:
        line.sendall(f"POST /uslugi HTTP/1.1\r\nHost: {PORTAL}\r\nContent-Length: 80000000\r\n\r\n".encode())
        said = b""
        while more := line.recv(65536):
            said += more
            if b"</html>" in said:
                break
    assert said.startswith(b"HTTP/1.1 413")
    assert "Nic nie zostało wysłane".encode() in said
    assert b"Strict-Transport-Security" in said


def test_while_the_portal_is_away_a_page_says_that_pressing_again_is_safe(front: Front) -> None:
    front.upstream.shutdown()
    front.upstream.server_close()
    page = front.ask("/uslugi", method="POST", data={"a": "b"})
    assert page.status_code == 502
    assert "Pismo nie zostanie złożone dwa razy" in page.text
    assert "It will not be filed twice" in page.text
    assert page.headers["Retry-After"] == "60"


def test_no_secret_of_an_address_comes_into_a_log(front: Front) -> None:
    secret = "7c1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e"
    for path in (
        f"/uslugi/informacja-publiczna-wniosek/formularz/{secret}/dane?lang=pl",
        f"/upo/{secret}.xml?t={secret}", f"/sprawy/{secret}?t={secret}", f"/dostep/{secret}",
        f"/api/v1/cases/{secret}", f"/operator-sms/stan/{secret}", f"/sprawdz-upo?id={secret}",
    ):  # fmt: skip
        front.ask(path)
    front.upstream.shutdown()
    front.upstream.server_close()
    front.ask(f"/upo/{secret}?t={secret}")
    until("it is written", lambda: front.log().count("\n") >= 8, within=5)
    written = "".join(path.read_text() for path in front.folder.glob("*.log"))
    assert secret not in written
    assert "GET /upo/... 502" in written and "/uslugi/informacja-publiczna-wniosek/formularz/... " in written
