"""Who typed the code may open letters and answer: a cookie says so for half an hour."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeSerializer

from pages.cookies import cookie_name
from portal.parts import parts

LASTS = timedelta(minutes=30)
_COOKIE = "kod"


def is_proved(submission: UUID) -> bool:
    """Whether this browser proved it for this very case, not longer than LASTS ago."""
    try:
        said = _signer().loads(request.cookies.get(_name(), ""))
    except BadData:
        return False
    case, until = said
    return bool(case == str(submission) and parts().now() < datetime.fromisoformat(until))


def remember_proof(response: Response, submission: UUID) -> None:
    """The cookie, signed and bound to this case; it ends with the browser at the latest."""
    until = parts().now() + LASTS
    response.set_cookie(
        _name(),
        _signer().dumps([str(submission), until.isoformat()]),
        max_age=int(LASTS.total_seconds()),
        path="/",
        httponly=True,
        secure=not _plain(),
        samesite="Lax",
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(parts().options.secret, salt="okienko code proof 1")


def _plain() -> bool:
    return bool(current_app.config["OKIENKO_PLAIN_HTTP"])


def _name() -> str:
    return cookie_name(_COOKIE, plain_http=_plain())
