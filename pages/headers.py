"""Headers that every answer carries. What is not marked public is never kept by anybody."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Flask, Response, make_response, request
from flask.typing import ResponseReturnValue

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
}
_PUBLIC_SECONDS = 60


def init_headers(app: Flask, *, plain_http: bool) -> None:
    """Every answer of the application, errors and files included, leaves with these headers."""

    @app.after_request
    def dress(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        # addresses of drafts, receipts and cases are secrets: nobody hears of them, nothing keeps their pages
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Cache-Control", "no-store")
        if not plain_http:
            response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        return response


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
