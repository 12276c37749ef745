"""The shipped nginx file before the real portal: TLS, limits, slow lines, lost answers, silent logs."""

import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from portal.application import create_portal
from portal.parts import Parts
from tests.deploy.front import NGINX, PORTAL, QUICK, Front, nginx_before
from tests.program import until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not on this machine: its file is not tried (apt-get install nginx-light)"
)


@dataclass
class BeforeThePortal(Front):
    upstream: BaseWSGIServer


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
def front(dry_parts: Parts, tmp_path: Path) -> Iterator[BeforeThePortal]:
    options = replace(dry_parts.options, plain_http=False, public_url=f"https://{PORTAL}", demo=False)
    upstream = make_server("127.0.0.1", 0, _echo_or(replace(dry_parts, options=options)), threaded=True)  # type: ignore[arg-type]
    thread = threading.Thread(target=upstream.serve_forever, daemon=True)
    thread.start()
    with nginx_before(tmp_path, portal=upstream.port, desk=upstream.port, changes=QUICK) as there:
        yield BeforeThePortal(**vars(there), upstream=upstream)
    upstream.shutdown()
    thread.join()


def test_a_resident_is_served_over_tls_and_plain_http_leads_there(front: BeforeThePortal) -> None:
    page = front.ask("/")
    assert page.status_code == 200
    assert "Okienko" in page.text
    assert page.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert page.headers["Server"] == "nginx"
    # pages hold secrets, style sheets none: only these are packed, whatever nginx.conf says
    sheet = re.findall(r'href="(/static/[^"]+[.]css[^"]*)"', page.text)[0]
    assert [front.ask(one).headers.get("Content-Encoding") for one in ("/", sheet)] == [None, "gzip"]
    led = httpx.get(f"http://127.0.0.1:{front.plain}/uslugi?q=x", headers={"Host": PORTAL})
    assert (led.status_code, led.headers["Location"]) == (301, f"https://{PORTAL}/uslugi?q=x")


def test_old_tls_and_other_names_get_no_answer(front: BeforeThePortal) -> None:
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


def test_what_a_visitor_says_of_proxies_is_not_believed(front: BeforeThePortal) -> None:
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


def test_slow_lines_are_cut_and_others_are_served_meanwhile(front: BeforeThePortal) -> None:
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


def test_a_flood_from_one_address_is_held_back_and_ends_by_itself(front: BeforeThePortal) -> None:
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
    until("the address may ask again", lambda: front.ask("/healthz").status_code == 200)


def test_a_request_too_big_gets_a_page_that_says_nothing_was_sent(front: BeforeThePortal) -> None:
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


def test_while_the_portal_is_away_a_page_says_that_pressing_again_is_safe(front: BeforeThePortal) -> None:
    front.upstream.shutdown()
    front.upstream.server_close()
    page = front.ask("/uslugi", method="POST", data={"a": "b"})
    assert page.status_code == 502
    assert "Pismo nie zostanie złożone dwa razy" in page.text
    assert "It will not be filed twice" in page.text
    assert page.headers["Retry-After"] == "60"


def test_no_secret_of_an_address_comes_into_a_log(front: BeforeThePortal) -> None:
    secret = "7c1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e"
    for path in (
        f"/uslugi/informacja-publiczna-wniosek/formularz/{secret}/dane?lang=pl",
        f"/upo/{secret}.xml?t={secret}", f"/sprawy/{secret}?t={secret}", f"/dostep/{secret}",
        f"/api/v1/cases/{secret}", f"/operator-sms/stan/{secret}", f"/sprawdz-upo?id={secret}",
        "/Kowalska", "/44051401359", "/static/%C5%BB%C3%B3%C5%82w", "/uslugi/taxi-licencja?q=Kowalska",
    ):  # fmt: skip
        front.ask(path)
    front.upstream.shutdown()
    front.upstream.server_close()
    front.ask(f"/upo/{secret}?t={secret}")
    until("it is written", lambda: front.log().count("\n") >= 8)
    written = "".join(path.read_text() for path in front.folder.glob("*.log"))
    for told in (secret, "Kowalska", "44051401359", "%C5%BB"):
        assert told not in written
    assert "GET /uslugi/taxi-licencja 200" in written
    assert "GET /upo/... 502" in written and "/uslugi/informacja-publiczna-wniosek/formularz/... " in written
