"""Who we are called by and who may send us forms."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest, MisdirectedRequest
from werkzeug.middleware.proxy_fix import ProxyFix

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PROBES = frozenset({"/healthz", "/readyz"})
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def name_of(host: str) -> str | None:
    """The host's name in a Host header, in small letters, without the port."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def init_hosts(
    app: Flask, *, public_url: str, plain_http: bool, also: Callable[[str], object] = lambda name: None
) -> None:
    """Answers only under its own name (without TLS: only loopback) and names that `also` knows, takes forms
    only from its own pages.
    """
    own = _LOOPBACK if plain_http else frozenset({urlsplit(public_url).hostname})
    if not plain_http:
        # TLS ends in the one proxy before us; only what that proxy added last is believed
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]  # Flask's own way

    @app.before_request
    def know_own_name() -> None:
        name = name_of(request.environ.get("HTTP_HOST", ""))
        if name in own or (name in _LOOPBACK and request.path in _PROBES):
            return
        if name is None or also(name) is None:
            raise MisdirectedRequest

    @app.before_request
    def take_only_own_forms() -> None:
        if request.method in _CHANGING and not request.path.startswith("/api/") and _is_foreign():
            raise BadRequest("foreign origin")


def _is_foreign() -> bool:
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return urlsplit(origin).netloc != request.host
    # pages under no-referrer send "Origin: null" even to themselves; Sec-Fetch-Site still tells
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
