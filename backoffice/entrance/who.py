"""Who asks, and may they: every page of the desk demands a log-in and names its roles, or is listed here."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, Response, abort, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, NotFound

from backoffice.entrance.returning import BACK, asked_page, keep_typed
from backoffice.parts import parts
from casework.clock.deadlines import WARSAW
from casework.desk import desk_sessions
from casework.desk.clerks import Clerk, NotYours
from casework.desk.reads import note_read
from pages.cookies import cookie_name
from pages.offices import open_office

logger = logging.getLogger(__name__)
_P = ParamSpec("_P")
_R = TypeVar("_R")

#: endpoints that answer without a log-in
OPEN = frozenset(
    {
        "pages.static_file",
        "health.healthz",
        "door.ask",
        "door.enter",
        "enrolling.show",
        "enrolling.finish",
    }
)
#: open to a clerk whose office is not open here any more
_LEAVES = "door.leave"
#: minutes after which the style sheet can show something (okienko-desk.css, .ok-in-…)
DELAYS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 18, 23, 28, 38, 43, 58)
_WARNED_BEFORE = timedelta(minutes=2)
EVERYBODY = frozenset({"clerk", "supervisor", "office_admin", "auditor", "platform_admin", "form_editor"})


def for_roles(*roles: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Below the route: whoever has one of these roles may ask; anybody else reads a 403 page.

    A view without it is closed to everybody, and the matrix of tests/backoffice fails.
    """
    allowed = EVERYBODY if not roles else frozenset(roles)
    if not allowed <= EVERYBODY:
        raise ValueError(f"no such role: {sorted(allowed - EVERYBODY)}")

    def mark(view: Callable[_P, _R]) -> Callable[_P, _R]:
        view.desk_roles = allowed  # type: ignore[attr-defined]  # a mark on the function, read by roles_of
        return view

    return mark


def roles_of(app: Flask, endpoint: str) -> frozenset[str]:
    """Who may ask there; nobody where nothing is said."""
    return cast(frozenset[str], getattr(app.view_functions[endpoint], "desk_roles", frozenset()))


def current_clerk() -> Clerk:
    """Whoever asks now; LookupError on the pages before the log-in."""
    clerk = g.get("okienko_clerk")
    if clerk is None:
        raise LookupError("nobody is logged in")
    return cast(Clerk, clerk)


def session_cookie() -> str:
    return cookie_name("desk", plain_http=parts().options.plain_http)


def init_guard(app: Flask) -> None:
    """Each request is known before a view sees it; what is refused is written down."""
    app.before_request(_know)
    app.register_error_handler(NotYours, _on_not_yours)
    app.register_error_handler(Forbidden, _on_forbidden)
    app.context_processor(lambda: {"clerk": g.get("okienko_clerk"), "expiry": _expiry()})


def _know() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in OPEN:
        return None
    token = request.cookies.get(session_cookie(), "")
    going = None
    if token:
        with parts().sessions.begin() as session:
            going = desk_sessions.resume(session, token, at=parts().now(), limits=parts().options.limits)
    if going is None:
        return _ask_to_log_in(token)
    g.okienko_clerk, g.okienko_going = going.clerk, going
    if not going.clerk.roles & roles_of(current_app, endpoint):
        abort(403)
    if going.clerk.office is not None and endpoint != _LEAVES:
        open_office(going.clerk.office)
    return None


def _ask_to_log_in(token: str) -> ResponseReturnValue:
    """The log-in, which leads back here; what was typed about a case or a form goes along, locked."""
    back = asked_page()
    if request.method == "POST" and {"case_id", "edit_id"} & (request.view_args or {}).keys():
        with parts().sessions() as session:
            clerk = desk_sessions.whose(session, token)
        kept = keep_typed(clerk) if clerk is not None else ""
        if kept:
            return render_template("log_in.html", login="", wrong=None, back=back, ended=True, kept=kept), 403
    return redirect("/logowanie" + (f"?{urlencode({BACK: back})}" if back else ""), 303)


@dataclass(frozen=True)
class Expiry:
    """When the session ends, and how long after the page came one is warned of it."""

    at: str  #: hour in Warsaw
    last: bool  #: no request makes it longer
    minutes: int  #: one of the delays that the style sheet knows


def _expiry() -> Expiry | None:
    going: desk_sessions.Going | None = g.get("okienko_going")
    if going is None:
        return None
    left = (going.ends_at - parts().now() - _WARNED_BEFORE) // timedelta(minutes=1)
    hour = going.ends_at.astimezone(WARSAW).strftime("%H:%M")
    return Expiry(hour, going.last, max(delay for delay in DELAYS if delay <= max(left, 0)))


def _on_forbidden(error: Forbidden) -> ResponseReturnValue:
    _note_refusal("role")
    return render_template("refused.html"), 403


def _on_not_yours(error: NotYours) -> ResponseReturnValue:
    """Another office's or department's case looks like one that is not there."""
    _note_refusal("not_yours")
    return current_app.handle_user_exception(NotFound())


def _note_refusal(why: str) -> None:
    clerk = g.get("okienko_clerk")
    if clerk is None:
        return
    details = {"endpoint": request.endpoint or "", "why": why}
    details |= {
        name: str(value) for name, value in (request.view_args or {}).items() if isinstance(value, UUID)
    }
    logger.warning("refused", extra={"clerk": str(clerk.id), **details})
    with parts().sessions.begin() as session:
        note_read(session, clerk, "refused", details=details)


def with_session(response: Response, token: str | None) -> Response:
    """Sets the log-in's cookie, or takes it away."""
    options = parts().options
    if token is None:
        response.delete_cookie(
            session_cookie(), path="/", secure=not options.plain_http, httponly=True, samesite="Lax"
        )
    else:
        response.set_cookie(
            session_cookie(), token, path="/", secure=not options.plain_http, httponly=True, samesite="Lax"
        )  # no age: it ends with the browser, and in the table before that
    return response
