"""Headers that every answer carries. What is not marked public is never kept by anybody."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from flask import Flask, Response, make_response, request
from flask.typing import ResponseReturnValue

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_P = ParamSpec("_P")

CONTENT_SECURITY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'none'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    # addresses of drafts, receipts and cases are secrets: nobody hears of them, nothing keeps their pages
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_ONLY_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
_PUBLIC_SECONDS = 60


def init_headers(app: Flask, *, plain_http: bool) -> None:
    """Every answer of the application, errors and files included, leaves with these headers."""
    wanted = _ALWAYS if plain_http else _ALWAYS | _ONLY_TLS
    app.wsgi_app = _Dressed(app.wsgi_app, wanted)  # type: ignore[method-assign]  # Flask's own way


class _Dressed:
    """A WSGI application whose answers carry these headers, unless they say something else themselves."""

    def __init__(self, application: "WSGIApplication", wanted: Mapping[str, str]) -> None:
        self._application = application
        self._wanted = [(name.lower(), (name, value)) for name, value in wanted.items()]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *told: Any) -> Callable[[bytes], object]:
            given = {name.lower() for name, _ in headers}
            headers += [header for name, header in self._wanted if name not in given]
            return start_response(status, headers, *told)

        return self._application(environ, begin)


def public_page(view: Callable[_P, ResponseReturnValue]) -> Callable[_P, Response]:
    """A page without personal data: the browser may keep it for a minute and ask again by its ETag."""

    @wraps(view)
    def answer(*args: _P.args, **kwargs: _P.kwargs) -> Response:
        response = make_response(view(*args, **kwargs))
        if response.status_code != 200:
            return response
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = f"private, max-age={_PUBLIC_SECONDS}"
        response.vary.update(("Cookie", "Accept-Language"))
        response.add_etag()
        response.make_conditional(request)
        return response

    return answer
