"""Names and manners of the cookies we set."""

from flask import Response, current_app

_YEAR = 365 * 24 * 3600


def cookie_name(name: str, *, plain_http: bool) -> str:
    """`__Host-okienko-…`, which browsers accept over TLS only; without the prefix on plain-http loopback."""
    return f"okienko-{name}" if plain_http else f"__Host-okienko-{name}"


def remember(response: Response, name: str, value: str) -> None:
    """A choice of the visitor (language, office) kept for a year; no person stands in it."""
    plain = bool(current_app.config["OKIENKO_PLAIN_HTTP"])
    response.set_cookie(
        cookie_name(name, plain_http=plain),
        value,
        max_age=_YEAR,
        path="/",
        httponly=True,
        secure=not plain,
        samesite="Lax",
    )
