"""Hangs the API on the portal: views, its problem documents, its limit, its description."""

from pathlib import Path
from typing import Any

import orjson
import yaml
from apiflask import APIFlask
from flask import Response, current_app, request
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests

from forms_catalog.catalogue import Catalogue
from forms_catalog.problems import N_
from portal.api.blueprint import blueprint
from portal.api.counted_calls import CallsInMemory
from portal.api.problem import Refusal, document
from portal.parts import Parts
from portal.parts import parts as parts_of_request

DESCRIPTION = Path(__file__).with_name("openapi.yaml")
_SECONDS = "60"

_WORDS: dict[int, tuple[str, str]] = {
    400: (N_("We could not read this request"), ""),
    413: (N_("This is too big for us"), N_("A body may have at most 10 MB.")),
    429: (N_("Too many calls"), N_("Wait a minute and call again.")),
}


class _Calls:
    """How often an address may call within a minute; each process counts for itself."""

    def __init__(self, a_minute: int) -> None:
        self._window, self._each = FixedWindowRateLimiter(CallsInMemory()), RateLimitItemPerMinute(a_minute)

    def count(self, address: str) -> bool:
        """False: too many."""
        return self._window.hit(self._each, address)


@blueprint.before_request
def count_the_call() -> None:
    calls: _Calls = current_app.extensions["okienko_calls"]
    if not calls.count(request.remote_addr or ""):
        raise TooManyRequests


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    return document(refusal)


@blueprint.errorhandler(413)
def too_big(_: RequestEntityTooLarge) -> Response:
    return document(Refusal(413, *_WORDS[413]))


@blueprint.errorhandler(429)
def too_many(_: HTTPException) -> Response:
    return document(Refusal(429, *_WORDS[429], headers={"Retry-After": _SECONDS}))


def register_api(app: APIFlask) -> None:
    """The API on a portal whose parts are in place; each process counts the calls of an address by itself."""
    parts: Parts = app.extensions["okienko"]
    app.extensions["okienko_calls"] = _Calls(parts.options.api_calls_a_minute)
    app.register_blueprint(blueprint)
    app.add_url_rule("/api/v1/openapi.json", "openapi.spec", _Served().now)


class _Served:
    """The description as it is served, written anew whenever the catalogue is another one."""

    def __init__(self) -> None:
        self._last: tuple[Catalogue, bytes] | None = None

    def now(self) -> Response:
        """With the offices and services of this moment."""
        catalogue, last = parts_of_request().catalogue, self._last
        if last is None or last[0] is not catalogue:
            self._last = last = catalogue, orjson.dumps(description(parts_of_request()))
        return Response(last[1], content_type="application/json")


def description(parts: Parts) -> dict[str, Any]:  # an OpenAPI document
    """`openapi.yaml` with the offices and services that this portal has now."""
    described: dict[str, Any] = yaml.load(DESCRIPTION.read_text("utf-8"), Loader=yaml.CSafeLoader)
    components = described["components"]
    sent = components["schemas"]["Submission"]["properties"]
    own = sorted({row.code for row in parts.catalogue.variants.values() if row.own_service})
    sent["service"]["enum"] = list(dict.fromkeys([*(form.code for form in parts.catalogue.services()), *own]))
    for place in (sent["office"], components["parameters"]["office"]["schema"]):
        place["enum"] = list(parts.catalogue.offices)
    return described
