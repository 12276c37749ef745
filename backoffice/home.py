"""Where a clerk begins: the first page of the menu that the clerk's roles open."""

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.menu import finds_cases, menu_of

blueprint = Blueprint("home", __name__)
health = Blueprint("health", __name__)


@blueprint.get("/")
@for_roles()
def start() -> ResponseReturnValue:
    if finds_cases(current_clerk()):
        return redirect("/sprawy", 303)
    entries = menu_of(current_clerk())
    return redirect(entries[0].address if entries else "/moje-konto", 303)


@health.get("/healthz")
def healthz() -> Response:
    """200 as long as the process answers; asks nobody else."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")
