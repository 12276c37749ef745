"""Error pages: what happened, what was not lost, what to do now."""

import logging
import secrets
from http import HTTPStatus

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import HTTPException

from casework.files.storage import StorageFull
from forms_catalog.problems import N_
from pages.offices import OfficeClosed
from pages.words import gettext

logger = logging.getLogger(__name__)

_NOTHING_SENT = N_("Nothing was sent to the office.")
_AGAIN_SOON = N_("Try again in a few minutes.")

#: status → heading and sentences
WORDS: dict[int, tuple[str, tuple[str, ...]]] = {
    400: (
        N_("We could not read this request"),
        (_NOTHING_SENT, N_("Go back, reload the page and send the form again.")),
    ),
    403: (
        N_("You cannot open this page"),
        (N_("Open it by the link from the office or by your access key."),),
    ),
    404: (
        N_("There is no such page"),
        (
            N_("Check the address. If you copied a link, copy all of it."),
            N_("Your cases and receipts are safe."),
        ),
    ),
    405: (N_("This address only takes forms"), (_NOTHING_SENT, N_("Go to the service and open its form."))),
    413: (
        N_("This is too big for us"),
        (_NOTHING_SENT, N_("Go back and choose a smaller file. One file may have at most 10 MB.")),
    ),
    421: (N_("We are not at this address"), (N_("Open the address that your office gives."),)),
    429: (N_("Too many tries"), (_NOTHING_SENT, N_("Wait 15 minutes and try again."))),
    500: (
        N_("Something broke on our side"),
        (
            N_("We do not know yet whether the last step was finished."),
            N_("Go back and send again: nothing will be filed twice."),
        ),
    ),
    503: (
        N_("We could not send this"),
        (N_("Nothing was sent to the office. What you saved earlier is safe."), _AGAIN_SOON),
    ),
}
_READING_FAILED = (
    N_("This page does not work right now"),
    (N_("Your cases and receipts are safe."), _AGAIN_SOON),
)
_READING_BROKE = (WORDS[500][0], _READING_FAILED[1])
_OFFICE_CLOSED = (
    N_("This office is not open here"),
    (
        N_("What was filed there is kept, and its receipts stay valid."),
        N_("Ask the office itself, or try again later."),
    ),
)
_TOKEN_FAILED = (
    N_("This form lay open for too long"),
    (_NOTHING_SENT, N_("Go back, reload the page and send the form again. Saved answers are still there.")),
)


def _is_sending() -> bool:
    return request.method not in ("GET", "HEAD")


def _say(status: int, words: tuple[str, tuple[str, ...]], error_id: str | None = None) -> Response:
    heading, sentences = words
    if request.path.startswith("/api/"):
        return _problem(status, gettext(heading), " ".join(gettext(sentence) for sentence in sentences))
    page = render_template(
        "error.html",
        heading=gettext(heading),
        sentences=[gettext(sentence) for sentence in sentences],
        error_id=error_id,
    )
    return make_response(page, status)


def _problem(status: int, title: str, detail: str) -> Response:
    """An RFC 9457 problem document."""
    answer = jsonify(type="about:blank", title=title, status=status, detail=detail)
    answer.status_code = status
    answer.content_type = "application/problem+json"
    return answer


def _on_http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    answer = _say(status, WORDS.get(status) or WORDS[400 if status < 500 else 503])
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _on_stale_form(error: CSRFError) -> Response:
    return _say(400, _TOKEN_FAILED)


def _on_closed_office(error: OfficeClosed) -> Response:
    return _say(404, _OFFICE_CLOSED)


def on_away(error: Exception) -> Response:
    """The database or the disk is away: said before anything was promised."""
    logger.warning("not available", extra={"kind": type(error).__name__})
    answer = _say(503, WORDS[503] if _is_sending() else _READING_FAILED)
    answer.headers["Retry-After"] = "60"
    return answer


def on_database(error: DBAPIError) -> Response:
    away = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return on_away(error) if away else _on_defect(error)


def _on_defect(error: Exception) -> Response:
    error_id = secrets.token_hex(4).upper()
    logger.error("defect %s", error_id, exc_info=error, extra={"error_id": error_id})
    words = WORDS[500] if _is_sending() else _READING_BROKE
    return _say(HTTPStatus.INTERNAL_SERVER_ERROR, words, error_id)


def init_errors(app: Flask) -> None:
    """Every failure ends in a page in plain words with the right status."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(CSRFError, _on_stale_form)
    app.register_error_handler(OfficeClosed, _on_closed_office)
    app.register_error_handler(DBAPIError, on_database)
    app.register_error_handler(NoFreeConnection, on_away)
    app.register_error_handler(StorageFull, on_away)
    app.register_error_handler(Exception, _on_defect)
