"""Hangs the API on the portal: views, its problem documents, its limit, its description."""

from pathlib import Path
from typing import Any

import yaml
from apiflask import APIFlask
from flask import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from forms_catalog.problems import N_
from portal.api.blueprint import blueprint
from portal.api.counted_calls import CallsInMemory
from portal.api.problem import Refusal, document
from portal.parts import Parts

DESCRIPTION = Path(__file__).with_name("openapi.yaml")
_SECONDS = "60"

_WORDS: dict[int, tuple[str, str]] = {
    400: (N_("We could not read this request"), ""),
    413: (N_("This is too big for us"), N_("A body may have at most 10 MB.")),
    429: (N_("Too many calls"), N_("Wait a minute and call again.")),
}


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
    limiter = Limiter(get_remote_address, app=app, storage_uri=f"{CallsInMemory.STORAGE_SCHEME[0]}://")
    calls = f"{parts.options.api_calls_a_minute} per minute"
    limiter.shared_limit(calls, scope="api")(blueprint)
    app.register_blueprint(blueprint)
    described = description(parts)

    @app.spec_processor
    def describe(_: dict[str, Any] | str) -> dict[str, Any]:
        return described


def description(parts: Parts) -> dict[str, Any]:  # an OpenAPI document
    """`openapi.yaml` with the offices and services that this portal has."""
    described: dict[str, Any] = yaml.load(DESCRIPTION.read_text("utf-8"), Loader=yaml.CSafeLoader)
    components = described["components"]
    sent = components["schemas"]["Submission"]["properties"]
    own = sorted({row.code for row in parts.catalogue.variants.values() if row.own_service})
    sent["service"]["enum"] = list(dict.fromkeys([*(form.code for form in parts.catalogue.services()), *own]))
    for place in (sent["office"], components["parameters"]["office"]["schema"]):
        place["enum"] = list(parts.catalogue.offices)
    return described
