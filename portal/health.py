"""Is it alive, is it ready: for supervisors and load balancers."""

from flask import Blueprint, Response, jsonify

from portal.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 as long as the process answers; asks nobody else."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/readyz")
def readyz() -> Response:
    """A line per part; 503 only for what makes filing impossible (database, pending migration)."""
    state = parts().ready()
    answer = jsonify(state)
    answer.status_code = 200 if state["ok"] else 503
    return answer
