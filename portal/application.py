"""The portal as one WSGI application."""

from collections.abc import Callable
from typing import Any

from apiflask import APIFlask

from pages.ground import Ground, lay_ground
from portal import (
    accessibility,
    begun_again,
    checking,
    choosing,
    data_notice,
    filing,
    health,
    services,
    start,
)
from portal.api import register_api
from portal.kept_pages import KeptPages
from portal.own_case import answering, cases, letters, own_files, printing, proof_of_payment, proving
from portal.papers import receipts
from portal.parts import Parts
from portal.parts import parts as parts_of_request
from portal.webhooks import open_webhooks


class _Portal(APIFlask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: nothing of ours is async, and Flask would ask each hook for that in each request."""
        return func


def create_portal(parts: Parts) -> APIFlask:
    """The public application over its parts; reads no environment and asks no database yet."""
    app = _Portal(
        "portal",
        title="Okienko",
        version="1",
        spec_path=None,  # the API describes itself: APIFlask's own keeps its first words for ever
        docs_path=None,
        json_errors=False,
        static_folder=None,  # type: ignore[arg-type]  # None is Flask's "no folder"
    )
    app.extensions["okienko"] = parts
    app.extensions["okienko_kept"] = KeptPages()
    options = parts.options
    lay_ground(
        app,
        Ground(
            public_url=options.public_url,
            offices=lambda: parts_of_request().catalogue.offices,
            default_office=options.default_office,
            office_domain=options.office_domain,
            secret=options.secret,
            plain_http=options.plain_http,
            demo=options.demo,
        ),
    )
    for room in (
        start,
        choosing,
        accessibility,
        services,
        data_notice,
        filing,
        receipts,
        cases,
        printing,
        proving,
        letters,
        own_files,
        answering,
        begun_again,
        proof_of_payment,
        checking,
        health,
    ):
        app.register_blueprint(room.blueprint)
    open_webhooks(app)
    register_api(app)
    return app
