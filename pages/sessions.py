"""Visitors without an account: one signed cookie with the secret that their forms must bring back."""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer

from pages.cookies import cookie_name


def init_sessions(app: Flask, *, secret: bytes, plain_http: bool, cookie: str = "portal") -> None:
    """A form without its page's token is refused; /api takes no cookies and needs no token."""
    app.config.update(
        OKIENKO_PLAIN_HTTP=plain_http,
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME=cookie_name(cookie, plain_http=plain_http),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=not plain_http,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_CHECK_DEFAULT=False,
        # a form may lie open all day; the token lives as long as the visitor's session
        WTF_CSRF_TIME_LIMIT=None,
        # pages with secret addresses send no Referer; pages.hosts looks at Origin and Sec-Fetch-Site instead
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = _OneSerializer()
    guard = CSRFProtect(app)

    @app.before_request
    def ask_for_token() -> None:
        if not request.path.startswith("/api/"):
            guard.protect(apply_exemptions=True)


class _OneSerializer(SecureCookieSessionInterface):
    """Flask's signed cookie; what signs it is made once and not twice a request: the secret never changes."""

    _made: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._made is None:
            self._made = super().get_signing_serializer(app)
        return self._made
