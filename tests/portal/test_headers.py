"""What every answer carries, whatever its status, and what it never carries."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.application import create_portal
from portal.parts import Parts

Visit = Callable[[FlaskClient], TestResponse]
UNKNOWN = "0b1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e"
VISITS: dict[str, tuple[int, Visit]] = {
    "start": (200, lambda c: c.get("/")),
    "offices": (200, lambda c: c.get("/urzad")),
    "catalogue": (200, lambda c: c.get("/uslugi")),
    "search": (200, lambda c: c.get("/uslugi?q=smieci")),
    "card": (200, lambda c: c.get("/uslugi/odpady-deklaracja-zamieszkana")),
    "unchanged": (304, lambda c: c.get("/", headers={"If-None-Match": c.get("/").headers["ETag"]})),
    "style": (200, lambda c: c.get("/static/okienko.css")),
    "alive": (200, lambda c: c.get("/healthz")),
    "ready": (503, lambda c: c.get("/readyz")),
    "key": (200, lambda c: c.get("/sprawy")),
    "no token": (400, lambda c: c.post("/sprawy", data={"klucz": "x"})),
    "foreign form": (400, lambda c: c.post("/sprawy", headers={"Origin": "https://evil.example"})),
    "not there": (404, lambda c: c.get("/nothing")),
    "no such receipt": (404, lambda c: c.get(f"/upo/{UNKNOWN}?t=x")),
    "wrong way": (405, lambda c: c.post("/uslugi")),
    "too big": (413, lambda c: c.post("/sprawy", data={"klucz": "x" * 1_100_000})),
    "too many parts": (
        413,
        lambda c: c.post("/sprawdz-upo", data={f"f{n}": (io.BytesIO(b"x"), "x") for n in range(1_001)}),
    ),
    "foreign host": (421, lambda c: c.get("/", headers={"Host": "evil.example"})),
    "database away": (503, lambda c: c.get(f"/sprawdz-upo?id={UNKNOWN}&skrot=00")),
    "moved": (308, lambda c: c.get("/uslugi//odpady-deklaracja-zamieszkana")),
    "api not there": (404, lambda c: c.get("/api/v1/nothing")),
}
PUBLIC = {"start", "offices", "catalogue", "search", "card", "unchanged", "style"}


@pytest.fixture(params=VISITS)
def visit(request: pytest.FixtureRequest) -> tuple[str, int, Visit]:
    return (request.param, *VISITS[request.param])


def _directives(answer: TestResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_every_answer_is_dressed(dry: FlaskClient, visit: tuple[str, int, Visit]) -> None:
    name, status, go = visit
    answer = go(dry)
    assert answer.status_code == status, name
    policy = _directives(answer)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert policy["default-src"] == policy["script-src"] == policy["object-src"] == "'none'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["style-src"] == "'self'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers


def test_nothing_but_public_pages_is_ever_kept_or_named_to_others(
    dry: FlaskClient, visit: tuple[str, int, Visit]
) -> None:
    name, _, go = visit
    answer = go(dry)
    if name in PUBLIC:
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" not in answer.headers["Cache-Control"]
    else:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_public_page_is_kept_for_one_language_and_one_office_only(dry: FlaskClient) -> None:
    answer = dry.get("/")
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].replace(" ", "").split(","))


def test_behind_tls_browsers_are_told_to_stay_there(secure: FlaskClient, dry: FlaskClient) -> None:
    for path in ("/", "/nothing", "/static/okienko.css", "/readyz"):
        told = re.fullmatch(
            r"max-age=(\d+); includeSubDomains", secure.get(path).headers["Strict-Transport-Security"]
        )
        assert told
        assert int(told[1]) >= 31_536_000
    assert "Strict-Transport-Security" not in dry.get("/").headers


def _cookies(answer: TestResponse) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def test_cookies_are_host_bound_and_closed_to_scripts(secure: FlaskClient) -> None:
    set_here = _cookies(secure.get("/sprawy?lang=en&urzad=gliwice"))
    assert {one.partition("=")[0] for one in set_here} == {
        "__Host-okienko-portal",
        "__Host-okienko-lang",
        "__Host-okienko-urzad",
    }
    for cookie in set_here:
        for wanted in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert wanted in cookie.split("; ")
        assert "Domain" not in cookie


def test_on_plain_loopback_the_cookies_lose_prefix_and_secure_only(dry: FlaskClient) -> None:
    set_here = _cookies(dry.get("/sprawy?lang=en&urzad=gliwice"))
    assert {one.partition("=")[0] for one in set_here} == {"okienko-portal", "okienko-lang", "okienko-urzad"}
    assert all("HttpOnly" in one and "SameSite=Lax" in one and "Secure" not in one for one in set_here)


@pytest.mark.parametrize(
    "path", ["/", "/urzad", "/uslugi", "/uslugi/odpady-deklaracja-zamieszkana", "/healthz"]
)
def test_who_only_reads_gets_no_cookie(dry: FlaskClient, path: str) -> None:
    assert _cookies(dry.get(path)) == []


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "[::", ""])
def test_without_tls_no_host_but_loopback_is_answered(dry: FlaskClient, host: str) -> None:
    assert dry.get("/", headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_loopback_is_answered(dry: FlaskClient, host: str) -> None:
    assert dry.get("/", headers={"Host": host}).status_code == 200


def test_behind_tls_only_the_public_name_is_answered(secure: FlaskClient) -> None:
    assert secure.get("/", headers={"Host": "127.0.0.1"}).status_code == 421
    assert secure.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    spoofed = secure.get("/urzad", headers={"X-Forwarded-Host": "evil.example"})
    assert spoofed.status_code == 200
    assert "evil.example" not in spoofed.text


def test_a_page_asked_again_within_the_day_is_not_sent_again(dry: FlaskClient) -> None:
    first = dry.get("/uslugi")
    again = dry.get("/uslugi", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = dry.get("/uslugi?lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_defect_shows_a_number_and_nothing_else(dry_parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    app = create_portal(dry_parts)

    def broken() -> str:
        raise RuntimeError("PESEL 44051401359")

    app.add_url_rule("/broken", view_func=broken)
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    number = re.search(r"<b class=\"ok-nowrap\">([0-9A-F]{8})</b>", answer.text)
    assert number
    assert number[1] in caplog.text, "the number leads to the log"
    assert "44051401359" not in answer.text
    assert "RuntimeError" not in answer.text


def test_after_a_defect_while_sending_the_page_says_that_sending_again_is_safe(dry_parts: Parts) -> None:
    app = create_portal(dry_parts)

    def broken() -> str:
        raise RuntimeError

    app.add_url_rule("/api/broken", view_func=broken, methods=["GET", "POST"])
    app.add_url_rule("/broken", view_func=broken, methods=["GET", "POST"])
    visitor = app.test_client()
    token = re.findall(r'name="csrf_token" value="([^"]+)"', visitor.get("/sprawy").text)[0]
    assert "Nic nie zostanie złożone dwa razy" in visitor.post("/broken", data={"csrf_token": token}).text
    assert "Nic nie zostanie złożone dwa razy" not in visitor.get("/broken").text
    assert visitor.post("/api/broken").content_type == "application/problem+json"
